"""What this adapter needs of the core: a protocol that `bot.assistant` satisfies."""

from __future__ import annotations

import threading
from typing import Protocol

from bot.own_texts import OwnTexts
from bot.practices import Practices
from bot.rehearsal import Rehearsal
from bot.searching import Looking
from bot.shelf import Shelf
from bot.standards import Standards
from knowledge.answers import Answer, NoAnswer, Progress, Reply
from knowledge.catalog.keyword import KeywordFindings
from knowledge.documents import Hit, Kind
from knowledge.people import People
from knowledge.regulations.comparison import Comparison
from knowledge.regulations.findings import Finding, Match

PUBLIC_ONLY = 0
"""The user id of nobody in particular: who sees what anybody may see. Telegram's ids begin at 1."""


class Assistant(Looking, Protocol):
    """The synchronous core. The questions about persons are answered at once; the rest may block."""

    @property
    def people(self) -> People:
        """Who may do what, and the way to change it."""

    def stream(self, question: str, *, session: str, user: int, stop: threading.Event) -> Progress:
        """Answer a question from what `user` may see: drafts, then the reply.

        Once `stop` is set, nothing more is written.

        Raises:
            KnowledgeError: It cannot be done; the message is a Chinese sentence.
        """

    def keep(self, reply: Answer | NoAnswer, *, session: str, reply_id: str | None = None) -> str:
        """Store a reply durably and return its id: at most 12 characters of a to z and 0 to 9.

        Args:
            reply: What was answered.
            session: The conversation that it belongs to.
            reply_id: Of the stored reply that it takes the place of.
        """

    def kept(self, reply_id: str, *, session: str, user: int | None = None) -> Reply | None:
        """Return a stored reply, or None when it is unknown or belongs to another session."""

    def passage(self, passage_id: str, *, user: int) -> Hit | None:
        """Return a passage in its source's script, or None when it is gone or hidden from `user`."""

    def ask(self, question: str, *, session: str, user: int) -> Reply:
        """Answer a question at once."""

    def labels(self, user: int) -> frozenset[str]:
        """Return the labels that a person may see."""

    @property
    def practices(self) -> Practices:
        """Return examples and formulas, and what is written from them."""

    @property
    def own_texts(self) -> OwnTexts:
        """Return what reads and checks the texts that people bring."""

    @property
    def standards(self) -> Standards:
        """Return the answers that an administrator approved."""

    @property
    def rehearsal(self) -> Rehearsal:
        """Return what finds out whether something could be answered."""

    @property
    def shelf(self) -> Shelf:
        """Return the documents, for leafing through."""

    def provisions(self, reference: str, *, user: int, session: str | None = None) -> Finding:
        """Return the provisions that a reference names, of what `user` may see, or what is missing."""

    def provision_of(self, reply: Answer, *, user: int) -> Match | None:
        """Return the article that all citations of an answer stand in, or None."""

    def provision(self, document_id: str, position: int, *, user: int) -> Match | None:
        """Return an article by its position in its instrument, from 0, or None."""

    def compared(self, document_id: str, *, user: int) -> Comparison | None:
        """Return what changed between a text and the version next to it, or None when there is no other."""

    def keyword(self, text: str, *, user: int, limit: int, offset: int, kind: Kind | None = None) -> KeywordFindings:
        """Return where words stand literally, of one kind of document or of all."""

    def simplified(self, text: str) -> str:
        """Return text in Simplified characters, for reading."""

    def forget(self, session: str) -> None:
        """Begin a new topic: what was said before no longer bears on what is asked next."""

    def may_read(self, user: int) -> bool:
        """Tell whether this person may ask."""

    def may_upload(self, user: int) -> bool:
        """Tell whether this person may hand in documents."""

    def is_admin(self, user: int) -> bool:
        """Tell whether this person is an administrator."""

    def is_open_to_somebody(self) -> bool:
        """Tell whether anybody at all may ask: a reader or an administrator has been set."""

    def corpus_line(self) -> str:
        """Return one line: how many documents of which kinds are held, and whether they are samples."""
