# 公开发布各页。

site-menu-published = 公开发布
site-menu-corrections = 更正与撤回
published-title = 公开发布
published-lead = 本机关的声明、通告和答复。每一份都有固定网址和完整版本记录；有误之处公开更正。
published-list = 全部发布内容
published-kinds = 按类型查看
published-all = 全部
published-none-title = 尚未发布任何内容
published-none-of-kind = 尚未发布这一类型的内容
published-none-text = 本机关一旦发布，内容立即出现在这里并长期保留。
published-later = 较新的
published-earlier = 较早的
published-promise = 这里没有悄悄的改动：每一版、每次更正和撤回都保留并记入公开日志。
published-follow = 订阅：
published-withdrawn = 已撤回
published-withdrawn-title = 已撤回：{ $title }
published-withdrawn-on = { $when }撤回
published-withdrawn-note = 此网址继续保留，以免读者无从查找。正文不再显示，其摘要值仍在公开日志中。
published-edition = 第 { $index } 版
published-first = 首次发布：{ $when }
published-change-first = 首版
published-change-update = 更新
published-change-correction = 更正
published-earlier-shown = 您正在阅读较早的版本。
published-to-current = 查看现行版本
published-answers = 本文回应
published-owed = 接下来：{ $duty }，最迟于{ $when }。
published-story = 公众就此事的议论
published-history = 版本记录
published-diff = 查看改动
published-proof = 如何核实本文未被改动
published-proof-text = 本文的摘要值自发布时起即列入公开日志。JSON 中包含计算摘要值所需的全部内容。
published-digest = 摘要值（SHA-256）
published-leaf = 日志条目
published-json = 本文的 JSON 数据
corrections-title = 更正与撤回
corrections-lead = 我们说错了什么、正确的是什么、撤回了什么。列入这里的内容不会移除。
corrections-none-title = 尚无更正或撤回
corrections-none-text = 一旦发现我们发布的内容有误，会在此长期列明。
corrections-withdrawal = 撤回
published-no-own = 本文暂无中文，以下为英文原文。

published-emergency = 请这样做
published-emergency-over = 当时的应对提示，现已失效
published-exercise = 这是演练
published-exercise-text = 以下情况并未发生。如果您不参加演练，无需采取任何行动。
published-test = 这是测试
published-test-text = 以下情况并未发生，只是检验预警信息能否送达。您无需采取任何行动。
published-emergency-drill = 如属真实，公众该怎么做
published-emergency-where = 地点
published-emergency-everywhere = 本机关管辖全域
published-emergency-until = 有效期至
published-emergency-cap = 面向程序的信息（CAP 1.2）

# 分享卡片

card-checked = 核查结果：{ $verdict }
card-proof = 公开日志第 { $index } 条
card-proof-waiting = 正在写入公开日志
