### The wall on a big screen, and the links that open it.

wall-title = What we hear
wall-map = Districts
wall-map-note = voices, last seven days
wall-map-none = No districts are named in the configuration.
wall-rising = Rising now
wall-rising-none = No story of the last two days has { $k } voices. Small groups stay hidden.
wall-loudest = The loudest story
wall-needs = What people need
wall-watch = On watch
wall-more = { $n ->
    [one] { $figure } above usual
   *[other] { $figure } above usual
}
wall-new = voices, new
wall-voices = voices
wall-mentions = mentions
wall-since = since
wall-where = where
wall-days = Voices a day, last thirty days
wall-clocks = To be answered
wall-incidents = { $n ->
    [one] matter being dealt with
   *[other] matters being dealt with
}
wall-limits = { $n ->
    [one] time limit running
   *[other] time limits running
}
wall-sources = Sources that answer
wall-sources-value = { $answered } of { $total }
wall-answers = answers
wall-silent = silent for a day
wall-week-voices = Voices, seven days
wall-week-mentions = Mentions, seven days
wall-promise = Topics, not people. Nothing is shown for fewer than { $k } voices, and everyone sees the same figures.
desk-menu-wall = Wall
wall-links-title = Links to the wall
wall-links-lead = A link opens the wall on a big screen without a sign-in. It shows what the public pages show, and nothing else.
wall-label = Where the screen hangs
wall-label-hint = Such as “Duty room”. It is shown here alone.
wall-label-missing = Say where the screen hangs, in at most 80 characters.
wall-too-many = A hundred links are open. End some first.
wall-make = Make a link
wall-make-do = Make a link
wall-made-title = The link is made
wall-made-text = Open it on the screen now. It is shown this once; if it gets lost, end it and make another.
wall-made-by = Made by
wall-made = Made
wall-seen = Last used
wall-never = never
wall-end = End
wall-end-do = End
wall-end-one = End the link of { $label }
wall-ended = Ended
wall-ended-title = Links that were ended
wall-none-title = No screen shows the wall
wall-none-text = Make a link and open it on the screen.
audit-wall_link_made = Made a link to the wall
audit-wall_link_ended = Ended a link to the wall
