"""A follow-up question becomes one that stands alone, by rules: 那医院呢？ after a question about 国企.

What a rule does not know stays as it is: a wrong guess answers a question that nobody asked.
"""

from __future__ import annotations

import re

from knowledge.answers import Answer, NoAnswer, Reply
from knowledge.numerals import numeral_value
from knowledge.questions.asking import HOW, WHAT, WHETHER
from knowledge.questions.parallels import asked_unit, parallel
from knowledge.questions.queries import names_its_matter
from knowledge.questions.restricting import restricted
from knowledge.questions.small_talk import small_talk
from knowledge.questions.summaries import points_wanted
from knowledge.questions.turns import SHOWN, Turn, turn_of
from knowledge.tokens import fold, simplified

LONGEST_BEFORE = 80
"""Characters of the question before that are read with a question: its end."""

POINT = 40
"""Characters of a point of an answer that a question about it repeats."""

_WHAT_ABOUT = re.compile(
    r"^(?P<lead>那么?|换成|如果是|要是)?(?P<topic>[^，。？?]{1,14}?)(?P<end>呢|怎么样|又如何)[？?。]*$"
)
_CORRECTS = re.compile(
    r"^(?!要是)(?:不对|不是|错了|搞错了)?[，,\s]*(?:我)?(?:想)?(?:问|说|指|要|查)的?(?:其实)?是(?P<topic>[^，。？?]{1,14}?)(?:的)?[？?。]*$"
)
"""不对，我问的是医院: the same question of another."""

_LEANS = re.compile(
    r"上面|上述|前面|刚才|^以上|[那这](?:个|些|张|本|份|场|次|批|边|处)|^[那这]|^要是|它|他们|她们|人家|你|第.{1,3}[条款项点]"
)
"""What only the answer before it makes plain, or finds fault with it."""

_POINT = re.compile(
    r"^(?:请|麻烦)?(?:把|就|对|关于)?(?:上面|刚才|前面|上述)?(?:说的|提到的|讲的|回答的|的)?"
    r"(?:第(?P<number>[一二三四五六七八九十\d]{1,2})|(?P<last>最后一))(?:点|个|项|种|方面|条(?=.*(?:展开|细说|详细|具体|说说|讲讲)))"
    r"[^。？?]{0,10}?(?:展开|详细|具体|细说|说说|讲讲|多讲|多说|怎么做|怎么办|什么意思|解释|呢)[^。？?]{0,8}[？?。]*$"
)
_INSTRUMENT = re.compile(
    r"(?:上面|刚才|前面)?(?:提到|说|讲)?的?(?:那[个部份]|这[个部份]|该|上述|前述|此)(?P<type>条例|规定|办法|准则|规则|细则|意见|通知|决定|章程|法|文件|制度)"
)
_IT = re.compile(
    r"^(?:那么?)?(?:它|其|这个|那个)(?:的|是)?(?=.{0,4}(?:第|什么时候|何时|哪[年天]|施行|实施|生效|修订|有效|废止|谁|文号|适用|管))"
)
_MORE = re.compile(
    r"^(?:那)?(?:还有|有没有|再(?:来|举|给)?|另外有)(?:没有)?(?:别的|其他的?|更多的?|几个|一个|两个|些)*(?:具体的?)?(?P<what>案例|例子|做法|经验|规定|办法)?(?:吗|么|呢)?[？?。]*$"
    r"|^(?:能|可以)?(?:举|给)(?:个|几个|一个|一些)(?P<example>例子?|案例)(?:说明|吗|来说)?[？?。]*$"
)
_GO_ON = re.compile(
    r"^(?:请)?(?:继续|接着(?:说|讲)?|然后呢?|不够|更多|(?:能不能)?(?:再)?(?:说|讲|写|来)?(?:得)?(?:更)?(?:详细|具体|细|多)(?:一?些|一?点)?(?:说说|讲讲|说|讲)?"
    r"|再(?:来|说|讲)(?:一?些|一?点|点儿)?(?:别的)?|(?:请)?展开(?:说说|讲讲|说|讲)?)(?:[，,]?再(?:来|说|讲)一?[点些]儿?)?(?:吧|呢|吗)?[。？?！!]*$"
)
"""继续, 再讲细一点, 不够，再来点: the rest of what was answered."""

_PROVISION = re.compile(
    r"^(?:那么?|再看)?第[一二三四五六七八九十百零\d]+[条款章](?:第.{1,4}[款项])?(?:呢|怎么说|是什么)?[？?。]*$"
)
_QUESTION_END = re.compile(
    r"(?:(?:不超过|不少于|不低于|至少|最多|最长)?(?:是|分为?|由|有|要|需要?|可以|能|存在|在|从)?"
    rf"(?:(?:{WHAT}|{WHETHER})[^，,：:；;]{{0,5}}|(?:{HOW})[^，,：:；;]{{0,2}})|吗|呢)?[？?。！\s]*$"
)
"""What asks, with a few characters after it: 是什么颜色. Where more follows, that is the matter: 怎么推动党建."""

_REQUESTS = re.compile(
    r"^(?:请|麻烦|帮我|给我|能不能|可以|你|再)*(?:讲一?讲|说一?说|介绍一?下?|谈一?谈)(?:一下)?(?:关于)?"
)


