"""The sentences that name Telegram, or what only Telegram has."""

from __future__ import annotations

from bot.messenger.texts import SECRECY

GROUP_COMMANDS = ("ask", "reg", "find", "case", "formula", "sources", "help")
"""Displayed in the menu of groups."""
SHORT_DESCRIPTION = "党建与业务融合资料助手：有据才答，句句注明出处。"
DESCRIPTION = f"""{SECRECY}

融合助手为从事党建工作的同志查找资料：只依据库内材料回答，每一句注明出处，一点即可看到原文；库内没有依据的，如实说明。"""
INLINE_EMPTY = "输入要引用的字词或条款，如 三会一课"
INLINE_FOUND = "均为库内公开材料的原文；点这里向本助手提问"
INLINE_NOTHING = "库内公开材料中没有；点这里向本助手提问"
INLINE_STRANGER = "尚未列入使用名单；点这里申请"
"""The line above inline results, at most 64 characters."""
EDITED = "编辑过的消息不会重新回答。如需再问，请把问题作为新消息发送。"
_VOICE = "听不了语音。请把问题写成文字发送，手机输入法的语音输入可以直接转成文字。"
_PICTURE = "看不了图片和视频。请把要查的文字打出来或复制发来；要核对的稿件，请发 .docx、.pdf 等文件。"
OTHER_KINDS = {
    "voice": _VOICE,
    "audio": _VOICE,
    "video_note": _VOICE,
    "photo": _PICTURE + SECRECY,
    "video": _PICTURE + SECRECY,
    "animation": "收到动图。有问题请直接输入，例如：四融四促是什么",
    "sticker": "收到表情。有问题请直接输入，例如：四融四促是什么",
    "dice": "收到表情。有问题请直接输入，例如：四融四促是什么",
    "location": "本助手不用位置信息。要找某地的做法，请写出地名，例如：/case 北京医院党建",
    "venue": "本助手不用位置信息。要找某地的做法，请写出地名，例如：/case 北京医院党建",
    "contact": "本助手不接收名片。要让某人使用，请他给本助手发一条消息，按提示申请。",
    "poll": "本助手不参加投票。请把要问的事写成一句话发来。",
}
"""What is said to messages of other kinds, by the name that Telegram gives them; `NOT_TEXT` to all the rest."""
FILE_NOT_FETCHED = "没能从 Telegram 取到这份文件，请重新发送。"
NO_DRAFTS_HERE = "管理员没有开放通过 Telegram 发送稿件。请在本机用 ronghe check 核对。" + SECRECY
GROUP_MOVED = "本群已升级为超级群，升级以前的消息不能再答复，下面的按钮也不能再用。请在这里重新提问。"
ORIGINAL_TOO_LARGE = "原文件超过50MB，不能在这里发送，请向管理员索取。"
UNSET = "没有设置 TELEGRAM_BOT_TOKEN，不能启动 Telegram 机器人。请向 BotFather 申请令牌并写入设置，或使用控制台对话。"
MALFORMED = "TELEGRAM_BOT_TOKEN 的格式不对，应为数字、半角冒号和一串字母数字，请核对后重新设置。"
REFUSED = "Telegram 不认可 TELEGRAM_BOT_TOKEN，请向 BotFather 核对令牌后重新设置。"
UNREACHABLE = "无法连接 Telegram。请检查网络、代理和 TELEGRAM_BASE_URL；不能访问外网时可使用控制台对话。"
CANNOT_LISTEN = "不能在 {place} 接收推送：地址不对，或端口已被占用。请改 TELEGRAM_WEBHOOK_LISTEN 后重新启动。"
CONFLICT = "另一个程序正在使用同一个 TELEGRAM_BOT_TOKEN，本机器人已停止。请只保留一个，再重新启动。"
