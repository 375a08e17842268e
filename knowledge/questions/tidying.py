"""What of a message carries nothing and goes before it is read: links, mentions, marks around the whole, politeness.

Pure. No clause of the question itself is dropped; where nothing else would be left, the message stays as it is.
"""

from __future__ import annotations

import re

from knowledge.questions.asking import ASKS

_HAN = "\u3400-\u9fff"
_STOPS = "，,。.！!？?；;：:、~～…\\s"

_LINK = re.compile(
    r"[（(]?(?:(?:可?参考|参见|详见|见|来自|链接|网址|来源|出处|原文)(?:是|为|在)?[：:]?\s*)?"
    r"(?:https?://|www\.)[!-'*-~]+[）)]?",
    re.IGNORECASE,
)
_MENTION = re.compile(rf"(?<![\w.])[@＠](?:[A-Za-z0-9_]{{2,32}}|[{_HAN}\w·-]{{1,20}}(?=\s|$))[：:，,]?\s*")
"""A mention in Latin letters ends where Chinese begins; another one only at a space, which chats put behind it."""

_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f\u200d]+")

_PAIRS = ("“”", '""', "‘’", "''", "「」", "『』", "＂＂")
_WHOLE = tuple(
    re.compile(rf"{opens}([^{opens}{closes}]+){closes}([{_STOPS}]*)") for opens, closes in (tuple(p) for p in _PAIRS)
)

_LEADING = re.compile(
    rf"(?>(?:您好|你好|大家好|哈喽|嗨|老师好?|各位(?:老师|领导|同事|好)?|领导好?|小助手|助手|同志们?)[{_STOPS}]++"
    rf"|(?:您好|你好|哈喽)(?=请问|想|我|麻烦|打扰)"
    r"|打扰(?:一下|了|您了|你了)?(?:[，,。\s]++|(?=请问|想问))"
    r"|(?:我|我们)?(?:想|要)?(?:请问|请教|问|咨询)(?:您|你)?(?:一下|下|一声|问)(?!的|题)"
    r"|请问(?:您|你)?(?!题)"
    r"|(?:麻烦|劳驾)(?:您|你|各位)?(?:[，,\s]++|(?=帮|给|问|查|找|说))"
    rf"|[{_STOPS}]++)++"
)
_TRAILING = re.compile(
    rf"(?<![{_STOPS}])(?>[{_STOPS}]*+(?<!说)(?<!道)(?<!声)(?<!句)(?<!达)(?<!示)"
    r"(?:万分感谢|非常感谢|十分感谢|多谢|感谢|谢谢)(?:您|你|大家|各位|老师)?[了啦哈啊呀]*+"
    rf"|[{_STOPS}]++(?:(?:拜托|麻烦|辛苦|打扰)(?:您|你|大家|各位)?[了啦]|在线等|急用|挺?急的?|急++|等回复|求解答?|求助)"
    rf")++[{_STOPS}]*+$"
)
_PARTICLE = re.compile(rf"(?<=[{_HAN}])[啊呀哈哦噢喔哟诶]+(?=[？?。！!~～\s]*$)")
LONGEST = 1000
"""Characters of what is tidied: a longer text is a document, of which `long_questions` finds what asks."""

_LEFT = 2
"""Letters that must be left; 你好 and 谢谢 alone are said for their own sake."""

_SHORT_PIECE = 3
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])[ \t\u3000\u2005\xa0]+(?=[{_HAN}])")


def tidied(question: str) -> str:
    """Return a question without what carries nothing.

    Example:
        @bot 请问一下，年休假多少天啊？参考 https://example.org/a.htm 谢谢 -> 年休假多少天？
    """
    if len(question) > LONGEST:
        return question
    before, text = None, question.strip()
    while before != text:
        before = text
        for step in (_without_links, unquoted, _closed_up, _without_politeness):
            text = _unless_empty(step(text), text)
    return text


def unquoted(text: str) -> str:
    """Return a text without the quotation marks around the whole of it: “年休假” is 年休假; 《…》 names a paper."""
    found = next((match for pattern in _WHOLE if (match := pattern.fullmatch(text.strip()))), None)
    return f"{found[1].strip()}{found[2]}" if found else text


def _without_links(text: str) -> str:
    return _EMOJI.sub("", _MENTION.sub("", _LINK.sub(" ", text))).strip()


def _closed_up(text: str) -> str:
    """Return a sentence without the spaces inside it; words beside one another (党建 考核) keep theirs.

    Single characters apart are one text typed with spaces. In a question a short piece belongs to what is beside it;
    two long ones may be two clauses.
    """
    pieces = [piece for run in re.split(rf"[^{_HAN}\s]+", text) for piece in run.split()]
    if any(len(piece) == 1 for piece in pieces):
        return _BETWEEN_HAN.sub("", text)
    if not ASKS.search(text):
        return text
    found = _BETWEEN_HAN.split(text)
    closed = found[0]
    for piece in found[1:]:
        near = _Ends(closed, piece)
        closed += piece if near.are_short else f" {piece}"
    return closed


class _Ends:
    """What stands on both sides of a space."""

    def __init__(self, before: str, after: str) -> None:
        self._sides = (re.split(rf"[{_STOPS}]", before)[-1], re.split(rf"[{_STOPS}]", after)[0])

    @property
    def are_short(self) -> bool:
        """Whether one of the sides is too short for a clause of its own."""
        return any(len(side) <= _SHORT_PIECE for side in self._sides)


def _without_politeness(text: str) -> str:
    leading = _LEADING.match(text)
    text = _unless_empty(text[leading.end() :] if leading else text, text)
    text = _unless_empty(_TRAILING.sub(_question_mark, text), text)
    return _unless_empty(_PARTICLE.sub("", text), text)


def _question_mark(politeness: re.Match[str]) -> str:
    """Keep the mark that the question ended with before it was thanked for."""
    return next((mark for mark in politeness[0] if mark in "？?"), "")


def _unless_empty(text: str, otherwise: str) -> str:
    return text if sum(map(str.isalnum, text)) >= _LEFT else otherwise
