"""The articles of an instrument and what is in them: 条, 款, 项, with the headings above each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from knowledge.documents import Document, Frozen, Heading
from knowledge.numerals import numeral_value
from knowledge.regulations.references import LAST, Place
from knowledge.tokens import fold

_ARTICLE = re.compile(r"第(?P<article>[^第条]{1,9})条(?:之(?P<branch>.{1,3}))?")
_DIVISION = re.compile(r"第(?P<number>[^第章节编]{1,9})(?P<unit>[章节编])")
_ITEM = re.compile(r"\((?P<number>[零〇一二三四五六七八九十百]{1,4}|\d{1,3})\)")
_OPENING = "（(㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽"
_SUBITEM = re.compile(r"\d{1,2}[.．、](?!\d)")
_SUBITEMS = re.compile(r"[\s:：；;。）)](\d{1,2})[.．、](?!\d)")
_ANNEX = re.compile(r"^附(?:件|表|录|錄)?\s*[\d一二三四五六七八九十]*\s*(?:[:：]|$)", re.MULTILINE)
_FIRST_ARTICLE = re.compile(r"第\s*[一1１]\s*[条條]")
_PREAMBLE = ("总纲", "序言", "引言", "前言")
_NUMBERS_MAKE_ONE_LINE = 2


class Span(Frozen):
    """A stretch of the document's text, end exclusive."""

    start: int
    end: int


class Paragraph(Frozen):
    """A 款: its words, and the spans of its 项."""

    span: Span
    lead: Span
    """What stands before the items; the whole where there are none."""

    items: tuple[tuple[int, Span], ...] = ()


class Article(Frozen):
    """A 条 with its number and its place."""

    heading: str
    """第十二条, 第二十三条之一, or 总纲."""

    number: int | None
    branch: int | None
    path: tuple[str, ...]
    """Headings above it, outermost first."""

    span: Span
    """Heading and text."""

    paragraphs: tuple[Paragraph, ...]


class Instrument(Frozen):
    """A document read as rules."""

    document: Document
    articles: tuple[Article, ...]

    @cached_property
    def last_number(self) -> int:
        """The number of the last article."""
        return max((article.number or 0 for article in self.articles), default=0)

    def at(self, place: Place) -> list[Article]:
        """Return the articles that a place names: one, all of a chapter, or none."""
        if place.article is not None:
            number = self.last_number if place.article == LAST else place.article
            branch = None if place.article == LAST else place.branch
            return [one for one in self.articles if one.number == number and one.branch == branch]
        units = [
            (unit, number)
            for unit, number in (("编", place.part), ("章", place.chapter), ("节", place.section))
            if number is not None
        ]
        return [one for one in self.articles if units and all(_lies_in(one, *unit) for unit in units)]

    def below(self, heading: str) -> list[Article]:
        """Return the articles below a heading that is named by its words: 总则, 党员."""
        wanted = fold(heading)
        return [
            one
            for one in self.articles
            if any(words_of_heading(above) == wanted for above in one.path) or one.heading == heading
        ]

    def text(self, span: Span) -> str:
        """Return a stretch of the text, without the white space around it."""
        return self.document.text[span.start : span.end].strip()


def read_instrument(document: Document) -> Instrument:
    """Return a document as rules; one that is no rules has no articles."""
    outline = document.outline
    if not any(_ARTICLE.fullmatch(fold(heading.heading)) for heading in outline):
        outline = tuple(_plain_headings(document.text))
    end = _annex_start(document.text, outline)
    inside = [heading for heading in outline if heading.start < end]
    return Instrument(document=document, articles=tuple(_articles(document.text[:end], inside)))


def _annex_start(text: str, outline: Sequence[Heading]) -> int:
    """Return where the annexes of rules begin, whose articles are counted anew; the end of the text without any."""
    articles = [heading.start for heading in outline if _ARTICLE.fullmatch(fold(heading.heading))]
    if len(articles) < _NUMBERS_MAKE_ONE_LINE:
        return len(text)
    annex = _ANNEX.search(text, articles[1])
    again = annex and any(at > annex.start() and _FIRST_ARTICLE.match(text, at) for at in articles)
    return annex.start() if annex and again else len(text)


def _plain_headings(text: str) -> Iterator[Heading]:
    """Yield 第X条 at the start of lines, of a text so short that its outline does not take them for headings."""
    for match in re.finditer(r"^第[^第条條\s]{1,9}[条條](?=[\s　])", text, re.MULTILINE):
        yield Heading(level=1, heading=match.group(), start=match.start(), end=match.end())


def paragraph_of(article: Article, number: int) -> Paragraph | None:
    """Return a 款 by number from 1, or the last one."""
    if number == LAST:
        return article.paragraphs[-1] if article.paragraphs else None
    return article.paragraphs[number - 1] if 0 < number <= len(article.paragraphs) else None


