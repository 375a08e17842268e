"""Mails (.eml): who wrote when about what, the body, what is attached; words in whatever code they came."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import Header, decode_header
from email.message import Message
from email.utils import parsedate_to_datetime

from ingest.problems import PICTURES, receipts
from ingest.readers.extraction import Extraction, TextBuilder
from ingest.readers.packages import unreadable
from ingest.readers.web import read_page

_CHINESE = {"gb2312", "gbk", "x-gbk", "gb_2312-80", "unknown-8bit", "us-ascii", "ascii", None}
"""Codes that are told and mean GB 18030, or are told wrongly; UTF-8 is tried first."""

_UNNAMED = "未命名附件"


def read_mail(data: bytes) -> Extraction:
    """Return the text of a mail; its attachments are files of their own (`attachments`)."""
    mail = email.message_from_bytes(data)
    names = [name for name, _ in attachments(data)]
    return mail_text(
        "eml",
        subject=header(mail["Subject"]),
        sender=header(mail["From"]),
        date=_date(header(mail["Date"])),
        body=_body(mail),
        names=names,
        pictures=sum(_is_inline(part) for part in mail.walk()),
    )


def mail_text(
    form: str, *, subject: str, sender: str, date: str, body: str, names: list[str], pictures: int = 0
) -> Extraction:
    """Return a mail as a document: its subject is the title.

    Raises:
        UnreadableError: There is nothing in it.
    """
    if not (subject.strip() or body.strip() or names):
        raise unreadable("damaged", "邮件里没有正文，也没有附件，请确认它完好后再导入。")
    built = TextBuilder()
    built.add(f"# {subject}" if subject else "")
    for name, value in (("发件人", sender), ("发送时间", date), ("附件", "、".join(names))):
        if value:
            built.add(f"{name}：{value}")
    for line in body.splitlines():
        built.add(line.rstrip())
    problems = tuple(receipts([(pictures, "picture", PICTURES)]))
    return Extraction(format=form, text=built.text, problems=problems, apart=(subject, *names))


def attachments(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each file that is attached, mails among them."""
    yield from _attached(email.message_from_bytes(data))


def _attached(part: Message) -> Iterator[tuple[str, bytes]]:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        for inner in _parts(part):
            yield f"{header(inner['Subject']) or _UNNAMED}.eml", inner.as_bytes()
    elif part.is_multipart():
        for each in _parts(part):
            yield from _attached(each)
    elif not _is_inline(part) and _is_file(part):
        yield header(part.get_filename()) or _UNNAMED, _payload(part)


def _parts(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _is_file(part: Message) -> bool:
    is_words = part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment"
    return not is_words or part.get_filename() is not None


def _is_inline(part: Message) -> bool:
    """Tell a picture of the body, a logo mostly, from one that was attached."""
    placed = part["Content-ID"] is not None and part.get_content_disposition() != "attachment"
    return part.get_content_maintype() == "image" and placed


def _body(mail: Message) -> str:
    """Return the words of the body: the plain ones, else those of the page."""
    written = [part for part in _of_this_mail(mail) if part.get_content_maintype() == "text" and not _is_file(part)]
    plain = "\n".join(_words(part) for part in written if part.get_content_type() == "text/plain")
    if plain.strip():
        return plain
    pages = [_words(part) for part in written if part.get_content_type() == "text/html"]
    return "\n".join(read_page(page).text for page in pages if page.strip())


def _of_this_mail(mail: Message) -> Iterator[Message]:
    if mail.get_content_type() == "message/rfc822":
        return
    if mail.is_multipart():
        for each in _parts(mail):
            yield from _of_this_mail(each)
    else:
        yield mail


def _words(part: Message) -> str:
    return decoded(_payload(part), part.get_content_charset())


def header(value: str | Header | None) -> str:
    """Return a header in one line, decoded: encoded words, or bytes as they were sent."""
    if not value:
        return ""
    try:
        pieces = decode_header(value)
    except HeaderParseError:
        return str(value)
    words = "".join(text if isinstance(text, str) else decoded(text, charset) for text, charset in pieces)
    return re.sub(r"\s+", " ", words).strip()


def decoded(data: bytes, charset: str | None) -> str:
    """Decode bytes of which the code is told, truly or not; nothing is dropped."""
    for encoding in ("utf-8", "gb18030") if charset in _CHINESE else (charset or "", "gb18030"):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("gb18030", errors="replace")


def _date(written: str) -> str:
    try:
        sent = parsedate_to_datetime(written)
    except ValueError:
        return written
    return f"{sent.year}年{sent.month}月{sent.day}日"
