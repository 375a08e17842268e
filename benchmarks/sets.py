"""Retrieval sets by the vectors of both runtimes alone: what reading the model by openvino changes in what is found."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.runtimes import RUNTIMES, Encoder
from benchmarks.table import Row
from bot.settings import Settings
from knowledge.evaluation.judgements import Grades, read_corpus, read_judged
from knowledge.evaluation.measures import by_query, means
from knowledge.tokens import embedding_text

SETS = Path(__file__).parents[2] / "shared" / "eval"
QUERIES, OTHERS, CHARACTERS = 60, 150, 330


def rows(scratch: Path, before: Path | None) -> Iterator[Row]:
    """Ask some queries of each set over what answers them and others: nDCG@10 by openvino, and before it by torch."""
    del scratch, before
    models = Settings().models
    former, ours = (RUNTIMES[name](models) for name in RUNTIMES)
    for folder in sorted(path for path in SETS.iterdir() if (path / "corpus.jsonl").exists()):
        corpus = {
            each.id: embedding_text(each.title, "", each.text)[:CHARACTERS]
            for each in read_corpus(folder / "corpus.jsonl")
        }
        judged = read_judged(
            folder / "queries.jsonl", folder / "qrels.tsv", folder / "test_ids.txt", known=frozenset(corpus)
        )
        chance = random.Random(11)  # noqa: S311 - nothing secret
        queries = dict(chance.sample(sorted(judged.queries.items()), min(QUERIES, len(judged.queries))))
        grades = {key: judged.grades[key] for key in queries}
        wanted = {one for each in grades.values() for one in each}
        held = sorted(wanted | set(chance.sample(sorted(corpus), OTHERS)))
        texts = [corpus[key] for key in held]
        now, once = (_ndcg(encoder, queries, held, texts, grades) for encoder in (ours, former))
        told = f"{len(queries)} queries, {len(held)} texts; {once:.4f} → {now:.4f}"
        yield Row(folder.name, "nDCG@10", "± .002", [now], told, [once])


def _ndcg(encoder: Encoder, queries: dict[str, str], held: list[str], texts: list[str], grades: Grades) -> float:
    passages, asked = encoder.encode_passages(texts), encoder.encode_queries(list(queries.values()))
    passages, asked = (each / np.linalg.norm(each, axis=1, keepdims=True) for each in (passages, asked))
    rankings = {}
    for key, similarities in zip(queries, asked @ passages.T, strict=True):
        best = np.argsort(-similarities)[:10]
        rankings[key] = {held[i]: float(similarities[i]) for i in best}
    return means(by_query(grades, rankings))["nDCG@10"]
