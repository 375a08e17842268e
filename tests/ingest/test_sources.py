from __future__ import annotations

import atexit
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.child import Extractor
from ingest.reading import read_documents
from ingest.sources import Rejected, SourceText, decide_encoding, find_sources, read_source
from knowledge.errors import BadRequestError

EXTRACTOR = Extractor()
atexit.register(EXTRACTOR.close)

PROSE = "各支部要把学习教育同解决问题结合起来，一件一件抓落实，让群众看到实实在在的变化。"
TRADITIONAL = "各支部要把學習教育同解決問題結合起來，一件一件抓落實，讓群眾看到實實在在的變化。"


@pytest.mark.parametrize(
    ("text", "codec", "encoding"),
    [
        pytest.param(PROSE, "utf-8", "utf-8", id="utf8"),
        pytest.param(PROSE, "utf-8-sig", "utf-8", id="utf8_with_mark"),
        pytest.param(PROSE, "utf-16", "utf-16-le", id="utf16"),
        pytest.param(PROSE, "gb18030", "gb18030", id="gb18030"),
        pytest.param(TRADITIONAL, "gb18030", "gb18030", id="traditional_in_gb18030"),
        pytest.param(TRADITIONAL, "big5", "big5", id="big5"),
    ],
)
def test_the_encoding_is_decided(text: str, codec: str, encoding: str) -> None:
    """Each usual encoding is told from the others and decodes the bytes without loss."""
    data = text.encode(codec)
    assert decide_encoding(data) == encoding
    assert data.decode(encoding).lstrip("\ufeff") == text


def test_offsets_count_newlines_and_byte_order_mark_as_they_are(tmp_path: Path) -> None:
    """The decoded text keeps its mark and its line ends."""
    path = tmp_path / "材料.txt"
    path.write_bytes(b"\xef\xbb\xbf" + f"{PROSE}\r\n".encode())
    source = read_source(path, EXTRACTOR.extract)
    assert isinstance(source, SourceText)
    assert source.text == f"\ufeff{PROSE}\r\n" == source.data.decode(source.encoding)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b" \r\n\t", "empty", id="blank"),
        pytest.param(b"%PDF-1.7 ...", "damaged", id="pdf"),
        pytest.param(b"PK\x03\x04....", "damaged", id="docx"),
        pytest.param(bytes(range(256)), "binary", id="program"),
        pytest.param("文".encode() + b"\x00\x01", "binary", id="nul"),
        pytest.param(b"\x81\x20\xff\xfe\x80 " * 20, "unknown_encoding", id="no_encoding"),
        pytest.param(b"<!DOCTYPE html><p>page</p>", "no_chinese", id="web_page"),
        pytest.param(b'{"a": 1}', "no_chinese", id="data_file"),
    ],
)
def test_what_is_no_text_is_rejected_with_advice(tmp_path: Path, data: bytes, code: str) -> None:
    """A file that cannot be used is rejected with one Chinese sentence that ends in what to do."""
    path = tmp_path / "any.txt"
    path.write_bytes(data)
    rejected = read_source(path, EXTRACTOR.extract)
    assert isinstance(rejected, Rejected)
    assert rejected.problem.code == code
    assert rejected.problem.message.endswith("。")


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_whole_or_not_at_all(data: bytes) -> None:
    """A decision, where there is one, decodes strictly and back to the same bytes."""
    encoding = decide_encoding(data)
    if encoding in {"utf-8", "utf-16-le", "utf-16-be"}:
        assert data.decode(encoding).encode(encoding) == data
    elif encoding:
        assert data.decode(encoding)


def test_folders_are_searched_without_hidden_files(tmp_path: Path) -> None:
    """Files below a folder are found in order, each once; hidden and lock files are passed over."""
    for name in ("b/2.md", "a/1.txt", ".git/config", "a/~$1.txt", "a/.DS_Store"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PROSE, encoding="utf-8")
    found = find_sources([tmp_path, tmp_path / "a"])
    assert [path.name for path in found] == ["1.txt", "2.md"]


