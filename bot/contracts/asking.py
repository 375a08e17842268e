"""The JSON object of `ask`."""

from __future__ import annotations

from typing import Literal

from bot.contracts.basic import CitationJson, HitJson
from knowledge.answers import Checks, Seconds
from knowledge.blocks import Block
from knowledge.conditions import Condition
from knowledge.documents import Frozen
from knowledge.trace import Step


class AskJson(Frozen):
    """`ask`."""

    question: str
    standalone_question: str
    reply: Literal["answer", "no_answer", "clarify", "notice"]
    strength: Literal["direct", "related"] | None = None
    """Whether an answer answers, or shows what comes nearest and says so; null for other replies."""

    blocks: tuple[Block, ...] = ()
    """What `text` is made of."""

    text: str
    writer: Literal["extractive", "model"]
    notice: str | None
    candidates: tuple[str, ...]
    citations: tuple[CitationJson, ...]
    checks: Checks
    nearest: tuple[HitJson, ...]
    filters: tuple[Condition, ...] = ()
    """Read from the question: only such material was looked at, or none of it answers."""

    seconds: Seconds
    trace: tuple[Step, ...] = ()
    """What was done, step by step, under `--trace`."""
