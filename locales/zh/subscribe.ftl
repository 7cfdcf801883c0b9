### 邮件订阅，以及邮件本身。

subscribe-title = 邮件订阅发布内容
subscribe-lead = 每次发布、更正或撤回，给您发一封短信函，并附公开日志序号。
subscribe-address = 您的邮箱
subscribe-address-hint = 我们会先发一封邮件，确认是您本人。
subscribe-address-wrong = 这不像一个邮箱地址，请写成 name@example.org 的形式。
subscribe-do = 订阅
subscribe-kept = 您的邮箱仅用于给您写信，不作他用。任何一封信里都可一键退订，退订即删除。
subscribe-no-mail = 本机关暂不发送邮件，您可通过订阅源关注发布内容。
subscribe-asked-title = 请查收邮件
subscribe-asked-text = 如该邮箱可以收信，带有链接的邮件已在路上。在您打开并确认之前，不会再发送任何内容。
subscribe-confirm-title = 是您本人吗？
subscribe-confirm-text = 确认后，每次发布、更正或撤回都会给您发一封信。
subscribe-confirm-do = 是的，请发给我
subscribe-confirmed-title = 订阅成功
subscribe-confirmed-text = 信函将发送至 { $address }。每封信中都有退订链接。
subscribe-leave-title = 退订
subscribe-leave-text = 您的邮箱将立即删除，不再发送任何信函。
subscribe-leave-do = 删除我的邮箱
subscribe-left-title = 已退订
subscribe-left-text = 您的邮箱已删除，欢迎随时再次订阅。
subscribe-feeds = 无需邮箱，可用任意阅读器订阅：
subscribe-to-published = 全部发布内容
letter-confirm-subject = 请确认订阅：{ $office }
letter-confirm-text = 您好：

    有人（希望是您本人）请求将{ $office }的发布内容发送到此邮箱。
    确认订阅请打开：
    { $link }

    如非本人操作，无需理会，48 小时后此地址即被删除。
letter-publication-subject = { $title }
letter-publication-text = { $office }

    { $title }

    { $summary }

    全文：{ $page }
    公开日志序号：{ $number }。序号与网页不符的信函，不是我们发出的。

    退订：{ $leave }
letter-withdrawal-subject = 已撤回：{ $title }
letter-withdrawal-text = { $office }已撤回：

    { $title }

    原因及原处：{ $page }
    公开日志序号：{ $number }。序号与网页不符的信函，不是我们发出的。

    退订：{ $leave }
