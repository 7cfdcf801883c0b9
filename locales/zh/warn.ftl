### 预警。数字以数值传入；人数或条数为 0 时，意为“不足 k”。

## 预警理由：每条规则一句话。

warn-reason-surge = { $voices ->
    [0] 一小时内有不足 { $k } 人发声，但已远超本话题以往水平：偶然出现这种情况，约 { $odds } 小时才有一次。
   *[other] 一小时内有 { $voices } 人发声，而本话题同一时段通常{ $usual ->
        [0] 不足 { $k } 人
       *[other] 约 { $usual } 人
    }：偶然出现这种情况，约 { $odds } 小时才有一次。
}
warn-reason-speed = 发声人数在 { $hours } 小时内翻倍：由{ $before ->
    [0] 不足 { $k } 人
   *[other] { $before } 人
}增至 { $now } 人。
warn-reason-danger = { $danger ->
    [0] 近 { $hours } 小时有帖文反映人身安全危险：不足 { $k } 条，同期共{ $items ->
        [0] 不足 { $k } 条
       *[other] { $items } 条
    }。
   *[other] 近 { $hours } 小时的 { $items } 条帖文中，有 { $danger } 条反映人身安全危险。
}
warn-reason-sources = 近 { $hours } 小时新增 { $new } 个来源，迄今共 { $sources } 个来源出现本话题。
warn-reason-places = 近 { $hours } 小时扩散至 { $new } 个新片区，迄今共涉及 { $places } 个片区。
warn-reason-negative = 近 { $hours } 小时的 { $items } 条帖文中，有 { $negative } 条为负面（占 { $percent }%）。
warn-reason-press = 近 { $hours } 小时有 { $press } 篇媒体报道。

## 四个等级各要求读者做什么。具体标准见本机关自行制定的规则。

warn-level-blue-means = 出现动向：请在工作时间内查看。
warn-level-yellow-means = 正在升温：请于当日核实情况，并明确跟进人员。
warn-level-orange-means = 迅速扩散：请立即报告负责人，并准备回应。
warn-level-red-means = 波及全市：请立即回应，并随事实进展持续发布。
warn-level-note = 国家没有为网络舆情规定预警颜色。以下为本机关自行制定的书面标准。

## 值班人员对预警的评价。

warn-verdict-unknown = 没有这种评价。请选择有用、无用或误报。

## 待评分的序列文件中哪里有误。

warn-input-row = 序列文件中有一行无法读取。