def turn_after(reply: Reply, turn: Turn | None) -> Turn | None:
    """Return what is to be remembered of a reply, or None: what was asked before is what the next question is about.

    Args:
        reply: To a question as it was asked.
        turn: What went before.
    """
    more = turn is not None and asks_for_more(simplified(reply.question))
    if isinstance(reply, NoAnswer) and not more and _is_of_its_own(reply):
        return Turn(standalone=reply.standalone_question, titles=turn.titles if turn else ())
    if not isinstance(reply, Answer):
        return None
    after = turn_of(reply)
    return after.model_copy(update={"shown": (*turn.shown, *after.shown)[-SHOWN:]}) if more and turn else after


def _is_of_its_own(reply: NoAnswer) -> bool:
    """Tell whether a question that was refused leans on nothing before it and says what it is about."""
    asked = simplified(reply.question)
    return not _LEANS.search(asked) and (asked_unit(asked) is not None or names_its_matter(asked))


def asks_for_more(question: str) -> bool:
    """Tell whether a question asks for the rest of what was answered and for nothing of its own: 还有别的做法吗."""
    if _GO_ON.match(question.strip()):
        return True
    more = _MORE.match(question.strip())
    return more is not None and not more["example"] and more["what"] not in {"案例", "例子"}


def goes_on_from_it(question: str) -> bool:
    """Tell whether a question is on what was answered and nothing else: the rest of it, or less of it."""
    return asks_for_more(question) or points_wanted(question) is not None


def what_about(question: str) -> str | None:
    """Return what a question asks of a matter that only the one before it names: 医院 in 那医院呢."""
    found = _WHAT_ABOUT.match(question.strip())
    return found["topic"] if found and (found["lead"] or found["end"] == "呢") else None


def understood(question: str, turn: Turn | None) -> str:
    """Return `question` so that it can be understood, and searched for, by itself.

    Args:
        question: As the person wrote it.
        turn: What went before, if anything.

    Example:
        第二点展开说说 -> 党员牵头合并需求，具体怎么做
    """
    if turn is None:
        return question
    asked = question.strip()
    if _PROVISION.match(asked) or goes_on_from_it(asked) or small_talk(asked) is not None:
        return question  # which instrument it belongs to, the look-up of provisions knows; what was shown, the answerer
    return _pointed(asked, turn) or _continued(asked, turn) or question


def _pointed(asked: str, turn: Turn) -> str | None:
    """Return a question that points at something in the answer before it, with what it points at."""
    if (point := _POINT.match(asked)) is not None and (named := _point(point, turn)) is not None:
        return f"{named}，具体怎么做"
    if turn.titles and (found := _INSTRUMENT.search(asked)) is not None:
        return asked[: found.start()] + f"《{_title(found['type'], turn)}》" + asked[found.end() :]
    if turn.titles and (it := _IT.match(asked)) is not None:
        return f"《{turn.titles[0]}》{asked[it.end() :]}"
    return None


def _continued(asked: str, turn: Turn) -> str | None:
    """Return a question that asks the same of another, for other examples, or within other years, with its subject."""
    if _MORE.match(asked) is not None:
        return f"{subject(turn.standalone)}还有哪些案例"
    if (named := _WHAT_ABOUT.match(asked) or _CORRECTS.match(asked)) is not None:
        return parallel(named["topic"], turn.standalone)
    return restricted(asked, turn.standalone)


def together(previous: str, question: str) -> str:
    """Return a question with the one before it, as the judge was trained to read them.

    Example:
        预备期多久, 能延长吗 -> 预备期多久？能延长吗
    """
    return f"{previous.rstrip('？?。！! ')[-LONGEST_BEFORE:]}？{question}"


def subject(question: str) -> str:
    """Return what a question is about: the words without those that ask."""
    plain = _REQUESTS.sub("", question.strip())
    about = _QUESTION_END.sub("", plain).removesuffix("还")
    return re.sub(r"[，,]?(?:具体)?的?(?:依据|效果)?$", "", about) or plain


def _point(match: re.Match[str], turn: Turn) -> str | None:
    """Return the beginning of the point that is meant, or None when there is none of that number."""
    number = len(turn.points) if match["last"] else numeral_value(fold(match["number"])) or 0
    if not 0 < number <= len(turn.points):
        return None
    plain = re.sub(r"（(?:示例材料|转引[^）]*|网络范文[^）]*)）$", "", turn.points[number - 1])
    plain = re.sub(r"^《[^》]+》(?:第[^：]{1,12}条)?(?:（[^）]*）)?：", "", plain)
    clauses = [clause for clause in re.split(r"[，。；：,;]", plain) if clause]
    return clauses[0][:POINT] if len(clauses[0]) > 5 or len(clauses) == 1 else f"{clauses[0]}，{clauses[1]}"[:POINT]  # noqa: PLR2004


def _title(kind: str, turn: Turn) -> str:
    """Return the title that “that 条例” means: the first of its kind, else the first of all."""
    return next((title for title in turn.titles if re.sub(r"（[^）]*）$", "", title).endswith(kind)), turn.titles[0])