def item_of(paragraph: Paragraph, number: int) -> Span | None:
    """Return a 项 by its printed number."""
    return next((span for printed_number, span in paragraph.items if printed_number == number), None)


def subitem_of(text: str, item: Span, number: int) -> Span | None:
    """Return a 目 of a 项, by its printed number, or None."""
    starts = [match.start(1) for match in _SUBITEMS.finditer(text, item.start, item.end)]
    for start, end in zip(starts, [*starts, item.end][1:], strict=True):
        match = _SUBITEMS.match(text, start - 1, end)
        if match and int(match[1]) == number:
            return Span(start=start, end=_trimmed_end(text, start, end))
    return None


def _articles(text: str, outline: Sequence[Heading]) -> Iterator[Article]:
    ends = [*(heading.start for heading in outline), len(text)][1:]
    path: list[Heading] = []
    for heading, end in zip(outline, ends, strict=True):
        path = [above for above in path if above.level < heading.level]
        name = fold("".join(heading.heading.split()))
        match = _ARTICLE.fullmatch(name)
        if match or name in _PREAMBLE:
            body = Span(start=heading.end, end=end)
            yield Article(
                heading=name,
                number=numeral_value(match["article"]) if match else None,
                branch=numeral_value(match["branch"]) if match and match["branch"] else None,
                path=tuple(above.heading for above in path),
                span=Span(start=heading.start, end=_trimmed_end(text, heading.start, end)),
                paragraphs=tuple(_paragraphs(text, body)),
            )
        path.append(heading)


def _paragraphs(text: str, body: Span) -> Iterator[Paragraph]:
    """Yield the 款: every line but those that are 项 or 目 begins one."""
    lines = list(_lines(text, body))
    starts = [i for i, line in enumerate(lines) if i == 0 or not _continues(text, line)]
    for first, last in zip(starts, [*starts[1:], len(lines)], strict=True):
        block = lines[first:last]
        items = tuple(_items(text, block))
        lead_end = items[0][1].start if items else block[-1].end
        yield Paragraph(
            span=Span(start=block[0].start, end=block[-1].end),
            lead=Span(start=block[0].start, end=max(lead_end, block[0].start)),
            items=items,
        )


def _lines(text: str, body: Span) -> Iterator[Span]:
    for match in re.finditer(r"[^\n]+", text[body.start : body.end]):
        whole = match.group()
        if whole.strip():
            start = body.start + match.start() + len(whole) - len(whole.lstrip())
            yield Span(start=start, end=start + len(whole.strip()))


def _continues(text: str, line: Span) -> bool:
    return _item_number(text, line) is not None or _SUBITEM.match(text, line.start) is not None


def _item_number(text: str, line: Span) -> int | None:
    """Return the number of the 项 that a line begins, or None; most lines are told by their first character."""
    if text[line.start] not in _OPENING:
        return None
    match = _ITEM.match(fold(text[line.start : line.start + 8]))
    return numeral_value(match["number"]) if match else None


def _items(text: str, block: Sequence[Span]) -> Iterator[tuple[int, Span]]:
    """Yield the 项: lines that begin with （一）, each with the 目 below it, or items run into one line."""
    marks: list[tuple[int, int]] = []
    for line in block:
        number = _item_number(text, line)
        if number is not None:
            marks.append((number, line.start))
    marks = marks or _inline_marks(text, block)
    ends = [*(start for _, start in marks), block[-1].end][1:]
    for (number, start), end in zip(marks, ends, strict=True):
        yield number, Span(start=start, end=_trimmed_end(text, start, end))


def _inline_marks(text: str, block: Sequence[Span]) -> list[tuple[int, int]]:
    """Return the marks of items that stand within one line and count 1, 2, 3."""
    found: list[tuple[int, int]] = []
    for match in re.finditer(r"[（(]([一二三四五六七八九十]{1,3})[)）]", text[block[0].start : block[-1].end]):
        number = numeral_value(match[1])
        before = text[block[0].start + match.start() - 1] if match.start() else ""
        if number == len(found) + 1 and before in "：:；;。 \n":
            found.append((number, block[0].start + match.start()))
    return found if len(found) >= _NUMBERS_MAKE_ONE_LINE else []


def _trimmed_end(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _lies_in(article: Article, unit: str, number: int) -> bool:
    for above in article.path:
        match = _DIVISION.match(fold("".join(above.split())))
        if match and match["unit"] == unit and numeral_value(match["number"]) == number:
            return True
    return False


def words_of_heading(heading: str) -> str:
    """Return a heading without its number: 第一章 总 则 -> 总则."""
    return _DIVISION.sub("", fold("".join(heading.split())), count=1)
