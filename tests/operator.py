"""What the operator of the machine says, for tests and benchmarks that look at answers and not at who gets them."""

from __future__ import annotations

from bot.services.asking import Question
from knowledge.callers import OPERATOR, Conversation, Visit

ALONE = Visit(caller=OPERATOR)
"""A question by itself."""


def by_operator(text: str, session: str | None = None) -> Question:
    """Return a question by itself, or of a session."""
    where = Conversation(channel="command", place=f"{OPERATOR.key}/{session}") if session else None
    return Question(text=text, visit=Visit(caller=OPERATOR, conversation=where))
