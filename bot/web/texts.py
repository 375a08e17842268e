"""What the page says beside its templates."""

from __future__ import annotations

UNEXPECTED = "程序出了意外，这一次没有完成；已记入日志。请再试一次，仍不行请告诉管理员。"
BUSY = "现在提问的人太多，请过一会儿再试。"
TOO_OFTEN = "操作太频繁，请过一分钟再试。"
TOO_LARGE = "发来的内容超过上限（{limit}），没有接收。"
TOO_SLOW = "网络太慢，内容没有收完，请重试。"
WAIT = "几次都没有登录成功，请过{seconds}秒再试。"
JOURNEY_ENDED = "这次登录已过期，或者不是从本页面开始的；请再点一次“用单位账号登录”。"
NO_ROOM = "现在上传的文件太多，请过一会儿再传。"
CROWDED = "现在打开本页面的人太多，请过一会儿再试。"
HEADERS_TOO_LARGE = "请求头太大，没有执行。请清除浏览器里本网址的 Cookie 后再试。"
UNKNOWN_KIND = "不能读取这种类型的内容（Content-Type），没有执行。"
STALE = "页面已过期（可能在另一个窗口退出过登录），没有执行。请刷新后再试。"
FOREIGN = "这个请求不是从本页面发出的，没有执行。"
WRONG_HOST = "请用管理员公布的网址访问。"
NOT_FOUND = "没有这个页面，或者它不对您开放。"
NO_METHOD = "不能这样访问这个地址。"
UNREADABLE = "发来的内容不合格式，没有执行。"
NOT_LISTED = "您不在本助手的使用名单中，或已被移出。请联系管理员。"
NOT_ALLOWED = "这一页只对{roles}开放。"
SIGN_IN_FIRST = "请先登录。"
SIGN_IN_AGAIN = "登录已过期，请重新登录；您输入的文字还在。"
NO_ACCESS = "没有令牌，或者令牌无效、已到期。请在网页“我的账号”里生成令牌，放在请求头 Authorization: Bearer 里。"
NO_END = "答复超过五分钟没有写完，请稍后重试，或改用逐段发送（stream）。"
NO_SUCH_MODEL = "没有名为 {model} 的模型；这里只有 ronghe。"
NO_QUESTION = "messages 里要有一条 role 为 user 的消息，写明问题。"
ONE_CHOICE = "一次只给一个答复，n 只能是1。"
SOURCE_GONE = "这处来源已从资料库移除，或者不再对您开放。"
REPLY_GONE = "这一条答复引用的材料已移除，或者不再对您开放。"
REPLY_EXPIRED = "这个答复已过期，请重新提问。"
QUOTE_GONE = "原文已更新，其中找不到当时的引文；下面是现在的文本。"
WRONG_CODE = "代码不对。代码印在启动程序的终端里，每次启动都会换。"
NO_STORAGE = "资料库现在不能读写，请稍后再试；仍不行请告诉管理员。"
NO_MODEL = "模型现在不能用，请告诉管理员。"

SAID = {
    "thanks": "已记下，谢谢。",
    "left": "已退出登录。",
    "anew": "已开始新话题。",
    "erased": "已删除这段对话。",
    "password": "密码已更改，其他地方的登录都已退出。",
    "revoked": "已撤销令牌，立即失效。",
    "saved": "已保存。",
    "stored": "已入库。",
    "returned": "已退回，没有保存。",
}
"""What a page says after an act that led to it, by a word in its address."""

STARTERS = (
    "国企怎么推动党建和业务融合？有没有现成做法",
    "机关党支部几个人能成立",
    "给我三个医院党建带业务的例子",
)
"""Questions that somebody who comes for the first time can try."""

NO_METRICS = "没有开放运行指标；管理员设置 RONGHE_METRICS_TOKEN 后可用。"
METRICS_TOKEN = "请在 Authorization 请求头里带上 RONGHE_METRICS_TOKEN 的令牌。"  # noqa: S105  # no token
