"""A small library with an answerer over it, for tests of answers."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from knowledge.answerer import Answerer
from knowledge.answers import Draft, Inquiry, Reply
from knowledge.chat.careful import CarefulChat
from knowledge.library import Library
from knowledge.ports import ChatModel
from knowledge.retrieval import Retriever
from knowledge.writing.evidence import EvidenceFinder
from knowledge.writing.model_writer import ModelWriter
from tests.builders import source_file
from tests.fakes import BigramEmbedder, OverlapJudge

PUBLIC = frozenset({"public"})
QUESTION = "青澜市第六人民医院多久召开一次科室联席会"
HOSPITAL = (
    "青澜市第六人民医院党委把业务工作列入年度要点。医院每月召开一次科室联席会，由党支部书记和科主任共同主持。",
    "急诊滞留时间由4.5小时缩短到3小时。院党委提出“支部建在科室、责任落到岗位”，并写入科室目标责任书。",
)
RULES = ("第七条 机关正式党员3人以上的，成立党支部。机关党组织不领导本单位的业务工作，但应当协助行政负责人改进工作。",)


@contextmanager
def answerer(home: Path, chat: ChatModel | None = None, **fields: Any) -> Iterator[Answerer]:
    """Open a library with a case and a rule; `fields` are the case's."""
    case = source_file("/m/case.txt", *HOSPITAL, title="青澜市第六人民医院抓党建促业务", **{"kind": "case", **fields})
    rule = source_file("/m/rule.txt", *RULES, title="青澜市机关基层组织工作办法", kind="regulation")
    with library_of(home, case, rule) as library:
        yield answerer_over(library, chat)


@contextmanager
def library_of(home: Path, *files: Any) -> Iterator[Library]:
    """Open a library with files as `tests.builders.source_file` makes them."""
    with Library.open_owner(home, BigramEmbedder()) as library:
        for path, raw, parts in files:
            library.replace_file(path, raw, parts)
        yield library


def answerer_over(library: Library, chat: ChatModel | None = None) -> Answerer:
    """Return an answerer that does not wait before it tries again."""
    retriever = Retriever(embedder=library.embedder, vectors=library, lexical=library.lexical, passages=library.catalog)
    finder = EvidenceFinder(retriever=retriever, judge=OverlapJudge(), shelf=library.catalog)
    return Answerer(finder=finder, writer=ModelWriter(CarefulChat(chat, wait=lambda _: None)) if chat else None)


def asked(one: Answerer, question: str = QUESTION, stop: threading.Event | None = None) -> tuple[list[str], Reply]:
    """Return the drafts of an answer and the reply, having checked that nothing was taken back."""
    pieces: Sequence[Draft | Reply] = list(one.stream(Inquiry(question, labels=PUBLIC, stop=stop)))
    drafts = [piece.text for piece in pieces if isinstance(piece, Draft)]
    *before, reply = pieces
    assert not isinstance(reply, Draft)
    assert len(before) == len(drafts)
    for shown, following in pairwise([*drafts, reply.text]):
        assert following.startswith(shown)
    return drafts, reply
