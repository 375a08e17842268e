"""A child program: one question answered as `ronghe ask` does, but with the embedder in fp32, for its memory."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.cli import open_workplace
from bot.workplace import Workplace
from knowledge.models.embedding import SentenceEmbedder
from tests.operator import by_operator


class FullPrecisionWorkplace(Workplace):
    """A workplace whose embedder computes as on a processor without bf16."""

    def embedder(self, name: str | None = None) -> SentenceEmbedder:
        """Return the embedder of the settings, in fp32."""
        return SentenceEmbedder(name or self.settings.embedding_model, models=self.settings.models, precision="fp32")


def main(home: Path, question: str) -> None:
    """Answer and print the text."""
    workplace = FullPrecisionWorkplace(**vars(open_workplace(home, None)))
    with workplace.assistant("reader") as assistant:
        print(assistant.asking.ask(by_operator(question)).text)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
