"""Replies: an answer with its citations, or an honest word about why there is none.

An ungrounded answer cannot be constructed: the markers in its text and its citations are the same set.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple, Protocol, Self

from pydantic import Field, model_validator

from knowledge.blocks import Block, RemarkBlock, text_of
from knowledge.conditions import Condition
from knowledge.documents import DocumentSummary, Frozen, Hit, SourceSpan
from knowledge.former_answers import blocks_of
from knowledge.trace import Step

MARKER = re.compile(r"\[(\d{1,2})\]")
"""`[1]` to `[99]`; sources contain 〔2021〕 and sometimes [2021], which are no markers."""


class Citation(Frozen):
    """A marker and the words of a source that stand behind it."""

    marker: int = Field(ge=1, le=99)
    passage_id: str
    document: DocumentSummary
    locator: str
    quote: str
    """Verbatim from the document's repaired text, in the source's script."""

    quote_start: int
    """Where `quote` begins in the document's text."""

    secondhand: bool = False
    """The quoted words are another instrument's, repeated here: 转引."""

    source: SourceSpan


class Removed(Frozen):
    """A sentence that did not pass the checks, and why."""

    text: str
    why: str


class Checks(Frozen):
    """What was checked in the text of an answer."""

    sentences: int = 0
    cited: int = 0
    quotes: int = 0
    quotes_verified: int = 0
    removed: tuple[Removed, ...] = ()


class Seconds(Frozen):
    """Time spent, in seconds."""

    retrieve: float = 0.0
    write: float = 0.0
    total: float = 0.0


class NextQuestion(Frozen):
    """What may be asked after an answer."""

    label: str
    """A few words, as somebody would put it who has just read the answer."""

    question: str
    """The same as a question by itself."""


class ExamplesPage(Frozen):
    """Which of the examples that fit a request are shown."""

    number: int = Field(ge=1)
    is_last: bool


class Answer(Frozen):
    """Sentences in Simplified Chinese, each with the marker of a citation."""

    reply: Literal["answer"] = "answer"
    question: str
    standalone_question: str
    blocks: tuple[Block, ...]
    strength: Literal["direct", "related"] = "direct"
    """Whether it answers, or shows what comes nearest and says so in its first line."""

    writer: Literal["extractive", "model"] = "extractive"
    fallback: bool = False
    """The sources are quoted because what the model wrote could not be used."""

    notice: str | None = None
    """One honest line for the reader beside the text, e.g. that the model was not available."""

    citations: tuple[Citation, ...] = Field(min_length=1)
    checks: Checks = Checks()
    nearest: tuple[Hit, ...] = ()
    conditions: tuple[Condition, ...] = ()
    """Read from the question: only such material was looked at."""

    next_questions: tuple[NextQuestion, ...] = ()
    """What the library can answer next; filled in by channels that offer it."""

    page: ExamplesPage | None = None
    """Where it is a list of examples, which can also leave as a table."""

    seconds: Seconds = Seconds()
    trace: tuple[Step, ...] = ()
    """What was done, step by step."""

    @property
    def text(self) -> str:
        """Return what the blocks read as, with `[1]`, `[2]` … as markers."""
        return text_of(self.blocks)

    @model_validator(mode="before")
    @classmethod
    def _former(cls, values: Any) -> Any:  # Any: whatever is validated
        """Open an answer that was kept when answers were text alone."""
        if isinstance(values, dict) and "text" in values and "blocks" not in values:
            return {name: value for name, value in values.items() if name != "text"} | {
                "blocks": blocks_of(values["text"])
            }
        return values

    @model_validator(mode="after")
    def _says_what_it_is(self) -> Self:
        if self.strength == "related" and not (self.blocks and isinstance(self.blocks[0], RemarkBlock)):
            message = "a related answer begins with a remark that says so"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _markers_are_the_citations(self) -> Self:
        written = {int(number) for number in MARKER.findall(self.text)}
        cited = [citation.marker for citation in self.citations]
        if len(set(cited)) != len(cited) or written != set(cited):
            message = f"markers {sorted(written)} in the text, citations {cited}"
            raise ValueError(message)
        return self


class WithoutAnswer(Frozen):
    """What every reply has that is no answer."""

    question: str
    standalone_question: str
    text: str
    """What there is to say; carries no markers."""

    candidates: tuple[str, ...] = ()
    """Questions that the person may want to ask instead, or next."""

    seconds: Seconds = Seconds()
    trace: tuple[Step, ...] = ()


class NoAnswer(WithoutAnswer):
    """The documents do not support an answer; what is nearest is shown instead."""

    reply: Literal["no_answer"] = "no_answer"
    nearest: tuple[Hit, ...] = ()
    conditions: tuple[Condition, ...] = ()
    """Read from the question; no such material supports an answer."""


class Clarify(WithoutAnswer):
    """The question can mean several things; the person chooses."""

    reply: Literal["clarify"] = "clarify"


class Notice(WithoutAnswer):
    """Greetings, help and declined requests: nothing is looked up."""

    reply: Literal["notice"] = "notice"


Reply = Answer | NoAnswer | Clarify | Notice


class Draft(Frozen):
    """What may be shown of an answer while the rest is being written: checked, and never taken back."""

    text: str
    """Begins with the draft before it; the answer's text begins with the last one."""


Progress = Iterator[Draft | Reply]
"""Drafts, then the reply as the last item."""


def finished(progress: Progress) -> Reply:
    """Return the reply at the end of `progress`.

    Raises:
        ValueError: There is none: the iterator was made wrongly.
    """
    for piece in progress:
        if not isinstance(piece, Draft):
            return piece
    message = "the progress of an answer ended without a reply"
    raise ValueError(message)


class Inquiry(NamedTuple):
    """A question on its way to whoever answers it."""

    text: str
    """As the person wrote it."""

    labels: frozenset[str]
    """What the person may see."""

    previous: str | None = None
    """The standalone question before it in the conversation, if any."""

    shown: Sequence[str] = ()
    """What was quoted in answer to that, in Simplified."""

    as_of: str | None = None
    """The day whose law counts, `YYYY-MM-DD`; None is the day that the question names, else today."""

    stop: threading.Event | None = None
    """When set, nothing more is written; the reply is what was shown by then."""


class QuestionAnswerer(Protocol):
    """Who answers any question."""

    def stream(self, asked: Inquiry) -> Progress:
        """Yield the answer as it grows, then the reply to a question.

        Raises:
            BadRequestError: The question is too short or too long to be one.
        """