def test_a_missing_path_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    """A path that is not there, and one with nothing below it, are wrong requests."""
    with pytest.raises(BadRequestError, match="找不到"):
        find_sources([tmp_path / "没有.txt"])
    with pytest.raises(BadRequestError, match="没有找到"):
        find_sources([tmp_path])


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_wide_text_needs_no_mark(tmp_path: Path, codec: str) -> None:
    """UTF-16 is known by how it reads where no byte order mark says so."""
    path = tmp_path / "材料.txt"
    path.write_bytes((PROSE * 3).encode(codec))
    source = read_source(path, EXTRACTOR.extract)
    assert isinstance(source, SourceText)
    assert (source.encoding, source.text) == (codec, PROSE * 3)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_wrong_byte_in_a_long_text_is_marked_and_reported(tmp_path: Path, codec: str) -> None:
    """One byte in a thousand may be wrong: its place is kept visible, with its line; more of them are refused."""
    path, data = tmp_path / "材料.txt", bytearray(f"{PROSE}\n".encode(codec) * 60)
    data[len(data) // 2] = 0xFF
    path.write_bytes(data)
    source = read_source(path, EXTRACTOR.extract)
    assert isinstance(source, SourceText)
    assert source.extraction is not None
    [problem] = source.extraction.problems
    assert (problem.code, problem.line) == ("bad_bytes", 31)
    data[::20] = b"\xff" * len(data[::20])
    path.write_bytes(data)
    assert isinstance(read_source(path, EXTRACTOR.extract), Rejected)


def test_what_nobody_sees_is_no_reason_to_refuse(tmp_path: Path) -> None:
    """A NUL, a change of direction, tag characters and variation selectors go, with receipts; the words stay."""
    path = tmp_path / "材料.txt"
    path.write_bytes(("各支部\x00要\u202e抓\U000e0041落\ufe0f实" + PROSE).encode())
    source = read_source(path, EXTRACTOR.extract)
    assert isinstance(source, SourceText)
    [(document, _)] = read_documents(source, label="public", sample=False)
    assert document.text == "各支部要抓落实" + PROSE
    assert [repair.kind for repair in document.repairs] == ["invisible"] * 4


def test_a_million_characters_without_a_full_stop_are_cut(tmp_path: Path) -> None:
    """A line without end or marks becomes passages of bearable length, in time."""
    path = tmp_path / "材料.txt"
    path.write_text("支部学习党员监督" * 125_000, encoding="utf-8")
    source = read_source(path, EXTRACTOR.extract)
    assert isinstance(source, SourceText)
    [(_, passages)] = read_documents(source, label="public", sample=False)
    assert max(len(passage.text) for passage in passages) <= 1000
    assert sum(len(passage.text) for passage in passages) == 1_000_000


def test_links_that_lead_out_are_not_followed(tmp_path: Path) -> None:
    """A folder's files are those in it: a link to a file elsewhere, a loop and a pipe are passed over."""
    folder, outside = tmp_path / "in", tmp_path / "out.txt"
    folder.mkdir()
    outside.write_text(PROSE, encoding="utf-8")
    (folder / "甲.txt").write_text(PROSE, encoding="utf-8")
    (folder / "link.txt").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.txt")
    assert find_sources([folder]) == [folder / "甲.txt"]


NAMES = ["-rf.txt", "CON.txt", "甲\u202etxt.txt", "🎉.txt", "甲" * 60 + ".txt", "甲.pdf.txt", "甲"]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_will_do(tmp_path: Path, name: str) -> None:
    """Whatever a file is called, its content decides, and it is found by its path."""
    (tmp_path / name).write_text(PROSE, encoding="utf-8")
    [path] = find_sources([tmp_path])
    assert isinstance(read_source(path, EXTRACTOR.extract), SourceText)
