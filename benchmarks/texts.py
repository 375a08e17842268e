"""What is asked and embedded in the benchmarks; written for them."""

from __future__ import annotations

from itertools import cycle, islice

PASSAGE_CHARACTERS = 330

QUESTIONS = (
    "国企怎么推动党建和业务融合？",
    "党支部怎样参与重大项目？",
    "党建考核怎么和业务考核挂钩？",
    "医院党建工作有哪些好的做法？",
    "高校怎样把党建融入教学科研？",
    "机关党建“两张皮”的原因是什么？",
    "怎样发挥党员的先锋模范作用？",
    "支部书记应当具备什么能力？",
    "怎么解决基层党务人员不足的问题？",
    "党建责任清单怎么列？",
    "联建共建有哪些形式？",
    "学习教育怎样避免走过场？",
    "如何用数字化手段抓党建？",
    "党建经费可以用在哪些方面？",
    "民主生活会怎么开出实效？",
    "混合所有制企业怎么设置党组织？",
    "党员责任区怎么划分？",
    "怎样评价党建促进业务的成效？",
    "主题党日可以怎么安排？",
    "青年党员怎么培养？",
)

_UNITS = ("国企", "医院", "高校", "机关", "社区")

DIFFERENT_QUESTIONS = tuple(f"在{unit}，{question}" for question in QUESTIONS for unit in _UNITS)
"""A hundred, none asked twice: of a question that comes again the vector is remembered."""

_SENTENCES = (
    "支部把年度重点任务拆成若干项目，由党员领办，每月公布进度。",
    "凡是急难任务，都由党员突击队先上，做法成熟后写入岗位规程。",
    "考核时，业务指标与支部工作各占一定比重，结果与评优评先相联系。",
    "对2022年排查出的17个堵点，逐一明确牵头部门、完成时限和验收标准。",
    "书记每季度讲一次专题党课，内容取自本单位正在推进的改革事项。",
    "上下游企业的支部结对共建，共同攻克了供应不稳定的难题。",
    "会议议题事先征求职工意见，重大事项经党委研究后再提交管理层决策。",
    "窗口单位设立党员示范岗，办理时限由五个工作日压缩到两个工作日。",
    "通过“师带徒”的方式，三年间培养技术骨干40余名，其中党员占六成。",
    "年底组织群众评议，满意度低于90%的支部要限期整改并向上级报告。",
)


def passages(count: int) -> list[str]:
    """Return different passages of the length that ours have on average."""
    return ["".join(islice(_stream(number), PASSAGE_CHARACTERS)) for number in range(count)]


def _stream(number: int) -> cycle[str]:
    first = number % len(_SENTENCES)
    return cycle(f"{number}．" + "".join(_SENTENCES[first:] + _SENTENCES[:first]))
