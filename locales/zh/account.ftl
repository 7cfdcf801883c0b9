# 账号、表单，以及请求被拒绝时的说明。

error-busy = 当前访问人数较多，请稍后再试。
error-cross-site = 该请求来自其他网站，未作任何更改。请在本站打开页面后重试。
error-form-expired = 表单打开时间过长，未作任何更改。请重新打开页面后提交。
error-invalid = 无法识别提交的内容。请返回核对后重试。
error-method = 该地址不支持这种访问方式。
error-signed-out = 您已退出登录，请重新登录后继续。
error-too-large = 提交的内容过大。
error-too-many = 来自您所在网络的请求过多，请稍候再试。
error-too-slow = 内容传输过慢，未被采用。请重试。

input-choice = 请从列表中选择。
input-number = 请填写范围内的整数。
input-required = 请填写此项。
input-too-long = 内容过长，请缩短。

password-common = 这个密码太容易被猜到，请更换。用一句话更容易记住。
password-is-name = 密码与姓名过于接近，请更换。用一句话更容易记住。
password-too-long = 密码不得超过 512 字节（约 170 个汉字）。
password-too-short = 密码不少于 12 个字符。

staff-last-administrator = 这样将无人管理账号。请先指定另一位管理员。
staff-name-length = 请填写不超过 80 个字符的姓名。
staff-name-taken = 已有人使用该登录名，请更换。
staff-sign-in-name-form = 请使用 2 至 64 个文字、数字、空格、点、短横线或下划线。

check-password-cost = 密码散列的强度超出 argon2 允许的范围。
