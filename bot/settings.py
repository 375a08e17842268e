"""Settings from the environment and a `.env` in the working folder; read once, by the composition root."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from knowledge.access import PUBLIC, label_named
from knowledge.callers import Identity
from knowledge.errors import BadRequestError


class Settings(BaseSettings):
    """Every setting of the program; each is explained in docs/guide/settings.md and in `.env.example`."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    home: Path = Field(default_factory=lambda: user_data_path("ronghe"), validation_alias="RONGHE_HOME")
    database_url: SecretStr = Field(default=SecretStr(""), validation_alias="RONGHE_DATABASE_URL")
    models: Path = Field(default_factory=lambda: user_cache_path("ronghe") / "models", validation_alias="RONGHE_MODELS")
    embedding_model: str = Field(default="bundled", validation_alias="RONGHE_EMBEDDING_MODEL")
    chroma_url: str = Field(default="", validation_alias="RONGHE_CHROMA_URL")
    chroma_token: SecretStr = Field(default=SecretStr(""), validation_alias="RONGHE_CHROMA_TOKEN")
    metrics_token: SecretStr = Field(default=SecretStr(""), validation_alias="RONGHE_METRICS_TOKEN")
    worker: str = Field(default="", validation_alias="RONGHE_WORKER")
    traces_url: str = Field(default="", validation_alias="RONGHE_TRACES_URL")
    reranker_model: str = Field(default="", validation_alias="RONGHE_RERANKER_MODEL")
    chat_model: str = Field(default="", validation_alias="RONGHE_CHAT_MODEL")
    chat_base_url: str = Field(default="", validation_alias="RONGHE_CHAT_BASE_URL")
    chat_api_key: SecretStr = Field(default=SecretStr(""), validation_alias="RONGHE_CHAT_API_KEY")
    profile: Literal["internet", "intranet"] = Field(default="internet", validation_alias="RONGHE_PROFILE")
    drafts_online: bool = Field(default=False, validation_alias="RONGHE_DRAFTS_ONLINE")
    time_zone: str = Field(default="Asia/Shanghai", validation_alias="RONGHE_TIME_ZONE")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="WARNING", validation_alias="RONGHE_LOG_LEVEL"
    )
    telegram_bot_token: SecretStr = Field(default=SecretStr(""), validation_alias="TELEGRAM_BOT_TOKEN")
    telegram_base_url: str = Field(default="", validation_alias="TELEGRAM_BASE_URL")
    telegram_base_file_url: str = Field(default="", validation_alias="TELEGRAM_BASE_FILE_URL")
    telegram_webhook_url: str = Field(default="", validation_alias="TELEGRAM_WEBHOOK_URL")
    telegram_webhook_listen: str = Field(default="127.0.0.1:8443", validation_alias="TELEGRAM_WEBHOOK_LISTEN")
    dingtalk_client_id: str = Field(default="", validation_alias="RONGHE_DINGTALK_CLIENT_ID")
    dingtalk_client_secret: SecretStr = Field(default=SecretStr(""), validation_alias="RONGHE_DINGTALK_CLIENT_SECRET")
    dingtalk_api: str = Field(default="", validation_alias="RONGHE_DINGTALK_API")
    dingtalk_old_api: str = Field(default="", validation_alias="RONGHE_DINGTALK_OLD_API")
    dingtalk_card_template: str = Field(default="", validation_alias="RONGHE_DINGTALK_CARD_TEMPLATE")
    dingtalk_labels: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset({PUBLIC}), validation_alias="RONGHE_DINGTALK_LABELS"
    )
    web_host: str = Field(default="127.0.0.1", validation_alias="RONGHE_WEB_HOST")
    web_port: int = Field(default=8420, ge=1, le=65_535, validation_alias="RONGHE_WEB_PORT")
    web_origin: str = Field(default="", validation_alias="RONGHE_WEB_ORIGIN")
    web_frames: str = Field(default="", validation_alias="RONGHE_WEB_FRAMES")
    trusted_proxies: str = Field(default="", validation_alias="RONGHE_TRUSTED_PROXIES")
    trusted_header: str = Field(default="", validation_alias="RONGHE_TRUSTED_HEADER")
    wecom_bot_id: str = Field(default="", validation_alias="RONGHE_WECOM_BOT_ID")
    wecom_secret: SecretStr = Field(default=SecretStr(""), validation_alias="RONGHE_WECOM_SECRET")
    wecom_endpoint: str = Field(default="", validation_alias="RONGHE_WECOM_ENDPOINT")
    wecom_labels: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset({PUBLIC}), validation_alias="RONGHE_WECOM_LABELS"
    )
    oidc_issuer: str = Field(default="", validation_alias="RONGHE_OIDC_ISSUER")
    oidc_client_id: str = Field(default="", validation_alias="RONGHE_OIDC_CLIENT_ID")
    oidc_client_secret: SecretStr = Field(default=SecretStr(""), validation_alias="RONGHE_OIDC_CLIENT_SECRET")
    oidc_claim: str = Field(default="preferred_username", validation_alias="RONGHE_OIDC_CLAIM")
    cas_url: str = Field(default="", validation_alias="RONGHE_CAS_URL")
    ldap_url: str = Field(default="", validation_alias="RONGHE_LDAP_URL")
    ldap_base: str = Field(default="", validation_alias="RONGHE_LDAP_BASE")
    ldap_attribute: str = Field(default="uid", validation_alias="RONGHE_LDAP_ATTRIBUTE")
    ldap_bind_dn: str = Field(default="", validation_alias="RONGHE_LDAP_BIND_DN")
    ldap_bind_password: SecretStr = Field(default=SecretStr(""), validation_alias="RONGHE_LDAP_BIND_PASSWORD")
    sign_on_ca: Path | None = Field(default=None, validation_alias="RONGHE_SIGN_ON_CA")
    webhook_url: str = Field(default="", validation_alias="RONGHE_WEBHOOK_URL")
    webhook_secret: SecretStr = Field(default=SecretStr(""), validation_alias="RONGHE_WEBHOOK_SECRET")
    daily_questions: int = Field(default=0, ge=0, validation_alias="RONGHE_DAILY_QUESTIONS")
    admins: Annotated[frozenset[Identity], NoDecode] = Field(default=frozenset(), validation_alias="RONGHE_ADMINS")
    readers: Annotated[frozenset[Identity | Literal["*"]], NoDecode] = Field(
        default=frozenset(), validation_alias="RONGHE_READERS"
    )

    @field_validator("admins", "readers", mode="before")
    @classmethod
    def _split_ids(cls, value: object) -> object:
        """Read `12, telegram:34, web:zhang` as a set of identities; `*` stays as it is."""
        if not isinstance(value, str):
            return value
        parts = (part.strip() for part in value.replace("，", ",").split(","))
        try:
            return frozenset(part if part == "*" else Identity.named(part) for part in parts if part)
        except BadRequestError as error:
            raise ValueError(str(error)) from error

    @field_validator("wecom_labels", "dingtalk_labels", mode="before")
    @classmethod
    def _split_labels(cls, value: object) -> object:
        """Read `public, dept:zzb` as a set of labels."""
        if not isinstance(value, str):
            return value
        try:
            return frozenset(label_named(part) for part in value.replace("，", ",").split(",") if part.strip())
        except BadRequestError as error:
            raise ValueError(str(error)) from error

    @property
    def shown_over(self) -> dict[str, frozenset[str]]:
        """The labels of what may be shown over the messengers of vendors, by channel."""
        return {"wecom": self.wecom_labels, "dingtalk": self.dingtalk_labels}

    @property
    def named_readers(self) -> frozenset[Identity]:
        """The readers that are named one by one, without `*`."""
        return frozenset(reader for reader in self.readers if isinstance(reader, Identity))

    def secrets(self) -> list[str]:
        """Return what must stand in no log."""
        values = (getattr(self, name) for name in type(self).model_fields)
        return [value.get_secret_value() for value in values if isinstance(value, SecretStr) and value]

    def shown(self) -> list[tuple[str, str]]:
        """Return what is set, by name; of a secret, and of a place on this machine, only that it is."""
        fields = type(self).model_fields
        set_here = [(str(fields[name].validation_alias), getattr(self, name)) for name in self.model_fields_set]
        return sorted((name, _shown(value)) for name, value in set_here)


