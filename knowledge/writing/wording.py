"""What is said beside an answer, or in the place of one. Everything else is the sources' words."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.conditions import Condition
from knowledge.documents import Hit, Kind
from knowledge.names import KINDS
from knowledge.questions.issuers import Papers
from knowledge.writing import choosing

NOT_JUDGED = "本助手不对具体人的情况作判断，以上只是有关规定的原文；是否适用、如何处理，由有权机关按程序认定。"


STOPPED = "已停止。"
STOPPED_SHORT = "已按您的要求停止，以上是已核对的部分。"

MODEL_REFUSED = "模型服务不接受这段文字，以下内容直接摘自资料。"
MODEL_DOWN = "模型暂时无法作答，以下内容直接摘自资料。"
MODEL_SET_WRONG = "大模型的设置不对，没有用上（请管理员运行 ronghe doctor 查看原因），以下内容直接摘自资料。"
MODEL_BROKE_OFF = "模型中途停止，所缺部分直接摘自资料。"
MODEL_UNCHECKED = "模型的答复多数没有通过核对，以下内容直接摘自资料。"
MODEL_NO_FIGURE = "模型的答复没有写出所问的数字，所缺部分直接摘自资料。"
KEPT_INSIDE = "所需材料限本单位使用，没有交给外部的模型，以下内容直接摘自资料。"
RELATED_TOO = "以下内容与所问相关，供参考："
QUOTED_BELOW = "以下直接摘自资料："

THE_REST = "以下是前面没有列出的内容。"
NO_MORE = "库内没有更多直接相关的内容了，前面列出的就是全部。可以换个说法，或者问其中的一点。"

NOT_STATED = "资料未载。"
SEE_ABOVE = "见上文所引。"
NEAR = "没有把握直接回答，最接近的是："
LIKELY = "以下内容可能回答了所问，请对照原文核实。"
MAY_ANSWER = "没有把握直接回答，以下是库内最接近的内容，请核对原文。"
RELATED = "库内没有直接回答，以下内容与此相关，供参考。"
"""The first line of a reply that shows what comes nearest: where it may answer, and where it does not."""

SIDE_BY_SIDE = "以上分别摘自各自的材料，没有合并，也没有代为比较；异同请对照原文确认。"
DIFFERENT_FIGURES = "各处所列的数字、期限不尽相同，已分别列出，没有合并；以适用于本单位的文件为准。"

NOTHING_HELD = "资料库还是空的，或者没有可供您查阅的材料。请先用 ronghe ingest 装入材料，或请管理员补充。"


def reservation(promise: float) -> str:
    """Say of what is only related how likely it answers after all.

    Args:
        promise: The likelihood, 0 to 1; 0 where somebody read it and says that it does not.
    """
    if promise < choosing.MAY_ANSWER:
        return RELATED
    return LIKELY if promise >= choosing.LIKELY else MAY_ANSWER


def in_few(count: int) -> str:
    """Say what a summary is without anybody who words it."""
    return f"以上是最切题的{count}句原文，没有改写；需要连贯的概括，请对照原文自行归纳。"


def under_conditions(met: Sequence[Condition], unmet: Sequence[Condition]) -> str:
    """Say which material alone was looked at because the question wants it, or that none of that answers."""
    if met:
        return f"按问句的要求，只查了{_material(met)}。"
    return f"库内{_material(unmet)}没有可以据以回答的内容，以上出自其他材料，类别和日期见来源。"


def _material(conditions: Sequence[Condition]) -> str:
    """Name what is wanted: 2018年至2020年的讲话."""
    values = {condition.field: condition.value for condition in conditions}
    since, until = values.get("since"), values.get("until")
    years = f"{since}年至{until}年的" if since and until else f"{since}年及以后的" if since else f"{until}年及以前的"
    kind = KINDS[Kind(values["kind"])] if "kind" in values else "材料"
    return f"{years if since or until else ''}{kind}"


def not_held(papers: Papers) -> str:
    """Say whose papers are not in the library."""
    return f"库内未收录{papers}的相关文件。"


def not_supported(
    documents: int, nearest: Sequence[Hit], papers: Papers | None = None, unmet: Sequence[Condition] = ()
) -> str:
    """Say what was searched, what is nearest and whom to ask.

    Args:
        documents: How many documents were searched.
        nearest: What will be shown.
        papers: Whose papers were asked for, where none of theirs is held.
        unmet: Which material the question wants, where none of it answers.
    """
    searched = f"已查找库内{documents}份材料，没有找到与所问有关的内容。"
    if papers is not None:
        searched = f"已查找库内{documents}份材料，{not_held(papers)}"
    if unmet:
        searched = f"已查找库内{documents}份材料，其中{_material(unmet)}没有可以据以回答的内容。"
    close = "字面最接近的材料列在下面，多半不对题，请核对后使用。" if nearest else ""
    return f"{searched}{close}需要时请管理员补充相关文件。"
