# Incidents, rooms, playbooks, duties and the checks beside a draft.

desk-menu-incidents = Incidents

incidents-title = Incidents
incidents-lead = What the office must answer for, nearest deadline first.
incidents-open = Open now
incidents-open-one = Open an incident
incidents-none-title = Nothing is open
incidents-none-text = An incident is opened from an alert, a story or a claim, or by hand. It then has one room for all departments, and its clocks start.
incidents-lead-by = Led by { $department }
incidents-tasks-open = { $n ->
    [0] no open task
    [one] { $figure } open task
   *[other] { $figure } open tasks
}
incidents-people = { $n ->
    [0] nobody on it
    [one] { $figure } person on it
   *[other] { $figure } people on it
}
incidents-all-met = Every time limit is met.
incidents-past = Closed and merged
incidents-past-none = No incident has been closed yet.
incidents-column-incident = Incident
incidents-column-kind = Kind
incidents-column-opened = Opened
incidents-column-ended = Ended
incidents-column-how = How it ended
incidents-prepared = Prepared beforehand
incidents-merged-into = Went into { $number }.

incident-new-title = Open an incident
incident-new-lead = It gets a number that is kept for ever, one room for everybody, and the clocks of its kind.
incident-new-about = About:
incident-new-known-already = It is open already:
incident-new-title-label = What happened
incident-new-title-hint = In a few neutral words, as colleagues will call it.
incident-new-kind-label = Kind
incident-new-kind-hint = It decides which duties apply.
incident-new-playbook-label = Playbook
incident-new-playbook-hint = It is taken up at once; it can also be taken up later.
incident-new-playbook-none = None for now
incident-new-department-label = Who leads
incident-new-known-label = When the office learned of it
incident-new-known-hint = Clocks start at this moment, in the office’s time.
incident-new-starts = What each kind starts
incident-new-duties = All duties with their sources
incident-new-duty = { $duty }: { $rule }
incident-no-department = No department yet
incident-choose = Choose an incident

clock-state-running = running
clock-state-soon = due soon
clock-state-overdue = overdue
clock-state-paused = standing still
clock-state-met = met
clock-state-late = met late
clock-state-stopped = stopped with the incident
clock-elapsed = How much of the time has passed
clock-ends = Ends
clock-holder = Held by
clock-rule = Rule
clock-started = Started
clock-met = Met
clock-stood = Stood still
clock-word = Word
clock-word-withdrawn = Met { $spoken } by “{ $title }”, which was withdrawn { $withdrawn }: { $reason }
clock-word-corrected = The word that met it was corrected { $when }. It stands corrected, so this stays met.
clock-rests-on-nothing = what met it was withdrawn
clock-own = set in this room
clock-left = { $span } left
clock-late = { $span } late
clock-paused-left = { $span } left when it runs on
clock-met-early = met { $span } before the end
clock-met-late = met { $span } after the end
clock-stopped = not met
clock-within = within { $number } { $unit ->
    [hours] { $number ->
        [one] hour
       *[other] hours
    }
    [working_days] { $number ->
        [one] working day
       *[other] working days
    }
   *[days] { $number ->
        [one] day
       *[other] days
    }
}
clock-within-again = { $rule }, and again each time
clock-pause-ended = { $from } to { $until }: { $reason } ({ $name })
clock-pause-lasts = since { $from }: { $reason } ({ $name })
clock-year-missing = There is no calendar of working days for { $years }; it was counted by weekends alone.
clock-year-unconfirmed = The calendar of { $years } is not confirmed.
clock-meet = Mark as met
clock-meet-how = How it was met
clock-meet-do = Mark as met
clock-pause = Let it stand
clock-pause-why = Why it stands still
clock-pause-do = Let it stand
clock-resume = Let it run on
span-days-hours = { $days } d { $hours } h
span-hours-minutes = { $hours } h { $minutes } min
span-minutes-only = { $minutes } min
span-unit-hours = hours
span-unit-working-days = working days
span-unit-days = days

