"""An answer that a chat model writes: numbered sources inside a random fence, every sentence checked as it comes."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from knowledge.answers import MARKER, Draft, Removed
from knowledge.chat.careful import CarefulChat, Letter
from knowledge.errors import ChatError
from knowledge.grounding.checking import Checker
from knowledge.grounding.claims import figures, titles
from knowledge.grounding.composition import Composition
from knowledge.grounding.faults import foreign
from knowledge.grounding.support import Material
from knowledge.tokens import fold, pairs, simplified
from knowledge.writing.drafting import Piece, pieces
from knowledge.writing.layers import REMINDER, Track, track_of
from prompts.loader import render

SOURCES = 12
"""Passages that are sent, those first that the judge thinks most likely to answer."""

CHARACTERS = 7000
"""Characters of them together: fits a context of 8,192 tokens with the reply."""

UNDERSTANDING_SECONDS = 8.0
"""Seconds for a question to be understood; without that it is searched for as it stands."""

PHRASES, LONGEST_PHRASE, LONGEST_QUESTION = 3, 30, 120
"""Phrases that are searched for beside the question; characters of one, and of the question."""

MENTIONED = 600
"""Characters of what was quoted before that are told."""

HEADINGS = (*(track.value for track in Track), REMINDER)
"""Headings that a model may write; others are left out."""

NOT_HELD = ("资料未载", "资料不足", "无法回答", "未找到", "没有相关")
"""How a model says that the sources do not answer: not said in its words, the core has its own."""


class Understood(NamedTuple):
    """A question as the model understood it."""

    question: str
    """Stands alone."""

    phrases: tuple[str, ...]
    """Further words to search for."""


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

    def understand(
        self, question: str, previous: str | None, shown: Sequence[str], *, stop: threading.Event | None = None
    ) -> Understood | None:
        """Return a question as one that stands alone, with phrases to search for; None where the model gives none.

        What the model adds of its own (a figure, a title) makes the question another; then it is left as it is.

        Args:
            question: As it was asked.
            previous: The question before it, which stands alone.
            shown: What was quoted in answer to that; a model elsewhere is not told, for it may be for the unit alone.
            stop: Ends the understanding where it is.
        """
        fence = secrets.token_hex(8)
        mentioned = "" if self.elsewhere else "；".join(shown)[:MENTIONED]
        told = {"previous": previous or "无", "mentioned": mentioned or "无"}
        prompt = render("understand", fence=fence, question=question, **told)
        sent = Letter(system=prompt.system, user=prompt.user, subject="\n".join((question, *told.values())))
        try:
            said = "".join(self._chat.write(sent, seconds=UNDERSTANDING_SECONDS, stop=stop))
        except ChatError:
            return None
        known = "\n".join((question, *told.values()))
        lines = [MARKER.sub("", line).strip(' “”"·-') for line in said.splitlines() if line.strip()]
        if not lines or not _adds_nothing(lines[0], known) or not set(pairs(lines[0])) & set(pairs(known)):
            return None  # none, or one about something else
        phrases = [
            line for line in lines[1 : 1 + PHRASES] if len(line) <= LONGEST_PHRASE and _adds_nothing(line, known)
        ]
        return Understood(lines[0], tuple(dict.fromkeys(phrases)))


def _adds_nothing(line: str, known: str) -> bool:
    """Tell whether what a model wrote is a question or a phrase and has no figure, title or name that was not known."""
    added = {figure.claim for figure in figures(fold(line))} - {figure.claim for figure in figures(fold(known))}
    fits = 1 < len(line) <= LONGEST_QUESTION and not added and foreign(line, known) is None
    return fits and all(title in fold(known) for title in titles(fold(line)))


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
