"""Literal look-up: exactly what stands there, whatever its script, case and width."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.catalog.keyword import (
    KIND_ORDER,
    SNIPPET_LENGTH,
    KeywordFindings,
    KeywordLookup,
    match_spans,
    snippet_window,
)
from knowledge.documents import Kind
from knowledge.errors import BadRequestError
from knowledge.library import Library
from knowledge.tokens import fold
from tests.builders import source_file

PUBLIC = frozenset({"public"})


def look_up(library: Library, keyword: str, *, limit: int = 10, offset: int = 0) -> KeywordFindings:
    return KeywordLookup(library.catalog.database).look_up(keyword, labels=PUBLIC, limit=limit, offset=offset)


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        pytest.param("业务融合", "黨建與業務融合。", id="simplified_finds_traditional"),
        pytest.param("業務融合", "党建与业务融合。", id="traditional_finds_simplified"),
        pytest.param("ＫＰＩ考核", "纳入kpi考核范围。", id="width_and_case"),
        pytest.param("党", "入党誓词。", id="one_character"),
        pytest.param("课", "三会一课", id="one_character_at_the_end"),
        pytest.param("〔2021〕4号", "见〔2021〕4号文。", id="brackets_of_a_number"),
        pytest.param("一课，双", "三会一课，双报到。", id="across_a_comma"),
        pytest.param("——", "抓实——抓细。", id="no_letters_at_all"),
    ],
)
def test_a_passage_is_found_by_what_stands_in_it(library: Library, keyword: str, text: str) -> None:
    """Script, case and width do not matter; everything else does."""
    library.replace_file(*source_file("/a.txt", text, "别的内容。"))
    assert [hit.passage.text for hit in look_up(library, keyword).hits] == [text]


@pytest.mark.parametrize("keyword", ["三课", "会一双", "一课双", "课，会", '" OR "', "三会*"])
def test_what_does_not_stand_there_is_not_found(library: Library, keyword: str) -> None:
    """Neither scattered characters nor operators match."""
    library.replace_file(*source_file("/a.txt", "三会一课，双报到。"))
    assert look_up(library, keyword) == KeywordFindings(documents=0, passages=0, hits=())


def test_documents_passages_and_occurrences_are_counted(library: Library) -> None:
    """The counts are of everything found, not of the page that is shown."""
    library.replace_file(*source_file("/a.txt", "支部，支部。", "支部。", "无。"))
    library.replace_file(*source_file("/b.txt", "支部。"))
    found = look_up(library, "支部", limit=1)
    assert (found.documents, found.passages, [hit.count for hit in found.hits]) == (2, 3, [2])


def test_what_binds_comes_before_what_others_did(library: Library) -> None:
    """Hits stand by the kind of their document, within a document as they stand in it; each kind is counted."""
    for kind in Kind:
        library.replace_file(*source_file(f"/{kind}.txt", "支部。", "支部，支部。", kind=kind))
    found = look_up(library, "支部", limit=100)
    hits = found.hits
    assert found.kinds == dict.fromkeys(KIND_ORDER, 2)
    assert [hit.document.kind for hit in hits] == [kind for kind in KIND_ORDER for _ in range(2)]
    assert [hit.count for hit in hits] == [1, 2] * len(KIND_ORDER)


def test_of_one_kind_the_document_with_most_comes_first(library: Library) -> None:
    """A text about the words stands before those that only mention them."""
    library.replace_file(*source_file("/a.txt", "支部，支部，支部。", "无。"))
    library.replace_file(*source_file("/b.txt", "支部。", "又是支部。"))
    assert [hit.document.path for hit in look_up(library, "支部").hits] == ["/b.txt", "/b.txt", "/a.txt"]


def test_pages_follow_one_another(library: Library) -> None:
    """Limit and offset cut one order into pages without loss or repetition."""
    library.replace_file(*source_file("/a.txt", *(f"支部{i}。" for i in range(7))))
    whole = look_up(library, "支部", limit=100).hits
    pages = [look_up(library, "支部", limit=3, offset=offset).hits for offset in (0, 3, 6, 9)]
    assert [hit for page in pages for hit in page] == list(whole)


def test_one_kind_can_be_asked_for_and_labels_hold(library: Library) -> None:
    """Documents of other kinds or labels are neither shown nor counted."""
    library.replace_file(*source_file("/a.txt", "支部。", kind=Kind.CASE))
    library.replace_file(*source_file("/b.txt", "支部。", kind=Kind.LAW))
    library.replace_file(*source_file("/c.txt", "支部。", kind=Kind.LAW, label="unit"))
    found = KeywordLookup(library.catalog.database).look_up("支部", labels=PUBLIC, kind=Kind.LAW)
    assert (found.documents, [hit.document.path for hit in found.hits]) == (1, ["/b.txt"])


@pytest.mark.parametrize("keyword", ["", "  ", "\u200b", "\0"])
def test_nothing_to_look_for_is_a_bad_request(library: Library, keyword: str) -> None:
    """An empty or invisible keyword is refused with a sentence."""
    with pytest.raises(BadRequestError, match="空的"):
        look_up(library, keyword)


def test_snippets_show_the_first_match_and_mark_every_whole_one(library: Library) -> None:
    """A snippet is of the source's own script, and its highlights are offsets in it."""
    text = f"{'前' * 100}黨建{'中' * 20}黨建{'後' * 100}"
    library.replace_file(*source_file("/a.txt", text))
    (hit,) = look_up(library, "党建").hits
    assert [hit.snippet[start:end] for start, end in hit.highlights] == ["黨建", "黨建"]
    assert len(hit.snippet) == SNIPPET_LENGTH
    assert hit.snippet in text


@given(st.text("党建黨ＡaＢbﬁ㈠·，\u200b", max_size=20), st.text("党建黨Ａaﬁ一", min_size=1, max_size=3))
def test_spans_are_where_the_keyword_stands(text: str, keyword: str) -> None:
    """Each span folds to text with the keyword, none is missed and they are in order, even when lengths change."""
    folded = fold(keyword)
    spans = list(match_spans(text, folded))
    assert all(folded in fold(text[start:end]) for start, end in spans)
    assert len(spans) == fold(text).count(folded)
    assert all(first[0] <= second[0] for first, second in pairwise(spans))


@given(st.text("党\n", min_size=1, max_size=300), st.data())
def test_a_window_keeps_its_match_and_its_size(text: str, data: st.DataObject) -> None:
    """Whatever the text, the match is inside, and no more than the snippet's length is shown around it."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 200)))
    first, last = snippet_window(text, start, end)
    assert 0 <= first <= start < end <= last <= len(text)
    assert last - first <= max(SNIPPET_LENGTH, end - start)


def test_looking_up_loads_no_dictionary_and_no_model(library: Library) -> None:
    """`ronghe keyword` is quick: jieba, Chroma and torch stay out of the process."""
    library.replace_file(*source_file("/a.txt", "支部。"))
    code = (
        "import sys; from pathlib import Path\n"
        "from knowledge.catalog.catalog import Catalog; from knowledge.catalog.keyword import KeywordLookup\n"
        f"catalog = Catalog.open(Path({str(library.catalog.database.home)!r}))\n"
        "found = KeywordLookup(catalog.database).look_up('支部', labels=catalog.labels())\n"
        "print(found.passages, sorted({'jieba', 'chromadb', 'torch', 'sentence_transformers'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.split(maxsplit=1) == ["1", "[]\n"]
