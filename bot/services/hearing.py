"""What somebody wrote, as it is read: tidied, with slips of typing mended; and the reply to it, which says so."""

from __future__ import annotations

from knowledge.answers import Answer, Reply
from knowledge.catalog.database import Database
from knowledge.catalog.standing_words import StandingWords
from knowledge.documents import Frozen
from knowledge.questions.slips import Mended, mended_slips
from knowledge.questions.tidying import tidied
from knowledge.tokens import simplified


class Heard(Frozen):
    """A question as it was written and as it is read."""

    question: str
    mended: Mended

    @property
    def text(self) -> str:
        """What is read, in Simplified."""
        return self.mended.text

    def told(self, reply: Reply) -> Reply:
        """Return a reply under the question as it was written, with what was mended in it."""
        reply = reply.model_copy(update={"question": self.question})
        if not self.mended.slips:
            return reply
        if isinstance(reply, Answer):
            return reply.model_copy(update={"notice": f"{self.mended.notice}{reply.notice or ''}"})
        return reply.model_copy(update={"text": f"{self.mended.notice}\n{reply.text}"})


class Hearing:
    """Reads questions against the words that the library has."""

    def __init__(self, database: Database) -> None:
        self._words = StandingWords(database)

    def heard(self, question: str, labels: frozenset[str]) -> Heard:
        """Return a question as it is read for somebody who may see documents under `labels`."""
        words = self._words
        text = mended_slips(
            tidied(simplified(question)),
            lambda word: words.passages_with(word, labels),
            passages=words.passages(labels),
        )
        return Heard(question=question, mended=text)
