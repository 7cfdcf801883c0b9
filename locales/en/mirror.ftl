# Charts of what was heard, on site and desk alike.

mirror-unit-day = voices a day
mirror-unit-hour = voices an hour
mirror-days-caption = Most people spoke on { $when }: { $figure }.
mirror-hours-caption = Most people spoke at { $when }: { $figure }.
mirror-course-hidden = On no day or hour did enough people speak for a number to be shown.
mirror-week-caption = Most people speak on { $weekday } at { $hour }:00.
mirror-week-hidden = In no hour did enough people speak for a number to be shown.
mirror-places-caption = { $place } is named by most people: { $figure }.
mirror-places-hidden = No district was named by enough people for a number to be shown.
mirror-mood-caption = Items by mood. Days on which too few people spoke are hatched.
mirror-mood-unit = items a day
mirror-headline-none = A story without a headline yet
