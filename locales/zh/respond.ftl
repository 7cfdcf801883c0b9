# 事件、处置室、预案、职责时限和文稿检查。

desk-menu-incidents = 事件处置

incidents-title = 事件处置
incidents-lead = 本机关需要回应的事件，最近到期的在前。
incidents-open = 正在处置
incidents-open-one = 立为事件
incidents-none-title = 目前没有事件
incidents-none-text = 事件可以由预警、话题或说法立项，也可以手工立项。立项后各部门共用一个处置室，时限同时起算。
incidents-lead-by = { $department }牵头
incidents-tasks-open = { $n ->
    [0] 没有待办任务
   *[other] { $figure } 项任务未完成
}
incidents-people = { $n ->
    [0] 暂无人在场
   *[other] { $figure } 人在场
}
incidents-all-met = 各项时限均已办结。
incidents-past = 已办结和并入的
incidents-past-none = 还没有办结的事件。
incidents-column-incident = 事件
incidents-column-kind = 类别
incidents-column-opened = 立项
incidents-column-ended = 结束
incidents-column-how = 结果
incidents-prepared = 事前准备
incidents-merged-into = 已并入 { $number }。

incident-new-title = 立为事件
incident-new-lead = 事件有一个永久保留的编号、一个共用的处置室，并按类别起算时限。
incident-new-about = 关于：
incident-new-known-already = 已经立项：
incident-new-title-label = 发生了什么
incident-new-title-hint = 用几个中性的词，同事们会这样称呼它。
incident-new-kind-label = 类别
incident-new-kind-hint = 类别决定适用哪些职责。
incident-new-playbook-label = 预案
incident-new-playbook-hint = 立项即启用，也可以稍后再启用。
incident-new-playbook-none = 暂不启用
incident-new-department-label = 牵头部门
incident-new-known-label = 本机关得知的时间
incident-new-known-hint = 时限从这一刻起算，按本机关所在时区。
incident-new-starts = 各类别起算的时限
incident-new-duties = 全部职责及其出处
incident-new-duty = { $duty }：{ $rule }
incident-no-department = 暂无部门
incident-choose = 请选择事件

clock-state-running = 计时中
clock-state-soon = 即将到期
clock-state-overdue = 已逾期
clock-state-paused = 暂停计时
clock-state-met = 按时办结
clock-state-late = 逾期办结
clock-state-stopped = 随事件终止
clock-elapsed = 已用时间所占比例
clock-ends = 到期
clock-holder = 承办
clock-rule = 规定
clock-started = 起算
clock-met = 办结
clock-stood = 暂停
clock-word = 发布
clock-word-withdrawn = { $spoken }曾因发布「{ $title }」办结，该文已于{ $withdrawn }撤回：{ $reason }
clock-word-corrected = 据以办结的文稿已于{ $when }更正。更正后的文稿仍然有效，因此仍算办结。
clock-rests-on-nothing = 据以办结的文稿已撤回
clock-own = 处置室自定
clock-left = 还剩 { $span }
clock-late = 逾期 { $span }
clock-paused-left = 恢复后还剩 { $span }
clock-met-early = 提前 { $span } 办结
clock-met-late = 逾期 { $span } 办结
clock-stopped = 未办结
clock-within = { $unit ->
    [hours] { $number } 小时内
    [working_days] { $number } 个工作日内
   *[days] { $number } 日内
}
clock-within-again = { $rule }，此后每次重新起算
clock-pause-ended = { $from }至{ $until }：{ $reason }（{ $name }）
clock-pause-lasts = 自{ $from }起：{ $reason }（{ $name }）
clock-year-missing = { $years } 年的工作日历尚未录入，仅按周末推算。
clock-year-unconfirmed = { $years } 年的工作日历尚未核对。
clock-meet = 标为办结
clock-meet-how = 如何办结
clock-meet-do = 标为办结
clock-pause = 暂停计时
clock-pause-why = 暂停的理由
clock-pause-do = 暂停计时
clock-resume = 恢复计时
span-days-hours = { $days } 天 { $hours } 小时
span-hours-minutes = { $hours } 小时 { $minutes } 分
span-minutes-only = { $minutes } 分钟
span-unit-hours = 小时
span-unit-working-days = 个工作日
span-unit-days = 日

