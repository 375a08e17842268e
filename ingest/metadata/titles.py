"""The title of a document: as printed, or, where none is printed, the opening words of its first sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lines import Line, is_prose, squashed, written_lines
from ingest.markers import ITEM, LABELLED, REFERENCE
from ingest.metadata.particulars import BODY, NUMBER, first_date
from knowledge.documents import Frozen
from knowledge.secrecy import mark_of
from knowledge.sentences import sentence_spans

_SHORTEST, _LONGEST = 4, 60
_SHORT_LAW = re.compile("..法")
_LINES_TO_LOOK_AT = 8
_OPENING = 30
_NOT_A_TITLE = re.compile(
    r"[。；;]|[！!](?=.{0,5}$)|^.{7,}[！!]|^(?:同志|朋友|各位|大家).{0,6}[！!]|[，,：:、]$|^[（(【\[]?(?:来源|来自|信息来源|资料来源|作者|记者|附件|编者按)|^(?:同志们|各位|各|尊敬的).{0,30}[：:]$"
)
_NO_HEADLINE = re.compile(
    r"\W*(?:返回|回到)(?:首页|主页|列表|目录|栏目|顶部|上一?[级层页])?\W*"
    r"|(?:文|图|文图|图文|摄影?|撰文|供稿|通讯员|本[报刊网]记者|(?:见习|实习)?记者)[/／｜|:：\s].{1,20}"
    r"|.{0,12}(?:记者|通讯员)[\s　].{1,20}|.{2,20}[\s　/／]?(?:摄|供图)|[（(]?(?:图|上图|下图|左图|右图)为.*"
    r"|图[一二三四五六七八九十\d]+[\s　:：].*|活动现场"
)
"""A link, a by-line or a caption above the headline."""

_CAUTION = re.compile(r"请?注意(?:保存|保密|保管)|妥善(?:保管|保存)|请勿外传|不得外传")
"""Under the mark of a paper that an administrator let in: 内部资料 注意保存."""

_AFTER_BODY = ("关于", "印发", "转发")
_FORM = re.compile(r"(?:通知|意见|决定|方案|办法|规定|报告|请示|批复|函|公告|通报|纪要|细则|公报|决议)(?:（试行）)?$")
_FIGURES = "0123456789"
_SORT = r"(?:工作|实施|指导|管理|若干|试行|暂行|具体|补充|修改|总体|活动|行动)*"
_END_OF_ABOUT = re.compile(rf"[^，。；：:\d][^，。；：:]{{0,40}}的{_SORT}{_FORM.pattern}")
_SUBTITLE = re.compile(r"^(?:——|—|--|──|－－)")
_GLUED_LABEL = re.compile(r"^(?P<title>[^。！？\n]{6,60}?)(?=[\[【]?(?:摘\s*要|内容提要|摘　要)[\]】]?\s*[:：])")
_REPEATED = re.compile(r"^(?:原标题|标题)[:：]\s*(?P<title>[^。\n]{6,60}?)\s*(?P=title)")
_NAMED_AGAIN = re.compile(r"^(?:原标题|标题)[:：]\s*(?P<title>(?P<who>[^：。\n]{4,20})：[^。：\n]{4,40}?)(?=(?P=who))")
"""A headline 某街道：…… whose report begins with the same name."""

_MEDIA = (
    r"(?:本报|本网|中新网|中新社|新华社|新华网|人民网|央广网|光明网|央视网|红网|荆楚网|大众网|齐鲁网|大河网|南都|导报|极目新闻|潇湘晨报|澎湃新闻"
    r"|[\u4e00-\u9fff]{2}(?:日报|晚报|晨报|在线))"
)
_ORIGINAL = re.compile(
    r"^(?:原标题|标题)[:：]\s*(?P<title>[^。\n]{4,60}?)\s*(?=$|\d{1,2}月\d{1,2}日|近日|日前|近期|连日来|近年来|今年以来|今年来|前段时间|炎炎夏日|时下|眼下"
    r"|为(?:了|深入|进一步|切实|庆祝|更好|扎实|推进|推动|落实|贯彻|丰富|增强|提升|不断|加强|充分|密切|全面|营造|迎接|确保|满足|引导|解决|响应|持续|有效|让|积极|预防|保障|帮助|纪念|给|加快)|文[/／]|作者[:：]|(?:见习)?记者\s"
    rf"|{_MEDIA})"
)
"""News copied without its line breaks: the headline ends where it is repeated, or where a report usually begins."""

_GLUED = (_GLUED_LABEL, _REPEATED, _ORIGINAL, _NAMED_AGAIN)

_DATELINE = re.compile(
    r"^(?:原标题[:：])?(?:.{2,30}?(?:讯|电)\s*(?=[（(\s])\s*)?(?:[（(][^（）()]{0,40}(?:记者|通讯员)[^（）()]{0,40}[)）])?\s*(?:(?:近日|日前|近期|目前|昨日|今天|连日来)[，,])?"
)
_MARKDOWN_TITLE = re.compile(r"^#\s+(?P<title>.+?)\s*#*$")


class Title(Frozen):
    """A title, where the lines that print it end in the text, and whether it is printed at all."""

    title: str
    end: int
    printed: bool


def find_title(text: str) -> Title:
    r"""Return the title of a repaired text that is not empty.

    A subtitle after a dash on the next line, and a body on the line above 关于……, belong to it. The opening words
    stand in for a title that is not printed: up to 30 characters of the first sentence, ending at a comma or with ……

    Example:
        "示例市委\n关于抓落实的意见\n各支部：" -> 示例市委关于抓落实的意见
    """
    lines = written_lines(text)
    for index, line in enumerate(lines[:_LINES_TO_LOOK_AT]):
        glued = next((found for form in _GLUED if (found := form.match(line.text))), None)
        if glued and glued["title"].count("“") == glued["title"].count("”"):
            return Title(title=" ".join(glued["title"].split()), end=line.start + glued.end("title"), printed=True)
        if (is_prose(line.text) and not _MARKDOWN_TITLE.match(line.text)) or _begins_body(line):
            break
        if _looks_like_title(line.text) and not _is_letterhead(index, lines):
            return _with_neighbours(index, lines)
    return Title(title=_opening_words(text), end=0, printed=False)


def _is_letterhead(index: int, lines: Sequence[Line]) -> bool:
    """Tell the red head of an official paper, 中共示例市委文件, over its number from the title below.

    Beside the number may stand who signed: 示党发〔2025〕8号　　签发人：张某.
    """
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    return squashed(lines[index].text).endswith("文件") and NUMBER.match(below.strip("（）() ")) is not None


def _begins_body(line: Line) -> bool:
    return (
        bool(ITEM.match(line.text) and not _MARKDOWN_TITLE.match(line.text)) or REFERENCE.match(line.text) is not None
    )


def _looks_like_title(text: str) -> bool:
    plain = _plain(text)
    return (
        (_SHORTEST <= len(plain) <= _LONGEST or _SHORT_LAW.fullmatch(plain) is not None)
        and not _NOT_A_TITLE.search(plain)
        and not LABELLED.match(plain)
        and not NUMBER.match(plain)
        and not _CAUTION.fullmatch(plain)
        and not _NO_HEADLINE.fullmatch(plain)
        and mark_of(plain) is None
        and not re.fullmatch(r"[（(].*[)）]|[\W\d年月日〇零一二三四五六七八九十]+", plain)
    )


def _with_neighbours(index: int, lines: Sequence[Line]) -> Title:
    """Add the lines after the title's first that go on with it."""
    title, end = _plain(lines[index].text), lines[index].end
    for line in lines[index + 1 : index + 3]:
        goes_on = (
            _SUBTITLE.match(line.text)
            or (_is_body(title) and (line.text.startswith(_AFTER_BODY) or _looks_like_title(line.text)))
            or _halves(title, line.text)
            or _is_cut(title, line.text)
            or _ends_about(title, line.text)
            or (title.endswith(("强调", "指出", "要求")) and _looks_like_title(line.text))
        )
        if not goes_on or (is_prose(line.text) and not _SUBTITLE.match(line.text)):
            break
        title, end = (
            title + (" " if _is_body(title) and not line.text.startswith(_AFTER_BODY) else "") + line.text,
            line.end,
        )
    return Title(title=title, end=end, printed=True)