room-lead = Leads
room-known = Known since
room-opened = Opened
room-about = About
room-about-story = the story
room-about-alert = the alert
room-about-claim = the claim
room-closed = Closed { $when } by { $name }
room-merged-here = { $number } went into this incident:
room-waiting = Waits to be taken on:
room-waiting-lead = the lead goes from { $from } to { $to }: { $reason }
room-waiting-task = a task goes from { $from } to { $to }: { $reason }
room-take-on = Take it on
room-clocks = Clocks
room-clocks-done = { $count ->
    [one] One clock met or stopped
   *[other] { $count } clocks met or stopped
}
room-facts = What is known
room-facts-count = { $confirmed } of { $all } confirmed
room-facts-none = Nothing is noted yet. Start with what you know and who says so.
room-fact-confirmed = Confirmed
room-fact-open = Not confirmed
room-fact-withdrawn = Withdrawn
room-fact-origin = says { $origin }
room-fact-noted = noted by { $name }
room-fact-confirmed-by = confirmed by { $name }
room-fact-withdrawn-why = Withdrawn by { $name }: { $reason }
room-fact-confirm = Confirm
room-fact-withdraw = Withdraw
room-fact-withdraw-why = Why it does not hold
room-fact-withdraw-do = Withdraw
room-fact-add = Note a fact
room-fact-what = What is known
room-fact-source = Who says so
room-fact-when = At which moment it was so
room-fact-is-confirmed = confirmed
room-fact-do = Note it
room-tasks = Who does what
room-tasks-none = No task is given yet.
room-task-given = given by { $name }
room-task-finish = Done
room-task-outcome = What came of it
room-task-finish-do = Mark as done
room-task-add = Give a task
room-task-what = What is to be done
room-task-department = Department
room-task-within = Within
room-task-unit = Unit
room-task-do = Give it
room-hand-over = Hand over
room-hand-over-to = To
room-hand-over-why = Why
room-hand-over-do = Hand over
room-drafts = Statements
room-drafts-none = Nothing is drafted yet.
room-draft-findings = Checks: { $all ->
    [0] nothing to look at
    [one] one thing to look at
   *[other] { $all } things to look at
}{ $grave ->
    [0] {""}
   *[other] , { $grave } of them could mislead
}
room-draft-add = Write a statement
room-draft-from = Begin with
room-draft-blank = A blank page
room-draft-do = Write a statement
room-draft-draft = being written
room-draft-submitted = waits for approval
room-draft-approved = approved
room-draft-published = published
room-draft-superseded = replaced by a later one
room-draft-withdrawn = withdrawn
room-draft-untitled = Statement on { $number }
room-people = On it now
room-people-none = Nobody has come to the room yet.
room-people-since = since { $when }
room-join = I am on it
room-leave = I leave
room-asked = What people say and ask
room-asked-none = No story is tied to this incident, or it was heard from fewer than { $k } voices.
room-asking = { $n ->
    [one] { $figure } of them asks something
   *[other] { $figure } of them ask something
}
room-claims = Claims in its stories
room-claims-none = No claim is checked or suggested for its stories.
room-playbook = Playbook
room-playbook-count = { $done } of { $all } steps done
room-playbook-which = Take up
room-playbook-do = Take it up
room-playbook-none = No playbook was taken up.
room-step-do = Check off
room-step-undo = Take the check back
room-step-done = { $name }, { $when }
room-step-by = by { $when }
room-log = Log of decisions
room-log-note = Lines are added and never changed.
room-decide = What was decided, and why
room-decide-do = Put on record
room-ends = Lead, merging and closing
room-lead-over = Hand the lead to another department
room-lead-over-note = Number, clocks and history stay. The clocks go on running, now with the other side.
room-limits = Show the time limits to the public
room-limits-note = The wall and the pages of what you published about it then say what you owe next and by when. Nothing else of this room is shown.
room-limits-show = Show them
room-limits-hide = Show them no longer
room-merge = Merge with another incident
room-merge-note = The smaller leads to the larger, and nothing is lost.
room-merge-with = With
room-merge-do = Merge
room-close = Close the incident
room-close-note = Clocks that still run will stop and say so. The closure goes into the public log as a sealed entry.
room-close-why = Why it is closed
room-close-do = Close

