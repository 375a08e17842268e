"""What is wrong with a file, as its owner is told: why it stays out, what to look at, what of it was not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from knowledge.documents import Problem, Severity

PICTURES = "含{}张图片，图中文字未读取。"
CHARTS = "含{}个图表，图表中的文字未读取。"
COMMENTS = "有{}条批注，未入库。"
HIDDEN_TEXT = "有{}处隐藏文字，未入库。"
HIDDEN_SHEETS = "有{}张隐藏的工作表，未入库。"


def fault(code: str, message: str, *, line: int | None = None) -> Problem:
    """Return why some text, or all of it, cannot be used."""
    return Problem(code=code, severity=Severity.ERROR, message=message, line=line)


def doubt(code: str, message: str, *, line: int | None = None) -> Problem:
    """Return what should be held against the original."""
    return Problem(code=code, severity=Severity.WARNING, message=message, line=line)


def remark(code: str, message: str, *, line: int | None = None) -> Problem:
    """Return what is good to know."""
    return Problem(code=code, severity=Severity.INFO, message=message, line=line)


def receipts(counted: Iterable[tuple[int, str, str]]) -> Iterator[Problem]:
    """Yield a receipt for each sort of thing that was not read: how many, under which code, in which words."""
    return (remark(code, message.format(number)) for number, code, message in counted if number)