room-lead = 牵头
room-known = 得知
room-opened = 立项
room-about = 涉及
room-about-story = 话题
room-about-alert = 预警
room-about-claim = 说法
room-closed = { $name } 于{ $when }办结
room-merged-here = { $number } 已并入本事件：
room-waiting = 等待接手：
room-waiting-lead = 牵头由{ $from }移交{ $to }：{ $reason }
room-waiting-task = 任务由{ $from }移交{ $to }：{ $reason }
room-take-on = 接手
room-clocks = 时限
room-clocks-done = { $count } 项时限已办结或终止
room-facts = 已知情况
room-facts-count = 共 { $all } 条，已核实 { $confirmed } 条
room-facts-none = 还没有记录。先写下知道什么、是谁说的。
room-fact-confirmed = 已核实
room-fact-open = 未核实
room-fact-withdrawn = 已撤回
room-fact-origin = 来源：{ $origin }
room-fact-noted = { $name } 记录
room-fact-confirmed-by = { $name } 核实
room-fact-withdrawn-why = { $name } 撤回：{ $reason }
room-fact-confirm = 核实
room-fact-withdraw = 撤回
room-fact-withdraw-why = 为什么不成立
room-fact-withdraw-do = 撤回
room-fact-add = 记录情况
room-fact-what = 知道什么
room-fact-source = 是谁说的
room-fact-when = 所说的是什么时候
room-fact-is-confirmed = 已核实
room-fact-do = 记录
room-tasks = 谁在办什么
room-tasks-none = 还没有布置任务。
room-task-given = { $name } 布置
room-task-finish = 完成
room-task-outcome = 结果如何
room-task-finish-do = 标为完成
room-task-add = 布置任务
room-task-what = 要办什么
room-task-department = 部门
room-task-within = 期限
room-task-unit = 单位
room-task-do = 布置
room-hand-over = 移交
room-hand-over-to = 移交给
room-hand-over-why = 理由
room-hand-over-do = 移交
room-drafts = 对外说明
room-drafts-none = 还没有起草。
room-draft-findings = 检查：{ $all ->
    [0] 没有需要留意的
   *[other] { $all } 处需要留意
}{ $grave ->
    [0] {""}
   *[other] ，其中 { $grave } 处可能误导读者
}
room-draft-add = 起草说明
room-draft-from = 从哪里开始
room-draft-blank = 空白文稿
room-draft-do = 起草说明
room-draft-draft = 起草中
room-draft-submitted = 待审签
room-draft-approved = 已审签
room-draft-published = 已发布
room-draft-superseded = 已被新版取代
room-draft-withdrawn = 已撤回
room-draft-untitled = 关于 { $number } 的说明
room-people = 谁在场
room-people-none = 还没有人到场。
room-people-since = { $when }起
room-join = 我来处置
room-leave = 我离场
room-asked = 公众在说什么、问什么
room-asked-none = 事件没有关联话题，或发声的不足 { $k } 人。
room-asking = 其中 { $figure } 人在提问
room-claims = 话题中的说法
room-claims-none = 其话题中没有正在核查或提示的说法。
room-playbook = 预案
room-playbook-count = 共 { $all } 步，已完成 { $done } 步
room-playbook-which = 启用
room-playbook-do = 启用
room-playbook-none = 没有启用预案。
room-step-do = 打勾
room-step-undo = 取消打勾
room-step-done = { $name }，{ $when }
room-step-by = { $when }前
room-log = 决策记录
room-log-note = 只增不改。
room-decide = 决定了什么，为什么
room-decide-do = 记入
room-ends = 牵头、合并与办结
room-lead-over = 把牵头移交其他部门
room-lead-over-note = 编号、时限和记录不变；时限继续计算，由接手方承担。
room-limits = 向公众公布时限
room-limits-note = 大屏和相关公开页面将说明接下来应公布什么、何时公布；处置室的其他内容不公开。
room-limits-show = 公布时限
room-limits-hide = 不再公布
room-merge = 与其他事件合并
room-merge-note = 较小的并入较大的，内容全部保留。
room-merge-with = 合并对象
room-merge-do = 合并
room-close = 办结事件
room-close-note = 仍在计算的时限随之终止并注明。办结会以密封条目记入公开日志。
room-close-why = 办结理由
room-close-do = 办结

