"""The sentences that name WeCom."""

from __future__ import annotations

UNSET = (
    "没有设置 RONGHE_WECOM_BOT_ID 和 RONGHE_WECOM_SECRET，不能启动企业微信渠道。请在企业微信管理后台的“智能机器人”中"
    "开启 API 模式、选“长连接”，把 Bot ID 和 Secret 写入 .env；步骤见 docs/wecom.md。"
)
REFUSED = (
    "企业微信不认可 RONGHE_WECOM_BOT_ID 或 RONGHE_WECOM_SECRET（错误码{code}），请在管理后台核对后重新设置；"
    "短时间内反复连接也会被拒绝，请隔几分钟再试。"
)
CONFLICT = "另一个程序用同一个企业微信机器人建立了连接，本程序的连接已被断开。请只保留一个，再重新启动。"
UNREACHABLE = "无法连接企业微信（{endpoint}）。请检查网络、代理和 RONGHE_WECOM_ENDPOINT。"
RECEIVED = "已收到"
RECEIVED_WHY = "结果见下面的消息"
FILE_NOT_SENT = "《{name}》没能发送，请稍后再试，或在网页上下载。"
MORE = "更多"
LATER = "还在处理，完成后另发一条消息。"
EARLIER = "（程序中断过，以下是完整的答复。）"