def _halves(title: str, following: str) -> bool:
    """Tell a title printed in two lines: `在……大会上` + `暨……典礼上的讲话`."""
    return (
        following.startswith(("暨", "的"))
        and len(following) <= _LONGEST
        and not _NOT_A_TITLE.search(following)
        and bool(title)
    )


def _is_cut(title: str, following: str) -> bool:
    """Tell a title that was too long for its line: a mark it opened is closed in the next."""
    opened = any(title.count(left) > title.count(right) for left, right in ("《》", "（）", "“”"))
    return opened and len(following) <= _LONGEST and not _NOT_A_TITLE.search(following)


def _ends_about(title: str, following: str) -> bool:
    """Tell a title wrapped in print, maybe inside a word: 关于……加强机 + 关作风建设的通知."""
    # A line of print may end within a number; one that begins with a figure is an item otherwise.
    rest = following.lstrip(_FIGURES) if title[-1:].isdecimal() else following
    return "关于" in title and not _FORM.search(title) and _END_OF_ABOUT.fullmatch(rest) is not None


def _is_body(text: str) -> bool:
    return squashed(text) in {"中共中央国务院", "中共中央", "国务院"} or BODY.fullmatch(squashed(text)) is not None


def _plain(text: str) -> str:
    """Return a line without Markdown marks."""
    match = _MARKDOWN_TITLE.match(text)
    return " ".join((match["title"] if match else text).strip("*# \t").split())


def _opening_words(text: str) -> str:
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        if (
            LABELLED.match(sentence)
            or not re.search(r"[\u3400-\u9fff]{2}", sentence)
            or first_date(sentence) == sentence
        ):
            continue
        return _shortened(_DATELINE.sub("", ITEM.sub("", sentence, count=1), count=1) or sentence)
    return _shortened(squashed(text)) or "无题"


def _shortened(sentence: str) -> str:
    words = sentence.rstrip("。！？!?；;，,：: ")
    if len(words) <= _OPENING:
        return words
    return words[:_OPENING].rstrip("，,、；：“‘（《") + "……"
