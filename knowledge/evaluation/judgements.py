"""Retrieval sets with judgements, in the files of BEIR: a corpus, queries, and which entries each query should find.

Format: Thakur et al. (2021), "BEIR: A Heterogeneous Benchmark for Zero-shot Evaluation of Information Retrieval
Models". Whatever is wrong with a file is said with its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import ConfigDict, Field, ValidationError

from knowledge.documents import Frozen
from knowledge.errors import BadRequestError

Grades = Mapping[str, Mapping[str, int]]
"""By query: the grade of each judged entry; above 0 it is what the query should find."""


class _FileRecord(Frozen):
    """A line of a file; what else it has is not ours."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class CorpusEntry(_FileRecord):
    """One entry of the corpus."""

    id: str = Field(alias="_id", min_length=1)
    title: str = ""
    text: str = Field(min_length=1)


class _Question(_FileRecord):
    id: str = Field(alias="_id", min_length=1)
    text: str = Field(min_length=1)


_Record = TypeVar("_Record", bound=_FileRecord)


class JudgedQueries(Frozen):
    """Queries with the entries that each of them should find."""

    queries: Mapping[str, str]
    grades: Mapping[str, Mapping[str, int]]


def read_corpus(path: Path) -> list[CorpusEntry]:
    """Return the entries of `corpus.jsonl`, in order.

    Raises:
        BadRequestError: A line is no entry, or an id comes twice.
    """
    entries: dict[str, CorpusEntry] = {}
    for number, line in _lines(path):
        entry = _parsed(CorpusEntry, line, path, number)
        if entry.id in entries:
            raise _fault(path, number, f"编号“{entry.id}”重复")
        entries[entry.id] = entry
    if not entries:
        raise BadRequestError(f"{path} 中没有条目。")
    return list(entries.values())


def read_judged(queries: Path, qrels: Path, ids: Path | None, *, known: frozenset[str]) -> JudgedQueries:
    """Return the queries that have judgements.

    Args:
        queries: `queries.jsonl`.
        qrels: Query, entry and grade, separated by tabs or spaces; a line of names may come first.
        ids: One query a line; only these are returned.
        known: The ids of the corpus.

    Raises:
        BadRequestError: A line cannot be read or names what is not there; or no query is left.
    """
    texts = {question.id: question.text for question in _questions(queries)}
    grades = _grades(qrels, queries=frozenset(texts), entries=known)
    wanted = frozenset(grades) if ids is None else _wanted(ids, queries=frozenset(texts))
    judged = {query: grades[query] for query in texts if query in wanted and max(grades.get(query, {"": 0}).values())}
    if not judged:
        raise BadRequestError(f"{ids or qrels} 没有留下任何带判定的问题，请检查文件是否配套。")
    return JudgedQueries(queries={query: texts[query] for query in judged}, grades=judged)


def _questions(path: Path) -> Iterator[_Question]:
    for number, line in _lines(path):
        yield _parsed(_Question, line, path, number)


def _grades(path: Path, *, queries: frozenset[str], entries: frozenset[str]) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        fields = line.split()
        if number == 1 and fields[-1] == "score":
            continue
        if len(fields) == 4:  # noqa: PLR2004  TREC writes a column of zeros after the query
            del fields[1]
        if len(fields) != 3 or not fields[2].lstrip("-").isdecimal():  # noqa: PLR2004
            raise _fault(path, number, "应为问题编号、条目编号、整数等级三列")
        query, entry, grade = fields
        if query not in queries:
            raise _fault(path, number, f"问题“{query}”不在问题文件中")
        if entry not in entries:
            raise _fault(path, number, f"条目“{entry}”不在语料文件中")
        grades.setdefault(query, {})[entry] = int(grade)
    return grades


def _wanted(path: Path, *, queries: frozenset[str]) -> frozenset[str]:
    wanted = set()
    for number, line in _lines(path):
        if line.strip() not in queries:
            raise _fault(path, number, f"问题“{line.strip()}”不在问题文件中")
        wanted.add(line.strip())
    return frozenset(wanted)


def _parsed(model: type[_Record], line: str, path: Path, number: int) -> _Record:
    try:
        return model.model_validate_json(line)
    except ValidationError as error:
        names = "、".join(str(fault["loc"][0]) for fault in error.errors() if fault["loc"])
        raise _fault(path, number, f"字段 {names} 缺少或不可用" if names else "不是一个 JSON 对象") from error


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield each line that is not blank, with its number from 1."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadRequestError(f"打不开 {path}，请检查路径和权限。") from error
    except UnicodeDecodeError as error:
        raise BadRequestError(f"{path} 不是 UTF-8 文本。") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _fault(path: Path, number: int, what: str) -> BadRequestError:
    return BadRequestError(f"{path} 第{number}行：{what}。")