respond-log-opened = opened { $number }; { $department } leads
respond-log-subject = tied it to { $subject }
respond-log-clock-started = The clock “{ $duty }” started.
respond-log-clock-paused = let “{ $duty }” stand still: { $reason }
respond-log-clock-resumed = let “{ $duty }” run on
respond-log-clock-met = marked “{ $duty }” as met. { $how }
respond-log-reminded = { $department } was reminded of “{ $duty }”: { $minutes } minutes left.
respond-log-reminded-late = { $department } was reminded of “{ $duty }”, which ended { $minutes } minutes ago.
respond-log-fact-noted = noted “{ $text }”, as { $origin } says
respond-log-fact-confirmed = confirmed “{ $text }”
respond-log-fact-withdrawn = withdrew “{ $text }”: { $reason }
respond-log-task-given = gave { $department } the task “{ $text }”
respond-log-task-done = marked “{ $text }” as done: { $outcome }
respond-log-handed-over = handed “{ $text }” from { $from } to { $to }: { $reason }
respond-log-handed-lead = handed the lead from { $from } to { $to }: { $reason }
respond-log-taken-on = took it on for { $department }
respond-log-joined = came to the room
respond-log-left = left the room
respond-log-playbook-begun = took up the playbook “{ $playbook }”
respond-log-step-checked = checked off: { $step }
respond-log-step-unchecked = took the check back: { $step }
respond-log-draft-begun = began the statement “{ $text }”
respond-log-draft-seen = { $department } has read the draft
respond-log-draft-gives = said that the draft gives “{ $duty }” once it is published
respond-log-draft-gives-not = said that the draft does not give “{ $duty }” after all
respond-log-spoke = published “{ $text }”
respond-log-corrected = published a correction: “{ $text }”
respond-log-unsaid = withdrew “{ $text }”: { $reason }
respond-log-clock-unmet = “{ $duty }” is owed again: what had met it no longer stands. It counts from its own start.
respond-log-clock-rests = “{ $duty }” rests on “{ $how }” now, since what had met it before no longer stands.
respond-log-decided = decided: { $text }
respond-log-lesson = { $text }
respond-log-merged-into = merged it into { $number }
respond-log-merged-here = merged { $number } into this: { $title }
respond-log-limits-shown = let the public see the time limits
respond-log-limits-hidden = no longer shows the time limits to the public
respond-log-closed = closed it: { $reason }

respond-error-closed = This incident is closed or was merged into another. Nothing more can be changed here.
respond-error-empty = Write something first.
respond-error-kind = Choose one of the kinds.
respond-error-same = An incident cannot be merged with itself.
respond-error-clock = This clock has changed meanwhile. Look again.
respond-error-fact = This fact was withdrawn meanwhile.
respond-error-task = This task was done meanwhile.
respond-error-same-department = It is with this department already.
respond-error-approved = These rules are approved already.

after-title = After-action
after-lead = This page fills itself from the log, the clocks and what was heard.
after-in-time = Limits met in time
after-in-time-value = { $met } of { $all }
after-said-count = Times we spoke
after-tasks = Tasks done
after-hand-overs = Hand-overs
after-withdrawn = Facts withdrawn
after-duties = Times against duties
after-column-duty = Duty
after-column-result = Result
after-said = What was said when
after-said-none = Nothing was published about this incident.
after-said-withdrawn = withdrawn { $when }
after-said-caption = Distinct voices in the { $hours } hours before and after each word, summed by hour
after-column-what = What we said
after-column-when = When
after-column-before = Before
after-column-after = After
after-known-after = { $span } after it became known
after-negative = { $n ->
    [one] { $figure } of them negative
   *[other] { $figure } of them negative
}
after-no-story = not known
after-course = How the story went
after-decisions = What was decided
after-decisions-none = No decision was put on record.
after-lessons = What we learned
after-lessons-none = Nothing is written down yet.
after-lesson = What should be different next time
after-lesson-do = Put on record

duties-title = Duties and time limits
duties-lead = What the office owes the public, within which time, and by which text. The numbers stand in the office’s own file.
duties-jurisdiction = Rules
duties-zone = Time zone
duties-digest = Fingerprint
duties-not-approved = Nobody has approved these rules yet. Put them up, so that a second person can.
duties-propose = Put these rules up for approval
duties-waiting = { $name } put these rules up { $when }. A second person has to approve them.
duties-approve = Approve these rules
duties-second = You put them up yourself, or your role may not approve.
duties-approved = Approved by { $name } { $when }. The approval stands in the public log.
duties-to-confirm = Not confirmed yet
duties-to-confirm-note = These numbers are from memory or the office’s own. Hold them against their source and set confirmed = true in the file.
duties-unconfirmed = unconfirmed
duties-unconfirmed-count = { $n ->
    [one] { $figure } number not confirmed
   *[other] { $figure } numbers not confirmed
}
duties-incidents = When something happens
duties-requests = When somebody asks
duties-requests-note = Handled elsewhere; the limits stand here so that all of them stand in one place.
duties-column-source = By which text
duties-column-checked = Checked
duties-reminder = Reminder { $before } before the end.
duties-reminder-none = No reminder.
duties-reminders = Reminders { $first } and { $last } before the end.
duties-calendar = Working days
duties-calendar-none = There is no calendar. Weekends alone are off; deadlines say so.
duties-column-year = Year
duties-column-notice = By which notice
duties-column-off = Days off
duties-column-work = Make-up working days
duties-year-missing = There is no calendar for { $year } yet. Deadlines that reach into it are counted by weekends alone, and say so.
duties-history = Changes of the rules
duties-history-proposed = put up by { $name };
duties-history-approved = approved by { $name } { $when }.
duties-history-waiting = not approved.
duties-span = { $number } { $unit ->
    [hours] { $number ->
        [one] hour
       *[other] hours
    }
    [working_days] { $number ->
        [one] working day
       *[other] working days
    }
   *[days] { $number ->
        [one] day
       *[other] days
    }
}

