"""A chat model behind any endpoint that LangChain knows, for text only: nothing is called, nothing is traced.

The reply is read in a thread of its own, so that the deadline holds whatever the endpoint does: hangs, drips or floods.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Any

from knowledge.chat.outgoing import is_elsewhere
from knowledge.errors import ChatError, ChatRefusedError, ChatSetupError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

LONGEST = 12_000
"""Characters of a reply after which nothing more is read: an answer has a tenth of that."""

REFUSALS = (
    *("content exists risk", "data_inspection_failed", "datainspectionfailed", "inappropriate content"),
    *("content_filter", "content filter", "content_policy", "sensitive", "risk control", "moderation"),
    *("敏感", "违规", "不合规", "内容安全", "安全审核", "不适宜"),
)
"""What providers answer when they do not like the words: DeepSeek, DashScope, Azure, Zhipu, Baidu and others."""

LATER = 2.0
"""Seconds after which a busy or broken endpoint is worth a second attempt, unless it named a time itself."""

GLANCE = 0.2
"""Seconds after which a waiting reader looks whether it is to stop."""

_END = None


class LangChainChat:
    """A `ChatModel` through LangChain's `init_chat_model`; it is built when first used."""

    def __init__(self, model: str, *, base_url: str = "", api_key: str = "") -> None:
        """Name a model as `provider:model`, e.g. `openai:deepseek-chat`; an empty address is the provider's own."""
        self._name = model
        self._base_url = base_url
        self._api_key = api_key

    @property
    def elsewhere(self) -> bool:
        """Whether what is sent leaves this machine."""
        return is_elsewhere(self._base_url)

    def check(self) -> None:
        """Build the client without sending anything.

        Raises:
            ChatSetupError: The provider is unknown, or no client for it is installed.
        """
        try:
            _ = self._model
        except (ImportError, ValueError) as error:
            message = f"RONGHE_CHAT_MODEL 的“{self._name}”无法识别，请写作“提供方:模型”，如 openai:deepseek-chat。"
            raise ChatSetupError(message) from error

    def stream(self, system: str, user: str, *, seconds: float, stop: threading.Event | None = None) -> Iterator[str]:
        """Yield the reply as it comes.

        Args:
            system: How to work.
            user: What to work on.
            seconds: Until the whole reply must be there.
            stop: Ends the reply where it is.

        Raises:
            ChatError: There is no reply, or it broke off.
        """
        deadline = monotonic() + seconds
        pieces: queue.Queue[str | Exception | None] = queue.Queue()
        left = threading.Event()
        reading = threading.Thread(target=self._read, args=(system, user, seconds, pieces, left), daemon=True)
        reading.start()
        length = 0
        try:
            while length < LONGEST:
                piece = _next(pieces, deadline, stop)
                if piece is _END:
                    break
                if isinstance(piece, Exception):
                    raise fault_of(piece) from piece
                length += len(piece)
                yield piece
            if not length and not (stop is not None and stop.is_set()):
                raise ChatError("模型没有给出内容。")
        finally:
            left.set()

    def _read(
        self, system: str, user: str, seconds: float, pieces: queue.Queue[str | Exception | None], left: threading.Event
    ) -> None:
        """Put the pieces of the reply into the queue, then its end or the fault."""
        import httpx2
        from langchain_core.exceptions import LangChainException
        from langsmith import tracing_context
        from openai import OpenAIError

        try:
            self.check()
            with tracing_context(enabled=False):
                for chunk in self._model.stream([("system", system), ("user", user)], timeout=seconds):
                    if left.is_set():
                        break
                    if chunk.response_metadata.get("finish_reason") == "content_filter":
                        raise ChatRefusedError("模型服务不接受这段文字。")
                    if chunk.text:
                        pieces.put(str(chunk.text))
            pieces.put(_END)
        # What is no reply of the protocol (another page, broken bytes, missing fields) surfaces as the latter kinds.
        except (
            *(ChatError, OpenAIError, LangChainException, httpx2.HTTPError),
            *(OSError, ValueError, TypeError, LookupError, AttributeError, ImportError, RuntimeError),
        ) as error:
            pieces.put(error)

    @cached_property
    def _model(self) -> BaseChatModel:
        from langchain.chat_models import init_chat_model

        # A server on this machine asks for no key, but the client does.
        options: dict[str, Any] = {"api_key": self._api_key or "none", "temperature": 0, "max_retries": 0}
        if self._base_url:
            options["base_url"] = self._base_url
        model: BaseChatModel = init_chat_model(self._name, **options)
        return model


def _next(
    pieces: queue.Queue[str | Exception | None], deadline: float, stop: threading.Event | None
) -> str | Exception | None:
    """Return what comes next; the end when the person does not want to wait any longer."""
    while (left := deadline - monotonic()) > 0:
        if stop is not None and stop.is_set():
            return _END
        with suppress(queue.Empty):
            return pieces.get(timeout=min(left, GLANCE))
    raise ChatError("模型没有在限定时间内答完。")


def fault_of(error: Exception) -> ChatError:
    """Return what an error of the libraries below means here."""
    from langchain_core import exceptions as langchain
    from openai import BadRequestError

    if isinstance(error, ChatError):
        return error
    said = f"{error} {getattr(error, 'body', '')}".lower()
    if any(refusal in said for refusal in REFUSALS):
        return ChatRefusedError("模型服务不接受这段文字。")
    wrong_setup = (
        langchain.ModelAuthenticationError,
        langchain.ModelPermissionDeniedError,
        langchain.ModelNotFoundError,
    )
    if isinstance(error, (*wrong_setup, ImportError)):
        return ChatSetupError(
            "模型的密钥、名称或地址不正确，请检查 RONGHE_CHAT_MODEL、RONGHE_CHAT_BASE_URL 和 RONGHE_CHAT_API_KEY。"
        )
    if isinstance(error, langchain.ModelRateLimitError):
        return ChatError("模型服务繁忙。", again_after=_retry_after(error))
    if isinstance(error, (langchain.ModelTimeoutError, langchain.ModelInvalidRequestError, BadRequestError)):
        return ChatError("模型没有应答或不接受这一请求。")
    return ChatError("连不上模型，或者它的应答不可用。", again_after=LATER)


def _retry_after(error: Exception) -> float:
    """Return in how many seconds the endpoint asks to be tried again."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    stated = str(headers.get("retry-after", ""))
    return float(stated) if stated.replace(".", "", 1).isdecimal() else LATER
