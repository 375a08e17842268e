"""A reranker: a cross-encoder of sentence-transformers that reads question and passage together.

It has a budget of time. What it did not get to keeps the place that fusion gave it, behind what it read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING

from knowledge.errors import RerankerError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

READ = 20
"""Passages read at most: what a person looks at, twice over."""

BATCH = 4
"""Passages between two looks at the clock."""

BUDGET = 2.0
"""Seconds for one question; on 2 cores a base-sized model reads about ten passages in that time."""


class CrossEncoderReranker:
    """Scores passages for a question; satisfies `knowledge.ports.Reranker` and is safe to share between threads.

    Args:
        name: A folder, or the name of a model of the hub that has been downloaded.
        budget: Seconds for one question; the first batch is always read.
    """

    def __init__(self, name: str, *, budget: float = BUDGET) -> None:
        self._name = name
        self._budget = budget
        self._lock = Lock()
        self._loaded: CrossEncoder | None = None

    def load(self) -> None:
        """Load the model now, so that the first question need not wait for it.

        Raises:
            RerankerError: It is missing or cannot be loaded.
        """
        with self._lock:
            self._model()

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return how well each of the first texts answers, higher is better; fewer where the time ran out.

        Raises:
            RerankerError: The model is missing or cannot be loaded.
        """
        with self._lock:
            model = self._model()
            began = perf_counter()
            found: list[float] = []
            for start in range(0, min(READ, len(texts)), BATCH):
                if found and perf_counter() - began > self._budget:
                    break
                pairs = [(question, text) for text in texts[start : min(start + BATCH, READ)]]
                found += map(float, model.predict(pairs, batch_size=BATCH, show_progress_bar=False))
            return found

    def _model(self) -> CrossEncoder:
        """Return the model, loaded once; the caller holds the lock."""
        if self._loaded is None:
            folder = Path(self._name).expanduser()
            source = str(folder) if folder.is_dir() else self._name
            if folder.is_dir() and not (folder / "config.json").is_file():
                raise RerankerError(f"文件夹 {folder} 中没有重排模型（缺 config.json），请检查 RONGHE_RERANKER_MODEL。")
            from sentence_transformers import CrossEncoder

            try:
                self._loaded = CrossEncoder(source, device="cpu", local_files_only=True)
            except (OSError, ValueError, KeyError, RuntimeError) as error:
                raise RerankerError(
                    f"无法载入重排模型 {source}，请在联网时运行 .venv/bin/hf download {source}，"
                    "或把 RONGHE_RERANKER_MODEL 设为模型所在的文件夹，留空则不重排。"
                ) from error
        return self._loaded
