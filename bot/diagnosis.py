"""What `doctor` says of the settings; an option that is simply unset is no fault."""

from __future__ import annotations

from bot.settings import Settings
from knowledge.health import Check


def setting_checks(settings: Settings) -> list[Check]:
    """Return what a person should know about the settings."""
    if not settings.telegram_bot_token.get_secret_value():
        message = "未设置 TELEGRAM_BOT_TOKEN：可在终端使用，Telegram 机器人不启动。"
        return [Check(name="telegram", ok=True, message=message)]
    if not settings.admins and not settings.readers:
        message = (
            "未设置 RONGHE_ADMINS 和 RONGHE_READERS：机器人不会回答任何人。"
            "请写入数字用户号，或用 RONGHE_READERS=* 对所有人开放。"
        )
        return [Check(name="telegram", ok=False, message=message)]
    readers = "所有人" if "*" in settings.readers else f"{len(settings.named_readers)}名读者"
    message = f"Telegram 已设置：{len(settings.admins)}名管理员，{readers}可提问。"
    return [Check(name="telegram", ok=True, message=message)]
