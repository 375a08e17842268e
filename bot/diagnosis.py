"""What `doctor` says of the settings; an option that is simply unset is no fault."""

from __future__ import annotations

from collections.abc import Sequence

from bot.settings import Settings
from knowledge.access import Person, Role
from knowledge.health import Check


def setting_checks(settings: Settings, everybody: Sequence[Person] = ()) -> list[Check]:
    """Return what a person should know about the settings, with everybody whom settings and catalog name."""
    if not settings.telegram_bot_token.get_secret_value():
        message = "未设置 TELEGRAM_BOT_TOKEN：可在终端使用，Telegram 机器人不启动。"
        return [Check(name="telegram", ok=True, message=message)]
    admins = sum(person.role is Role.ADMIN for person in everybody)
    if not everybody and "*" not in settings.readers:
        message = (
            "还没有可以提问的人：机器人不会回答任何人。请用 ronghe people add 添加，或在 RONGHE_ADMINS、RONGHE_READERS "
            "中写入数字用户号（RONGHE_READERS=* 对所有人开放）。"
        )
        return [Check(name="telegram", ok=False, message=message)]
    readers = "所有人" if "*" in settings.readers else f"{len(everybody)}人"
    message = f"Telegram 已设置：{readers}可提问，其中管理员{admins}名。"
    return [Check(name="telegram", ok=True, message=message)]
