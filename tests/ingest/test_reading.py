"""Whole files to documents: made-up ones of the same shapes as the seeds, and the seeds where they are at hand."""

from __future__ import annotations

import atexit
import re
from pathlib import Path

import pytest

from ingest.readers.child import Extractor
from ingest.reading import read_documents
from ingest.sources import SourceText, find_sources, read_source
from knowledge.documents import Document, Passage, Severity
from tests.ingest.replaying import assert_replays

EXTRACTOR = Extractor()
atexit.register(EXTRACTOR.close)

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
SEEDS = sorted((CORPUS / "seeds").glob("*.txt"))
needs_seeds = pytest.mark.skipif(not SEEDS, reason="the seed documents are not beside this checkout")

PINYIN = re.compile(r"[（(][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}[）)]")
DIRT = ("精选资料", "阅读:", "友情链接", "上一篇", "推荐访问", "篇二", "xjp", "責編", "责编", "發表了評論", "更多>>")


def read(path: Path) -> list[tuple[Document, list[Passage]]]:
    source = read_source(path, EXTRACTOR.extract)
    assert isinstance(source, SourceText)
    return read_documents(source, label="public", sample=False)


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "材料.txt"
    path.write_bytes(text.encode(encoding))
    return path


def assert_accounted(documents: list[Document], raw: str) -> None:
    """Fail unless the documents partition the file and every character is kept or has a receipt that quotes it."""
    assert (documents[0].raw_start, documents[-1].raw_end) == (0, len(raw))
    assert [document.raw_end for document in documents[:-1]] == [document.raw_start for document in documents[1:]]
    accounted: set[int] = set()
    for document in documents:
        for run in document.kept:
            in_file = raw[run.raw_start : run.raw_start + run.length]
            assert document.text[run.text_start : run.text_start + run.length] == in_file
            accounted.update(range(run.raw_start, run.raw_start + run.length))
        for repair in document.repairs:
            assert repair.before == raw[repair.start : repair.end]
            accounted.update(range(repair.start, repair.end))
    assert accounted == set(range(len(raw)))


def test_a_dirty_page_is_read_clean(tmp_path: Path) -> None:
    """Furniture, readings, an abbreviation and a broken line are repaired together, and nothing else changes."""
    page = (
        "首页 > 理论 > 正文\r\n论支部建設(shè)\r\n发布时间：2023-05-06 阅读：9次\r\n"
        "　　xjp总书记強(qiáng)調，要抓好支部建设，把各项工作落到实处，不断增强群众获得\r\n感。\r\n上一篇：无\r\n"
    )
    [(document, passages)] = read(write(tmp_path, page, "gb18030"))
    assert document.text == "论支部建設\n习近平总书记強調，要抓好支部建设，把各项工作落到实处，不断增强群众获得感。"
    assert (document.title, document.date, document.encoding) == ("论支部建設", "2023-05-06", "gb18030")
    assert [passage.text for passage in passages] == [document.text]
    assert_accounted([document], page)


def test_front_matter_is_taken_out_and_the_label_is_not_read_from_it(tmp_path: Path) -> None:
    """A file says its title and kind, but not who may see it."""
    front = '---\ntitle: "示例规定"\nkind: normative\nlabel: unit\nid: x1\n---\n'
    text = f"{front}\n第一条 甲。\n\n第二条 乙。\n\n第三条 丙。\n"
    [(document, passages)] = read(write(tmp_path, text))
    assert (document.title, document.kind, document.label) == ("示例规定", "normative", "public")
    assert document.text.startswith("第一条")
    assert len(passages) == 3
    assert_accounted([document], text)


def test_unreadable_text_is_an_error_that_does_not_quote_it(tmp_path: Path) -> None:
    """Mojibake stays in the text, is marked, and is reported with its line and without its characters."""
    text = "论支部建设\n各支部认真落实，\ufffd\ufffd\ufffd，取得了明显成效。\n"
    [(document, _)] = read(write(tmp_path, text))
    [problem] = document.problems
    assert [document.text[start:end] for start, end in document.garbled] == ["\ufffd\ufffd\ufffd"]
    assert (problem.code, problem.severity, problem.line) == ("mojibake", Severity.ERROR, 2)
    assert "\ufffd" not in problem.message


@needs_seeds
def test_the_four_seeds_are_seven_documents_without_dirt() -> None:
    """No stored text holds junk, furniture, readings or evasive abbreviations."""
    documents = [document for path in SEEDS for document, _ in read(path)]
    assert len({document.title for document in documents}) == 7
    for document in documents:
        assert not [dirt for dirt in DIRT if dirt in document.text]
        assert not PINYIN.search(document.text)


@needs_seeds
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_every_character_of_a_seed_is_accounted_for(path: Path) -> None:
    """Each character is kept, repaired or removed with a reason, and no prose is removed but repetitions."""
    raw = path.read_bytes().decode()
    documents = [document for document, _ in read(path)]
    assert_accounted(documents, raw)
    text = "".join("".join(document.text for document in documents).split())
    lost = [
        repair
        for document in documents
        for repair in document.repairs
        if repair.after == "" and len(repair.before) > 40 and "。" in repair.before and repair.kind != "compilation"
    ]
    assert all("".join(repair.before.split())[-30:] in text for repair in lost)


@needs_seeds
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_passages_of_a_seed_are_of_a_length_to_read(path: Path) -> None:
    """Passages have 100 to 500 characters and follow one another."""
    for _, passages in read(path):
        assert all(100 <= len(passage.text) <= 500 for passage in passages)
        assert [passage.ordinal for passage in passages] == list(range(len(passages)))


@needs_seeds
def test_only_one_seed_has_an_error() -> None:
    """The short stretch of mojibake is the only error, found in its document, on its line."""
    errors = [
        (document, problem)
        for path in SEEDS
        for document, _ in read(path)
        for problem in document.problems
        if problem.severity is Severity.ERROR
    ]
    [(document, problem)] = errors
    assert problem.code == "mojibake"
    assert document.garbled


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the documents lie beside the checkout")
def test_every_passage_of_the_corpus_follows_from_its_file_and_the_receipts() -> None:
    """For every passage, the recorded edits replayed over its span of the source give its text."""
    count = 0
    for path in find_sources([CORPUS]):
        source = read_source(path, EXTRACTOR.extract)
        assert isinstance(source, SourceText)
        for document, passages in read_documents(source, label="public", sample=False):
            assert_replays(document, passages, source.text)
            count += len(passages)
    assert count > 5000
