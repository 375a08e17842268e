"""What a sentence of a report does: says what was wrong, what was done, what came of it, or nothing of these."""

from __future__ import annotations

import re
from enum import StrEnum


class UnitRole(StrEnum):
    """The part a sentence plays in a practice."""

    PROBLEM = "problem"
    MEASURE = "measure"
    RESULT = "result"
    OTHER = "other"
    UNTOLD = "untold"
    """Its words do not show it."""


_SPOKEN = re.compile(
    r"^“[^”]*”?[。]?$|^“.{0,200}”.{0,24}(?:说|表示|感慨|介绍|点赞|称赞)|(?:说|表示|感慨|坦言|感叹|称赞|寄语|认为|笑着说|激动地说|介绍道|介绍说|说道|告诉记者|感慨道)(?:[,:。]|$|道)|纷纷(?:表示|点赞|称|竖)|表示[,,]|指出[,,:]|强调[,,:]|(?:会议|他|她|书记|主任|长)要求|号召全体|他指出|她指出|讲话中(?:提到|指出)"
)
_AHEAD = re.compile(
    r"^(?:下一步|下阶段|下一阶段|接下来[,,]|未来[,,]|今后|据悉[,,]下一步|站在|展望|在今后)|(?<![有已])还将|(?<![有已])将(?:继续|持续|进一步|始终|以|不断|充分|通过|扎实|更好|深化|坚持|聚焦|对照|秉持|在|常态|带领|加强|作出|加大)|必将|今后.{0,20}将|相信(?:全体|在)|此次活动过后|(?<![模虚])拟(?:于|在|定|对|建|开展|组织|举办|设立)"
)
_EXHORTS = re.compile(
    r"^(?:[一二三四五六七八九十]+)?要(?!求)|^(?:[一二三四五六七八九十]+)是要|(?:会议|他|她|讲话)(?:指出|强调|要求)|^必须|^只有|^决不|^坚决(?:杜绝|不)|应当|应该|应加强|应保证|^我们要|既要.{2,40}又要|有待|意义重大|^(?:\d{4}年|今年|明年)是|(?:如何|怎样|怎么).{2,40}是.{0,24}(?:课题|考题|命题|必答题|答卷)。?$"
)
_CREDITS = re.compile(
    r"(?:前后|合影|留念|供图|/图|现场|作品)。$|返回搜狐|责任编辑|责编|^原标题|^\(?(?:来源|转自|供稿|摄影|审核|校对|文字|编辑|作者|图片)|通讯员[供\s]|通讯员供图|记者.{2,8}(?:摄|文)|版权|投稿|邮箱|点击(?:观看|这里)|公众号|扫码|^放图|校对|版导读|^\d{4}-\d\d-\d\d|^(?:title|date|kind|id|source|section):|联系我们|咨询[:：]|参加此次活动的.*:"
)
_EFFECT = re.compile(
    r"^(?:截至|目前|据统计|累计|一年来[,,]|\d年多来|几年来[,,]成效)|^(?:此次|本次|这次|该|这项|这一|通过(?:此次|本次|这次|本堂|主题|听)|一节课|整场|活动的开展|整个).{0,40}?(?:增强|提升|让|使|得到|增进|激发|推动了|推进了|淬炼|加深|促进|凝聚|营造|树立|解决|深受|服务|累计|共|吸引|为.{2,20}(?:提供|打下|奠定)|丰富了)|(?:好评|点赞|认可|欢迎|称赞|获得感.{0,12}(?:提升|更足)|被评为|荣获|获评|名列|迎刃而解|获批.{0,12}\d+[项个])|(?:降到|降至|增至|提高到|升到|增长|下降|减少|增收|提升至|覆盖率达|满意度达|达到?)\d|\d.{0,12}(?:人次|余人次|户|万元|亿元|%|件|条|场次?|斤).{0,4}$|^由此|恢复正常|彻底解决"
)
_STATIC = re.compile(r"有住户|于\d{4}年建成|建成于|占地|总面积|下辖|常住人口|户籍人口|现有党员|共有党员|党员\d+名")
"""How large a place is, which came of nothing."""

_PURPOSE = re.compile(r"^为了?[^,。]{2,60}(?:,[^,。]{2,40}){0,2}。?$")
_DOES = re.compile(
    r"开展|组织(?!的|功能|力|建设)|举办|举行|成立|建立|走进|邀请|联合|启动|召开|来到|深入(?!学习|实施|推进|贯彻)"
)
"""What a sentence needs that else only says what something is meant for."""