respond-log-opened = 立项，编号 { $number }，{ $department }牵头
respond-log-subject = 关联了 { $subject }
respond-log-clock-started = 「{ $duty }」开始计时。
respond-log-clock-paused = 暂停「{ $duty }」计时：{ $reason }
respond-log-clock-resumed = 恢复「{ $duty }」计时
respond-log-clock-met = 标记「{ $duty }」办结。{ $how }
respond-log-reminded = 已提醒{ $department }：「{ $duty }」还剩 { $minutes } 分钟。
respond-log-reminded-late = 已提醒{ $department }：「{ $duty }」已逾期 { $minutes } 分钟。
respond-log-fact-noted = 记录「{ $text }」，来源：{ $origin }
respond-log-fact-confirmed = 核实「{ $text }」
respond-log-fact-withdrawn = 撤回「{ $text }」：{ $reason }
respond-log-task-given = 向{ $department }布置「{ $text }」
respond-log-task-done = 完成「{ $text }」：{ $outcome }
respond-log-handed-over = 把「{ $text }」由{ $from }移交{ $to }：{ $reason }
respond-log-handed-lead = 把牵头由{ $from }移交{ $to }：{ $reason }
respond-log-taken-on = 代表{ $department }接手
respond-log-joined = 到场
respond-log-left = 离场
respond-log-playbook-begun = 启用预案「{ $playbook }」
respond-log-step-checked = 完成一步：{ $step }
respond-log-step-unchecked = 取消打勾：{ $step }
respond-log-draft-begun = 开始起草「{ $text }」
respond-log-draft-seen = { $department }已阅文稿
respond-log-draft-gives = 标注文稿发布后即完成「{ $duty }」
respond-log-draft-gives-not = 取消标注：文稿不作为「{ $duty }」
respond-log-spoke = 发布「{ $text }」
respond-log-corrected = 发布了更正：「{ $text }」
respond-log-unsaid = 撤回了「{ $text }」：{ $reason }
respond-log-clock-unmet = 「{ $duty }」恢复计时：据以办结的文稿已不再有效，仍从原起点计算。
respond-log-clock-rests = 「{ $duty }」改以「{ $how }」为据：此前据以办结的文稿已不再有效。
respond-log-decided = 决定：{ $text }
respond-log-lesson = { $text }
respond-log-merged-into = 并入 { $number }
respond-log-merged-here = 把 { $number } 并入本事件：{ $title }
respond-log-limits-shown = 向公众公布时限
respond-log-limits-hidden = 不再向公众公布时限
respond-log-closed = 办结：{ $reason }

respond-error-closed = 这个事件已经办结或已并入其他事件，不能再改动。
respond-error-empty = 请先填写内容。
respond-error-kind = 请从类别中选择一个。
respond-error-same = 事件不能与自己合并。
respond-error-clock = 这项时限刚刚发生了变化，请再看一遍。
respond-error-fact = 这条情况刚刚已被撤回。
respond-error-task = 这项任务刚刚已经完成。
respond-error-same-department = 已经在这个部门了。
respond-error-approved = 这套规则已经审签过了。

after-title = 复盘
after-lead = 本页由记录、时限和听到的声音自动汇成。
after-in-time = 按时办结
after-in-time-value = { $met } / { $all }
after-said-count = 对外发声次数
after-tasks = 完成任务
after-hand-overs = 移交次数
after-withdrawn = 撤回的情况
after-duties = 时限对照
after-column-duty = 职责
after-column-result = 结果
after-said = 何时说了什么
after-said-none = 关于本事件没有发布过内容。
after-said-withdrawn = { $when }撤回
after-said-caption = 每次发声前后各 { $hours } 小时的发声人数，按小时累加
after-column-what = 说了什么
after-column-when = 时间
after-column-before = 之前
after-column-after = 之后
after-known-after = 得知后 { $span }
after-negative = 其中负面 { $figure } 人
after-no-story = 不详
after-course = 话题走势
after-decisions = 作出的决定
after-decisions-none = 没有记录决定。
after-lessons = 经验教训
after-lessons-none = 还没有写下。
after-lesson = 下一次应当有什么不同
after-lesson-do = 记入

duties-title = 职责与时限
duties-lead = 本机关对公众负有哪些职责、多长时间、依据哪份文件。数字写在本机关自己的文件里。
duties-jurisdiction = 规则
duties-zone = 时区
duties-digest = 指纹
duties-not-approved = 这套规则还没有人审签。请提交，由另一人审签。
duties-propose = 将这套规则送审
duties-waiting = { $name } 于{ $when }送审。需由另一人审签。
duties-approve = 审签这套规则
duties-second = 您是提交人，或您的岗位无权审签。
duties-approved = { $name } 于{ $when }审签，已记入公开日志。
duties-to-confirm = 尚未核对
duties-to-confirm-note = 以下数字凭记忆或由本机关自定。请对照原文核对，并在文件中改为 confirmed = true。
duties-unconfirmed = 未核对
duties-unconfirmed-count = { $figure } 项数字未核对
duties-incidents = 发生事件时
duties-requests = 有人申请或反映时
duties-requests-note = 在其他页面办理；时限集中列在这里。
duties-column-source = 依据
duties-column-checked = 核对
duties-reminder = 到期前 { $before }提醒。
duties-reminder-none = 不提醒。
duties-reminders = 到期前 { $first }和 { $last }提醒。
duties-calendar = 工作日历
duties-calendar-none = 没有日历，只按周末推算，并在时限处注明。
duties-column-year = 年份
duties-column-notice = 依据的通知
duties-column-off = 放假天数
duties-column-work = 调休上班
duties-year-missing = { $year } 年的日历尚未录入。延续到该年的时限仅按周末推算，并会注明。
duties-history = 规则变更
duties-history-proposed = { $name } 提交，
duties-history-approved = { $name } 于{ $when }审签。
duties-history-waiting = 尚未审签。
duties-span = { $unit ->
    [hours] { $number } 小时
    [working_days] { $number } 个工作日
   *[days] { $number } 日
}

