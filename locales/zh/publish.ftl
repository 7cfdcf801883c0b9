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
audit-withdrawn = 撤回了一份发布内容