def is_http_address(text: str) -> bool:
    """Tell whether a text is the address of a service, with scheme, host and a port that exists."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _shown(value: object) -> str:
    if isinstance(value, SecretStr | Path):
        return "已设置"
    if isinstance(value, str) and "://" in value:
        parts = urlsplit(value)  # the rest may hold a password or a key
        return f"{parts.scheme}://{parts.hostname or ''}"
    if isinstance(value, frozenset):
        return "、".join(sorted(map(str, value)))
    return str(value)


def wrong_setting(name: str, fault: str) -> str:
    """Say what a setting may be whose value cannot be used.

    Args:
        name: As in the environment.
        fault: Pydantic's name of what is wrong.
    """
    field = next((one for one in Settings.model_fields.values() if one.validation_alias == name), None)
    if name in {"RONGHE_ADMINS", "RONGHE_READERS"}:
        stars = "，或 *" if name == "RONGHE_READERS" else ""
        return f"{name} 应为数字编号或 渠道:编号（如 telegram:42），多个用逗号隔开{stars}"
    if name.endswith("_LABELS"):
        return f"{name} 应为 public、unit 或 dept:部门号，多个用逗号隔开"
    if field is not None and (words := get_args(field.annotation)):
        return f"{name} 应为 {'、'.join(map(str, words))} 之一"
    expected = {"bool_parsing": " true 或 false", "int_parsing": "整数", "greater_than_equal": "不小于0的整数"}
    if name == "RONGHE_WEB_PORT":
        return f"{name} 应为1至65535之间的端口号"
    return f"{name} 应为{expected[fault]}" if fault in expected else f"{name} 的值不可用"
