# The staff desk.

desk-menu-today = Today
desk-menu-hear = Hear and warn
desk-menu-answer = Answer
desk-menu-office = Office
desk-menu-stories = Stories
desk-menu-alerts = Alerts
desk-menu-policy = Warning policy
desk-menu-sources = Sources
desk-menu-waiting = { $n ->
    [one] { $figure } not acknowledged
   *[other] { $figure } not acknowledged
}
desk-sign-out = Sign out
desk-to-site = Public site

sign-in-title = Sign in to the desk
sign-in-name = Sign-in name
sign-in-password = Password
sign-in-do = Sign in
sign-in-wrong = Sign-in name and password do not belong together. Check both and try again.
sign-in-locked = Too many tries. Signing in with this name is possible again { $when }.
sign-in-expired = You were signed out because nothing happened for a while. Nothing was lost.
sign-in-left = You are signed out.

setup-title = Set up the desk
setup-lead = You are the first here. This page makes the first account and can be used once.
setup-code = Setup code
setup-code-hint = Printed where the program was started. It is valid once, for an hour.
setup-name = Your name
setup-name-hint = As colleagues will see it beside what you do. You sign in with it too.
setup-password = Password
setup-password-hint = At least 12 characters. A short sentence is easy to remember.
setup-do = Create the account
setup-code-wrong = This code is not the one that was printed, or it is more than an hour old. Copy it again; for a new one, start the program anew.
setup-password-short = Use at least 12 characters.

today-title = Today
today-happened = What happened while you were away
today-happened-since = Since you last looked: { $when }
today-happened-first = This is your first look. It covers the last 24 hours.
today-mentions = Mentions
today-voices = Voices
today-stories = New stories
today-alerts = Alerts raised
today-sources = Sources that answered
today-sources-value = { $answered } of { $total }
today-moved = What moved most
today-moved-none = No story grew while you were away.
today-needs = What needs you now
today-needs-note = By deadline, the nearest first.
today-needs-none-title = Nothing needs you
today-needs-none-text = Every alert is acknowledged and every source answers. What changes will appear here by itself.
today-due = by { $when }
today-waiting = waiting for { $span }
today-approval-due = It waits for a second person, and that can be you.
today-approval-rules = Rules and time limits
today-overdue = overdue by { $span }
today-open = What is being watched
today-open-none = No acknowledged alert is open.
today-open-by = acknowledged by { $name }
today-open-since = open for { $span }

stories-title = Stories
stories-lead = What people speak of, one row for each matter.
stories-filter = Filter stories
stories-filter-do = Show
stories-filter-clear = Show all
stories-kind = What people want
stories-level = Level
stories-time = Time
stories-lang = Language
stories-any = Any
stories-level-none = No warning
stories-time-day = Last 24 hours
stories-time-week = Last 7 days
stories-time-month = Last 30 days
stories-lang-zh = Chinese
stories-lang-en = English
stories-column-story = Story
stories-column-course = Trend
stories-column-voices = Voices
stories-column-change = Change
stories-column-places = Places
stories-column-age = Age
stories-caption = Stories by voices, most first
stories-count = { $n ->
    [one] { $figure } story
   *[other] { $figure } stories
}
stories-next = More stories
stories-empty-title = No story fits this filter
stories-empty-text = Stories of fewer than { $k } voices are never shown. Widen the time, or show all.
stories-up = up { $percent }%
stories-down = down { $percent }%
stories-level-same = unchanged
stories-new = new

desk-story-back = All stories
desk-story-none = No warning
desk-story-reasons = Why the warning
desk-story-reasons-none = Nothing about this story is unusual.
desk-story-timeline = Voices over time
desk-story-mood = Mood over time
desk-story-sources = Who speaks
desk-story-sources-head = Kind of source
desk-story-voices-head = Voices
desk-story-places = Where
desk-story-places-head = District
desk-story-places-none = No text names a place.
desk-story-samples = What many said in nearly the same words
desk-story-samples-none = No wording was shared by at least { $k } voices.
desk-story-links = Institutions and press
desk-story-history = History
desk-story-history-none = Nothing was done about this story yet.
desk-story-copies = { $n ->
    [one] { $figure } copy counted once
   *[other] { $figure } copies counted once
}

