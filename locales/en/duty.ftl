# What the desk says of alerts, sources and looks, in whole sentences.

duty-unacknowledged = It stands at { $level } and nobody has acknowledged it.
duty-failing = It has failed { $times } times in a row. { $reason }
duty-silent = For a whole day nothing came, though something usually does.
duty-flooding = Far more came today than on other days.
duty-flooding-sources = { $n ->
    [one] { $figure } source
   *[other] { $figure } sources
}
duty-flooding-together = Far more came from each of them today than on other days; one matter may be behind it.
duty-raised = The warning was raised at level { $level }.
duty-moved = The warning moved to level { $level }.
duty-closed = The warning closed after a long quiet.
duty-acknowledged = { $name } acknowledged it.
duty-judged = { $name } judged it: { $verdict }.
duty-items-day = items a day
duty-items-caption = Items of each day; the pale band is what was usual over four weeks.
duty-left-persons = Names and handles of authors, addresses of posts, and the exact minute
duty-left-reason = { $count } times: { $reason }

purpose-routine_watch = Watching over what people talk about
purpose-incident = Work on something that is happening
purpose-source_care = Looking after the sources
purpose-report = Writing an account of a past period
