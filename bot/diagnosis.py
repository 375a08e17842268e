"""What `doctor` says of the settings; an option that is simply unset is no fault."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.names import label_words
from bot.settings import Settings, is_http_address
from knowledge.access import Person, Role
from knowledge.errors import BadRequestError, ChannelTokenError, ChannelUnavailableError
from knowledge.models.bundled import BUNDLED, BUNDLED_MODEL
from knowledge.models.export_record import DamagedExportError, ExportError, OpenVinoMissingError, is_whole
from knowledge.upkeep.health import Check

if TYPE_CHECKING:
    from bot.dingtalk.channel import DingTalkDoor
    from bot.wecom.channel import WeComDoor


def setting_checks(settings: Settings, everybody: Sequence[Person] = ()) -> list[Check]:
    """Return what a person should know about the settings, with everybody whom settings and catalog name."""
    return [
        _telegram(settings, everybody),
        _wecom_settings(settings),
        _dingtalk_settings(settings),
        _chat(settings),
        _sign_on(settings),
    ]


def model_checks(settings: Settings) -> list[Check]:
    """Return by what the bundled models are read; nothing of a model that somebody brought."""
    if not (settings.models / BUNDLED_MODEL).is_dir():
        return []
    return [*([_runtime(settings)] if settings.embedding_model == BUNDLED else []), _judge(settings)]


def _runtime(settings: Settings) -> Check:
    """Return by what the bundled embedding model is read."""
    from knowledge.models.exported_encoder import checked_precision

    try:
        message, ok = f"内置的向量模型由 OpenVINO 运行（{checked_precision(settings.models)}）。", True
    except OpenVinoMissingError as error:
        message, ok = f"{error}，内置的向量模型由 sentence-transformers 运行，速度较慢，结果相同。", True
    except ExportError as error:
        message = f"{error}，内置的向量模型暂由 sentence-transformers 运行，速度较慢，结果相同；请运行 make setup。"
        ok = False
    return Check(name="runtime", ok=ok, message=message)


def _judge(settings: Settings) -> Check:
    """Return whether the judge that chooses what answers can be used; reads all of its weights."""
    from knowledge.models.adapter_files import judge_folder
    from knowledge.models.judging import loaded

    try:
        loaded(settings.models)
        if not is_whole(judge_folder(settings.models)):
            raise DamagedExportError
    except OpenVinoMissingError as error:
        message = f"{error}，不能使用判断模型，答复按语义相近程度挑选句子，准确程度较低。"
        return Check(name="judge", ok=True, message=message)
    except ExportError as error:
        message = (
            f"判断模型不能使用：{error}。答复暂按语义相近程度挑选句子，准确程度较低；请运行 make setup，"
            "仍不能用的，请重新安装本程序。"
        )
        return Check(name="judge", ok=False, message=message)
    return Check(name="judge", ok=True, message="判断模型可用：由它挑选能回答问题的句子。")


def _telegram(settings: Settings, everybody: Sequence[Person]) -> Check:
    if not settings.telegram_bot_token.get_secret_value():
        message = "未设置 TELEGRAM_BOT_TOKEN：可在终端使用，Telegram 机器人不启动。"
        return Check(name="telegram", ok=True, message=message)
    admins = sum(person.role is Role.ADMIN for person in everybody)
    if not everybody and "*" not in settings.readers:
        message = (
            "还没有可以提问的人：机器人不会回答任何人。请用 ronghe people add 添加，或在 RONGHE_ADMINS、RONGHE_READERS "
            "中写入数字用户号（RONGHE_READERS=* 对所有人开放）。"
        )
        return Check(name="telegram", ok=False, message=message)
    readers = "所有人" if "*" in settings.readers else f"{len(everybody)}人"
    message = f"Telegram 已设置：{readers}可提问，其中管理员{admins}名。"
    return Check(name="telegram", ok=True, message=message)


def _wecom_settings(settings: Settings) -> Check:
    """Look at how WeCom is set; nothing is connected."""
    from bot.wecom.channel import WeComDoor

    secret = settings.wecom_secret.get_secret_value()
    if not settings.wecom_bot_id and not secret:
        return Check(name="wecom", ok=True, message="未设置 RONGHE_WECOM_BOT_ID：企业微信渠道不启动。")
    try:
        _ = WeComDoor(settings.wecom_bot_id, secret, settings.wecom_endpoint, settings.profile).credentials
    except BadRequestError as error:
        return Check(name="wecom", ok=False, message=str(error))
    labels = "、".join(map(label_words, sorted(settings.wecom_labels)))
    return Check(name="wecom", ok=True, message=f"企业微信已设置；经它只显示这些材料：{labels}。")


def wecom_check(door: WeComDoor, home: Path) -> Check:
    """Connect to WeCom once and say who we are; nothing is sent to anybody, and a channel that runs is left alone."""
    from bot.wecom.channel import probed
    from knowledge.leading import lead_of_home

    lead = lead_of_home(home)
    if lead is None:
        return Check(name="wecom_connection", ok=True, message="企业微信渠道正在由另一个进程提供，没有另外试连。")
    try:
        probed(door)
    except (ChannelUnavailableError, ChannelTokenError) as error:
        return Check(name="wecom_connection", ok=False, message=str(error))
    finally:
        lead.release()
    return Check(name="wecom_connection", ok=True, message="企业微信认可机器人的凭证，没有发送任何消息。")


def _dingtalk_settings(settings: Settings) -> Check:
    """Look at how DingTalk is set; nothing is sent."""
    from bot.dingtalk.channel import DingTalkDoor

    secret = settings.dingtalk_client_secret.get_secret_value()
    if not settings.dingtalk_client_id and not secret:
        return Check(name="dingtalk", ok=True, message="未设置 RONGHE_DINGTALK_CLIENT_ID：钉钉渠道不启动。")
    api, old_api, profile = settings.dingtalk_api, settings.dingtalk_old_api, settings.profile
    try:
        DingTalkDoor(settings.dingtalk_client_id, secret, api=api, old_api=old_api, profile=profile).checked()
    except BadRequestError as error:
        return Check(name="dingtalk", ok=False, message=str(error))
    labels = "、".join(map(label_words, sorted(settings.dingtalk_labels)))
    return Check(name="dingtalk", ok=True, message=f"钉钉已设置；经它只显示这些材料：{labels}。")


def dingtalk_check(door: DingTalkDoor) -> Check:
    """Have DingTalk exchange the credentials for a token, which disturbs no channel that runs; nobody is written to."""
    from bot.dingtalk.channel import probe_dingtalk

    try:
        probe_dingtalk(door)
    except (ChannelUnavailableError, ChannelTokenError) as error:
        return Check(name="dingtalk_connection", ok=False, message=str(error))
    return Check(name="dingtalk_connection", ok=True, message="钉钉认可应用的凭证，没有发送任何消息。")


def _chat(settings: Settings) -> Check:
    """Look at how the chat model is set; nothing is sent."""
    if not settings.chat_model:
        return Check(name="chat", ok=True, message="未设置 RONGHE_CHAT_MODEL：不用大模型，答复直接摘自原文。")
    fault = _chat_fault(settings)
    return Check(name="chat", ok=fault is None, message=fault or f"大模型已设置：{settings.chat_model}（未试连）。")


def _chat_fault(settings: Settings) -> str | None:
    from knowledge.chat.endpoint import LangChainChat
    from knowledge.errors import ChatSetupError

    if settings.chat_base_url and not is_http_address(settings.chat_base_url):
        return "RONGHE_CHAT_BASE_URL 不是接口地址，请写全，如 http://127.0.0.1:8000/v1。"
    key = settings.chat_api_key.get_secret_value()
    chat = LangChainChat(settings.chat_model, base_url=settings.chat_base_url, api_key=key)
    try:
        chat.check()
    except ChatSetupError as error:
        return f"{error}在此之前答复直接摘自原文。"
    if not key and chat.elsewhere:
        return "设置了 RONGHE_CHAT_MODEL，但没有 RONGHE_CHAT_API_KEY；服务不要密钥的，请随意填几个字母。"
    return None


def _sign_on(settings: Settings) -> Check:
    """Look at how people come in with the office's account; nobody is asked."""
    from bot.web.sign_on.office import BACK, office_of, ways_in_words
    from knowledge.errors import BadRequestError

    try:
        office = office_of(settings, settings.web_origin)
    except BadRequestError as error:
        return Check(name="sign_on", ok=False, message=f"单位账号登录不能用：{error}")
    if not office.is_set_up:
        return Check(name="sign_on", ok=True, message="未设置单位账号登录：网页用本助手自己的密码登录。")
    back = f"，登录后回到 {settings.web_origin.rstrip('/')}{BACK}" if office.page and settings.web_origin else ""
    message = f"单位账号登录已设置：{ways_in_words(settings)}{back}（未试连）。"
    return Check(name="sign_on", ok=True, message=message)
