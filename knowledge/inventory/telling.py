"""What is said of the library: how much of what, how recent, and how to list all."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.documents import DocumentSummary
from knowledge.inventory.wanted import WantedDocuments
from knowledge.names import KINDS
from knowledge.questions import said
from knowledge.tokens import simplified
from knowledge.writing import wording

TITLES = 6
"""Titles that are shown; a phone has room for about as many."""

NOT_TOLD = "由谁装入、何时装入，不在答复中提供。材料由本库管理员装入和维护，需要核实、更正或补充的，请与管理员联系。"
ALL = "要看全部清单：命令行用 ronghe documents，对话中由管理员发送 /documents。"
UNDATED = "另有{count}份没有注明日期，未计入。"
REPEATED = "其中{count}份与另一份内容相同。"
CANDIDATES = ("库里有哪些材料", "最新的是哪份", "有没有近三年的文件")


def told_holdings(held: Sequence[DocumentSummary], wanted: WantedDocuments) -> str:
    """Say how many documents of a sort are held, with the titles of the latest."""
    meant = _latest_first([each for each in held if wanted.admits(each)])
    if not held:
        return wording.NOTHING_HELD
    if not meant:
        return f"库内没有可供您查阅的{_named(wanted)}。{_undated(held, wanted)}{counted(held)}"
    repeated = sum(each.linked_to is not None for each in meant)
    lines = [
        counted(held) if wanted.of_everything else f"库内可供您查阅的{_named(wanted)}有{len(meant)}份。",
        REPEATED.format(count=repeated) if repeated else "",
        _undated(held, wanted),
    ]
    shown = [each for each in meant if each.linked_to is None][:TITLES] or meant[:TITLES]
    heading = "日期较近的有：" if len(meant) > len(shown) else "分别是："
    listed = "\n".join(f"{number}. {_titled(each)}" for number, each in enumerate(shown, start=1))
    rest = f"\n{ALL}" if len(meant) > len(shown) else ""
    return f"{''.join(lines)}{heading}\n{listed}{rest}"


def newest(held: Sequence[DocumentSummary], wanted: WantedDocuments) -> str:
    """Say which document has the latest date of its own."""
    if not held:
        return wording.NOTHING_HELD
    meant = [each for each in _latest_first([one for one in held if wanted.admits(one)]) if each.date]
    if not meant:
        return f"库内没有注明日期的{_named(wanted)}，说不出哪一份最新。{counted(held)}"
    latest, *others = [each for each in meant if each.linked_to is None] or meant
    then = "、".join(_titled(each) for each in others[: TITLES // 2])
    return (
        f"按材料自身的日期，库内可供您查阅的{_named(wanted)}中，最新的是{_titled(latest)}。"
        f"{f'其次是{then}。' if then else ''}{_without_date(held, wanted)}{ALL}"
    )


def abilities(held: Sequence[DocumentSummary]) -> str:
    """Say what can be asked, and of how much."""
    return f"{said.ABILITIES}{counted(held)}"


def counted(held: Sequence[DocumentSummary]) -> str:
    """Say how much of what kind is held."""
    counts = [(name, sum(each.kind is kind for each in held)) for kind, name in KINDS.items()]
    listed = "、".join(f"{name}{count}份" for name, count in counts if count)
    samples = "，均为虚构的示例材料" if held and all(each.sample for each in held) else ""
    return f"库内可供您查阅的材料共{len(held)}份：{listed}{samples}。" if held else wording.NOTHING_HELD


def _named(wanted: WantedDocuments) -> str:
    """Name what is meant: 2020年及以后、标题含“保密”的讲话."""
    since, until = wanted.since, wanted.until
    years = f"{since}年至{until}年" if since and until else f"{since}年及以后" if since else f"{until}年及以前"
    parts = [years] if since or until else []
    parts += [f"标题含“{wanted.topic}”"] if wanted.topic else []
    return f"{'、'.join(parts)}的{wanted.name}" if parts else wanted.name


def _undated(held: Sequence[DocumentSummary], wanted: WantedDocuments) -> str:
    """Say how many would be meant but for a date."""
    return _without_date(held, wanted) if wanted.since or wanted.until else ""


def _without_date(held: Sequence[DocumentSummary], wanted: WantedDocuments) -> str:
    of_any_year = wanted.model_copy(update={"since": None, "until": None})
    count = sum(each.date is None and of_any_year.admits(each) for each in held)
    return UNDATED.format(count=count) if count else ""


def _latest_first(documents: Sequence[DocumentSummary]) -> list[DocumentSummary]:
    return sorted(documents, key=lambda each: each.date or "", reverse=True)


def _titled(document: DocumentSummary) -> str:
    year, *rest = (document.date or "").split("-")
    day = f"{year}年" + "".join(f"{int(part)}{unit}" for part, unit in zip(rest, "月日", strict=False))
    return f"《{simplified(document.title).strip('《》')}》（{day if year else '日期未注明'}）"
