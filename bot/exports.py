"""What is exported of a reply, as named files: the clean text and its table of quotations, handouts, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from knowledge.answers import Answer, NoAnswer, Reply
from knowledge.errors import BadRequestError
from knowledge.practices.cards import HeldCard

CHECKS = "引文核对表"
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')
"""What a name of a file cannot have on one system or another."""

_LONGEST = 30
"""Characters of a name."""


def stem_of(reply: Answer, ending: str = "") -> str:
    """Return the name of an answer's files: what it is about, and that it is to be discussed."""
    from knowledge.export.papers import paper_of

    title = _FORBIDDEN.sub("", paper_of(reply).title).strip(".？?。 ")
    return f"{title[:_LONGEST] or '融合助手答复'}{ending}"


def answer_files(reply: Reply, stem: str) -> dict[str, bytes]:
    """Return the files of an answer by name: the text in official layout, and what its quotations were checked against.

    Raises:
        BadRequestError: There is nothing to export.
    """
    from knowledge.export.papers import paper_of
    from knowledge.export.word import checks_docx, official_docx

    if not isinstance(reply, Answer):
        raise BadRequestError("没有可以导出的答复：" + (reply.text if isinstance(reply, NoAnswer) else "请先提问。"))
    paper = paper_of(reply)
    return {f"{stem}.docx": official_docx(paper), f"{stem}-{CHECKS}.docx": checks_docx(paper)}


def card_files(
    cards: Sequence[HeldCard], stem: str, ending: str, *, questions: Sequence[str] = (), note: str | None = None
) -> dict[str, bytes]:
    """Return cards as one file: a handout (.docx) or a table (.xlsx).

    Raises:
        BadRequestError: There are no cards.
    """
    if not cards:
        raise BadRequestError(f"没有可以导出的举措卡。{note or ''}")
    if ending == ".xlsx":
        from knowledge.export.sheets import cards_xlsx

        return {f"{stem}.xlsx": cards_xlsx(cards)}
    from knowledge.export.word import handout_docx

    return {f"{stem}.docx": handout_docx(stem, cards, questions, note)}


def ending_of(path: Path, *allowed: str) -> str:
    """Return the ending of a file to be written.

    Raises:
        BadRequestError: Nothing is written with this ending, or there is no such folder.
    """
    ending = path.suffix.lower()
    if ending not in allowed:
        raise BadRequestError(f"导出的文件名要以{'或'.join(allowed)}结尾，现在是“{path.name}”。")
    if not path.absolute().parent.is_dir():
        raise BadRequestError(f"没有文件夹 {path.absolute().parent}，请先建好再导出。")
    return ending


def save(files: dict[str, bytes], folder: Path) -> list[Path]:
    """Write files into a folder and return their paths.

    Raises:
        BadRequestError: One cannot be written.
    """
    written = []
    for name, data in files.items():
        try:
            (folder / name).write_bytes(data)
        except OSError as error:
            raise BadRequestError(f"写不了文件 {folder / name}：请检查是否被占用、有无写入权限。") from error
        written.append(folder / name)
    return written
