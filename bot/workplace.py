"""One home with what the commands need of it, each part opened when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bot.settings import is_http_address

if TYPE_CHECKING:
    from bot.dingtalk.channel import DingTalkDoor
    from bot.services.answering import Readers
    from bot.services.assistant import Assistant
    from bot.services.events import Tell
    from bot.services.intake import DraftText, Ingest, Intake, LookThrough
    from bot.services.rules import Rules
    from bot.settings import Settings
    from bot.web.address import Address
    from bot.web.sign_on.office import Office
    from bot.wecom.channel import WeComDoor
    from knowledge.callers import Caller
    from knowledge.catalog.catalog import Catalog
    from knowledge.documents import Document, Passage
    from knowledge.evaluation.judgements import CorpusEntry
    from knowledge.ingesting import ReportFile
    from knowledge.library import Library
    from knowledge.models.embedding import SentenceEmbedder
    from knowledge.models.reranking import CrossEncoderReranker
    from knowledge.pages import Box, Page
    from knowledge.people import People
    from knowledge.vectors.chroma_client import ChromaServer
    from knowledge.writing.model_writer import ModelWriter


@dataclass(frozen=True)
class Workplace:
    """A home, the settings, and the ingest package, which only the composition root may import, once it is needed."""

    home: Path
    settings: Settings
    ingest: Ingest
    """`ingest.pipeline.ingest`."""

    look_through: LookThrough
    """`ingest.pipeline.looked_through`."""

    report_page: Callable[[], ReportFile]
    """The report as a web page."""

    entries: Callable[[Sequence[CorpusEntry], Path, bytes], list[tuple[Document, list[Passage]]]]
    """How the entries of a retrieval set are cut."""

    draft_text: DraftText
    """The text of somebody's own file."""

    page_picture: Callable[[bytes, Page, Sequence[Box]], bytes]
    """A page of a scan as it was read."""

    bound_photos: Callable[[Sequence[bytes]], bytes]
    """Photos as the pages of one file."""

    samples: Callable[[], list[Path]]
    """The files of the fictional sample documents."""

    def intake(self) -> Intake:
        """Return what reads files that people bring."""
        from bot.services.intake import Intake

        return Intake(
            ingest=self.ingest,
            look_through=self.look_through,
            draft_text=self.draft_text,
            bound_photos=self.bound_photos,
            report_page=self.report_page,
            profile=self.settings.profile,
        )

    def people(self, catalog: Catalog) -> People:
        """Return the people whom the settings and an open catalog name."""
        from knowledge.people import People

        return People(
            catalog.database,
            admins=self.settings.admins,
            readers=self.settings.named_readers,
            open_to_all="*" in self.settings.readers,
        )

    def address(self) -> Address:
        """Return where the page is.

        Raises:
            BadRequestError: The settings contradict one another, or one cannot be used.
        """
        from bot.web.address import address_of

        settings = self.settings
        return address_of(
            settings.web_host,
            settings.web_port,
            origin=settings.web_origin,
            frames=settings.web_frames,
            proxies=settings.trusted_proxies,
            name_header=settings.trusted_header,
        )

    def wecom_door(self) -> WeComDoor:
        """Return how WeCom is reached; the page is named to people only where its address is set."""
        from bot.wecom.channel import WeComDoor

        settings = self.settings
        return WeComDoor(
            bot_id=settings.wecom_bot_id,
            secret=settings.wecom_secret.get_secret_value(),
            endpoint=settings.wecom_endpoint,
            profile=settings.profile,
            page_url=self.address().url if settings.web_origin else "",
        )

    def dingtalk_door(self) -> DingTalkDoor:
        """Return how DingTalk is reached; the page is named to people only where its address is set."""
        from bot.dingtalk.channel import DingTalkDoor

        settings = self.settings
        return DingTalkDoor(
            client_id=settings.dingtalk_client_id,
            client_secret=settings.dingtalk_client_secret.get_secret_value(),
            api=settings.dingtalk_api,
            old_api=settings.dingtalk_old_api,
            template=settings.dingtalk_card_template,
            profile=settings.profile,
            page_url=self.address().url if settings.web_origin else "",
        )

    def office(self) -> Office:
        """Return how people sign in to the page with the office's account.

        Raises:
            BadRequestError: The settings of it are not complete, or not safe.
        """
        from bot.web.sign_on.office import office_of

        return office_of(self.settings, self.address().url)

    def caller(self, catalog: Catalog, named: str | None) -> Caller:
        """Return on whose behalf a command runs: the person of `--as`, else whoever sits at this machine.

        Raises:
            BadRequestError: It names nobody.
        """
        from knowledge.callers import OPERATOR

        return OPERATOR if named is None else self.people(catalog).known(named)

    def labels(self, catalog: Catalog, named: str | None) -> frozenset[str]:
        """Return the labels that the person of `--as` may see, of those in use; all of them without one."""
        return self.people(catalog).labels(catalog.labels(), self.caller(catalog, named))

    def embedder(self, name: str | None = None) -> SentenceEmbedder:
        """Return the embedding model that is named, else that of the settings; it is loaded when first used."""
        return _embedder(name or self.settings.embedding_model, self.settings.models)

    def reranker(self) -> CrossEncoderReranker | None:
        """Return the reranker of the settings, loaded when first used; None where none is set."""
        from knowledge.models.reranking import CrossEncoderReranker

        return CrossEncoderReranker(self.settings.reranker_model) if self.settings.reranker_model else None

    def readers(self) -> Readers:
        """Return what reads question and text together, loaded when first used."""
        from bot.services.answering import Readers
        from knowledge.grounding.cosine_judge import CosineJudge
        from knowledge.models.judging import JudgeOfModels

        judge = JudgeOfModels(self.settings.models, otherwise=lambda: CosineJudge(self.embedder()))
        return Readers(self.reranker(), judge)

    def settled_home(self) -> Path:
        """Return the home, which names the database of the settings where it holds nothing yet.

        Raises:
            BadRequestError: Its catalog is elsewhere than the settings say.
        """
        from knowledge.catalog.address import settle_address
        from knowledge.catalog.database import FILE

        settle_address(self.home, self.settings.database_url.get_secret_value(), own_file=FILE)
        return self.home

    @contextmanager
    def catalog(self) -> Iterator[Catalog]:
        """Open the catalog alone: enough to list, show and look words up, without any model."""
        from knowledge.catalog.catalog import Catalog

        with Catalog.open(self.settled_home()) as catalog:
            yield catalog

    @contextmanager
    def library(self, role: Literal["owner", "reader"]) -> Iterator[Library]:
        """Open the library: an owner keeps the vector index (where nobody else does), a reader scans the catalog."""
        from knowledge.library import Library

        if role == "reader":
            opened = Library.open_reader(self.settled_home(), self.embedder())
        else:
            opened = Library.open_owner(self.settled_home(), self.embedder(), self.chroma_server())
        with opened as library:
            yield library

    def chroma_server(self) -> ChromaServer | None:
        """Return the Chroma server of the settings, None where the vector index is in the home.

        Raises:
            BadRequestError: Its address cannot be used.
        """
        from knowledge.errors import BadRequestError
        from knowledge.vectors.chroma_client import ChromaServer

        url = self.settings.chroma_url
        if not url:
            return None
        if not is_http_address(url):
            raise BadRequestError("RONGHE_CHROMA_URL 不是网址，请写全，如 http://127.0.0.1:8000。")
        return ChromaServer(url, self.settings.chroma_token.get_secret_value())

    def settle_index(self) -> None:
        """Bring the vector index in step with the catalog, unless another process keeps it, which does so itself."""
        with self.library("owner") as library:
            library.catch_up()

    @contextmanager
    def rules(self) -> Iterator[Rules]:
        """Open the catalog as rules that can be looked up by name and number, without any model."""
        from bot.services.rules import Rules
        from knowledge.catalog.regulations import Register

        with self.catalog() as catalog:
            yield Rules.over(catalog, Register(catalog.database))

    def writer(self, catalog: Catalog) -> ModelWriter | None:
        """Return the writer with the chat model of the settings, None where none is set; it knows what was refused."""
        settings = self.settings
        if not settings.chat_model:
            return None
        from knowledge.catalog.refused_texts import RefusedTexts
        from knowledge.chat.careful import CarefulChat
        from knowledge.chat.endpoint import LangChainChat
        from knowledge.writing.model_writer import ModelWriter

        key = settings.chat_api_key.get_secret_value()
        chat = LangChainChat(settings.chat_model, base_url=settings.chat_base_url, api_key=key)
        refused = RefusedTexts(catalog.database, f"{settings.chat_model} {settings.chat_base_url}".strip())
        return ModelWriter(CarefulChat(chat, refused=refused))

    @contextmanager
    def assistant(
        self, role: Literal["owner", "reader"], *, model: bool = True, also: Sequence[Tell] = ()
    ) -> Iterator[Assistant]:
        """Open the library with the room over it; without `model` it answers in the words of the sources."""
        with self.library(role) as library:
            yield self.assistant_of(library, model=model, also=also)

    def assistant_of(self, library: Library, *, model: bool = True, also: Sequence[Tell] = ()) -> Assistant:
        """Return the room over an open library, rid of what is past its time where this process owns the index."""
        from bot.services.assistant import assistant_of
        from knowledge.upkeep.purging import expire

        if library.owns_index:
            expire(library.catalog.database)
        return assistant_of(
            library,
            self.people(library.catalog),
            readers=self.readers(),
            writer=self.writer(library.catalog) if model else None,
            intake=self.intake(),
            drafts_online=self.settings.drafts_online,
            draw=self.page_picture,
            quota=self.settings.daily_questions,
            shown_over=self.settings.shown_over,
            also=also,
        )


@cache
def _embedder(name: str, models: Path) -> SentenceEmbedder:
    """Return the one embedder of a name: a model is loaded once a process, however many homes are opened."""
    from knowledge.models.embedding import SentenceEmbedder

    return SentenceEmbedder(name, models=models)
