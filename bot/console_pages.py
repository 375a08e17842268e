"""The page of a scan from which something was quoted, saved as a picture from the terminal: /page 1."""

from __future__ import annotations

import re
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from bot.contracts.basic import CitationJson
from bot.services.assistant import Assistant
from bot.services.replies import KeptReply
from knowledge.answers import Answer
from knowledge.callers import Visit

COMMAND = re.compile(r"/page\s+(?P<number>\d+)(?:\s+(?P<folder>\S.*))?$")
OFFERED = "据图像识别，请核对原件。输入 /page {number} 把原页存为图片，引用的各行加底色。"


def offered(citation: CitationJson) -> str:
    """Return how to see the page behind a citation; nothing where it was not read from a picture."""
    source = citation.source
    return OFFERED.format(number=citation.marker) if source.recognised and source.page is not None else ""


def saved(assistant: Assistant, line: str, last: KeptReply | None, visit: Visit, out: Console) -> bool:
    """Save the pages behind a source of the last reply; tell whether the line asked for that.

    Raises:
        KnowledgeError: It could not be done.
    """
    found = COMMAND.match(line)
    if found is None:
        return False
    cited = last.reply.citations if last is not None and isinstance(last.reply, Answer) else ()
    citation = next((each for each in cited if each.marker == int(found["number"])), None)
    if citation is None:
        out.print("上一个答复没有这个编号的来源。")
        return True
    folder, source = Path(found["folder"] or ".").expanduser(), citation.source
    pages = assistant.documents.quoted_pages(citation.document.id, source.start, source.end, visit)
    if not pages:
        out.print("这处来源不是由图像识别读出的，或入库时还没有记录页码，没有原页图片。")
    for page in pages:
        file = folder / f"原页-{citation.marker}-第{page.number}页.jpg"
        try:
            file.write_bytes(page.jpeg)
        except OSError as error:
            out.print(escape(f"写不了 {file}（{error.strerror}），请换一个文件夹：/page {citation.marker} 文件夹"))
        else:
            out.print(escape(f"第{page.number}页已存为 {file.absolute()}，引用的各行加了底色。"))
    return True
