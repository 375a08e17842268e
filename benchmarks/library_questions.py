"""How well questions about the library are told from others, and apart: `python -m benchmarks.library_questions`.

The half `tune` was seen while examples and thresholds were chosen, `held` was not. `none` asks about content.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from bot.cli import read_settings
from knowledge.inventory.understanding import Intent, Understanding
from knowledge.inventory.wanted import wanted_of
from knowledge.models.embedding import SentenceEmbedder

SETS = Path(__file__).parents[1] / "tests" / "evaluation"
TODAY = date(2026, 11, 30)
MEANT = {"count": "holdings", "list": "holdings", "years": "holdings", "topic": "holdings", "updated": "newest"}


def told(question: str, understanding: Understanding) -> str:
    """Return what a question is taken for; `none` where it asks about content."""
    wanted = wanted_of(question, today=TODAY)
    intent = understanding.intent(wanted.masked) if wanted else Intent.OTHER
    return "none" if intent is Intent.OTHER else intent.value


def main() -> None:
    """Print the figures of both halves, and how many questions of the other sets are taken for such."""
    settings = read_settings()
    understanding = Understanding(SentenceEmbedder(settings.embedding_model, models=settings.models))
    rows = _rows(SETS / "library_questions.jsonl")
    for half in ("tune", "held"):
        own = [row for row in rows if row["half"] == half]
        judged = [(row, MEANT.get(row["intent"], row["intent"]), told(row["question"], understanding)) for row in own]
        asks = [right == said for _, right, said in judged if right != "none"]
        others = [right == said for _, right, said in judged if right == "none"]
        print(f"{half}: understood {sum(asks)} of {len(asks)}, left alone {sum(others)} of {len(others)}")
        for row, right, said in judged:
            if right != said:
                print(f"  {row['question']}: {said}, not {right}")
    for path in sorted(SETS.glob("*.jsonl")):
        questions = [row["question"] for row in _rows(path) if "question" in row]
        if path.name == "library_questions.jsonl" or not questions:
            continue
        taken = [one for one in questions if told(one, understanding) != "none"]
        print(f"{path.name}: {len(taken)} of {len(questions)} taken for such {taken[:5]}")


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
