"""What a web page puts below and inside an article: neighbours, links, rights, comments, buttons, editors."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.edited_text import Edit, EditedText
from ingest.lines import is_prose, written_lines
from ingest.repair.site_words import EDITORS, EDITORS_AT_END, GLUED_TAIL, TAIL, WIDGET, simplified_line

_LONGEST = 300
"""Characters; longer lines are paragraphs, whatever they begin with."""

_LONGEST_LINK = 60
_REST_SHARE = 0.2
"""Below a tail line at most this share of the running text may follow: excerpts of neighbours, a legal notice."""


def remove_page_tail(edited: EditedText) -> EditedText:
    """Remove everything from the first line that ends the page's article, and the buttons and editors before it."""
    lines = written_lines(edited.text)
    texts = [simplified_line(line.text) if len(line.text) <= _LONGEST else line.text for line in lines]
    cut = _tail_start(texts)
    doomed = {*range(cut, len(lines)), *_lone_lines(texts, cut)}
    changes = [Edit(lines[index].start, lines[index].next_start) for index in sorted(doomed)]
    return _without_editors(edited.apply("site_furniture", changes))


def _tail_start(texts: Sequence[str]) -> int:
    """Return the index of the first line that belongs to the page below the article; their number if there is none."""
    prose = [len(text) if is_prose(text) and not _is_tail(text) else 0 for text in texts]
    total = sum(prose)
    rest = total
    for index, text in enumerate(texts):
        rest -= prose[index]
        if _is_tail(text) and index > 0 and rest <= _REST_SHARE * total and rest < total:
            return index
    return len(texts)


def _is_tail(text: str) -> bool:
    return len(text) <= _LONGEST and TAIL.match(text) is not None


def _lone_lines(texts: Sequence[str], cut: int) -> list[int]:
    return [
        index
        for index, text in enumerate(texts[:cut])
        if len(text) <= _LONGEST
        and (WIDGET.fullmatch(text) or (EDITORS.match(text) and index > cut // 2) or _is_lone_tail(text))
    ]


def _is_lone_tail(text: str) -> bool:
    return (
        _is_tail(text)
        and not is_prose(text)
        and len(text) <= _LONGEST_LINK
        and text.startswith(("上一", "下一", "•", "【上", "【下"))
    )


def _without_editors(edited: EditedText) -> EditedText:
    found = (match for pattern in (EDITORS_AT_END, GLUED_TAIL) for match in pattern.finditer(edited.text))
    changes = [Edit(*match.span()) for match in found]
    return edited.apply("site_furniture", changes)
