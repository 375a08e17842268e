"""What is said to questions that nothing is looked up for: greetings, what is not done, what is asked back."""

from __future__ import annotations

EXAMPLES = ("国企怎么推动党建和业务融合？", "四融四促是什么", "医院怎么把党建和业务结合起来")

GREETING = "您好。请直接写下要问的事，例如“国企怎么推动党建和业务融合？”。每句答复都注明出处；资料没有的，会如实说明。"
THANKS = "不客气。需要时可以接着问。"
AGREED = "好的。需要时可以接着问。"
WHERE_SOURCES_ARE = (
    "每句末尾的编号就是出处：点下面的按钮，或者输入编号，可以看原文段落；/sources 列出上一个答复的全部来源。"
)
NOTHING_BEFORE = "前面还没有可以接着说的答复。请写一句要问的事，例如下面几个。"
WHICH_MATTER = "请写明问的是哪件事、哪项做法，例如下面几个；也可以先问做法，再接着问它的成效和问题。"
ASKED_OF = ("{}怎么推动党建和业务融合", "{}党建和业务融合有什么成效", "给我三个{}党建和业务融合的例子")
ABILITIES = (
    "本助手只依据已入库的法规、讲话、案例和文章作答：可以问怎样把党建与业务结合、某个提法的内容、某项规定的原文；"
    "每句话都注明出处，可以打开核对。资料没有写的不作答，只列出最接近的材料。不定密、不拟人事和处分意见。"
)


DECLINED = "本助手只查找和回答党建与业务融合方面的材料，这类请求不作处理。可以直接问一件具体的事，例如下面几个。"
NOT_OVERRIDDEN = "本助手只按入库材料作答，不执行改变作答规则的要求，也不提供内部设置。请直接写下要问的事。"
NOT_WRITTEN = (
    "本助手不代写成稿，可以提供写稿用的依据、做法和例子，每句都有出处。请直接问其中一件事，例如下面几个；"
    "要方案提纲的，用起草方案的功能（/plan，或 ronghe plan）。"
)
IN_CHINESE = "没有看懂这段文字。请用中文写一句要问的事，例如下面几个。"
NOT_DECIDED = "本助手不拟处分意见和人事安排，不认定密级；材料能否外发，请问本单位保密机构。可以问有关规定的原文。"


def too_long(characters: int, limit: int) -> str:
    """Say that a text without a question was sent."""
    return (
        f"收到的文字有{characters}字，超过{limit}字，其中没有找到要问的话。请用一两句话写明要问什么；"
        "要核对稿件里的引文和条款，请把它作为文件发来核对，或用 ronghe check。"
    )


def what_of(topic: str) -> str:
    """Ask what somebody wants to know of a matter that was named and nothing else."""
    return f"前面没有可以接着说的问题。请写明要了解“{topic}”的哪一方面，例如下面几个。"
