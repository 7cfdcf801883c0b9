### Warnings. Numbers come in as numbers; a number of voices or posts that is 0 means "fewer than k".

## Why an alert was raised: one sentence a rule.

warn-reason-surge = { $voices ->
    [0] Fewer than { $k } voices in one hour, and still far above this story's own past: that happens by chance about once in { $odds } hours.
   *[other] { $voices } voices in one hour, where { $usual ->
        [0] fewer than { $k }
       *[other] about { $usual }
    } would be usual for this story at this time: that happens by chance about once in { $odds } hours.
}
warn-reason-speed = { $hours ->
    [one] Its voices doubled within an hour, from { $before ->
        [0] fewer than { $k }
       *[other] { $before }
    } to { $now }.
   *[other] Its voices doubled within { $hours } hours, from { $before ->
        [0] fewer than { $k }
       *[other] { $before }
    } to { $now }.
}
warn-reason-danger = { $danger ->
    [0] Some posts of the last { $hours } hours report a danger to people: fewer than { $k }, of { $items ->
        [0] fewer than { $k }
       *[other] { $items }
    }.
   *[other] { $danger } of the { $items } posts of the last { $hours } hours report a danger to people.
}
warn-reason-sources = { $new } sources took it up in the last { $hours } hours, of { $sources } that have carried it so far.
warn-reason-places = It reached { $new } districts in the last { $hours } hours, of { $places } in which it has been heard so far.
warn-reason-negative = { $negative } of the { $items } posts of the last { $hours } hours are negative ({ $percent } %).
warn-reason-press = The press carried { $press } reports in the last { $hours } hours.

## What the four levels ask of the reader. The criteria stand in the office's own policy.

warn-level-blue-means = Something is moving: have a look during working hours.
warn-level-yellow-means = It is growing: find out the facts today, and name who follows it.
warn-level-orange-means = It is spreading fast: tell whoever is in charge now, and prepare an answer.
warn-level-red-means = It concerns the whole city: answer without delay, and keep answering as facts become known.
warn-level-note = No national law sets colours for public opinion. These are this office's own written criteria.

## What people on duty made of an alert.

warn-verdict-unknown = That is not one of the verdicts. Choose useful, not useful or false alarm.

## What was wrong with a row that was to be scored.

warn-input-row = A row of the series file cannot be read.
