"""Cited sentences for a person to judge: `python -m benchmarks.by_hand --home DIR [--count 100]`.

All questions of the own set are asked without a model; of the pairs of a sentence and what it cites, some are drawn
with a seed and printed with the passage around the quotation. Whether the quotation bears the sentence, stands in the
right document and has the right status is for the reader to say.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from benchmarks import own_questions
from benchmarks.answering import SEED
from benchmarks.workbench import assistant_with
from bot.cli import open_workplace
from knowledge.answers import MARKER, Answer, Citation
from knowledge.tokens import simplified
from tests.operator import by_operator

AROUND = 60
"""Characters of the document before and after the quotation."""


def main() -> None:
    """Ask, draw and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True, help="an ingested home")
    parser.add_argument("--count", type=int, default=100)
    arguments = parser.parse_args()
    place = open_workplace(None, arguments.home)
    cited: list[tuple[str, str, Citation]] = []
    with assistant_with(place, None) as assistant, place.catalog() as catalog:
        for each in own_questions.questions():
            if each.previous:
                assistant.asking.ask(by_operator(each.previous, each.id))
            reply = assistant.asking.ask(by_operator(each.question, each.id))
            if isinstance(reply, Answer):
                by_marker = {one.marker: one for one in reply.citations}
                cited += [
                    (f"{each.id} {each.question}", line, by_marker[int(number)])
                    for line in reply.text.splitlines()
                    for number in MARKER.findall(line)
                ]
        drawn = random.Random(SEED).sample(cited, min(arguments.count, len(cited)))  # noqa: S311
        labels = frozenset(catalog.labels())
        for position, (question, line, one) in enumerate(drawn, start=1):
            document = catalog.document(one.document.id, labels)
            text = document.text if document else ""
            begin, end = one.quote_start, one.quote_start + len(one.quote)
            same = text[begin:end] == one.quote
            print(f"\n{position}. {question}\n   句：{line}")
            about = (f"《{one.document.title}》{one.locator}", one.document.date, one.document.status, f"逐字{same}")
            before, after = (simplified(text[max(0, begin - AROUND) : begin]), simplified(text[end : end + AROUND]))
            print(f"   出处：{'｜'.join(map(str, about))}\n   前后：……{before}【】{after}……")
    print(f"\n{len(drawn)} of {len(cited)} cited sentences, seed {SEED}")


if __name__ == "__main__":
    main()
