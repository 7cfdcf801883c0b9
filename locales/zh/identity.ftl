# 形象标识。

identity-title = 形象标识
identity-lead = 本机关在页面、订阅和邮件中的样子。修改立即生效，并记录在案。
identity-saved = 已保存，即刻生效。
identity-name-zh = 中文名称
identity-name-en = 英文名称
identity-name-long = 最多 60 个字符，否则手机上放不下。
identity-accent = 主色
identity-accent-hint = 以 # 加六位数字表示，例如 #0f5257。用于链接和按钮，预警颜色不受影响。须在浅色底上清晰可读，深色屏幕会自动调亮。
identity-accent-form = 请填写 # 和六位 0–9、a–f。
identity-accent-pale = 这个颜色太浅，在浅色底上难以辨认，请选深一些的。
identity-tone-zh = 中文语气要求
identity-tone-en = 英文语气要求
identity-mark = 标志
identity-mark-hint = 方形矢量图（SVG）或图片（PNG、JPEG、WebP）。矢量图只保留图形。
identity-mark-now = 现用标志
identity-mark-none = 移除标志
identity-mark-kind = 这不是可用的矢量图或图片。
identity-mark-large = 矢量图过大，最多 64 KiB。
identity-save = 保存形象标识
identity-templates = 新草稿的开头内容
identity-templates-note = 每一类型一份，两种语言。此前已起草的不受影响。
identity-template-save = 保存这份模板
desk-menu-identity = 形象标识
publications-tone = 语气要求：
audit-identity_changed = 修改了形象标识
