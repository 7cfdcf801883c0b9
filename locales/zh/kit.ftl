# 各页共用：页首页尾、日期、数字、图表、表单与出错页。

kit-skip = 跳到正文
kit-switch = English
kit-fewer-than = 少于 { $k }
kit-at-least = 至少 { $k }
kit-percent = { $share }%
kit-list-comma = 、
kit-colon = ：
kit-menu = 栏目
kit-menu-close = 收起栏目

when-just-now = 刚刚
when-minutes-ago = { $figure } 分钟前
when-today = 今天 { $clock }
when-yesterday = 昨天 { $clock }
when-tomorrow = 明天 { $clock }
when-day = { $month }月{ $day }日
when-day-year = { $year }年{ $month }月{ $day }日
when-exact = { when-day-year } { $clock }
span-minutes = { $figure } 分钟
span-hours = { $figure } 小时
span-days = { $figure } 天

weekday-monday = 周一
weekday-tuesday = 周二
weekday-wednesday = 周三
weekday-thursday = 周四
weekday-friday = 周五
weekday-saturday = 周六
weekday-sunday = 周日

level-blue = 蓝色
level-yellow = 黄色
level-orange = 橙色
level-red = 红色

chart-table = 查看数据表
chart-read = 移动指针或按方向键读取数值
chart-time = 时间
chart-usual = 常见范围
chart-range = { $low } 至 { $high }
chart-warning = 预警
chart-answer = 回应
chart-spoke = 已回应
chart-hour = 时段
chart-district = 区域
chart-population = 人口
chart-split-hidden = 其中某一类人数过少，故不显示分布。

sentiment-positive = 正面
sentiment-neutral = 中性
sentiment-negative = 负面
sentiment-unclear = 不明

need-complaint = 投诉
need-question = 咨询
need-suggestion = 建议
need-praise = 表扬
need-danger = 险情反映
need-news = 消息

kind-institution = 公共机构
kind-press = 新闻媒体
kind-public = 公众公开发言

form-optional = （选填）

live-changed = 上次查看后有变化

error-back = 返回首页
error-404-title = 没有找到这个页面
error-404-text = 地址可能已过期，或输入有误。凡已发布的内容，地址都会保留；您要找的内容可能从未发布，或因涉及人数过少而不予显示。
error-403-title = 您无权查看此页
error-403-text = 您的岗位权限不含此页。如工作需要，请联系本机关的账号管理员。
error-500-title = 系统出了故障
error-500-text = 这不是您的操作造成的，已提交的内容不会丢失。故障已记录，请过几分钟再试。
error-503-title = 当前访问人数过多
error-503-text = 系统暂时超出承载能力，请一分钟后再试。已发布的内容仍可阅读。
error-not-found = 没有找到相关内容。
error-forbidden = 您无权进行此操作。
error-broken = 系统出了故障，请重试。
