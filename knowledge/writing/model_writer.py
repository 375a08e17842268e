"""An answer that a chat model writes: numbered sources inside a random fence, every sentence checked as it comes."""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Iterator, Sequence

from knowledge.answers import MARKER, Draft, Removed
from knowledge.chat.careful import CarefulChat, Letter
from knowledge.errors import ChatError
from knowledge.grounding.checking import Checker
from knowledge.grounding.claims import figures, titles
from knowledge.grounding.faults import foreign
from knowledge.grounding.support import Material
from knowledge.questions.turns import Turn
from knowledge.tokens import fold, simplified
from knowledge.writing.composition import Composition
from knowledge.writing.drafting import Piece, pieces
from knowledge.writing.layers import REMINDER, Track, track_of
from prompts.loader import render

SOURCES = 8
"""Passages that are sent: what small models still read to the end."""

CHARACTERS = 7000
"""Characters of them together: fits a context of 8,192 tokens with the reply."""

REWRITING_SECONDS = 8.0
"""Seconds for a follow-up question to be rewritten; without that it is searched for as it stands."""

LONGEST_FOLLOW_UP = 80
"""Characters of a follow-up question; a longer one says what it is about."""

_LEANS = re.compile(r"[它他她其]|这[个些样]|那[个些样]|上面|上述|前面|刚才|前者|后者|以上|第[一二三四五六七八九十\d]")

HEADINGS = (*(track.value for track in Track), REMINDER)
"""Headings that a model may write; others are left out."""

NOT_HELD = ("资料未载", "资料不足", "无法回答", "未找到", "没有相关")
"""How a model says that the sources do not answer: not said in its words, the core has its own."""


class ModelWriter:
    """Writes answers with a chat model, from sources alone."""

    def __init__(self, chat: CarefulChat) -> None:
        self._chat = chat

    @property
    def elsewhere(self) -> bool:
        """Whether the sources leave this machine."""
        return self._chat.elsewhere

    def write(
        self,
        composition: Composition,
        question: str,
        materials: Sequence[Material],
        *,
        layered: bool,
        stop: threading.Event | None,
    ) -> Iterator[Draft]:
        """Write the answer into a composition, and yield it whenever a sentence has passed the checks.

        Args:
            composition: Where the sentences go; what did not pass is in its `removed`.
            question: The standalone question.
            materials: What may be used.
            layered: Whether to write in layers.
            stop: Ends the answer where it is.

        Raises:
            ChatError: The model gave no answer, or broke off; what was written by then stays.
        """
        sent = fitting(materials)
        checker = Checker(question, sent)
        for piece in pieces(self._chat.write(letter(question, sent, layered=layered), stop=stop)):
            if stop is not None and stop.is_set():
                return
            if piece.kind == "heading":
                if piece.text in HEADINGS and layered:
                    composition.head(piece.text)
            elif _add(composition, checker, piece):
                yield composition.draft

    def standalone(self, question: str, turn: Turn) -> str | None:
        """Return a question that leans on what went before as one that stands alone, or None when it does not lean.

        What the model adds of its own (a figure, a title) makes the question another; then it is left as it is.
        """
        if not _LEANS.search(question) or len(question) > LONGEST_FOLLOW_UP:
            return None
        fence = secrets.token_hex(8)
        told = {"previous": turn.standalone, "mentioned": "；".join((*turn.titles, *turn.points))[:600]}
        prompt = render("standalone", fence=fence, question=question, **told)
        sent = Letter(system=prompt.system, user=prompt.user, subject="\n".join((question, *told.values())))
        try:
            said = "".join(self._chat.write(sent, seconds=REWRITING_SECONDS))
        except ChatError:
            return None
        return _rewritten(said, "\n".join((question, *told.values())))


def _rewritten(said: str, known: str) -> str | None:
    """Return the question that a model wrote, or None when it is none or says more than was known."""
    line = MARKER.sub("", said.strip().splitlines()[0] if said.strip() else "").strip(' “”"')
    added = {figure.claim for figure in figures(fold(line))} - {figure.claim for figure in figures(fold(known))}
    named = set(titles(fold(line))) - set(titles(fold(known)))
    fits = 3 < len(line) <= LONGEST_FOLLOW_UP and not added and foreign(line, known) is None  # noqa: PLR2004
    return line if fits and all(title in fold(known) for title in named) else None


def _add(composition: Composition, checker: Checker, piece: Piece) -> bool:
    """Add what a model wrote where it passes; return whether the text grew."""
    if any(phrase in piece.text for phrase in NOT_HELD):
        return False
    checked = checker.check(piece.text, piece.markers)
    if isinstance(checked, Removed):
        composition.removed.append(checked)
        return False
    bullet = piece.kind == "item" or (bool(composition.text) and not piece.running)
    return composition.say(checked.text, checked.supports, bullet=bullet, running=piece.running)


def fitting(materials: Sequence[Material]) -> list[Material]:
    """Return the first of the materials that fit into a letter."""
    sent: list[Material] = []
    characters = 0
    for material in materials[:SOURCES]:
        characters += len(material.passage.text)
        if sent and characters > CHARACTERS:
            break
        sent.append(material)
    return sent


def letter(question: str, materials: Sequence[Material], *, layered: bool) -> Letter:
    """Return what is sent: the prompt, with the sources numbered inside a fence that no source can guess."""
    fence = secrets.token_hex(8)
    told = [_told(material, layered=layered) for material in materials]
    sources = "\n".join(
        f"<<{fence} 资料[{number}]>>\n{text}\n<<{fence} 完>>" for number, text in enumerate(told, start=1)
    )
    prompt = render("layered" if layered else "answer", fence=fence, sources=sources, question=question)
    return Letter(system=prompt.system, user=prompt.user, subject="\n".join((question, *told)))


def _told(material: Material, *, layered: bool) -> str:
    document = material.document
    track = track_of(document, material.passage.text)
    about = (
        f"《{document.title}》",
        material.passage.locator,
        document.issuer,
        document.date,
        track if layered else None,
    )
    return simplified("｜".join(part for part in about if part) + "\n" + material.passage.text)
