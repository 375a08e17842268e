"""A library of its own for a benchmark: real parts, a temporary home."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.cli import open_workplace
from bot.services.assistant import Assistant, assistant_of
from bot.workplace import Workplace
from knowledge.chat.endpoint import LangChainChat
from knowledge.errors import ChatError
from knowledge.ingesting import Choices
from knowledge.ports import ChatModel, Embedder
from knowledge.writing.model_writer import ModelWriter


@contextmanager
def open_library(home: Path, paths: Sequence[Path]) -> Iterator[tuple[Assistant, Embedder]]:
    """Ingest `paths` into `home` and open an assistant over it, as `ronghe chat` does.

    Args:
        home: An empty folder.
        paths: Files and folders.
    """
    place = open_workplace(None, home)
    with place.library("owner") as library:
        place.ingest(paths, library, Choices())
    with place.assistant("owner") as assistant:
        yield assistant, place.embedder()


@contextmanager
def assistant_with(place: Workplace, writer: ModelWriter | None) -> Iterator[Assistant]:
    """Open a home as a reader, with this writer in the place of the settings' own."""
    with place.library("reader") as library:
        assistant = assistant_of(library, place.people(library.catalog), writer=writer, readers=place.readers())
        assistant.asking.warm_up()
        yield assistant


class RecordingChat:
    """A chat model whose letters and replies are kept to be looked at."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model
        self.replies: list[str] = []
        """What was written, a reply each, also where it broke off."""

        self.errors: list[str] = []

    @property
    def elsewhere(self) -> bool:
        """Whether what is sent leaves this machine."""
        return self._model.elsewhere

    def stream(self, system: str, user: str, *, seconds: float, stop: threading.Event | None = None) -> Iterator[str]:
        """Yield the reply as it comes.

        Raises:
            ChatError: As of the model.
        """
        self.replies.append("")
        try:
            for piece in self._model.stream(system, user, seconds=seconds, stop=stop):
                self.replies[-1] += piece
                yield piece
        except ChatError as error:
            self.errors.append(str(error))
            raise


def recorded(place: Workplace) -> RecordingChat | None:
    """Return the chat model of the settings, recorded; None, having said why, where none is set or none answers."""
    settings = place.settings
    if not settings.chat_model:
        print("跳过：没有设置 RONGHE_CHAT_MODEL（和 RONGHE_CHAT_BASE_URL）。")
        return None
    key = settings.chat_api_key.get_secret_value()
    chat = LangChainChat(settings.chat_model, base_url=settings.chat_base_url, api_key=key)
    try:
        "".join(chat.stream("只回答一个字。", "好", seconds=60))
    except ChatError as error:
        print(f"跳过：{settings.chat_model} 没有应答。{error}")
        return None
    return RecordingChat(chat)
