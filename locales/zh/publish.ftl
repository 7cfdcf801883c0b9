# 公开发布：本模块自己的用语。页面的用语在 publications.ftl 与 published.ftl。

publish-kind-statement = 声明
publish-kind-notice = 通告
publish-kind-emergency = 紧急信息
publish-kind-explainer = 解读
publish-kind-answer = 答复
publish-kind-rebuttal = 核查辟谣
publish-kind-report = 报告

publish-empty = 请写明标题和正文，可只写中文、只写英文，或两种都写。
publish-title-missing = 请为这一语种写标题，或将其各栏全部留空。
publish-body-missing = 请为这一语种写正文，或将其各栏全部留空。
publish-change-missing = 请说明原来错在哪里、正确的是什么。读者会在被更正的内容旁看到这段话。
publish-too-long = 内容超出长度上限。较长的材料请作为附件。
publish-too-deep = 列表或引用嵌套过深，不便阅读，请减少层级。
publish-picture-elsewhere = 图片须先添加到本文件：引用其他网站的图片会让该网站得知谁在阅读。
publish-picture-silent = 请在方括号内用文字说明每张图片的内容，供无法看到图片的读者了解。
publish-address-fixed = 此网址已有内容发布，网址和类型不能再改。
publish-slug-form = 请使用小写拉丁字母、数字和单个连字符，最多 60 个字符。
publish-slug-taken = 此网址已被另一文件使用，请换一个。
publish-not-a-draft = 这一版已不是草稿，不能修改。请另起一份更正。
publish-changed-since = 您打开之后内容已有改动。请先阅读现在的内容，再作决定。
publish-nothing-published = 这里尚未发布任何内容。
publish-already-open = 本文件的下一版已在起草。
publish-due-past = 这个时间已过。请另选稍后的时间，或立即发布。
publish-not-approved = 这一版尚未审签，不能发布。须先由另一人审签。
publish-overtaken = 起草时所依据的版本已不再有效。请阅读现行内容，并据此重新起草。
publish-withdraw-reason = 请说明撤回原因，中文、英文或两种都写。读者会在原网址看到。
publish-not-in-force = 只有现行有效的内容才能撤回。
audit-published = 发布了一个版本
audit-withdrawn = 撤回了一份发布内容
publish-file-alt-missing = 请用两种语言说明文件的内容，供无法看到的读者了解。
publish-file-alt-long = 文件说明过长，一两句话即可。
publish-file-missing = 请先选择文件。
publish-file-large = 文件过大：连同解压后最多 8 MiB。
publish-file-kind = 不发布此类文件。请使用 PNG、JPEG、WebP、PDF、CSV、Word（docx）或 Excel（xlsx）。
publish-file-broken = 文件无法完整读取，因而无法检查。请重新保存后再试。
publish-file-encrypted = 文件已加密，无法检查。请取消密码后保存。
publish-file-many = 本文件的附件数量已达上限。
publish-file-gone = 正文引用了未添加到本文件的附件。
publish-file-faulty = 正文中的附件含有不宜公开的内容，已在下方附件旁列明。
publish-picture-broken = 图片无法读取。
publish-picture-large = 图片像素过多：单边最多 8,000，总数最多 3,200 万。
publish-found-author = 文件属性中有人名：{ $place }。请在制作该文件的软件中删除。
publish-found-comment = 含有批注：{ $place }
publish-found-embedded = 内嵌了其他文件：{ $place }
publish-found-external = 链接了其他工作簿：{ $place }
publish-found-formula = 第 { $place } 行有单元格会作为公式运行。
publish-found-hidden-column = 有隐藏的列：{ $place }
publish-found-hidden-row = 有隐藏的行：{ $place }
publish-found-hidden-sheet = 有隐藏的工作表：{ $place }
publish-found-hidden-text = 含有隐藏文字。{ $place }
publish-found-macro = 含有宏：{ $place }
publish-found-property = 含有自定义属性：{ $place }
publish-found-script = 含有脚本。{ $place }
publish-found-tracked-change = 含有 { $place } 的修订痕迹

publish-emergency-event = 请为每种有正文的语言填写事件名称，例如“洪水”，几个字即可。
publish-emergency-instruction = 请为每种有正文的语言写明公众该怎么做。
publish-emergency-choose = 请选择紧急事件的类别、紧迫程度、严重程度和确定程度。
publish-emergency-expires = 请填写有效期截止时间，须在当前时间之后。
publish-emergency-expired = 这条紧急信息的有效期已过。请撤回到草稿，改定时间后重新送审。

# 面向程序的紧急信息（CAP）。
cap-cancelled = 已解除：{ $title }
cap-everywhere = { $office }全域
