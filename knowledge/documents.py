"""What we hold: documents, their passages, and where each of them stands in a source file.

All values are frozen; a change makes a new value. Offsets are 0-based code points, end exclusive.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from knowledge.pages import RECOGNISED, Page, pages_of
from knowledge.particulars import Particulars


class Frozen(BaseModel):
    """Base of every value that passes between stages: immutable, with no fields but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(StrEnum):
    """What a document is, decided by its enacting body and form, not by one word of its title."""

    REGULATION = "regulation"  # 党内法规
    LAW = "law"  # 法律、行政法规
    NORMATIVE = "normative"  # 意见、通知、决定、方案、纪要
    SPEECH = "speech"  # 讲话
    CASE = "case"  # 案例
    ARTICLE = "article"  # 文章

    @property
    def is_rule(self) -> bool:
        """Whether it binds, is revised and repealed."""
        return self in {Kind.REGULATION, Kind.LAW, Kind.NORMATIVE}

    @property
    def is_practice(self) -> bool:
        """Whether it shows what others did, and requires nothing."""
        return self in {Kind.CASE, Kind.ARTICLE}


RULES = tuple(kind for kind in Kind if kind.is_rule)
PRACTICES = tuple(kind for kind in Kind if kind.is_practice)


class SourceClass(StrEnum):
    """Where a text was published, which decides how far it may be relied on."""

    OFFICIAL = "official"  # 正式文本
    MEDIA = "media"  # 权威媒体
    SITE = "site"  # 单位网站
    JOURNAL = "journal"  # 期刊
    TEMPLATE = "template"  # 网络范文: never a basis


class Status(StrEnum):
    """Validity of a regulation. A held text is `UNKNOWN` until a person confirmed it."""

    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"
    EXPIRED = "expired"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    UNKNOWN = "unknown"


class Script(StrEnum):
    """The script of a source text."""

    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"


class Severity(StrEnum):
    """How much a problem matters: `ERROR` means that some text could not be used."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Problem(Frozen):
    """Something wrong with one source file: collected and reported, never raised."""

    code: str
    severity: Severity
    message: str
    """One Chinese sentence for the person who owns the file."""

    line: int | None = None
    """Line of the source file, from 1."""


class SourceSpan(Frozen):
    """A stretch of a source file, before any repair.

    `start` and `end` are offsets in `bytes.decode(encoding)`, without newline translation, BOM kept; for a file that is
    no text, whose `encoding` names its format, in the text extracted from it.
    """

    path: str
    encoding: str
    start: int
    end: int
    page: int | None = None
    """On which page of the file it begins, from 1; None for a file without pages, or read before pages were kept."""

    recognised: bool = False
    """Some of it was read from a picture by optical character recognition."""


class Heading(Frozen):
    """`Document.text[start:end]`; `level` counts from 1, outermost first; of 第十条之一, 条, 10 and 1 are fields."""

    level: int
    heading: str
    start: int
    end: int
    unit: str | None = None
    number: int | None = None
    inserted: int | None = None


class Repair(Frozen):
    """A receipt: what one repair changed, and the span of the source file that it changed."""

    kind: str
    before: str
    after: str
    start: int
    end: int


class KeptRun(Frozen):
    """`length` characters of `Document.text` from `text_start` that stand unchanged at `raw_start`."""

    text_start: int
    raw_start: int
    length: int


class DescribedDocument(Frozen):
    """What is known of a published text beside its words."""

    id: str
    path: str
    """Absolute path of the source file at ingest."""

    title: str
    """In the source's script."""

    kind: Kind
    issuer: str | None = None
    date: str | None = None
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as precise as the text is."""

    particulars: Particulars = Particulars()
    status: Status = Status.UNKNOWN
    checked_on: str | None = None
    source_class: SourceClass | None = None
    label: str = "public"
    script: Script = Script.SIMPLIFIED
    sample: bool = False
    """One of the fictional documents that show a fresh installation working."""

    linked_to: str | None = None
    """Id of the document whose text this one repeats; who sees that one is not answered from this one."""


class DocumentSummary(DescribedDocument):
    """What a list or a hit shows of a document."""

    passages: int


class Document(DescribedDocument):
    """One published text with its metadata: a file that holds four has four."""

    sha256: str
    """Hash of the source file's bytes; the original is kept under it."""

    encoding: str
    number: str | None = None
    """文号, as printed."""

    sketch: str = ""
    """What a near-duplicate is known by, as ingest writes it."""

    extracted: str | None = None
    """The text read from a file that is no text itself; spans of the source are spans of it."""

    pages: tuple[Page, ...] | None = None
    """Those on which it stands; none in a file without pages, None where it was read before pages were kept."""

    text: str
    """Repaired text in the source's script."""

    raw_start: int
    raw_end: int
    """The span of the source file that this document accounts for."""

    kept: tuple[KeptRun, ...]
    """What of `text` stands verbatim in the source; the rest is in `repairs`. Ordered."""

    garbled: tuple[tuple[int, int], ...] = ()
    """Spans of `text` that cannot be read (mojibake) and are never quoted."""

    outline: tuple[Heading, ...] = ()
    repairs: tuple[Repair, ...] = ()
    problems: tuple[Problem, ...] = ()

    def source_of(self, start: int, end: int) -> SourceSpan:
        """Return the span of the source file, before repair, that covers `text[start:end]`.

        Args:
            start: Offset in `text`, 0 ≤ start < end.
            end: Offset in `text`, at most its length.

        Raises:
            ValueError: The span is empty or outside `text`.
        """
        if not 0 <= start < end <= len(self.text):
            message = f"span {start}:{end} is outside a text of {len(self.text)} characters"
            raise ValueError(message)
        first, last = self._raw_offset_at_or_before(start), self._raw_offset_at_or_after(end)
        pages = pages_of(self.pages or (), first, last)
        return SourceSpan(
            path=self.path,
            encoding=self.encoding,
            start=first,
            end=last,
            page=pages[0].number if pages else None,
            recognised=any(page.recognised for page in pages) if pages else self.encoding in RECOGNISED,
        )

    def _raw_offset_at_or_before(self, offset: int) -> int:
        """Return the latest raw offset whose kept text begins no later than `offset`."""
        position = self.raw_start
        for run in self.kept:
            if run.text_start > offset:
                break
            inside = offset - run.text_start
            position = run.raw_start + min(inside, run.length)
        return position

    def _raw_offset_at_or_after(self, offset: int) -> int:
        """Return the earliest raw offset whose kept text ends no earlier than `offset`."""
        for run in self.kept:
            if run.text_start + run.length >= offset:
                inside = max(offset - run.text_start, 0)
                return run.raw_start + inside
        return self.raw_end


class Passage(Frozen):
    """The unit of retrieval and of citation: some whole sentences of one document."""

    id: str
    document_id: str
    ordinal: int
    """Position among the document's passages, from 0."""

    locator: str
    """How a person finds it in print: the heading path, 「三、… › （一）…」, or empty."""

    start: int
    end: int
    """Span in `Document.text`."""

    text: str


class Hit(Frozen):
    """A passage that retrieval returned, with its document (whose text is left out) and its score."""

    rank: int
    """From 1."""

    score: float
    """0 to 1 after fusion; higher is better; comparable only within one query."""

    passage: Passage
    document: DocumentSummary
    source: SourceSpan
