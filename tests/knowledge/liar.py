"""A scripted liar: true sentences on fictional sources, and every one of them made false in the ways that models do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from knowledge.grounding.support import Material
from tests.builders import document, passage, summary


class Source(NamedTuple):
    """A passage of a fictional document, with true sentences on it: its own, and reworded ones."""

    title: str
    kind: str
    locator: str
    text: str
    reworded: Sequence[str]


SOURCES = (
    Source(
        "青澜市机关基层组织工作办法（试行）",
        "regulation",
        "第二章 组织设置 › 第七条",
        "第七条 机关正式党员3人以上的，成立党支部。机关党员50人以上、100人以下的，设立党的总支部委员会。"
        "党支部每届任期3年，机关党委每届任期5年。必要时，也可以成立临时党支部。",
        (
            "《青澜市机关基层组织工作办法（试行）》第七条规定，机关正式党员3人以上的，成立党支部。",
            "机关党员50人以上、100人以下的设立党的总支部委员会。",
            "党支部每届任期三年，机关党委每届任期五年。",
            "机关正式党员3人以上，应当明确成立党支部。",
        )[:3],
    ),
    Source(
        "青澜市机关基层组织工作办法（试行）",
        "regulation",
        "第三章 职责 › 第十二条",
        "第十二条 机关党组织不领导本单位的业务工作，但应当协助行政负责人改进工作。"
        "机关党委应当每半年向上级党组织报告一次工作。"
        "专职党务工作人员一般占机关工作人员总数的1%至2%，机关工作人员较少的，应当配备不少于1名专职人员。党务工作经费不得挪作他用。",
        (
            "第十二条规定，机关党组织不领导本单位的业务工作，但应当协助行政负责人改进工作。",
            "机关党委应当每半年向上级党组织报告一次工作。",
            "专职党务工作人员一般占机关工作人员总数的1%至2%。",
            "按照规定，党务工作经费不得挪作他用。",
        ),
    ),
    Source(
        "青澜市第六人民医院抓党建促业务",
        "case",
        "二、措施",
        "青澜市第六人民医院党委把业务工作列入年度工作要点。医院每月召开一次科室联席会，由党支部书记和科主任共同主持，全院36个科室参加。"
        "2023年4月，医院印发《党支部参与科室管理办法》，明确科室重大问题由党支部书记和科主任共同研究。急诊滞留时间由4.5小时缩短到3小时。",
        (
            "青澜市第六人民医院每月召开一次科室联席会，由党支部书记和科主任共同主持。",
            "急诊滞留时间由4.5小时缩短到了3小时。",
            "2023年4月，医院印发了《党支部参与科室管理办法》。",
            "据材料介绍，全院36个科室参加科室联席会，每月一次。",
        ),
    ),
    Source(
        "北山钢铁集团采购降本的做法",
        "case",
        "三、成效",
        "北山钢铁集团成立5个党员攻关组，党员带头合并采购需求，全年节约采购资金1200万元。集团党委提出“账算在明处、责压在实处”，"
        "每季度公开一次采购清单。参加攻关的党员共有68名，其中青年党员31名。",
        (
            "北山钢铁集团成立了5个党员攻关组，由党员带头合并采购需求。",
            "集团党委提出“账算在明处、责压在实处”。",
            "全年节约采购资金1200万元。",
            "参加攻关的党员共68名，其中青年党员31名。",
        ),
    ),
    Source(
        "在全市机关党的建设工作推进会上的讲话",
        "speech",
        "一",
        "李远在2024年3月18日召开的推进会上指出：“党建和业务不是两张皮，要一起谋划、一起部署、一起落实、一起检查。”"
        "会议要求，各单位在6月30日前建立问题清单、任务清单、责任清单，并在单位内部公示。",
        (
            "2024年3月18日的推进会上指出：“党建和业务不是两张皮，要一起谋划、一起部署、一起落实、一起检查。”",
            "会议要求各单位在6月30日前建立问题清单、任务清单、责任清单。",
        ),
    ),
    Source(
        "海宁路街道的红色议事厅",
        "case",
        "一、背景",
        "海宁路街道辖区有11个社区、23万居民。街道党工委在停车矛盾突出的小区设立红色议事厅，由社区党委书记主持，物业公司、业主委员会和居民代表参加。"
        "议事厅原则上每两周开一次会，议定事项在7日内答复，参加议事的居民代表一般不超过15人。",
        (
            "海宁路街道辖区有11个社区、23万居民。",
            "红色议事厅由社区党委书记主持，物业公司、业主委员会和居民代表参加。",
            "议事厅原则上每两周开一次会，议定事项在7日内答复。",
        ),
    ),
    Source(
        "青澜市各领域党建工作综述",
        "article",
        "一、做法",
        "学校党委每学期研究两次课程思政工作，党委书记带头讲第一课。医院党委把医德医风写进科室考核，每月通报一次结果。"
        "国有企业党委研究讨论重大经营管理事项，再由董事会作出决定。机关党支部每月召开一次支部委员会会议，社区党组织牵头召开联席会议。",
        (
            "学校党委每学期研究两次课程思政工作。",
            "医院党委每月通报一次医德医风考核结果。",
            "国企党委研究讨论重大经营管理事项，再由董事会作出决定。",
            "社区党组织牵头召开联席会议。",
            "在学校，党委书记带头讲第一课。",
        ),
    ),
)


def materials() -> list[Material]:
    """Return the sources as an answer is checked against them."""
    found = []
    for number, source in enumerate(SOURCES):
        whole = document(source.text, id=f"d{number}", title=source.title, kind=source.kind)
        found.append(Material(passage=passage(whole, locator=source.locator), document=summary(whole), whole=whole))
    return found


def truths() -> Iterator[tuple[str, int]]:
    """Yield true sentences with the number of their source, from 1."""
    for number, source in enumerate(SOURCES, start=1):
        own = re.findall(r"(?:“[^”]*”|[^。“])+。?", source.text)
        yield from ((sentence, number) for sentence in own if len(sentence) > 8)
        yield from ((sentence, number) for sentence in source.reworded)


CLAIMS = (
    "该单位为每名党员配备了独立办公室和专车。",
    "据统计，群众满意率连续三年位居全省第一。",
    "这一做法已在全国范围内推广，并获得中央领导同志批示肯定。",
    "因此，党建考核应当占年度考核总分的百分之三十。",
    "专家认为，这种模式是党建与业务融合的最佳路径。",
    "单位还把党费返还用于发放职工福利。",
    "上级要求所有单位必须在年底前完成整改，逾期一律问责。",
    "不少兄弟单位前来学习考察，形成了可复制的经验。",
    "此外，还组建了青年突击队开展技术比武，评选季度标兵。",
    "党员积分与评优评先、职务晋升全面挂钩。",
)
INVENTED = ("中国共产党党建融合工作条例", "青澜市党建责任制考核办法", "机关党建质量评价规定")
QUOTES = ("支部强则单位强，党员优则队伍优", "融进去、沉下来、干出彩")
_SWAPS = (
    ("应当", "可以"),
    ("应当", "必须"),
    ("不得", "可以"),
    ("不得", "一般不"),
    ("可以", "应当"),
    ("一般", "必须"),
    ("原则上", "必须"),
    ("以上", "以下"),
    ("不超过", "不少于"),
    ("不少于", "不超过"),
    ("必要时，也可以", "一律"),
    ("不领导", "领导"),
    ("每月", "每周"),
    ("每季度", "每月"),
    ("每半年", "每年"),
    ("每两周", "每周"),
    ("党支部书记", "院长"),
    ("社区党委书记", "街道办事处主任"),
    ("第六人民医院", "第一人民医院"),
    ("北山钢铁集团", "首钢集团"),
    ("青澜市", "北京市"),
    ("机关党委", "党组"),
    ("正式党员", "预备党员"),
    ("学校党委", "医院党委"),
    ("学校党委", "国有企业党委"),
    ("医院党委", "学校党委"),
    ("医院党委", "机关党委"),
    ("国有企业党委", "学校党委"),
    ("国企党委", "医院党委"),
    ("机关党支部", "社区党支部"),
    ("机关党支部", "医院党委"),
    ("社区党组织", "学校党组织"),
    ("在学校", "在医院"),
)


class Lie(NamedTuple):
    """A false sentence with the source it names."""

    kind: str
    text: str
    cited: int


def lies() -> Iterator[Lie]:
    """Yield false sentences of every kind that is checked."""
    for sentence, number in truths():
        yield from _wrong_numbers(sentence, number)
        for right, wrong in _SWAPS:
            if right in sentence:
                yield Lie("word", sentence.replace(right, wrong), number)
        for title in INVENTED:
            yield Lie("instrument", f"《{title}》第九条规定，{sentence}", number)
        for quote in QUOTES:
            yield Lie("quotation", f"{sentence.rstrip('。')}，提出“{quote}”。", number)
        for quoted in re.findall(r"“([^”]{8,})”", sentence):
            swapped = quoted[len(quoted) // 2 :] + quoted[: len(quoted) // 2]
            yield Lie("quotation", sentence.replace(quoted, swapped), number)
        if "第七条" in sentence or "第十二条" in sentence:
            yield Lie("article", re.sub(r"第[七十二]+条", "第二十条", sentence), number)
    for number in range(1, len(SOURCES) + 1):
        yield from (Lie("claim", claim, number) for claim in CLAIMS)


def _wrong_numbers(sentence: str, number: int) -> Iterator[Lie]:
    for match in re.finditer(r"(?<!第)\d+(?:\.\d+)?", sentence):
        for changed in (f"{float(match[0]) * 2:g}", f"{float(match[0]) + 1:g}"):
            yield Lie("figure", sentence[: match.start()] + changed + sentence[match.end() :], number)
    numbers = re.findall(r"\d+(?:\.\d+)?(?=人|年|小时|名)", sentence)
    if len(numbers) == 2:
        first, second = numbers
        swapped = sentence.replace(first, "\0", 1).replace(second, first, 1).replace("\0", second, 1)
        if swapped != sentence:
            yield Lie("figure", swapped, number)
