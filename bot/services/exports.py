"""What is exported of a reply, as named files: the clean text and its table of quotations, handouts, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.services.events import Exported, Tell
from bot.services.practices import Practices
from bot.services.replies import Replies
from knowledge.answers import Answer, NoAnswer, Reply
from knowledge.callers import Visit
from knowledge.errors import BadRequestError
from knowledge.practices.cards import HeldCard

CHECKS = "引文核对表"
NOTHING = "没有可以导出的答复：请先提问；较早的答复可能已过期，请重新提问。"
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')
"""What a name of a file cannot have on one system or another."""

_LONGEST = 30
"""Characters of a name."""


@dataclass(frozen=True)
class Exports:
    """Files of replies that were kept."""

    replies: Replies
    practices: Practices
    tell: Tell

    def of(self, reply_id: str | None, visit: Visit, *, ending: str = ".docx", stem: str = "") -> dict[str, bytes]:
        """Return the files of a reply by name: its text with the table of quotations, or its examples as a table.

        Args:
            reply_id: None is the last of the conversation.
            visit: Who wants them.
            ending: `.docx` or `.xlsx`.
            stem: Of their names; empty for what the answer is about.

        Raises:
            BadRequestError: There is no such answer, or it shows no examples.
        """
        kept = self.replies.meant(reply_id, visit)
        if kept is None:
            raise BadRequestError(NOTHING)
        named = stem or (stem_of(kept.reply) if isinstance(kept.reply, Answer) else "")
        if ending == ".xlsx" and isinstance(kept.reply, Answer):
            files = card_files(self.practices.shown(kept.reply, visit), named, ending)
        else:
            files = answer_files(kept.reply, named)
        self.tell(Exported(by=visit.caller, files=tuple(files)))
        return files

    def of_cards(self, cards: Sequence[HeldCard], stem: str, visit: Visit, *, ending: str) -> dict[str, bytes]:
        """Return cards that somebody was shown as one file by its name: a handout (.docx) or a table (.xlsx).

        Raises:
            BadRequestError: There are none.
        """
        files = card_files(cards, stem, ending)
        self.tell(Exported(by=visit.caller, files=tuple(files)))
        return files


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
