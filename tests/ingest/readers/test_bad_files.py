"""Files that are damaged, malicious or of no use: each is refused with what to do, or read with care."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest

from ingest.readers.child import Extractor
from ingest.readers.extraction import Limits
from ingest.sources import Rejected, SourceText, read_source
from tests.ingest.readers import made_files as made

PROSE = "支部每月组织一次集中学习，学习结果按季度公布，接受全体党员的监督。"
WORD = made.saved(made.word("学习制度", PROSE))
BODY = "word/document.xml"
NAMESPACE = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"


def body(inner: str, before: str = "") -> bytes:
    xml = f"<?xml version='1.0'?>{before}<w:document {NAMESPACE}><w:body>{inner}</w:body></w:document>"
    return made.with_member(WORD, BODY, xml.encode())


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()


def encrypted(package: bytes) -> bytes:
    """Set the flag that says that members are encrypted, in both places where it stands."""
    marked = bytearray(package)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := marked.find(signature, at + 1)) >= 0:
            marked[at + offset] |= 1
    return bytes(marked)


def lying(package: bytes) -> bytes:
    """Declare in the directory that the body is ten bytes long."""
    changed = bytearray(package)
    at = changed.rfind(b"PK\x01\x02", 0, changed.rfind(BODY.encode()))
    changed[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(changed)


def pdf_with_stream(stream: bytes, filters: str, pages: str = "/Kids[3 0 R]/Count 1") -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages{pages}>>".encode(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>",
        f"<</Length {len(stream)}/Filter{filters}>>stream\n".encode() + stream + b"\nendstream",
    ]
    made_file, offsets = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(made_file))
        made_file += f"{number} 0 obj".encode() + content + b"endobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 5\n0000000000 65535 f \n{table}trailer<</Size 5/Root 1 0 R>>\nstartxref\n{len(made_file)}\n%%EOF"
    return made_file + end.encode()


def repeated(times: int, text: bytes = b"0" * 1024) -> bytes:
    squeezer = zlib.compressobj(9)
    return b"".join(squeezer.compress(text * 1024) for _ in range(times)) + squeezer.flush()


LONG_BODY = "<w:p><w:r><w:t>文</w:t></w:r></w:p>" * 900_000
LAUGHS = "<!DOCTYPE a [<!ENTITY b 'bbbbbbbb'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>"
OUTSIDE = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"

REFUSED = [
    pytest.param(b"", "empty", id="empty"),
    pytest.param("\u200b \ufeff\n".encode(), "no_chinese", id="invisible_only"),
    pytest.param(body(LONG_BODY), "too_large", id="dense_body"),
    pytest.param(lying(WORD), "damaged", id="false_size"),
    pytest.param(zipped(**{f"a{i}": b"" for i in range(2_100)}), "too_large", id="members"),
    pytest.param(made.with_member(WORD, "word/inner.zip", b"PK"), "suspicious", id="archive_inside"),
    pytest.param(zipped(a_dot_txt=PROSE.encode()), "archive", id="archive"),
    pytest.param(encrypted(WORD), "encrypted", id="encrypted_members"),
    pytest.param(body("<w:p><w:r><w:t>&c;</w:t></w:r></w:p>", LAUGHS), "suspicious", id="billion_laughs"),
    pytest.param(body("<w:p><w:r><w:t>&x;文</w:t></w:r></w:p>", OUTSIDE), "suspicious", id="external_entity"),
    pytest.param(body("<w:p>" * 20_000 + "</w:p>" * 20_000), "damaged", id="deep_nesting"),
    pytest.param(WORD[: len(WORD) // 2], "damaged", id="half_a_word_file"),
    pytest.param(b"MZ" + bytes(range(256)) * 9, "binary", id="program"),
    pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged", id="old_doc"),
    pytest.param(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
        id="password_docx",
    ),
    pytest.param(b"\x82\xffWPS2000" + bytes(600), "wps2000", id="wps2000"),
    pytest.param(
        zipped(mimetype=b"application/vnd.oasis.opendocument.text", content_dot_xml=b"<a/>"), "open_document", id="odt"
    ),
    pytest.param(zipped(OFD_dot_xml=b"<a/>"), "damaged", id="ofd"),
    pytest.param(made.pdf(["学习制度", PROSE], password="x"), "encrypted", id="password_pdf"),  # noqa: S106
    pytest.param(pdf_with_stream(repeated(1024), "/FlateDecode"), "too_large", id="one_gigabyte_stream"),
    pytest.param(
        pdf_with_stream(zlib.compress(repeated(1024), 9), "[/FlateDecode/FlateDecode]"),
        "too_large",
        id="nested_streams",
    ),
    pytest.param(pdf_with_stream(b"", "[]", "/Kids[2 0 R]/Count 1"), "damaged", id="page_tree_loop"),
    pytest.param(made.pdf(*([[]] * 2_100)), "too_large", id="pages"),
    pytest.param(made.pdf(["学习制度", PROSE])[:700], "damaged", id="half_a_pdf"),
    pytest.param(made.pdf([]), "no_words", id="no_text_layer"),
    pytest.param(made.pdf(["\ue000\ue001\ue002" * 9 + "文字"]), "unreadable_font", id="font_without_meaning"),
    pytest.param(made.pdf(["犈犛犘狋狔犈犛" * 4, "ga45be@5`Z，R45", "中文"]), "unreadable_font", id="shifted_font"),
    pytest.param(
        made.pdf(["Web 2.1 " * 9, "\ue000\ue001\ue002" * 9 + "文字", "Internet 2.2 " * 9] * 3),
        "unreadable_font",
        id="font_without_meaning_among_latin",
    ),
]


def found(extractor: Extractor, folder: Path, data: bytes) -> SourceText | Rejected:
    path = folder / "材料.dat"
    path.write_bytes(data)
    return read_source(path, extractor.extract)


@pytest.mark.parametrize(("data", "code"), REFUSED)
def test_bad_files_are_refused_with_what_to_do(extractor: Extractor, tmp_path: Path, data: bytes, code: str) -> None:
    """Each is rejected for its own reason, in one Chinese sentence, and the next file is read as usual."""
    rejected = found(extractor, tmp_path, data)
    assert isinstance(rejected, Rejected)
    assert rejected.problem.code == code
    assert rejected.problem.message.endswith("。")
    assert isinstance(found(extractor, tmp_path, WORD), SourceText)


def test_doubled_members_are_refused(extractor: Extractor, tmp_path: Path) -> None:
    """Two members of one name may be read as either, so neither is."""
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = made.with_member(WORD, BODY, b"<a/>", replace=False)
    rejected = found(extractor, tmp_path, data)
    assert isinstance(rejected, Rejected)
    assert rejected.problem.code == "suspicious"


def test_a_member_with_a_path_is_never_written(extractor: Extractor, tmp_path: Path) -> None:
    """A member called ../../x does no harm, for nothing is unpacked to disk."""
    source = found(extractor, tmp_path, made.with_member(WORD, "../../x.txt", b"x"))
    assert isinstance(source, SourceText)
    assert not (tmp_path.parents[1] / "x.txt").exists()


def test_a_sheet_with_a_far_last_cell_is_read_in_time(extractor: Extractor, tmp_path: Path) -> None:
    """One cell at the last row and column does not make a million rows."""
    book = openpyxl.Workbook()
    book.active["A1"] = PROSE
    book.active["XFD1048576"] = "远"
    buffer = io.BytesIO()
    book.save(buffer)
    source = found(extractor, tmp_path, buffer.getvalue())
    assert isinstance(source, SourceText)
    assert source.text.strip() == PROSE


def test_a_formula_is_never_run(extractor: Extractor, tmp_path: Path) -> None:
    """Only the stored value of a formula counts; there is none here."""
    source = found(extractor, tmp_path, made.workbook((PROSE, '=cmd|"/c calc"!A1')))
    assert isinstance(source, SourceText)
    assert "cmd" not in source.text


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    """The child is ended at the limit, and the next file has a new one."""
    with Extractor(Limits(seconds=0.001)) as impatient:
        rejected = found(impatient, tmp_path, WORD)
    assert isinstance(rejected, Rejected)
    assert rejected.problem.code == "too_slow"
