"""Questions about the library itself are answered from its catalog; all others go to who answers questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from time import perf_counter

from knowledge import clock
from knowledge.answers import Inquiry, Notice, Progress, QuestionAnswerer, Seconds
from knowledge.documents import DocumentSummary
from knowledge.inventory import telling
from knowledge.inventory.understanding import Intent, Understanding
from knowledge.inventory.wanted import WantedDocuments, wanted_of
from knowledge.questions.small_talk import small_talk

LONGEST = 40
"""Characters of a question about the library; a longer one tells of something else."""

_LIBRARY = re.compile(r"库|你|收录|上传|录入|装入")
"""What names the library in a conversation on something else: there 有哪些规定 asks for rules on that."""


class LibraryAnswerer:
    """Answers what is asked of the library itself, counting what the person may see."""

    def __init__(
        self,
        *,
        documents: Callable[[frozenset[str]], Sequence[DocumentSummary]],
        understanding: Understanding,
        others: QuestionAnswerer,
    ) -> None:
        """Count the documents that are visible under labels, and leave other questions to another."""
        self._documents = documents
        self._understanding = understanding
        self._others = others

    def stream(self, asked: Inquiry) -> Progress:
        """Yield the answer as it grows, then the reply."""
        began = perf_counter()
        question = asked.text
        text = self._told(question, asked.labels, asked.previous)
        if text is None:
            yield from self._others.stream(asked)
            return
        seconds = Seconds(total=perf_counter() - began)
        yield Notice(
            question=question,
            standalone_question=question,
            text=text,
            candidates=telling.CANDIDATES,
            seconds=seconds,
        )

    def _told(self, question: str, labels: frozenset[str], previous: str | None) -> str | None:
        """Return what is said to a question about the library, or None to any other."""
        if len(question) > LONGEST or (previous is not None and not _LIBRARY.search(question)):
            return None
        wanted = wanted_of(question, today=clock.today()) if small_talk(question) is None else None
        return None if wanted is None else self._said(wanted, self._understanding.intent(wanted.masked), labels)

    def _said(self, wanted: WantedDocuments, intent: Intent, labels: frozenset[str]) -> str | None:
        if intent is Intent.OTHER:
            return None
        held = self._documents(labels)
        if intent is Intent.UPLOADER:
            return telling.NOT_TOLD
        if intent is Intent.ABILITIES:
            return telling.abilities(held)
        if intent is Intent.NEWEST:
            return telling.newest(held, wanted)
        # What no title says is asked of the texts.
        on_record = wanted.topic is None or any(map(wanted.admits, held))
        return telling.told_holdings(held, wanted) if on_record else None
