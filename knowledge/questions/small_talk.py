"""What is answered without looking anything up: greetings, thanks, “你能做什么”, and requests that are declined."""

from __future__ import annotations

import re

from knowledge.answers import Notice
from knowledge.questions import said
from knowledge.questions.asking import HOW
from knowledge.questions.long_questions import LONGEST
from knowledge.tokens import fold

_GREETING = re.compile(r"(?:您好|你好|早上好|上午好|下午好|晚上好|大家好|hi|hello|在吗|在不在|喂|嗨)+")
_THANKS = re.compile(r"(?:好的?|谢谢|多谢|感谢|非常感谢|辛苦)(?:您|你|了|啦|你了|您了|,)*(?:谢谢|辛苦了?)?")
_AGREES = re.compile(
    r"(?:嗯+|哦+|噢+|对|对的|是|是的|行|可以|明白|明白了|知道了|收到|了解|了解了|没问题|ok|okay)[,了啦]*"
)
_SOURCES = re.compile(r"(?:请问)?(?:出处|来源|原文|引文)(?:呢|在哪里?|在什么地方|是什么|是哪里|怎么看)?")
_ABILITIES = re.compile(
    r"(?:请问)?(?:你|您|本助手|这个助手|机器人)?(?:是谁|是什么|叫什么(?:名字)?|能做(?:些)?什么|可以做(?:些)?什么|会(?:些|做)?什么|有什么功能"
    r"|能干(?:些)?什么|能帮我(?:做)?什么|怎么用|怎么使用)(?:呢|啊|呀)?|帮助|使用说明|help"
)
_OFF_TOPIC = re.compile(
    r"^(?:请|麻烦|帮我|帮忙|给我|能不能|可以|你能|能)*(?:写|编|做|生成|实现|调试|翻译|画|讲|说|唱|推荐|算|解|玩|来)(?:一下|一?[个段篇首份句道张])?[^,。;]{0,16}"
    r"(?:代码|程序|脚本|爬虫|函数|算法|python|java|sql|c\+\+|html|excel公式|冒泡排序|排序|诗|词|歌|小说|情书|笑话|故事|段子|游戏|菜谱|股票|基金"
    r"|电影|英文|英语|日语|方程|数学题|作业|图片|头像)"
    r"|^(?:今天|明天|后天|昨天|这周|周末|现在|最近)?[^,。;党支]{0,8}(?:天气|气温|下雨|股市|股价|大盘|彩票|双色球|星座|运势|汇率|油价|房价|比分|几点了|星期几|几号)"
    r"[^,。;]{0,8}$"
    r"|^(?:你|您)(?:喜欢|爱|觉得|会不会|有没有(?:感情|女朋友|男朋友)|是男是女|几岁|多大|结婚)[^,。;]{0,12}$"
    r"|\b(?:def |class |import |console\.log|print\(|select .+ from )"
)
_ON_THE_SUBJECT = re.compile(r"党|支部|廉政|红色|主题教育|组织生活")
_OVERRIDES = re.compile(
    r"(?:忽略|无视|忘记|忘掉|抛开|不要遵守)[^。]{0,12}(?:要求|指令|规则|设定|提示|限制)|提示词|系统提示|system ?prompt"
    r"|(?:ignore|disregard)\b.{0,30}"
    r"(?:previous|above|instruction|rule)|(?:扮演|假装你是|你现在是)[^。]{0,20}(?:黑客|不受限制|没有限制|dan)|越狱|开发者模式|(?:api|接口)?(?:密钥|令牌)(?:是|发|给)"
)
_DECIDES = re.compile(
    r"^(?:请|帮我|帮忙)?[^,。?？]{0,24}(?:应该提拔谁"
    r"|(?:该|应该)?(?:选|用|提)谁(?:来)?(?:当|任|担任|做)[^,。?？]{0,12}|谁(?:该|应该|适合|合适)(?:来)?(?:当|任|担任|做)[^,。?？]{0,12}"
    r"|(?<!怎么|如何|怎样)(?:写|拟|起草|草拟|拟定|拟写|出)(?:一下|一?[个份篇])?[^,。?？的]{0,8}(?:处分(?:意见|建议|决定)|任免(?:意见|建议|决定)|提拔(?:意见|建议|名单))"
    r"|(?:这|该|此|手头的?)[份个些篇]?(?:材料|文件|稿子|稿件|通知|讲话)(?:能不能|可不可以|能否|可否|能|可以)(?:发|转)(?:到|在|进)?[^,。?？]{0,6}(?:群|网上|朋友圈|外网)里?"
    r"|该不该提拔|能不能提拔他|定为?什么密级|是什么密级|能定密吗)[吗呢?？。]*$"
)
_WRITES = re.compile(
    rf"^(?!.*(?:{HOW}|哪|什么|吗|要点|要求|规定))(?:请|麻烦|帮我|帮忙|替我|给我|能不能|可以|你)*(?:写|起草|草拟|拟写?|撰写|代写|生成)(?:一下|一?[个份篇])?[^,。;?？]{{0,24}}"
    r"(?:总结|汇报(?:材料)?|讲话稿?|发言稿?|心得(?:体会)?|述职报告|检查材料|剖析材料|思想汇报|申请书|通讯稿|新闻稿|公文|通知)[。!！]?$"
)
_CODE = re.compile(r"(?=.*\d)[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
"""The number of a contract or a paper, which is looked up: HT-2024-0003."""

_NO_CHINESE = re.compile(r"[^\u3400-\u9fff]*")
SHORTEST_FOREIGN = 12
"""Characters of a text without Chinese that is no abbreviation to be looked up."""

_TRAILING = " ,.!?。，、~～"


def small_talk(question: str) -> Notice | None:
    """Return the reply to what needs no material: greetings, thanks, questions about the assistant, what is declined.

    None for anything else.
    """
    typed = fold(question).strip(_TRAILING)
    if len(question) > LONGEST:
        return _notice(question, said.too_long(len(question), LONGEST))
    for pattern, text in (
        (_OVERRIDES, said.NOT_OVERRIDDEN),
        (_OFF_TOPIC, said.DECLINED),
        (_DECIDES, said.NOT_DECIDED),
        (_WRITES, said.NOT_WRITTEN),
    ):
        on_the_subject = pattern is _OFF_TOPIC and _ON_THE_SUBJECT.search(typed)
        if pattern.search(typed) and not on_the_subject:
            return _notice(question, text, said.EXAMPLES)
    for pattern, text, candidates in (
        (_ABILITIES, said.ABILITIES, said.EXAMPLES),
        (_GREETING, said.GREETING, said.EXAMPLES),
        (_THANKS, said.THANKS, ()),
        (_AGREES, said.AGREED, ()),
        (_SOURCES, said.WHERE_SOURCES_ARE, ()),
    ):
        if pattern.fullmatch(typed):
            return _notice(question, text, candidates)
    unspoken = len(typed) >= SHORTEST_FOREIGN or not any(map(str.isalnum, typed))
    if unspoken and _NO_CHINESE.fullmatch(typed) and not _CODE.fullmatch(typed):
        return _notice(question, said.IN_CHINESE, said.EXAMPLES)
    return None


def _notice(question: str, text: str, candidates: tuple[str, ...] = ()) -> Notice:
    return Notice(question=question, standalone_question=question, text=text, candidates=candidates)