playbooks-title = 预案
playbooks-lead = 发生情况时做什么、说什么、谁来签。请在用到之前读一遍。
playbooks-counts = { $steps } 个步骤，{ $statements } 份说明
playbook-kinds = 适用
playbook-first-hour = 第一个小时内必须说清
playbook-signers = 谁签发
playbook-steps = 步骤
playbook-within = { $span }内
playbook-statements = 留有空白的说明
playbook-statements-note = 送审前请填好空白；检查会指出遗漏的。

checks-title = 文稿检查
checks-heading = 需要留意的
checks-note = 检查只提建议，由您决定。
checks-edit = 修改文稿
checks-text = 文稿现状
checks-text-none = 还没有内容。
checks-seen = 谁已阅
checks-seen-yes = 已阅本稿
checks-seen-no = 未阅本稿
checks-seen-do = 标为已阅
checks-quality-timely = 及时
checks-quality-accurate = 准确
checks-quality-sincere = 诚恳
checks-quality-coordinated = 协同
checks-quality-timely-fine = 在时限之内，并说明了下次通报时间。
checks-quality-accurate-fine = 每个数字和说法在处置室都有来源。
checks-quality-sincere-fine = 说明了未知之处，致歉不带借口，读来明白。
checks-quality-coordinated-fine = 相关部门已阅，与已发布的内容一致。
checks-quality-accurate-alone = 没有遗漏的空白，话没有说满，中英文数字一致。
checks-quality-sincere-alone = 没有归咎他人，没有借口，语言平实。
checks-quality-coordinated-alone = 与已公开发布的内容一致。
checks-measure-zh = 中文：平均每句 { $average } 字，最长 { $longest } 字。
checks-measure-en = 英文：平均每句 { $average } 词，最长 { $longest } 词；易读度 { $ease }（满分 100）。

check-library = 本机关的规则、日历或预案文件无法读取。
check-clock-over = 「{ $duty }」已超过期限 { $minutes } 分钟。
check-clock-soon = 「{ $duty }」还剩 { $minutes } 分钟。
check-next-missing = { $lang ->
    [en] 英文
   *[zh] 中文
}稿没有说下次什么时候通报。
check-blank = 还没有填写。
check-number-unsourced = 处置室里没有哪条情况含有数字 { $number }。
check-number-unconfirmed = 含有数字 { $number } 的情况尚未核实。
check-number-one-language = 数字 { $number } 只出现在一种语言里。
check-claim-unsourced = 处置室里没有这个说法的依据。请补充来源，或者不写。
check-claim-unconfirmed = 这句话依据的是{ $origin }的说法，尚未核实。
check-certain = 话说得太满。改为说明测得了什么。
check-unknown-missing = { $lang ->
    [en] 英文
   *[zh] 中文
}稿没有说还不知道什么{ $open ->
    [0] {""}
   *[other] ，而处置室里还有 { $open } 条情况未核实
}。
check-regret-missing = { $lang ->
    [en] 英文
   *[zh] 中文
}稿没有表示歉意。
check-regret-conditional = 带条件的歉意不算歉意。请直接说为什么事道歉。
check-regret-excuse = 借口抵消了歉意。原因请另起一句，放到别处。
check-blame = 这是在责怪居民。
check-plain-long-words = 这句话有 { $length } 个词，请拆开。
check-plain-long-characters = 这句话有 { $length } 个字，请拆开。
check-plain-average-words = 平均每句 { $average } 个词，{ $most } 个以内容易读。
check-plain-average-characters = 平均每句 { $average } 个字，{ $most } 个以内容易读。
check-plain-ease = 易读度 { $ease }（满分 100），低于 50 偏难。请用短一些的词。
check-plain-habit = 习惯性的套话。说清谁做什么，或者删去。
check-unseen = { $department }与此事有关，还没有阅过本稿。
check-contradicts = 与「{ $title }」所说不一致：{ $other }

today-incident = 事件处置
today-incident-due = { $duty }，{ $department }承办
