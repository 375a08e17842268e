"""Who did it: the organisation that is the subject of a clause."""

from __future__ import annotations

import re
from typing import NamedTuple

from knowledge.bodies import OFFICES, PARTY, PARTY_NAMES

_BODY = (
    f"{OFFICES}|纪委监委|监委|管委会|社会工作部|武装部|市委|区委|县委|省委|"
    "检察院|法院|研究院|设计院|科学院|核工院|医院|卫生院|学院|大学|中学|小学|幼儿园|学校|党校|附中|一中|二中|三中|八中|"
    "集团|公司|银行|分行|支行|中支|烟草|供电局|事务所|商会|协会|联合会|基金会|促进会|会员部|"
    "居委会|居委|居民区|村委会|社区|街道|镇|乡|村|团场|合作社|农场|"
    "派出所|支队|大队|中队|救援站|执法队|服务队|工作队|突击队|实践团|实践队|税务局|管理局|监管局|审计局|规划局|[\u4e00-\u9fff]局|[\u4e00-\u9fff]厅|办公室|政协办|中心|监管所|"
    "妇联|总工会|工会|团委|工商联|福彩|系统|基地|保障中心|厂|矿|电站|海关|机场|景区|市场|园区|开发区|高新区|新区|"
    "(?<![小社校园地辖城片战厂景库学])区|县|(?<![城超门楼集都闹上])市|省|党建办|办事处"
)
_UNIT = re.compile(
    rf"(?P<unit>(?:[\u4e00-\u9fff\w·—-]|“[\u4e00-\u9fff\w]{{1,6}}”|\([\u4e00-\u9fff\w]{{1,12}}\)){{0,32}}(?:{_BODY})(?:{PARTY})?|"
    rf"(?:[\u4e00-\u9fff\w·-]|\([\u4e00-\u9fff\w]{{1,12}}\)){{2,32}}{PARTY})(?P<rest>(?![党团工]).{{0,4}})"
)
_REST = re.compile(rf".*(?:{_BODY}|党建|{PARTY})")

_ACTS = (
    "开展|组织(?!部|人事|委|生活会|办|融合|力|覆盖|建设|体系|优势)|举办|举行|建立|成立|组建|推行|推出|打造|实施|搭建|设立|设置|制定|制作|出台|"
    "探索|创新|构建|走访|慰问|邀请|落实|整合|纳入|融入|签订|签署|结对|选派|选聘|派出(?!所)|抽调|深入|联合(?!会|社|体|党)|携手|"
    "启动|发放|发出|印发|送上|送去|配备|汇编|编印|召开|培育|推进|推动|推广|完善|健全|优化|强化|深化|升级|改造|修复|协调|聚焦|围绕|"
    "坚持|通过|依托|利用|借助|采取|采用|运用|充分|积极|始终|主动|紧紧|紧抓|牵头|引领|带领|选取|发布|总结|统筹|加强|加快|提供|建成|"
    "明确|树立|发挥|贯彻|践行|认真|牢牢|立足|着力|着眼|全面|不断|持续|扎实|严格|高度|精心|大力|紧急|专门|率先|开设|招募|定期|先后|"
    "响应|履行|筛选|细化|梳理|摸排|督促|检查|实地|协同|会同|陆续|扛牢|坚决|坚定|把牢|设计|安排|正式|带头|"
    "分别|首次|作为|被|获评|获得|荣获|共同|共有|共计|举全|做好|做实|做优|做强|抓好|抓实|打通|破解|解决|学习(?!中心|之)|参加|宣传(?!部)|瞄准|凝聚|汇聚|激发|拓展|丰富|接到|未诉先办"
)
_MARKS = (
    "以|在|从(?!化)|将(?!军|乐)|把|为(?!民|明|公)|对(?!外)|向(?!阳)|于(?!都|洪)|按照|根据|结合|与|和(?!平|谐|睦|县|田|政|静)|同(?!心|业|济|仁)|及|由|让|"
    "使|是|有(?!限|色|机|线)|当(?!阳|涂|地)|就(?!业)|而|既|则|等|、|的|还|也|"
    "党委书记|书记|党员|干部|志愿者|工作人员|相关|有关|负责|主任|局长|校长|领导|医护|医生|到(?!位)"
)
_STOP = re.compile(rf"(?P<act>{_ACTS})|(?P<mark>{_MARKS})")