alerts-levels = What the levels mean
alerts-title = Alerts
alerts-lead = An alert rises and falls with its story. Your verdict tunes what is raised next.
alerts-open = Open
alerts-open-none-title = No alert is open
alerts-open-none-text = Alerts appear here by themselves when a story of at least { $k } voices becomes unusual.
alerts-closed = Closed
alerts-closed-none = No alert was closed in the last 30 days.
alerts-raised = Raised { $when }
alerts-due = Acknowledge by { $when }
alerts-overdue = Acknowledging is overdue by { $span }
alerts-acknowledge = Acknowledge
alerts-acknowledged = Acknowledged by { $name }, { $when }
alerts-verdict = Was this alert useful?
alerts-verdict-useful = Useful
alerts-verdict-not-useful = Not useful
alerts-verdict-false = False alarm
alerts-verdict-do = Give verdict
alerts-verdict-none = no verdict
alerts-column-alert = Alert
alerts-column-level = Highest level
alerts-column-raised = Raised
alerts-column-closed = Closed
alerts-column-verdict = Verdict
alerts-closed-caption = Closed alerts, last closed first

sources-title = Sources
sources-lead = What we listen to. Every source here stands in the public register.
sources-add = Add a source
sources-caption = Sources and their health
sources-column-source = Source
sources-column-health = Health
sources-column-days = Items a day, four weeks
sources-column-today = Today
sources-column-last = Last answered
sources-spark = Items a day over the last four weeks, before its usual range
sources-empty-title = No source yet
sources-empty-text = Nothing is heard until there is a source. Begin with a feed of your own: notices, news or a forum that anyone can read.
sources-never = never
health-well = Answers
health-silent = Unusually quiet
health-flooding = Far more than usual
health-failing = Fails
health-new = New
source-back = All sources
source-days = Items a day
source-about = About this source
source-address = Address
source-purpose = Purpose
source-lang = Language
source-district = District
source-since = Since
source-next = Next look
source-error = The last look failed
source-remove = Remove this source
source-remove-text = It will not be listened to any more. What was counted stays; the register keeps it under “No longer listened to”.
source-remove-reason = Reason, for the public register
source-remove-do = Remove
add-title = Add a source
add-lead = First you see what would be stored. Nothing is saved until you say so.
add-address = Address
add-address-hint = As your browser shows it: a feed, a server, a tag, a forum, open to all without signing in. Letters, exports and pushes need none.
add-name = Name
add-name-hint = As it will stand in the public register.
add-kind = Who speaks there
add-purpose = Purpose
add-purpose-hint = Why listening to it serves the public. It will stand in the register.
add-lang = Language
add-lang-any = Tell by the text
add-district = District
add-district-none = None
add-preview-do = Show what would be stored
add-save-do = Add this source
add-back-do = Change something
add-address-refused = This address cannot be listened to: it is not public, or its rules forbid robots.
add-name-missing = Give the source a name.
preview-title = What would be stored
preview-lead = { $n ->
    [one] { $figure } item was read just now.
   *[other] { $figure } items were read just now.
} This is all that would reach the disk.
preview-caption = Items as they would be stored
preview-text = Text
preview-at = Time
preview-lang = Language
preview-place = District
preview-place-none = none
preview-gone = What was left out
preview-failed = The source could not be read

fault-back-desk = Back to Today
add-way = How it reaches us
add-way-poll = We read its address
add-way-push = Another system pushes to us
preview-push-title = Nothing is read here: another system pushes
preview-push-lead = A push is JSON, signed with a secret that is shown once, after you have added the source. Each holds for five minutes and once.
preview-push-kept = Of private persons' posts neither author, id nor minute is stored, as from any other source.
secret-title = Signing secret
secret-lead = { $name } may push now. Copy the secret: this page is shown once, and nobody can look it up later.
secret-secret = Secret
secret-address = Address to push to
secret-how = With the secret in the variable SECRET, one push from a shell:
secret-on = I have copied it
secret-renew = Make a new secret
secret-renew-text = The old secret stops at once. Whoever pushes with it is refused until they have the new one.
secret-renew-do = Stop the old secret and show a new one