_TROUBLE = re.compile(
    r"问题(?!导向|清单)|难题|难以|困难|不便|不足|短板|痛点|堵点|顽疾|缺少|缺乏|矛盾|瓶颈|两张皮|烦恼|发愁|犯愁|隐患|不高|不强|不规范|滞销|无法|影响了|越来越多|困扰|困境|苦不堪言|冲击|考验|投诉|等得久|没有(?:位置|抓手)"
)
_ACTION = re.compile(
    r"开展|组织|举办|举行|建立|成立|组建|推行|推出|打造|实施|搭建|设立|设置|设有|制定|制作|出台|探索|创新|构建|走访|慰问|邀请|落实|整合|纳入|融入|签订|签署|结对|选派|选聘|派出(?!所)|抽调|深入|"
    r"联合|携手|启动|发放|送上|送去|配备|设计|汇编|编印|召开|培育|培训|宣传|宣讲|讲解|讲述|带领|参观|学习|重温|观看|推进|推广|完善|健全|优化|强化|深化|细化|升级|改造|修复|清理|排查|检查|核查|巡查|上党课|党课|"
    r"主讲|通报|考核|评议|评选|公示|调度|督导|调研|征集|收集|登记|协调|聚焦|围绕|通过|依托|利用|借助|采取|采用|运用|提供|建成|整改|测评|述职|把.{1,24}(?:搬到|作为|列入|列为|纳入|融)|将.{1,40}(?:作为|融入|纳入|列为|贯穿|送到|搬)|"
    r"开设|开启|招募|安排|统筹|会同|牵头|动员|发动|调整|对接|监督|跟进|派驻|认领|帮助|帮销|捐|安装|选树|命名|公开|加强|坚持以|带头|履行|筛选|划定|施划|收回|研究|确定|分析|作了|进行|交由|交给|承担|参与|由.{2,20}(?:负责|担任|牵头)|颁发|宣读|听取|引导|给.{2,12}(?:送|发)|为.{2,24}(?:讲|提供|开设|测|送|做|介绍|撑)"
)
_ATTENDS = re.compile(
    r"^(?:(?:孩子|小朋友|老师|家长|学员|同学|游客|参赛者|观众|听众|群众|村民|居民)们|大家(?!一起学习)|群众|村民|居民(?!区|委|代表)"
    r"|学员|同学|家长|游客|参赛者|现场(?:的?气氛|观众)|(?:现任|现有).{0,6}(?:书记|党员)|支部设有|整个(?:报告|讲座|党课|课堂))"
    r"|气氛(?:十分|非常|一再)?(?:活跃|热烈)[^,。]{0,4}。?$"
)
"""Those for whom something is done, and what a branch consists of: neither is a measure."""

_CAPTION_OF = re.compile(
    r"^[(]?(?:[上下左右组题]?图(?:为|中|片|\d+\s?|:|[(])|照片)\S*(?:\s\S{0,8})?$|^[^,。]{2,60}[。,\s(][\u4e00-\u9fff]{2,4}摄[)]?。?$"
)
"""What stands under a picture tells what is to be seen in it, a second time."""

_DATELINE = re.compile(r"^.{0,60}?(?:讯|电)\s*\([^()]{0,60}\)|^[^。]{0,40}通讯员供图")
_SHORTEST = 12
_CAPTION = 45
"""Characters: what names photographers and sources in a longer sentence also tells something."""


def role_of(sentence: str, *, after_measures: bool) -> UnitRole | None:
    """Tell what a folded sentence does; None where its words do not show it.

    Args:
        sentence: Folded.
        after_measures: Measures stand before it, so that what is wrong is no longer the occasion.
    """
    sentence = _DATELINE.sub("", sentence)
    if len(sentence) < _SHORTEST or "返回搜狐" in sentence or (len(sentence) < _CAPTION and _CREDITS.search(sentence)):
        return UnitRole.OTHER
    if _is_caption(sentence) or _SPOKEN.search(sentence) or _is_mostly_spoken(sentence) or _is_to_come(sentence):
        return UnitRole.OTHER
    if _EFFECT.search(sentence):
        return UnitRole.OTHER if _STATIC.search(sentence) else UnitRole.RESULT
    acts = _ACTION.search(sentence) is not None
    if _TROUBLE.search(sentence) and not after_measures and not _acts_itself(sentence):
        return UnitRole.PROBLEM
    if acts and not _ATTENDS.search(sentence):
        return UnitRole.MEASURE
    return None


def effect_in(sentence: str) -> int:
    """Return where in a folded sentence the clause begins that says what came of it; 0 where the whole does."""
    found = _EFFECT.search(sentence)
    return max(sentence.rfind(mark, 0, found.start()) + 1 for mark in ",;:") if found else 0


def _is_caption(sentence: str) -> bool:
    """Tell what stands under a picture; a report without line breaks goes on behind it in the same sentence."""
    return len(sentence) < 2 * _CAPTION and _CAPTION_OF.search(sentence) is not None


def _is_to_come(sentence: str) -> bool:
    """Tell what is intended, called for, or only what something is meant for, from what was done."""
    purpose = _PURPOSE.search(sentence) and not _DOES.search(sentence)
    return bool(_AHEAD.search(sentence) or _EXHORTS.search(sentence) or purpose)


def _acts_itself(sentence: str) -> bool:
    """Tell a sentence that answers a trouble from one that only names it."""
    return len(_ACTION.findall(sentence)) > 1


def _is_mostly_spoken(sentence: str) -> bool:
    """Tell a sentence that ends with somebody's words at length."""
    quoted = re.search(r"“([^“”]{20,})”?。?$", sentence)
    return quoted is not None and len(quoted[1]) > len(sentence) // 2
