"""Mails kept by Outlook (.msg): the same document as of the .eml of the same mail."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from oxmsg import Message

from ingest.readers.extraction import Extraction
from ingest.readers.mail import header, mail_text
from ingest.readers.packages import unreadable
from ingest.readers.web import read_page

_FAULTS = (OSError, AttributeError, LookupError, TypeError, ValueError, struct.error)
"""What the library raises on damaged files."""

_DAMAGED = "邮件不完整或已损坏，请重新取得原件，或在邮件软件中另存为 .eml 后再导入。"


def read_message(data: bytes) -> Extraction:
    """Return the text of a mail.

    Raises:
        UnreadableError: It is damaged.
    """
    try:
        mail = Message.load(data)
        sent = mail.sent_date
        body = mail.body or (read_page(mail.html_body).text if mail.html_body else "")
        subject, sender = mail.subject, header(mail.sender)
        names = [attached.file_name or "" for attached in mail.attachments]
    except _FAULTS as error:
        raise unreadable("damaged", _DAMAGED) from error
    date = f"{sent.year}年{sent.month}月{sent.day}日" if sent else ""
    return mail_text("msg", subject=subject, sender=sender, date=date, body=body, names=names)


def attached_files(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each file that is attached.

    Raises:
        UnreadableError: The mail is damaged.
    """
    try:
        for attached in Message.load(data).attachments:
            yield attached.file_name or "未命名附件", attached.file_bytes or b""
    except _FAULTS as error:
        raise unreadable("damaged", _DAMAGED) from error
