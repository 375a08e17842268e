"""How long a question may be."""

from __future__ import annotations

from knowledge.errors import BadRequestError

SHORTEST, LONGEST = 2, 20_000
"""Characters of what is sent: one alone names nothing; above the limit it is a book, not a question."""


def check_length(question: str) -> None:
    """Refuse what cannot be a question.

    Raises:
        BadRequestError: Fewer than two characters, or more than twenty thousand.
    """
    length = len(question.strip())
    if not any(character.isalnum() for character in question):
        raise BadRequestError("只有标点，没有可查的字词；请写一句话，例如“国企怎么推动党建和业务融合”。")
    if length < SHORTEST:
        raise BadRequestError("问题太短，请写成一句话，例如“国企怎么推动党建和业务融合”。")
    if length > LONGEST:
        raise BadRequestError(f"问题有{length}字，超过{LONGEST}字的上限；请概括成一两句话再问。")
