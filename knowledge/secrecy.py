"""Marks of classification (密级) on a text or in a file's name: found where marks stand, not where the words are used.

GB/T 9704-2012 puts 密级★保密期限 on the first page; a star after the grade is a mark wherever it stands. Without one a
grade counts only as a line of its own near the head or the foot, in brackets there, after 密级：, or as a part of a
file name by itself. So 《保守国家秘密法》, “内部控制”, “秘密投票” and “主动公开” are no marks.

What is found is never repeated: a mark has the rule that found it and no word of the text. This is a safety net; what
carries no mark cannot be recognised.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from knowledge.documents import Frozen


class Grade(StrEnum):
    """What a mark says."""

    STATE_SECRET = "state_secret"  # noqa: S105  # 绝密、机密、秘密; no password
    TRADE_SECRET = "trade_secret"  # noqa: S105  # 核心商密、普通商密
    WORK_SECRET = "work_secret"  # noqa: S105  # 工作秘密
    INTERNAL = "internal"

    @property
    def is_absolute(self) -> bool:
        """Whether nobody may release it: of the others, an administrator of an intranet may."""
        return self in {Grade.STATE_SECRET, Grade.TRADE_SECRET}


class Mark(Frozen):
    """A mark that was found."""

    grade: Grade
    rule: str
    """Which rule found it, for the log; no word of the text."""


REFUSED = "这份文件带有不宜在互联网处理的标识，未保存任何内容。请撤回，并按本单位保密规定报告。"
"""To somebody who sent a marked file; its name and its words are not repeated."""

QUESTION_REFUSED = "这段文字带有涉密或内部标识，未作查询，也未保存。请撤回，并按本单位保密规定报告。"

HEAD, FOOT = 600, 300
"""Characters at the head and the foot of a text where a bare grade is a mark."""

_STARS = "★☆✩✪✫✬✭✮✯✰⭐🌟⋆✦✧٭⁎∗※✱✲✶✴"
_GRADE = "(?:绝密|机密|秘密)"
_TRADE = "(?:核心|普通|一般)?(?:商密|商业秘密)"
_PERIOD = (
    r"(?:[\d〇零一二三四五六七八九十百]+(?:年|个月|月|周|天|日)|长期|永久|启用前|公开前|公布前|解密前|\d{4}[.\-/年]\d)"
)
_URGENCY = "(?:特急|加急|特提|平急|急件)"
_CAUTION = (
    "(?:请?注意(?:保存|保密|保管)|妥善(?:保管|保存)|(?:请勿|不得|严禁|禁止|切勿)(?:外传|外泄|扩散|转发|转载|复制|翻印|拍照|上网)"
    "|(?:会|阅|用)后(?:收回|退回|销毁|即焚)|仅供(?:参考|内部参考))"
)
_INTERNAL = (
    "(?:内部(?:资料|文件|材料|刊物|参考|使用|掌握|传阅|发行|文稿|情况)?|仅?供?限?内部(?:使用|参考|传阅|掌握|阅读)"
    "|(?:会|阅|用)后(?:收回|退回|销毁|即焚)|请?注意保密|此件不(?:予)?公开|公开(?:属性|方式|选项|类别):不(?:予)?公开)"
)
_OPEN = re.compile(
    r"[(\[〔【]?(?:此件(?:公开发布|主动公开|全文公开)|(?:信息)?公开(?:属性|方式|选项|类别|形式):主动公开|主动公开)[)\]〕】]?"
)

_STARRED = re.compile(
    rf"{_GRADE}级?(?:[{_STARS}]|\*+(?={_PERIOD}))|{_GRADE}级?[·•・.．—-]*{_PERIOD}(?=[(（]?保密期限|$)|^{_GRADE}级?[^\S\n]+{_PERIOD}$",
    re.MULTILINE,
)
_STARRED_TRADE = re.compile(rf"{_TRADE}(?:[{_STARS}]|\*+(?={_PERIOD}))")
_STARRED_WORK = re.compile(rf"工作秘密(?:[{_STARS}]|\*+(?={_PERIOD}))")
_NAMED = re.compile(
    rf"(?:密级|秘密等级|保密等级|保密级别|涉密等级)[^\S\n]*[:=][^\S\n]*({_GRADE}|内部|工作秘密|{_TRADE})(?![、/或和及,])"
)
_OF_THIS = re.compile(
    rf"本(?:文件|材料|件|资料|文稿|文|报告|通报|文档)(?:的?密级)?(?:属于?|系|为|定为|是)({_GRADE}|工作秘密)级?"
    r"(?:国家秘密|文件|材料|资料|事项)?(?=[,。;.!(]|$)",
    re.MULTILINE,
)
_BRACKETS = r"[\[【〔《<(「『]"
_CLOSING = r"[\]】〕》>)」』]"
_MARGIN = re.compile(
    rf"(?:(?:编号|份号|第)?[:No.]*\d{{1,8}}(?:号|份)?)?{_BRACKETS}?(?P<grade>{_GRADE}|工作秘密|{_TRADE}){_CLOSING}?"
    rf"级?(?:文件|材料|件|资料)?[·•・,—-]?{_PERIOD}?[·•・,—-]?{_URGENCY}?"
    rf"|{_URGENCY}[·•・,—-]?(?P<after>{_GRADE})"
)
_MARGIN_INTERNAL = re.compile(
    rf"{_BRACKETS}?{_INTERNAL}(?:[,、;。·—-]?{_CAUTION})*[。!]*{_CLOSING}?(?:[:No.]*\d{{1,8}}(?:号|份)?)?"
)
_PREFIX = re.compile(rf"{_BRACKETS}({_GRADE}|工作秘密|{_TRADE}|{_INTERNAL}){_CLOSING}")

_PARTS = r"\s_\-—–·.,、+&()\[\]【】〔〕《》「」"
_IN_NAME = re.compile(
    rf"(?:^|[{_PARTS}\d])({_GRADE}(?:级|件|文件)?|工作秘密|(?:核心|普通)?商密"
    rf"|内部(?:资料|文件|材料|使用|参考|传阅)?)(?=$|[{_PARTS}{_STARS}*\d])"
)
_VARIANTS = str.maketrans("絕機級祕內傳資業屬閱後", "绝机级秘内传资业属阅后")


class _SeenTable(dict[int, str | int | None]):
    """What each code point is read as, None for one that nobody sees; worked out when it is first met."""

    def __missing__(self, code_point: int) -> str | int | None:
        seen = unicodedata.category(chr(code_point)) not in {"Cf", "Mn", "Me", "Co"}
        self[code_point] = _VARIANTS.get(code_point, code_point) if seen else None
        return self[code_point]


_seen_table = _SeenTable()
_INNER_SPACE = re.compile(r"(?<=[^\x00-\x7f])[^\S\n]+(?=[^\x00-\x7f\n])|[^\S\n]*(?=[★☆*])|(?<=[★☆*])[^\S\n]*")
_DECORATION = re.compile(r"^[#>\s|]+|[\s|]+$|^\*\*|\*\*$|^__|__$")


def mark_of(text: str, name: str = "") -> Mark | None:
    """Return the gravest mark on a text or in its file's name, or None.

    Args:
        text: All words of a file, with running heads and feet, in reading order.
        name: The file's name, without its folder.
    """
    found = [*_anywhere(text), *_at_the_edges(text), *_in_name(name)]
    absolute = next((mark for mark in found if mark.grade.is_absolute), None)
    if absolute is not None:
        return absolute
    return None if not found or _is_open(text) else found[0]


def mark_of_question(text: str) -> Mark | None:
    """Return the mark on what somebody sent as a question; a word alone is asked about, it marks nothing."""
    if len([line for line in text.splitlines() if line.strip()]) > 1:
        return mark_of(text)
    return next(iter(_anywhere(text)), None) or _prefixed(_plain(text))


def _anywhere(text: str) -> list[Mark]:
    """Find marks that are beyond doubt wherever they stand."""
    whole = _plain(text)
    rules = (
        ("starred", Grade.STATE_SECRET, _STARRED),
        ("starred", Grade.TRADE_SECRET, _STARRED_TRADE),
        ("starred", Grade.WORK_SECRET, _STARRED_WORK),
    )
    found = [Mark(grade=grade, rule=rule) for rule, grade, pattern in rules if pattern.search(whole)]
    found += [Mark(grade=_grade(match[1]), rule="named") for match in _NAMED.finditer(whole)]
    return found + [Mark(grade=_grade(match[1]), rule="of_this") for match in _OF_THIS.finditer(whole)]


def _at_the_edges(text: str) -> list[Mark]:
    """Find grades that stand by themselves where marks are put."""
    found = []
    for line in _edge_lines(text):
        if match := _MARGIN.fullmatch(line):
            found.append(Mark(grade=_grade(match["grade"] or match["after"]), rule="margin"))
        elif _MARGIN_INTERNAL.fullmatch(line):
            found.append(Mark(grade=Grade.INTERNAL, rule="margin"))
        elif (prefixed := _prefixed(line)) is not None:
            found.append(prefixed)
    return found


def _prefixed(line: str) -> Mark | None:
    match = _PREFIX.match(line)
    return Mark(grade=_grade(match[1]), rule="prefix") if match else None


def _in_name(name: str) -> list[Mark]:
    stem = _plain(name.rpartition(".")[0] or name)
    starred = [Mark(grade=mark.grade, rule="name") for mark in _anywhere(stem)]
    return starred + [Mark(grade=_grade(match[1]), rule="name") for match in _IN_NAME.finditer(stem)]


def _is_open(text: str) -> bool:
    """Tell whether the text says of itself that it is open to everybody."""
    return any(_OPEN.fullmatch(line) for line in _edge_lines(text))


def _edge_lines(text: str) -> list[str]:
    edges = text if len(text) <= HEAD + FOOT else f"{text[:HEAD]}\n{text[-FOOT:]}"
    return [line for line in map(_stripped, _plain(edges).split("\n")) if line]


def _stripped(line: str) -> str:
    before = None
    while line != before:
        before, line = line, _DECORATION.sub("", line)
    return line


def _plain(text: str) -> str:
    """Return a text as marks are looked for: one width, Simplified, nothing invisible, no spaces between characters."""
    folded = unicodedata.normalize("NFKC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _INNER_SPACE.sub("", folded.translate(_seen_table))


def _grade(words: str) -> Grade:
    if "商" in words:
        return Grade.TRADE_SECRET
    if "工作" in words:
        return Grade.WORK_SECRET
    return Grade.STATE_SECRET if "密" in words and "保密" not in words else Grade.INTERNAL
