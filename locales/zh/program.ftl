# 程序自身的提示：命令行，以及两个进程相遇时。

check-database-url = 数据库地址写法有误。请写 sqlite:路径 或 postgres://用户:密码@主机/库名。
check-sqlite-too-old = 此版本的 SQLite 可能损坏数据库。坦诚需要 3.51.3 或更高版本，请使用随程序附带的版本。
check-postgres-too-old = PostgreSQL 服务器版本过低。坦诚需要 15 或更高版本。
check-migration-changed = 已执行过的数据库变更步骤，其内容与现在不同。请使用原版本程序，或恢复备份。
check-policy = 预警规则文件有误。
error-conflict = 其他人已先作修改。请重新查看后再决定。
error-heard-elsewhere = 另一进程同时写入了内容。没有丢失数据，请重试。
error-import-order = 文件的前一部分尚未存入。请重新导入该文件，将从中断处继续。
error-row = 文件中有一行无法读取。
error-label = 标签有误。情感标签为 pos、neg 或 neu；部门标签为部门名称。
error-labels-few = 可供学习的内容太少。至少需要两种不同的标签，每种若干条。
error-model = 模型文件无法使用。请用 candor train 生成。
import-kind = 来源类别有误。请写 institution、press 或 public。
check-mail-from = 邮件发件人（mail.from）无法识别；请写成“名称 <地址>”。
check-mail-security = 邮件经网络发送必须使用 TLS；请将 mail.security 设为 "starttls" 或 "tls"。