playbooks-title = Playbooks
playbooks-lead = What to do, say and sign when something happens. Read them before you need them.
playbooks-counts = { $steps } steps, { $statements ->
    [one] one statement
   *[other] { $statements } statements
}
playbook-kinds = For
playbook-first-hour = Said within the first hour
playbook-signers = Who signs
playbook-steps = Steps
playbook-within = within { $span }
playbook-statements = Statements with blanks
playbook-statements-note = Fill the blanks before review. The checks name those that are left.

checks-title = Checks beside the draft
checks-heading = What to look at
checks-note = The checks advise; you decide.
checks-edit = Edit the draft
checks-text = The draft as it stands
checks-text-none = Nothing is written yet.
checks-seen = Who has read it
checks-seen-yes = has read this text
checks-seen-no = has not read this text
checks-seen-do = They have read it
checks-quality-timely = Timely
checks-quality-accurate = Accurate
checks-quality-sincere = Sincere
checks-quality-coordinated = Coordinated
checks-quality-timely-fine = In time, and it says when the next word comes.
checks-quality-accurate-fine = Every number and claim has a source in the room.
checks-quality-sincere-fine = It says what is not known, is sorry without an excuse and reads plainly.
checks-quality-coordinated-fine = The departments have read it, and it agrees with what was published.
checks-quality-accurate-alone = No blank is left, nothing is too certain, and both languages have the same numbers.
checks-quality-sincere-alone = It blames nobody, has no excuses and reads plainly.
checks-quality-coordinated-alone = It agrees with what was published.
checks-measure-zh = Chinese: { $average } characters a sentence on average, { $longest } at most.
checks-measure-en = English: { $average } words a sentence on average, { $longest } at most; reading ease { $ease } of 100.

check-library = The rules, calendars or playbooks of this office cannot be read.
check-clock-over = “{ $duty }” was due { $minutes } minutes ago.
check-clock-soon = “{ $duty }” is due in { $minutes } minutes.
check-next-missing = The { $lang ->
    [en] English
   *[zh] Chinese
} text does not say when the next word comes.
check-blank = Still to be filled in.
check-number-unsourced = No fact in the room has the number { $number }.
check-number-unconfirmed = The fact with the number { $number } is not confirmed.
check-number-one-language = The number { $number } stands in one language only.
check-claim-unsourced = No fact in the room says this. Note its source, or leave it out.
check-claim-unconfirmed = This rests on something that { $origin } says and nobody has confirmed.
check-certain = This leaves no room for error. Say what was measured instead.
check-unknown-missing = The { $lang ->
    [en] English
   *[zh] Chinese
} text does not say what is not known yet{ $open ->
    [0] {""}
    [one] , while one fact in the room is not confirmed
   *[other] , while { $open } facts in the room are not confirmed
}.
check-regret-missing = The { $lang ->
    [en] English
   *[zh] Chinese
} text does not say that you are sorry.
check-regret-conditional = An apology on a condition is none. Say what you are sorry for.
check-regret-excuse = The excuse takes the apology back. Put the cause into a sentence of its own, elsewhere.
check-blame = This puts it on the residents.
check-plain-long-words = A sentence of { $length } words. Split it.
check-plain-long-characters = A sentence of { $length } characters. Split it.
check-plain-average-words = Sentences have { $average } words on average; { $most } read easily.
check-plain-average-characters = Sentences have { $average } characters on average; { $most } read easily.
check-plain-ease = Reading ease is { $ease } of 100; under 50 is hard. Use shorter words.
check-plain-habit = Said out of habit. Say who does what, or leave it out.
check-unseen = { $department } has a part in this and has not read this text.
check-contradicts = “{ $title }” said otherwise: { $other }

today-incident = Incidents
today-incident-due = { $duty }, held by { $department }
