# 收听内容的图表，公开网站与工作台共用。

mirror-unit-day = 人 / 日
mirror-unit-hour = 人 / 时
mirror-days-caption = { $when }发声最多：{ $figure } 人。
mirror-hours-caption = { $when }发声最多：{ $figure } 人。
mirror-course-hidden = 各时段发声人数均未达到显示标准。
mirror-week-caption = { $weekday } { $hour } 时发声最多。
mirror-week-hidden = 各时段发声人数均未达到显示标准。
mirror-places-caption = { $place }被提及最多：{ $figure } 人。
mirror-places-hidden = 没有区域达到显示标准。
mirror-mood-caption = 按情绪统计的条数。发声人数过少的日子以斜线表示。
mirror-mood-unit = 条 / 日
mirror-headline-none = 尚无标题的话题