_LEAD = re.compile(
    r"^.{0,60}?(?:讯|\d日电)(?:\([^()]*\))?|^原标题:|^\W+|^(?:近日|日前|连日来|近年来|多年来|长期以来|目前|为此|其中|此外|同时|随后|接着|最后|首先|一直以来|"
    r"今年(?:以来)?|去年(?:以来)?|据悉|据了解|据介绍|活动中|会上|现场|活动现场|活动当天|当天|其间|期间|比如|例如|如|由|在此基础上|一年多来|几年来|年初以来|"
    r"上午|下午|晚上?|\d+(?:年|月份?|日)(?:\d+(?:月|日))*(?:以来|起|初|底|上半年|下半年|至今)?|\d+|[一二三四五六七八九十]是|截至)"
)
_GENERIC = re.compile(
    r"^(?:全|各|该|本|我|公立|国有|民营|非公|你|他|她|其|这|那|某|每|两|多|几|一|二|三|四|五|六|七|八|九|十|数|所|有的?|一些|部分|基层|中共|中国共产党|党中央|中央|国家|国内|全国|我国|上级|下属|所属|辖区|周边|"
    r"社区|街道|学校|医院|公司|企业|集团|单位|机关|部门|乡镇|村级|农村|高校|国企|支部|组织|工委|商会|协会|协会党|居民区|居委|系统|地方|城市|志愿|服务|活动|红色|党建|党员|党群|主题|专题|阵地|集体|楼宇|小区|院方|校|院|局|区里|市里)?"
    rf"(?:机关|基层)?(?:{_BODY}|{PARTY_NAMES})(?:{PARTY})?$"
)
_NO_ORGANISATION = re.compile(
    r"(?:示范|试验|责任|样板|园|步道|宣传|文化|品牌|项目|活动|制度|机制|服务|平台|阵地|书房|驿站|之家|讲堂|课堂|学堂|工程|行动|联盟|精神|方式|形式|战略|事业|经济|现代|城乡|城镇|乡村|农村|两新组织|党员|群众|居民(?!区$)|村民|志愿者|一步|问题|工作|走进|来到|打通|结合|融入|提升|服务|为人民)(?:中心|区|市|村|镇|乡|局|基地|系统|市场|园区|服务队)$"
)
_SELF = re.compile(r"我(?:校|院|局|委|厅|行|公司|集团|所|镇|街道|社区|村|部|支部|中心|站)|本(?:校|院|局|公司|支部)")
_LEADERS = re.compile(
    r"书记|主任|局长|院长|校长|部长|董事长|经理|主席|秘书长|负责人|工作人员|(?:干部|党员|志愿者|群众|居民|村民)$"
)

_GOES_ON = frozenset(
    [
        "以",
        "将",
        "把",
        "与",
        "和",
        "同",
        "为",
        "从",
        "在",
        "结合",
        "由",
        "按照",
        "根据",
        "于",
        "、",
        "是",
        "有",
        "还",
        "也",
    ]
)
"""What follows a subject before its verb; after 的, 书记, 等 the name is part of another."""

_PEOPLE = re.compile(
    rf"(?:党员|志愿者|干部|骨干|工作人员|民警|医护人员){{1,3}}们?(?:先后|一行|还|也|来到|到达|前往|走进|为(?!主)|向|给|对|以|在(?!内)|{_ACTS})"
)
"""Those who act for a unit: what its volunteers did, it did."""

_NAME_GOES_ON = re.compile(
    rf"[\u4e00-\u9fff]{{0,4}}?(?:中心|委员会|办公室|管理局|有限公司|学校|协会|志愿队|工作站)(?:{PARTY})?"
    rf"(?:{_ACTS}|{_MARKS})"
)
_INSIDE_NO_NAME = re.compile(
    rf"{_ACTS}|了|下设|设有|[使把让给在是]|每[个名]|[一二两三四五六七八九十几\d][个名家位]|开创|根据|全[市省区县镇]|成员|指导(?!中心|小?组|委|站)|历届|负责人就"
    r"|中央(?!党校)|习近平|全党|各级|全体|广大|人民军队"
)
_OPENS_NO_NAME = re.compile(
    r"[名位个家所项条支余份次只到来赴驻走我他她本从去被让为面紧引带各其此该据以将把与是促入推进但并而或且又才很打]|对(?!外)|"
    r"和(?!平|谐|睦)|\d|向(?!阳|东|前|塘)|经(?!开|济|纬|贸)|服务(?!中心|队|站|局|公司|集团|保障|管理)|当然|帮助|助力|更好|更加|满足|为了|勉励|代表|不仅|"
    r"而且|放宽|取消|增强|提升|讲话|学会|多算|增加|减少|扩大|巩固|保持|保证|保护|守护|维护|关心|关爱|关注|看望|感谢|欢迎|"
    r"前往|奔赴|领办|位于|地处|覆盖|辐射|惠及|面对|针对|关于|除了|随着|因为|由于|如果|只要|只有|无论|不管|虽然|尽管|即使|所以|"
    r"因此|于是|然后|已经|正在|曾经|尤其|特别是|包括|及其|若干|不同|上述|新兴(?:市场|产业)|现有|原有|任何|许多|众多|大量|"
    r"少数|多数|另外?|主要|重要|重点|优秀|落后|贫困|发达|鼓励|支持|引导|号召|要求|动员|确保|融入|带动|赋能|联动|总揽|统揽"
)
_ENDS_NO_NAME = re.compile(
    r"(?:[全大格布结时变终定僵困残棋]局|[禁误盲灾疆雷]区|大湾区|[自反节]省|(?:新兴|国内|国际|海外|资本|金融|消费|目标)市场|省区市|融媒体中心|报社)$"
)
"""全局, 禁区, 自省: words that end as organisations do."""

