"""Replies of the core for tests; every text is made up."""

from __future__ import annotations

from typing import Any

from knowledge.answers import Answer, Checks, Citation, Clarify, NoAnswer, Notice
from knowledge.blocks import StatementBlock
from knowledge.documents import DocumentSummary, Hit, Kind, Passage, Script, SourceClass, SourceSpan, Status

SPAN = SourceSpan(path="示例.md", encoding="utf-8", start=0, end=10)
QUOTE = "每季度由党支部牵头召开一次融合例会"
PASSAGE = f"第四条　各单位应当把融合工作列入年度计划。{QUOTE}，研究生产经营中的难题，形成清单。"


def document(number: int = 1, **changes: Any) -> DocumentSummary:  # Any: whatever fields a test is about
    values: dict[str, Any] = {
        "id": f"d{number}",
        "path": f"{number}.md",
        "title": "融合工作管理办法（试行）",
        "kind": Kind.NORMATIVE,
        "issuer": "澄江水务集团党委",
        "date": "2023-05-06",
        "status": Status.UNKNOWN,
        "checked_on": None,
        "source_class": SourceClass.OFFICIAL,
        "label": "public",
        "script": Script.SIMPLIFIED,
        "sample": False,
        "passages": 3,
    }
    return DocumentSummary(**values | changes)


CASE = document(
    2,
    title="一支攻关队的三个月",
    kind=Kind.CASE,
    issuer=None,
    date="2022-11",
    source_class=SourceClass.TEMPLATE,
    sample=True,
)
SPEECH = document(
    3, title="在《融合行動》啟動會上的講話", kind=Kind.SPEECH, issuer=None, date=None, script=Script.TRADITIONAL
)


def hit(
    summary: DocumentSummary,
    text: str = PASSAGE,
    *,
    locator: str = "第二章 职责 › 第四条",
    start: int = 100,
    ordinal: int = 1,
) -> Hit:
    passage = Passage(
        id=f"p-{summary.id}",
        document_id=summary.id,
        ordinal=ordinal,
        locator=locator,
        start=start,
        end=start + len(text),
        text=text,
    )
    return Hit(rank=1, score=0.8, passage=passage, document=summary, source=SPAN)


def citation(marker: int, summary: DocumentSummary, quote: str = QUOTE, **changes: Any) -> Citation:
    values: dict[str, Any] = {
        "marker": marker,
        "passage_id": f"p-{summary.id}",
        "document": summary,
        "locator": "第二章 职责 › 第四条",
        "quote": quote,
        "quote_start": 100 + PASSAGE.find(quote),
        "source": SPAN,
    }
    return Citation(**values | changes)


HITS = {
    "p-d1": hit(document(1)),
    "p-d1+1": hit(document(1), "第五条　例会情况在一周内通报。", locator="第二章 职责 › 第五条", ordinal=2),
    "p-d2": hit(CASE, "攻关队由六名党员组成，三个月解决了四个难题。", locator=""),
    "p-d3": hit(SPEECH, "黨建工作要同業務工作一起謀劃。", locator="一、認識"),
}

ANSWER = Answer(
    question="融合例会多久开一次？",
    standalone_question="融合例会多久开一次？",
    blocks=(
        StatementBlock(text="每季度由党支部牵头召开一次融合例会。", markers=(1,)),
        StatementBlock(text="实践中有单位组建攻关队，三个月解决四个难题。", markers=(2,)),
    ),
    citations=(
        citation(2, CASE, "三个月解决了四个难题", locator=""),
        citation(1, document(1)),
    ),
    checks=Checks(sentences=2, cited=2, quotes=2, quotes_verified=2),
)
FOLLOW_UP = Answer(
    question="那讲话呢？",
    standalone_question="讲话怎么说融合例会？",
    blocks=(StatementBlock(text="党建工作与业务工作一起谋划。", markers=(1,)),),
    notice="模型暂时无法作答，以下内容直接摘自资料。",
    citations=(citation(1, SPEECH, "一起謀劃", locator="一、認識", secondhand=True, quote_start=110),),
)
NO_ANSWER = NoAnswer(
    question="食堂几点开饭？",
    standalone_question="食堂几点开饭？",
    text="查了全部材料，库内未收录食堂开饭时间。需要时请管理员补充材料。",
    nearest=(HITS["p-d1"], HITS["p-d2"]),
)
CLARIFY = Clarify(
    question="办法第四条",
    standalone_question="办法第四条",
    text="库内有两部办法，请选择：",
    candidates=("融合工作管理办法第四条", "考核办法第四条"),
)
NOTICE = Notice(
    question="你好", standalone_question="你好", text="您好，请直接提问。", candidates=("融合例会多久开一次？",)
)


def long_answer(sentences: int = 600) -> Answer:
    blocks = tuple(
        StatementBlock(text=f"第{number}项，各支部按清单推进并逐项销号。", markers=(1,))
        for number in range(1, sentences + 1)
    )
    cited = (citation(1, document(1)),)
    return Answer(question="全部清单", standalone_question="全部清单", blocks=blocks, citations=cited)
