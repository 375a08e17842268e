"""What programs send, one model a call; where it cannot be used, one sentence says which part and why."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field, ValidationError

from knowledge.dates import day_meant
from knowledge.documents import Frozen, Kind
from knowledge.errors import BadRequestError
from knowledge.facets import labels_named, sector_named
from knowledge.questions.filters import Filters


def _legible(text: str) -> str:
    """Return a text that says something.

    Raises:
        ValueError: It is blank, or no text.
    """
    if not text.strip() or "\0" in text:
        raise ValueError("blank")
    return text


Words = Annotated[str, Field(max_length=2000), AfterValidator(_legible)]
Question = Annotated[str, Field(max_length=20_000), AfterValidator(_legible)]
Year = Annotated[int | None, Field(ge=1900, le=2100)]
Limit = Annotated[int, Field(ge=1, le=200, description="最多几条")]
Offset = Annotated[int, Field(ge=0, le=1_000_000, description="跳过前几条")]
Day = Annotated[
    str | None,
    AfterValidator(lambda text: None if text is None else day_meant(text)),
    Field(description="按这一天有效的文本，写作 2018-06-30、2018-06 或 2018；不写就是今天"),
]
Several = Annotated[tuple[str, ...], Field(max_length=20)]


class WantedFilters(Frozen):
    """Which documents are wanted."""

    kind: Kind | None = Field(default=None, description="只看一类材料")
    sector: str | None = Field(default=None, max_length=40, description="只看一类单位的案例，如 医院")
    since: Year = Field(default=None, description="起始年份")
    until: Year = Field(default=None, description="截止年份")

    def filters(self, document: str | None = None) -> Filters:
        """Return them as the library reads them.

        Raises:
            BadRequestError: There is no such sort of unit.
        """
        sector = None if self.sector is None else sector_named(self.sector)
        return Filters(kind=self.kind, since=self.since, until=self.until, sector=sector, document=document)


class WantedSearch(WantedFilters):
    """Passages by meaning and words."""

    query: Words = Field(description="一句话或几个词")
    limit: Limit = 10
    offset: Offset = 0
    as_of: Day = None
    document: str | None = Field(default=None, max_length=80, description="只在这份材料里找，给材料编号")
    literal: bool = Field(default=False, description="不从问句里读取条件，按原话查找")
    explain: bool = Field(default=False, description="说明每条结果的得分从何而来")


class WantedAsk(WantedFilters):
    """An answer."""

    question: Question = Field(description="要问的事，一两句话")
    session: str | None = Field(
        default=None, pattern=r"^[\w.@-]{1,64}$", description="会话名；同一会话里可以接着追问，只对本令牌有效"
    )
    as_of: Day = None
    stream: bool = Field(default=False, description="逐段发送（server-sent events）：draft、reply 或 failed")


class WantedArticle(Frozen):
    """A provision."""

    reference: Words = Field(description="法规名称和条、款、项，或文号")
    as_of: Day = None


class WantedRegulations(Frozen):
    """The rules held, with their standing."""

    as_of: Day = None


class WantedKeyword(Frozen):
    """Words as they stand."""

    text: Words = Field(description="要逐字查找的字词")
    kind: Kind | None = Field(default=None, description="只看一类材料")
    limit: Limit = 10
    offset: Offset = 0


class WantedCards(Frozen):
    """Examples of practice."""

    query: Words = Field(description="要找什么样的做法；单位类型、地区、年份会读作条件")
    limit: Annotated[int, Field(ge=1, le=1000, description="最多几个")] = 10
    offset: Offset = 0
    sector: Several = Field(default=(), description="单位类型，可以重复")
    task: Several = Field(default=(), description="业务任务，可以重复")
    fusion: Several = Field(default=(), description="融合类型，可以重复")
    stage: Several = Field(default=(), description="谋划、部署、落实、检查，可以重复")
    place: Several = Field(default=(), description="地区，可以重复")
    since: Year = Field(default=None, description="起始年份")
    until: Year = Field(default=None, description="截止年份")

    def labels(self) -> dict[str, tuple[str, ...]]:
        """Return the labels that are meant, by the names under which cards carry them.

        Raises:
            BadRequestError: There is no such label; the message gives the list.
        """
        named = {"sectors": self.sector, "tasks": self.task, "fusions": self.fusion, "stages": self.stage}
        lists = {"fusions": "fusion_types"}
        return {
            name: tuple(label for value in values for label in labels_named(lists.get(name, name), value))
            for name, values in named.items()
        }


class WantedFormula(Frozen):
    """What a formula consists of."""

    name: Words = Field(description="提法的名称，如 四融四促")


class WantedPlan(Frozen):
    """A plan for a task."""

    task: Words = Field(description="业务任务，如 采购降本")
    sector: str | None = Field(default=None, max_length=40, description="本单位的类型，如 国企")
    time: str | None = Field(default=None, max_length=40, description="时间安排，如 三个月")


class WantedPath(Frozen):
    """What to read on a theme."""

    theme: Words = Field(description="主题，如 党支部设置")


class WantedDocument(Frozen):
    """A document."""

    document: str = Field(max_length=80, description="材料编号")
    extracted: bool = Field(default=False, description="显示修复之前的文字；source 的起止在其中")


class WantedCheck(Frozen):
    """Somebody's own text; a file is sent as multipart/form-data instead."""

    text: str = Field(max_length=2_000_000, description="要核对的文字")


class Nothing(Frozen):
    """Nothing is asked for beyond the address."""


T = TypeVar("T", bound=Frozen)


def as_wanted(model: type[T], values: object) -> T:
    """Return what a program sent.

    Raises:
        BadRequestError: It is not what the call takes.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        raise BadRequestError(_sentence(name, str(first["type"]), first.get("ctx", {}))) from error


def _sentence(name: str, fault: str, bounds: dict[str, object]) -> str:
    """Say what is wrong with a part of what was sent, by pydantic's name of the fault."""
    if not name:
        return "请以 JSON 对象发送参数。"
    sentences = {
        "missing": f"请写明 {name}，不能是空白。",
        "value_error": f"请写明 {name}，不能是空白。",
        "extra_forbidden": f"没有 {name} 这个参数；可用的参数见 /api/openapi.json。",
        "enum": f"{name} 的值不可用；可用的有：{bounds.get('expected', '')}。",
        "string_too_long": f"{name} 太长，上限是{bounds.get('max_length')}个字。",
        "too_long": f"{name} 太多，上限是{bounds.get('max_length')}个。",
        "greater_than_equal": f"{name} 超出范围，应不小于{bounds.get('ge')}。",
        "less_than_equal": f"{name} 超出范围，应不大于{bounds.get('le')}。",
    }
    return sentences.get(fault, f"{name} 的写法不对；各参数见 /api/openapi.json。")
