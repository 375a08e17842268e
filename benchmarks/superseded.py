"""Ask about what older versions say and see that no older text comes back without its mark: `make bench-superseded`.

Two hundred queries are made from the older texts themselves: their articles' first clauses, put to `search`, to `ask`
and to `keyword`. A passage of a text that is over may only come from `keyword`, and then with its state.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from bot.cli import open_workplace
from bot.services.assistant import Assistant
from bot.services.provisions import Words
from knowledge.answers import Answer
from knowledge.regulations.lookup import Asked
from knowledge.regulations.validity import OUT_OF_FORCE
from tests.operator import ALONE, by_operator

QUERIES = 200
_CLAUSE = 24


def main(home: Path) -> None:
    """Measure over a home that holds instruments in several versions."""
    place = open_workplace(home, None)
    with place.rules() as rules:
        texts = rules.lookup.texts(Asked(labels=rules.catalog.labels()))
    old = [read for read, standing in texts if standing.status in OUT_OF_FORCE]
    articles = [(read, article) for read in old for article in read.articles if article.paragraphs]
    questions = [read.text(article.paragraphs[0].span)[:_CLAUSE] for read, article in articles]
    over = frozenset(read.document.id for read in old)
    random.Random(3).shuffle(questions)  # noqa: S311  # the same questions each time, no secret
    with place.assistant("reader") as assistant:
        wrong = [question for question in questions[:QUERIES] if _is_wrong(assistant, question, over)]
    asked = min(QUERIES, len(questions))
    print(f"{len(old)} texts out of force, n={asked} queries, {len(wrong)} with an unmarked old text")
    for question in wrong:
        print(f"  {question}")


def _is_wrong(assistant: Assistant, question: str, over: frozenset[str]) -> bool:
    """Tell whether any channel gives an older text without saying so."""
    hits = assistant.searching.nearest(question, ALONE, limit=10)
    reply = assistant.asking.ask(by_operator(question))
    cited = [citation.document.id for citation in reply.citations] if isinstance(reply, Answer) else []
    found = assistant.provisions.literally(Words(text=question[:6], visit=ALONE, limit=20))
    unmarked = [hit for hit in found.hits if hit.document.id in over and hit.document.status not in OUT_OF_FORCE]
    return bool({hit.document.id for hit in hits} & over or set(cited) & over or unmarked)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
