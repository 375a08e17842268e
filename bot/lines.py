"""Questions one a line: each is answered with one object, in order; a bad line with an error in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pydantic import Field, ValidationError

from bot.contracts.basic import ErrorJson, Fault
from knowledge.documents import Frozen
from knowledge.errors import KnowledgeError

FORM = '这一行不是能读的 JSON 对象；请写一句话，或写 {"question":"…"}，另可写 session、as_of、as。'


class AskedLine(Frozen):
    """One question with what goes with it; what is not given is as the command has it."""

    question: str
    session: str | None = None
    as_of: str | None = None
    user: str | None = Field(default=None, alias="as", coerce_numbers_to_str=True)

    def under(self, usual: AskedLine) -> AskedLine:
        """Return the same with what is not given as it usually is."""
        given = self.model_dump(exclude_none=True)
        return usual.model_copy(update=given)


def replies(lines: Iterable[str], answer: Callable[[AskedLine], Frozen]) -> Iterator[Frozen]:
    """Yield what `answer` gives for each line, or why it cannot be given; nothing is read ahead."""
    for raw in lines:
        try:
            yield answer(_line_of(raw.strip()))
        except ValidationError:
            yield ErrorJson(error=Fault(code="bad_request", message=FORM))
        except KnowledgeError as error:
            yield ErrorJson(error=Fault(code=error.code, message=str(error)))


def _line_of(text: str) -> AskedLine:
    """Read a line: an object, or the question itself.

    Raises:
        ValidationError: It begins like an object and is none, or not such a one.
    """
    return AskedLine.model_validate_json(text) if text.startswith("{") else AskedLine(question=text)
