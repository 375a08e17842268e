"""Answers that an administrator approved, by what their questions ask."""

from __future__ import annotations

from pydantic import ValidationError
from sqlalchemy import BigInteger, Column, ColumnElement, Table, Text, delete, select

from knowledge.answers import Answer
from knowledge.callers import Caller
from knowledge.catalog.database import Tables
from knowledge.catalog.schema import metadata, texts
from knowledge.documents import Frozen

standard_answers = Table(
    "standard_answers",
    metadata,
    Column("number", BigInteger, primary_key=True),
    # knowledge.questions.same_question.key_of the question.
    *texts("key", "question"),
    # knowledge.answers.Answer as JSON: the words with their citations as they were approved.
    Column("answer", Text),
    # The key of a caller; empty once they were purged.
    *texts("approved_by", "approved_on"),
)


class StandardAnswer(Frozen):
    """An answer as it was approved."""

    number: int
    question: str
    answer: Answer
    approved_on: str
    """`YYYY-MM-DD`."""


class StandardAnswers(Tables):
    """The approved answers of one catalog."""

    def put(self, key: str, answer: Answer, *, approved_by: Caller, approved_on: str) -> int:
        """Keep an answer in the place of any before it with the same key; return its number."""
        changed = {
            "question": answer.question,
            "answer": answer.model_dump_json(),
            "approved_by": approved_by.key,
            "approved_on": approved_on,
        }
        added = self._database.insert(standard_answers).values({"key": key, **changed})
        query = added.on_conflict_do_update(index_elements=["key"], set_=changed).returning(standard_answers.c.number)
        with self._database.writing() as connection:
            return int(connection.scalars(query).one())

    def find(self, key: str) -> StandardAnswer | None:
        """Return the answer with a key, or None."""
        return next(iter(self._read(standard_answers.c.key == key)), None)

    def everything(self) -> list[StandardAnswer]:
        """Return all of them, the latest last."""
        return self._read()

    def remove(self, number: int) -> bool:
        """Forget one; tell whether it was there."""
        with self._database.writing() as connection:
            query = delete(standard_answers).where(standard_answers.c.number == number)
            return connection.execute(query).rowcount > 0

    def _read(self, *conditions: ColumnElement[bool]) -> list[StandardAnswer]:
        columns = standard_answers.c
        wanted = select(columns.number, columns.question, columns.answer, columns.approved_on).where(*conditions)
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(columns.number)).all()
        return [one for row in rows if (one := _standard(*row)) is not None]


def _standard(number: int, question: str, answer: str, approved_on: str) -> StandardAnswer | None:
    """Return a row read back; None for a form that is no longer read."""
    try:
        read = Answer.model_validate_json(answer)
    except ValidationError:
        return None
    return StandardAnswer(number=number, question=question, answer=read, approved_on=approved_on)
