# The kit: what stands on every page, dates, figures, charts, forms and errors.

kit-skip = Skip to the content
kit-switch = 中文
kit-fewer-than = fewer than { $k }
kit-at-least = { $k } or more
kit-percent = { $share }%
kit-list-comma = { ", " }
kit-colon = { ": " }
kit-menu = Menu
kit-menu-close = Close the menu

when-just-now = just now
when-minutes-ago = { $n ->
    [one] { $figure } minute ago
   *[other] { $figure } minutes ago
}
when-today = today, { $clock }
when-yesterday = yesterday, { $clock }
when-tomorrow = tomorrow, { $clock }
when-day = { $day } { $month ->
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
}
when-day-year = { $day } { $month ->
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
when-exact = { when-day-year }, { $clock }
span-minutes = { $n ->
    [one] { $figure } minute
   *[other] { $figure } minutes
}
span-hours = { $n ->
    [one] { $figure } hour
   *[other] { $figure } hours
}
span-days = { $n ->
    [one] { $figure } day
   *[other] { $figure } days
}

weekday-monday = Mon
weekday-tuesday = Tue
weekday-wednesday = Wed
weekday-thursday = Thu
weekday-friday = Fri
weekday-saturday = Sat
weekday-sunday = Sun

level-blue = Blue
level-yellow = Yellow
level-orange = Orange
level-red = Red

chart-table = The same as a table
chart-read = Read off values with the pointer or the arrow keys
chart-time = Time
chart-usual = Usual range
chart-range = { $low } to { $high }
chart-warning = Warning
chart-answer = Answer
chart-spoke = We answered
chart-hour = Hour
chart-district = District
chart-population = Population
chart-split-hidden = Not shown: one of the shares would speak of too few people.

sentiment-positive = positive
sentiment-neutral = neutral
sentiment-negative = negative
sentiment-unclear = unclear

need-complaint = Complaints
need-question = Questions
need-suggestion = Suggestions
need-praise = Praise
need-danger = Reports of danger
need-news = News

kind-institution = Public institutions
kind-press = Press
kind-public = Private persons in public

form-optional = (optional)

live-changed = changed since you last looked

error-back = Back to the start page
error-404-title = This page is not here
error-404-text = The address may be old or mistyped. What was published under it keeps its address, so what you look for may never have been published, or may speak of too few people to be shown.
error-403-title = You may not see this
error-403-text = Your role does not include this page. If your work needs it, ask the person who manages accounts in your office.
error-500-title = Something broke on our side
error-500-text = It is not your fault, and nothing you had already sent was lost. The fault has been recorded. Please try again in a few minutes.
error-503-title = Too many people are here at once
error-503-text = The service is over its capacity. Please try again in a minute; what is already published can still be read.
error-not-found = We could not find that.
error-forbidden = You may not do this.
error-broken = Something broke on our side. Please try again.
