# 预警如何送达：通道、摘要、免打扰时段、发送记录。

desk-menu-deliveries = 预警通道

notice-title = 预警如何送达
notice-lead = 工作台上可即时看到全部内容。此处选择在别处如何通知您，每次升级通知一次。
notice-saved = 已保存。
notice-email = 邮箱
notice-email-hint = 用于接收预警和摘要；留空则不发送。
notice-email-off = 本机关尚未配置邮件服务器，暂不发送邮件。
notice-email-form = 邮箱格式不正确。
notice-tongue = 消息语言
notice-level = 不值班时
notice-level-hint = 值班时，所有预警都会通知您。
notice-from-duty = 仅在值班时通知
notice-from-blue = 所有预警
notice-from-yellow = 黄色及以上
notice-from-orange = 橙色及以上
notice-from-red = 仅红色
notice-digests = 摘要时间
notice-digests-hint = 如 08:00、17:00。内容为哪些上升、哪些待办、何时到期。
notice-digests-form = 请填写时间，如 08:00，最多六个。
notice-quiet-from = 免打扰开始
notice-quiet-to = 免打扰结束
notice-quiet-hint = 可以等待的通知将在结束时送达。红色预警始终送达，值班时橙色预警也会送达。
notice-quiet-form = 请填写起止时间，如 22:00 和 07:00。

push-title = 浏览器
push-lead = 即使未打开工作台，浏览器也可显示预警。消息经浏览器厂商的服务加密转送，对方无法读取内容。
push-none = 尚无浏览器启用。
push-browser = 浏览器
push-add = 通过此浏览器通知我
push-script = 此功能需要 JavaScript：只有脚本才能让浏览器接收通知。
push-refused = 此浏览器无法接收通知，或尚未授权。
push-too-many = 最多十个浏览器，请先移除不再使用的。

delivery-title = 预警通道
delivery-lead = 发送了什么、经由哪个通道、发给谁、结果如何。
delivery-log = 发送记录
delivery-none-title = 尚未发送消息
delivery-none-text = 预警上升时，将按值班人员选择的通道通知。
delivery-what = 消息
delivery-channel = 通道
delivery-to = 接收方
delivery-state = 状态
delivery-waiting = 等待发送
delivery-sent = 已发送
delivery-failed = 发送失败
delivery-dropped = 已无须发送
delivery-gone = 已移除
delivery-attempts = 尝试 { $figure } 次
delivery-alert-on_duty = { $level }预警
delivery-alert-next = { $level }预警，转下一班
delivery-alert-head = { $level }预警，转负责人
delivery-fall = 预警降至{ $level }
delivery-closed = 预警解除
delivery-digest = 摘要
delivery-deadline = 时限提醒
channel-email = 邮件
channel-webhook = Webhook
channel-push = 浏览器

webhook-title = Webhook
webhook-lead = 接收预警的其他系统，如指挥中心。每条消息均有签名。
webhook-back = 预警通道
webhook-add = 添加 Webhook
webhook-add-do = 添加并显示密钥
webhook-name = 名称
webhook-name-hint = 接收方的名称，同事可见。
webhook-name-length = 请填写不超过 80 个字符的名称。
webhook-url = 地址
webhook-url-hint = 内网主机须列入 own_hosts。
webhook-url-form = 请填写以 https:// 开头的地址。
webhook-host = 主机
webhook-level = 起始级别
webhook-secret-lead = 密钥仅显示一次，请填入{ $name }。
webhook-secret-how = 每条消息带有 candor-time、candor-nonce 和 candor-signature；签名为对 time.nonce.body 的 HMAC-SHA-256（十六进制）。请拒收五分钟以前的消息和重复的 nonce。重发时 candor-delivery 不变。

audit-webhook_added = 添加 Webhook
audit-webhook_removed = 移除 Webhook

mail-alert-subject = { $level }预警：{ $headline }
mail-alert-escalated = 尚无人确认。{ $subject }
mail-alert-due = 请于{ $when }前确认。
mail-digest-subject = { $n ->
    [0] 摘要：无未结预警
   *[other] 摘要：{ $figure } 项未结预警
}
mail-digest-rose = { $level }，{ $when }发出：{ $headline }
mail-digest-waits = { $level }，未确认，{ $when }到期：{ $headline }
mail-fall-subject = 预警降至{ $level }：{ $headline }
mail-fall-closed = 预警解除：{ $headline }
mail-fall-peak = 最高曾至{ $level }。
mail-digest-fell = { $when }降至{ $level }：{ $headline }
mail-digest-closed = { $when }解除，此前为{ $level }：{ $headline }
mail-digest-quiet = 没有新的预警，也没有待办。
mail-deadline-subject = { $number }「{ $duty }」{ $left }
mail-deadline-left = 还剩 { $minutes } 分钟
mail-deadline-over = 已到期
mail-deadline-ends = { $when }到期。
mail-deadline-holder = 由{ $department }承担。
mail-deadline-rule = 依据：{ $citation }。
