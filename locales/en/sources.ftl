### Adding sources of more kinds, lists of feeds, and exports of a hotline.

sources-list = Lists of feeds
source-asks = Listens for
source-uploads = Exports that the desk uploads
source-no-mail-folder = The configuration names no folder for mail (mail_folder).
add-query = What to listen for
add-query-hint = For Bluesky only: words that a post must say, with AND, OR, NOT and "phrases". It stands in the register.
add-langs = In which languages
add-langs-hint = For Bluesky only, such as zh en. Empty for any.
add-way-news_sitemap = News sitemap of a newspaper
add-way-mastodon = Mastodon: a server’s public timeline or a tag
add-way-jetstream = Bluesky: public posts that match a query
add-way-discourse = Discourse: a forum, category or tag
add-way-lemmy = Lemmy: a server or a community
add-way-mail = Letters that are forwarded to an address
add-way-hotline = Exports of a hotline (CSV)
preview-folder-title = Nothing is read yet: letters come into a folder
preview-folder-lead = Once you have added the source, its page names the folder. Let your mail system deliver there what the desk forwards.
preview-folder-kept = Of a letter its subject and its words are read. Sender, signature and attachments are not stored; letters stay in the folder, filed away.
preview-upload-title = Nothing is read yet: you upload exports
preview-upload-lead = Once you have added the source, choose a file. You then say which column is what, beside what would be stored.
preview-upload-kept = Columns that you give no use are never read. A caller is counted as one voice of the day and is not stored.
upload-title = Upload an export
upload-lead = A CSV file with one ticket in each row. It is read in memory and stored on no disk; only what you choose is taken in.
upload-file = File
upload-file-hint = CSV in UTF-8 or GBK, up to 5 MiB. A longer history comes in with “candor import”.
upload-read-do = Show its columns
upload-columns-title = Which column is what
upload-columns-lead = The names suggest this. Change what is wrong; a column without a use is never read.
upload-columns-drawn = The uses that were chosen before are kept.
upload-column = Column
upload-role = Taken as
upload-preview-do = Show what would be stored
upload-rows = { $n ->
    [one] The file has { $figure } row.
   *[other] The file has { $figure } rows.
}
upload-preview-lead = { $n ->
    [one] Of the first thousand, { $figure } would be stored. The first ones:
   *[other] Of the first thousand, { $figure } would be stored. The first ones:
}
upload-store-do = Keep these uses and take the file in
upload-done-title = The file was taken in
upload-done-new = { $n ->
    [one] { $figure } ticket is new.
   *[other] { $figure } tickets are new.
}
upload-done-known = { $n ->
    [one] { $figure } was known.
   *[other] { $figure } were known.
}
upload-done-skipped = { $n ->
    [one] { $figure } row was left out.
   *[other] { $figure } rows were left out.
}
upload-no-file = Choose a file first.
upload-gone = The file is no longer in memory. Choose it again; the uses that you kept are still known.
upload-nothing-known = No column is named as hotlines name theirs. Choose the uses yourself.
column-none = Not read
column-id = Number of the ticket
column-title = Title
column-text = Text
column-time = Time
column-caller = Caller (counted, never stored)
list-title = Lists of feeds
list-lead = Feed readers exchange lists as OPML. Reading one adds nothing: you choose what to add, and say why.
list-file = OPML file
list-file-hint = As another reader exports it.
list-read-do = Show what it would add
list-nothing-new = This list holds nothing new.
list-known = { $n ->
    [0] { "" }
    [one] { $figure } feed is listened to already.
   *[other] { $figure } feeds are listened to already.
}
list-more = { $n ->
    [one] { $figure } more is shown when these are added and the list is read again.
   *[other] { $figure } more are shown when these are added and the list is read again.
}
list-choose = Choose what to add. Each needs its purpose, which stands in the public register.
list-add-do = Add what is chosen
list-none-chosen = Choose at least one feed.
list-not-added = Nothing was added yet: see what is missing below.
list-purpose-missing = Say why this is listened to, in at most 300 characters. The public reads it.
list-export-title = Take the register along
list-export-text = Every feed that is listened to, for another reader. Keys in addresses are left out.
list-export-do = Download as OPML
audit-source_added = Added a source
audit-source_removed = Removed a source
audit-columns_drawn = Chose which columns of an export are read
listening-asks = Listens for: { $query }
listening-months-title = Month by month
listening-months-note = How often our staff looked and why, which sources came and went, and how often a policy was changed. Looks are kept for 180 days.
listening-month = Month
listening-looks = Queries by purpose
listening-added = Sources added
listening-gone = Sources removed
listening-policies = Policies changed
listening-none = none
