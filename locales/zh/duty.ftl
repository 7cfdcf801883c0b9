# 工作台关于预警、来源和查看的整句说明。

duty-unacknowledged = 当前为{ $level }，尚未有人确认。
duty-failing = 已连续 { $times } 次读取失败。{ $reason }
duty-silent = 平日有内容，现已整日没有。
duty-flooding = 今日内容远多于平日。
duty-flooding-sources = { $figure } 个来源
duty-flooding-together = 今日内容均远多于平日，可能出自同一件事。
duty-raised = 发出{ $level }预警。
duty-moved = 预警调整为{ $level }。
duty-closed = 长时间平息，预警解除。
duty-acknowledged = { $name }已确认。
duty-judged = { $name }评价：{ $verdict }。
duty-items-day = 条 / 日
duty-items-caption = 每日条数；浅色区域为近四周的常见范围。
duty-left-persons = 作者姓名和账号、帖子地址、具体分钟
duty-left-reason = { $count } 次：{ $reason }

purpose-routine_watch = 日常关注公众谈论的话题
purpose-incident = 处置正在发生的事件
purpose-source_care = 维护收听来源
purpose-report = 编写以往时段的报告
