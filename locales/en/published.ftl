# The public pages of what was published.

site-menu-published = What we say
site-menu-corrections = Corrections
published-title = What we say
published-lead = Statements, notices and answers of this office. Each keeps its address and its history; what was wrong is corrected in the open.
published-list = Everything we published
published-kinds = Choose by kind
published-all = All
published-none-title = Nothing has been published yet
published-none-of-kind = Nothing of this kind has been published
published-none-text = When this office says something, it appears here at once and stays.
published-later = Later ones
published-earlier = Earlier ones
published-promise = Nothing here is changed in silence: every edition, correction and withdrawal is kept and logged.
published-follow = Follow:
published-withdrawn = Withdrawn
published-withdrawn-title = Withdrawn: { $title }
published-withdrawn-on = Withdrawn { $when }
published-withdrawn-note = This address stays, so that nobody is left wondering. The text is no longer shown; its digest remains in the log.
published-edition = Edition { $index }
published-first = first published { $when }
published-change-first = First edition
published-change-update = Update
published-change-correction = Correction
published-earlier-shown = You are reading an earlier edition.
published-to-current = Go to the one in force
published-answers = This answers
published-owed = Owed next: { $duty }, by { $when }.
published-story = what many people said about it
published-history = History
published-diff = Show what changed
published-proof = How you can check that this text was not changed
published-proof-text = The text has this digest, which stands in the public log since it was published. The JSON holds everything that the digest is made of.
published-digest = Digest (SHA-256)
published-leaf = Entry in the log
published-json = This document as JSON
corrections-title = Corrections and withdrawals
corrections-lead = What we got wrong, what is right, and what we took back. Nothing leaves this list.
corrections-none-title = Nothing has been corrected or withdrawn
corrections-none-text = When something we said turns out to be wrong, it is listed here for good.
corrections-withdrawal = Withdrawal
published-no-own = There is no English text yet. This is the Chinese original.

published-emergency = What to do
published-emergency-over = What was to be done; this no longer holds
published-exercise = This is an exercise
published-exercise-text = Nothing of it is happening. If you do not take part in it, you need do nothing.
published-test = This is a test
published-test-text = Nothing of it is happening. We only try whether our warnings arrive. You need do nothing.
published-emergency-drill = What people would have to do
published-emergency-where = Where
published-emergency-everywhere = Everywhere we are responsible for
published-emergency-until = Holds until
published-emergency-cap = The message for programs (CAP 1.2)

# Share cards

card-checked = Claim checked: { $verdict }
card-proof = Entry { $index } of the public log
card-proof-waiting = Being entered into the public log