_AREA = re.compile(r"(?:[省市县州盟旗]|(?<![社园小民发新辖校院城])区)$")
_HEADED = re.compile(r"(?:#+\s*)?(?P<unit>[^:\s]{3,30}):")
_SHORTEST = 3
"""Characters of a unit's name."""


class Subject(NamedTuple):
    """An organisation as the subject of a clause; offsets are in the folded sentence."""

    name: str
    start: int
    end: int
    acts: bool
    """A verb follows, not only a preposition."""


def subjects(sentence: str) -> list[Subject]:
    """Return the organisations that are subjects in a folded sentence, in order.

    Example:
        近日,示例街道乙村党总支整合资源,开设暑托班。 -> 示例街道乙村党总支
    """
    found = []
    start = 0
    for clause in re.split(r"([,。:;!?\s]|——)", sentence):
        # The shortest name with the verb after it; shorter are the marks between clauses too.
        subject = _subject(clause, start) if len(clause) > _SHORTEST else None
        if subject is not None:
            found.append(subject)
        start += len(clause)
    return found


def headed_by(title: str) -> str | None:
    """Return the unit that a folded title names before a colon: 示例港务集团:支部建在码头上; None without one."""
    match = _HEADED.match(title)
    return match["unit"] if match and is_name(match["unit"]) else None


def is_name(words: str) -> bool:
    """Tell whether folded words are an organisation's name and nothing else."""
    whole = _UNIT.fullmatch(words)
    return whole is not None and not whole["rest"] and _is_unit(whole["unit"])


def is_area(name: str) -> bool:
    """Tell whether a name is that of a place under administration and of no body in it: 示例市柳河区."""
    return _AREA.search(name) is not None


def refers_to_itself(sentence: str) -> bool:
    """Tell whether a folded sentence speaks of its author's own unit: 我校, 我局."""
    return _SELF.search(sentence) is not None


def core(name: str) -> str:
    """Return a unit's name without its party organisation: 乙村党总支 is 乙村's."""
    bare = re.sub(rf"{PARTY}$", "", name) or name
    body = re.sub(r"(?:组织部|宣传部|党建部|机关|团委|工会|妇联)$", "", bare)
    return body if re.search(rf"(?:{_BODY})$", body) and len(body) > _SHORTEST else bare


def _subject(clause: str, offset: int) -> Subject | None:
    lead = 0
    while (match := _LEAD.match(clause[lead:])) and match.end():
        lead += match.end()
    body = clause[lead:]
    stop = _STOP.search(body, 1)
    while stop and _inside_name(body, stop):
        stop = _STOP.search(body, stop.end())
    if stop is None:
        return None
    match = _UNIT.fullmatch(body[: stop.start()])
    if match is None or (_REST.match(match["rest"]) and not match["rest"].startswith("各")):
        return None
    name = match["unit"].split("各")[0]
    if not _is_unit(name):
        return None
    people = _PEOPLE.match(body, stop.start())
    acts = stop["act"] is not None or people is not None
    goes_on = acts or stop.group() in _GOES_ON
    # X组织的“研修班” is an attribute.
    if not goes_on or (acts and body.startswith("的", stop.end())):
        return None
    return Subject(name, offset + lead, offset + lead + len(name), acts)


def _inside_name(body: str, stop: re.Match[str]) -> bool:
    """Tell a verb that is part of a name: 社区服务中心, 干部培训学校, 党群工作部."""
    return _NAME_GOES_ON.match(body, stop.end()) is not None


def _is_unit(name: str) -> bool:
    return not (
        _GENERIC.match(name)
        or _NO_ORGANISATION.search(name)
        or _LEADERS.search(name)
        or len(name) < _SHORTEST
        or _INSIDE_NO_NAME.search(name)
        or _ENDS_NO_NAME.search(re.sub(rf"{PARTY}$", "", name))
        or _OPENS_NO_NAME.match(name)
    )
