# The public site.

site-menu-heard = What we hear
site-menu-listening = How we listen
site-menu-accessibility = Accessibility
site-menu-desk = Staff desk
site-footer-promise = Published by { $office }. We listen to topics, not to people, and show nothing about fewer people than we promise.

home-title = What we hear
home-lead = What people said in public between { $from } and { $to }, gathered into stories. The desk that answers works from the same numbers.
home-mentions = Mentions
home-mentions-note = posts, comments and reports heard
home-voices = Voices
home-voices-note = distinct speakers, counted day by day
home-sources = Sources that answered
home-sources-value = { $answered } of { $total }
home-sources-note = of all in the public register
home-updated = Last heard: { $when }.
home-json = The same as JSON
home-k = Nothing is shown here that fewer than { $k } people speak of.
home-stories-title = Stories
home-stories-note = A story is one matter that many people speak of.
home-stories-empty-title = No story is large enough to show
home-stories-empty-text = Something appears here once at least { $k } people speak of the same matter. That nothing does may mean that it is quiet, or that sources are not answering: the register shows which.
home-stories-empty-link = See the sources we listen to
home-time-title = The last 30 days
home-hours-title = By hour and weekday
home-places-title = Where it concerns
home-needs-title = What people want
home-needs-head = What people want
home-period-note = Voices in this period

story-voices = { $n ->
    [one] { $figure } voice
   *[other] { $figure } voices
}
story-of-mentions = in { $n ->
    [one] { $figure } mention
   *[other] { $figure } mentions
}
story-first = First heard
story-last = Last heard
story-places = Places
story-places-none = No place named
story-terms = Often said
story-feeling = How people feel about it
story-spark = Voices a day, the last { $n ->
    [one] day
   *[other] { $figure } days
}
story-back = All stories
story-timeline-title = How it went
story-sources-title = Who speaks
story-sources-head = Kind of source
story-voices-head = Voices
story-places-title = Where
story-places-head = District
story-sentiment-title = How the mood moved
story-samples-title = What many said in nearly the same words
story-samples-note = Names, numbers and addresses are masked. A text appears here only if enough people said nearly the same; it is deleted within days.
story-sample-voices = said by { $n ->
    [one] { $figure } voice
   *[other] { $figure } voices
}
story-links-title = What institutions and the press published
story-count-title = How this was counted
story-count-text = A voice is one speaker on one day; copies of a text count once. A figure below { $k } voices is never shown, only that it is below. { $answered } of { $total } sources answered in this period.

listening-title = How we listen
listening-lead = { $office } listens to what is said in public so that it can answer in time. This page says what we listen to, why, what we keep, and who has looked.
listening-lines-title = Eight lines we do not cross
listening-line-1 = Topics, not people. We store no author’s name, account, picture or link. There is no search by person, and nobody can look one up.
listening-line-2 = Small groups stay hidden. Nothing is shown that fewer than { $k } people speak of.
listening-line-3 = No silencing. This software cannot remove, bury, report or flood what anyone says. A false claim is answered with evidence.
listening-line-4 = Always in our name. What we publish carries our name and was approved by a person. No second accounts, no paid or invented voices.
listening-line-5 = Nothing quietly changed. Corrections stand beside what they correct.
listening-line-6 = The mirror. What our desk sees in numbers, you see too.
listening-line-7 = Short memory. The masked words of private persons are deleted after { $days } days. Only counts stay.
listening-line-8 = Only what is open. Public feeds and our own channels; nothing behind a sign-in, and never against a site’s rules for robots.
listening-register-title = The register of sources
listening-register-note = We listen to nothing that is not on this list.
listening-register-caption = Sources we listen to
listening-source = Source
listening-kind = Kind
listening-purpose = Purpose
listening-since = Since
listening-removed-title = No longer listened to
listening-removed-caption = Sources that were removed
listening-until = Until
listening-removed-reason = Reason
listening-register-empty = We listen to no source yet. The first one will appear here on the day it is added.
listening-kept-title = What is kept, and what never is
listening-kept-caption = Data by kind, what is kept of it and what never is
listening-kept-data = Data
listening-kept-kept = Kept
listening-kept-never = Never kept
listening-kept-bytes = Pages and feeds as fetched
listening-kept-bytes-kept = in working memory, for seconds
listening-kept-bytes-never = on disk or in backups
listening-kept-posts = Posts by private persons
listening-kept-posts-kept = masked text for { $days } days; topic, language, hour, district of at least 10,000 people, kind of source
listening-kept-posts-never = author, account name, picture, address of the post, exact time, coordinates, replies, images
listening-kept-press = Texts of institutions and the press
listening-kept-press-kept = text and link as published
listening-kept-press-never = the comments below them
listening-kept-counts = Counts by topic, district and day
listening-kept-counts-kept = mentions and voices, for years
listening-kept-counts-never = the exact count where there were fewer than { $k } voices
listening-kept-queries = Our staff’s own queries
listening-kept-queries-kept = who asked what, when and for what purpose: 180 days
listening-kept-queries-never = the texts that were shown
listening-terms-title = Deadlines and thresholds
listening-terms-days = The masked text of private persons is deleted after
listening-terms-k = The fewest voices that are shown
listening-terms-max = The law of this software allows at most 30 days and never fewer than 5 voices. Our office has set the values above.
listening-days-value = { $n ->
    [one] { $figure } day
   *[other] { $figure } days
}
listening-k-value = { $n ->
    [one] { $figure } voice
   *[other] { $figure } voices
}
listening-queries-title = How often our staff looked
listening-queries-note = Each look at listening data is recorded with its purpose. Counted over the last { $n ->
    [one] day
   *[other] { $figure } days
}.
listening-queries-caption = Queries by purpose
listening-queries-purpose = Purpose
listening-queries-count = Queries
listening-queries-empty = Nobody has queried listening data in this time.

accessibility-title = Accessibility
accessibility-lead = Everyone should be able to read this site: by eye or ear, with a mouse, a keyboard or a voice, on an old phone or on paper.
accessibility-standard-title = What we hold ourselves to
accessibility-standard-text = The site is built to meet the Web Content Accessibility Guidelines 2.2 at level AA.
accessibility-does-title = What that means here
accessibility-does-1 = Every page works without scripts, by keyboard alone, at a width of 320 pixels and enlarged to 400%.
accessibility-does-2 = Every chart has a sentence that says what it shows, and a table with the same numbers.
accessibility-does-3 = Colour is never the only sign. Warnings also have a shape and a word.
accessibility-does-4 = Light and dark follow your device. Nothing moves or blinks.
accessibility-does-5 = Every page exists in Chinese and in English and says which of the two it is in.
accessibility-limits-title = What we know does not work well yet
accessibility-limits-text = Headlines and quotations stay in the language in which they were said. Key terms are chosen by a program and may read oddly aloud.
accessibility-contact-title = Tell us
accessibility-contact-text = If something here cannot be used, tell us which page and what you use to read it. We answer within five working days.
accessibility-contact-address = Write to { $contact }

choice-title = Choose your language
choice-text-en = Read in English
choice-text-zh = 阅读中文
