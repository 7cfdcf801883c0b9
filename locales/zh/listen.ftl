### 舆情监测：就来源告知操作者的话。

## 为何拒收、略过或改动。

listen-reason-empty = 一条内容既无标题也无正文。
listen-reason-text-cut = 一段正文超过 64 KiB，超出部分已截去。
listen-reason-time-implausible = 日期早于 1990 年或晚于现在一天以上，改用收到的时间。
listen-reason-time-unread = 日期无法识别，改用收到的时间。
listen-reason-bytes-replaced = 部分字节不是该编码的字符，已替换。
listen-reason-items-over = 条目超过 1000 条，只取前 1000 条。
listen-reason-pages-over = 内容超过五页，只读取前五页。
listen-reason-page-elsewhere = 下一页位于登记册未列出的主机，未读取该页。
listen-reason-not-this-format = 收到的内容不是该来源设定的格式。
listen-reason-item-broken = 一个条目无法读取，已略过；其余照常收取。
listen-reason-xml-dtd = 其中自行声明了实体，这是订阅源攻击读取方的手法，已拒收。
listen-reason-xml-depth = 元素嵌套超过 256 层。
listen-reason-xml-attributes = 一个元素的属性超过 256 个。
listen-reason-xml-token = 其中一段超过 64 KiB。
listen-reason-parser-failed = 读取时异常中止；其余来源不受影响。
listen-reason-parser-slow = 读取超过 10 秒，已中止。
listen-reason-row-over = 一行超过 1 MiB，已略过。
listen-reason-row-broken = 一行不是有效的 JSON，已略过。
listen-reason-row-ragged = 一行的列数与表头不符，已略过。
listen-reason-columns-over = 表格超过 256 列。
listen-reason-no-text-column = 没有名称可识别的正文列；请将其命名为“内容”。
listen-reason-encoding-unsuited = 文件为 UTF-16 编码；请另存为 UTF-8 后重试。
listen-reason-url-refused = 地址不是网页地址（http 或 https）。
listen-reason-port-refused = 地址使用了 80、443 以外且未在配置中列出的端口。
listen-reason-address-refused = 该名称指向非公开地址；若属本机关，请在配置中列出该主机。
listen-reason-name-unknown = 找不到该主机名。
listen-reason-robots-refused = 该网站的 robots 规则请求不要读取此地址。
listen-reason-redirects-over = 转向超过五次。
listen-reason-connect-failed = 无法建立连接。
listen-reason-timed-out = 未能及时得到应答。
listen-reason-status-refused = 服务器表示无法提供所请求的内容。
listen-reason-asked-to-wait = 服务器请求稍后再来。
listen-reason-body-failed = 应答中断或无法解压。
listen-reason-body-cut = 应答超过 5 MiB，超出部分已截去。
listen-reason-body-bomb = 应答解压后增大超过一百倍，已拒收。
listen-reason-compression-unknown = 应答使用了未请求的压缩方式。
listen-reason-signature-wrong = 推送未以该来源的密钥签名。
listen-reason-signature-old = 推送的签名时间相差五分钟以上；请核对时钟。
listen-reason-signature-used = 同一推送第二次到达，已拒收。

## 填写的来源信息有何不妥。

listen-error-connector = 请从列表中选择一种格式。
listen-error-name = 请用两种语言填写来源名称，各不超过 80 字。
listen-error-purpose = 请用两种语言说明收听的目的，各不超过 300 字。公众会看到。
listen-error-removal-reason = 请填写停止原因，不超过 500 字。公众会看到。
listen-error-source-id = 来源代号只用小写字母、数字和连字符，最多 40 个。
listen-error-source-id-used = 该代号已被用过；请另选，以免名册混淆。
listen-error-url = 请填写订阅源的完整地址，以 https:// 开头。
listen-error-poll-minutes = 轮询间隔应在一分钟到一周之间。
listen-reason-author-declines = 作者不希望被搜索引擎收录，已略过这条。
listen-reason-allowance-spent = 对方服务器允许的请求次数已用完，到它允许之前不再打扰。
listen-reason-stream-ended = 流没有打开，或被服务器结束。
listen-reason-stream-unasked = 没有限定这个流的内容，因此不打开：谁也不能监听整个网络。
listen-reason-message-over = 流中有一条消息超过 256 KiB。
listen-reason-folder-missing = 找不到存放这个来源邮件的文件夹。
listen-error-person-page = 这个地址是个人主页。坦诚只听话题和地方，不盯人。
listen-error-persons = 那里是普通人在说话，来源类别必须选“公众公开发言”。
listen-error-query = 请写明要听什么，例如：停水 OR "water outage"。流不会被整个监听。
listen-error-langs = 语言用两三个字母表示，例如 zh en，最多八种。
listen-error-columns = 请为正文选定一列，每种用途只能选一列。
listen-error-source-gone = 这个来源已不再监听。
