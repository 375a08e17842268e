"""Archives and mails are opened: each file in them is read by itself, under a path inside, within limits."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.members import files_of
from ingest.readers.child import Extractor
from ingest.sources import Rejected, SourceFile, SourceText, read_file, source_text
from knowledge.names import container_of
from tests.ingest.readers import made_files as made
from tests.ingest.readers.archive_files import locked_rar, rar, seven_zipped, with_gbk_names, zipped
from tests.ingest.readers.compound_files import outlook

PROSE = "支部每月组织一次集中学习，学习结果按季度公布，接受全体党员的监督。"
WORD = made.saved(made.word("学习制度", PROSE))


def mail(*attachments: tuple[str, bytes]) -> EmailMessage:
    made_mail = EmailMessage()
    made_mail["Subject"], made_mail["From"] = "关于报送学习总结的通知", "办公室 <a@example.com>"
    made_mail["Date"] = "Tue, 05 Mar 2024 09:00:00 +0800"
    made_mail.set_content(f"各支部：\n{PROSE}\n", charset="gb2312", cte="8bit")
    for name, content in attachments:
        made_mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made_mail


def opened(extractor: Extractor, folder: Path, data: bytes, name: str) -> dict[str, SourceText | Rejected]:
    """Return what each file in a file is read as, by its path inside."""
    path = folder / name
    path.write_bytes(data)
    file = read_file(path)
    assert isinstance(file, SourceFile)
    found = list(files_of(file, extractor.unpack))
    texts = [each if isinstance(each, Rejected) else source_text(each, extractor.extract) for each in found]
    return {text.path.removeprefix(f"{folder}/"): text for text in texts}


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor() as running:
        yield running


def test_a_zip_is_its_files(extractor: Extractor, tmp_path: Path) -> None:
    """Also one in a folder, one in a zip within, and one in a .7z within; what the system put there is not meant."""
    inner, seven = zipped({"制度.docx": WORD}), seven_zipped({"通知.txt": PROSE.encode()})
    data = zipped({"附件/a.txt": PROSE.encode(), "b.zip": inner, "c.7z": seven, "__MACOSX/._a.txt": b"x"})
    found = opened(extractor, tmp_path, data, "附件.zip")
    assert list(found) == ["附件.zip › 附件/a.txt", "附件.zip › b.zip › 制度.docx", "附件.zip › c.7z › 通知.txt"]
    assert all(isinstance(each, SourceText) and PROSE in each.text for each in found.values())
    assert container_of(f"{tmp_path}/附件.zip › b.zip › 制度.docx") == f"{tmp_path}/附件.zip"


def test_names_in_gbk_are_read(extractor: Extractor, tmp_path: Path) -> None:
    """Names without a word of their code are UTF-8 where they can be, else GBK."""
    found = opened(extractor, tmp_path, with_gbk_names({"党员名册.txt": PROSE.encode()}), "a.zip")
    assert list(found) == ["a.zip › 党员名册.txt"]


def test_a_rar_is_its_files(extractor: Extractor, tmp_path: Path) -> None:
    """Also where the program that unpacks them is missing, if they need no unpacking."""
    found = opened(extractor, tmp_path, rar({"附件/通知.txt": PROSE.encode(), "制度.docx": WORD}), "a.rar")
    assert list(found) == ["a.rar › 附件/通知.txt", "a.rar › 制度.docx"]
    assert all(isinstance(each, SourceText) and PROSE in each.text for each in found.values())


def test_a_zip_in_a_zip_in_a_zip_is_opened(extractor: Extractor, tmp_path: Path) -> None:
    """Three deep, as they come when a paper was passed on from office to office; one deeper is named."""
    assert list(opened(extractor, tmp_path, nested(3), "a.zip")) == ["a.zip › 2.zip › 1.zip › a.txt"]
    (path,) = opened(extractor, tmp_path, nested(4), "b.zip")
    assert path == "b.zip › 3.zip › 2.zip › 1.zip"


def test_a_mail_and_its_attachments_are_documents(extractor: Extractor, tmp_path: Path) -> None:
    """The subject is the title of the body; attachments of one name are kept apart, a zip among them is opened."""
    made_mail = mail(("总结.docx", WORD), ("总结.docx", WORD), ("附件.zip", zipped({"a.txt": PROSE.encode()})))
    found = opened(extractor, tmp_path, made_mail.as_bytes(), "a.eml")
    paths = ["a.eml", "a.eml › 总结.docx", "a.eml › 总结（2）.docx", "a.eml › 附件.zip › a.txt"]
    assert list(found) == paths
    body = found["a.eml"]
    assert isinstance(body, SourceText)
    assert body.text.startswith("# 关于报送学习总结的通知\n发件人：办公室 <a@example.com>\n发送时间：2024年3月5日\n")
    assert PROSE in body.text


def test_a_mail_of_outlook_is_read_like_any_other(extractor: Extractor, tmp_path: Path) -> None:
    """Subject, body and attachments of a .msg."""
    data = outlook("关于报送学习总结的通知", f"各支部：\r\n{PROSE}", {"总结.docx": WORD})
    found = opened(extractor, tmp_path, data, "a.msg")
    assert list(found) == ["a.msg", "a.msg › 总结.docx"]
    body = found["a.msg"]
    assert isinstance(body, SourceText)
    assert body.text == f"# 关于报送学习总结的通知\n附件：总结.docx\n各支部：\n{PROSE}\n"


def test_a_mail_in_a_mail_is_a_document(extractor: Extractor, tmp_path: Path) -> None:
    """What was forwarded as an attachment is a mail with attachments of its own."""
    outer = mail()
    outer.add_attachment(mail(("a.docx", WORD)))
    inner = "关于报送学习总结的通知.eml"
    found = opened(extractor, tmp_path, outer.as_bytes(), "b.eml")
    assert list(found) == ["b.eml", f"b.eml › {inner}", f"b.eml › {inner} › a.docx"]


def nested(depth: int) -> bytes:
    data = PROSE.encode()
    for level in range(depth):
        data = zipped({f"{level}.zip" if level else "a.txt": data})
    return data


def locked() -> bytes:
    return seven_zipped({"a.txt": PROSE.encode()}, password="x")  # noqa: S106


def marked_as_encrypted() -> bytes:
    data = bytearray(zipped({"a.txt": PROSE.encode()}))
    data[6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


REFUSED = [
    pytest.param(nested(5), "too_deep", id="zip_in_zip_in_zip"),
    pytest.param(locked(), "encrypted", id="7z_with_password"),
    pytest.param(locked_rar(), "encrypted", id="rar_with_password"),
    pytest.param(marked_as_encrypted(), "encrypted", id="zip_with_password"),
    pytest.param(zipped({"a.txt": bytes(220 * 1024 * 1024)}), "too_large", id="zip_bomb"),
    pytest.param(zipped({f"{at}.txt": b"x" for at in range(2_100)}), "too_large", id="too_many"),
    pytest.param(zipped({}), "empty", id="no_files"),
    pytest.param(locked()[:90], "damaged", id="half_a_7z"),
    pytest.param(rar({"a.txt": PROSE.encode()}, declared=1 << 40), "too_large", id="rar_bomb"),
    pytest.param(rar({"a.txt": PROSE.encode()})[:60], "damaged", id="half_a_rar"),
    pytest.param(b"Rar!\x1a\x07\x01\x00" + bytes(50), "damaged", id="broken_rar"),
]


@pytest.mark.parametrize(("data", "code"), REFUSED)
def test_bad_archives_are_named(extractor: Extractor, tmp_path: Path, data: bytes, code: str) -> None:
    """One sentence that says what to do; what was written to disk is gone at the end."""
    problems = [each.problem for each in opened(extractor, tmp_path, data, "a").values() if isinstance(each, Rejected)]
    assert [problem.code for problem in problems] == [code]
    assert problems[0].message.endswith("。")


def test_a_bad_member_does_not_stop_the_others(extractor: Extractor, tmp_path: Path) -> None:
    """Each file in an archive is refused or read by itself."""
    found = opened(extractor, tmp_path, zipped({"a.docx": WORD[:900], "b.docx": WORD}), "a.zip")
    assert isinstance(found["a.zip › a.docx"], Rejected)
    assert isinstance(found["a.zip › b.docx"], SourceText)
