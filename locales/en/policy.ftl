### The policy of warnings on the desk.

policy-title = Warning policy
policy-lead = By these criteria the office is warned. They are its own: nobody else has set them, and a second person approves each change.
policy-in-force = Version { $number } is in force.
policy-since = It has been since { $when }.
policy-approved-by = Approved by { $name }.
policy-written-by = written by { $name }
policy-write = Write a new version
policy-levels = Levels
policy-levels-lead = A level is reached when the weights of all reasons add up to its score and so many voices have spoken. Under { $k } voices nothing warns.
policy-level = Level
policy-level-score = Score
policy-level-voices = Voices
policy-level-acknowledge-hours = Hours to acknowledge
policy-rules = Rules
policy-rules-lead = Short of “from” a rule is silent. There it gives half of its weight, at “full” all of it.
policy-rule = Rule
policy-rises = can raise an alert
policy-rises-on = Rules that can raise an alert
policy-number-weight = Weight
policy-number-from = From
policy-number-full = Full
policy-number-least = At least
policy-weight-written = written { $weight }
policy-measured = What is measured
policy-rule-surge = Surge
policy-rule-speed = Speed
policy-rule-danger = Danger
policy-rule-sources = Sources
policy-rule-places = Places
policy-rule-negative = Negative
policy-rule-press = Press
policy-measure-surge = Chance would bring such an hour once in so many hours
policy-measure-speed = Hours in which its voices doubled; fewer is faster
policy-measure-danger = Recent posts that report a danger
policy-measure-sources = Sources that took it up recently
policy-measure-places = Districts it spread to recently
policy-measure-negative = Negative posts in a hundred recent ones
policy-measure-press = Recent reports of the press
policy-months = Month by month
policy-months-none = No alert has been raised in the last months.
policy-month = Month
policy-month-name = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
policy-month-alerts = Alerts
policy-month-useful = Useful
policy-month-false = False
policy-month-late = From first post to warning
policy-month-acknowledged = From warning to acknowledged
policy-of-judged = of { $judged } judged
policy-hours = { $hours } h
policy-minutes = { $minutes } min
policy-none-yet = none yet
policy-tuning = What verdicts changed
policy-tuning-lead = When ten alerts of a rule have been judged, many false ones lower its weight a little and useful ones bring it back, by { $percent } % at most. Every step stands here and can be undone.
policy-tuning-none = Verdicts have moved no weight under this version.
policy-tuning-step = { $rule } now weighs { $percent } % of what is written.
policy-tuning-because = Of { $judged } judged alerts { $false } were false.
policy-tuning-undo = Undo
policy-tuning-undone = Undone by { $name }, { $when }
policy-versions = All versions
policy-version = Version
policy-number = Version { $number }
policy-state = State
policy-state-draft = draft, waits for approval
policy-state-in-force = in force
policy-state-superseded = superseded
policy-state-dropped = given up
policy-written = Written
policy-note = Why it changes
policy-note-first = It came with the configuration.
policy-note-hint = One or two sentences that a colleague will understand in three years.
policy-edit-title = A new version of the policy
policy-edit-lead = It begins as the version in force. Nothing changes until a second person has approved it.
policy-problems = This cannot be kept yet
policy-heads = Time and bounds
policy-heads-lead = Hours lie between 1 and { $hours }.
policy-head-k = Voices below which nothing warns
policy-head-recent-hours = What counts as recent, in hours
policy-head-fall-after-hours = Hours of quiet before a level falls
policy-head-close-after-hours = Hours of quiet before an alert closes
policy-head-tuning-percent = How far verdicts may move a weight, in percent
policy-place = { $part }: { $number }
policy-keep-draft = Keep as draft and try it
policy-problem-k = never under 5, so that small groups stay hidden.
policy-problem-hours = between 1 and 336 hours.
policy-problem-order = a higher level asks for a higher score and for no fewer voices than the one below it.
policy-problem-score = even the lowest level asks for a score above 0.
policy-problem-rule = there is no such rule.
policy-problem-weight = at most 100.
policy-problem-bounds = “from” and “full” are two different numbers above 0.
policy-problem-tuning = between 0 and 50.
policy-problem-number = write a number.
policy-has-problems = The policy has a fault. Look at the form again.
policy-changes = What it changes
policy-changes-none = It has the same numbers as the version in force.
policy-change-what = Number
policy-change-was = In force
policy-change-is = Here
policy-yes = yes
policy-no = no
policy-replay = What it would have raised
policy-replay-lead = Tried over the last { $days } days, on the { $stories } stories with the most voices.
policy-replay-what = Measure
policy-replay-alerts = Alerts in all
policy-replay-a-day = A day
policy-replay-busiest = On the busiest day
policy-replay-useful = Of those judged useful, it warns of
policy-replay-idle = Of those judged false or not useful, it warns of
policy-replay-lead-hours = Ahead of a person (median)
policy-replay-note = A person acted when a warning was acknowledged, an incident opened or an answer published, whichever came first. On past days, an hour below the threshold is stored without its number and counts as silent here, for both columns alike. So the two can be compared, but neither is exactly what was raised live.
policy-column-in-force = In force
policy-part-of = { $part } of { $whole }
policy-lead-same = in the same hour
policy-lead-earlier = { $hours } h earlier
policy-lead-later = { $hours } h later
policy-decide = Decide
policy-approve-means = With your approval it is in force at once, and its digest goes into the public log.
policy-approve = Approve and bring into force
policy-drop = Give this draft up
policy-own-draft = You wrote this draft. Someone else who may approve has to look at it.
policy-needs-approver = It waits for someone who may approve.
policy-as-file = As a file
policy-digest = SHA-256:
audit-policy_drafted = Drafted a version of the warning policy
audit-policy_dropped = Gave a draft of the warning policy up
audit-policy_in_force = Brought a version of the warning policy into force
audit-policy_tuning_undone = Undid a step of the verdicts
