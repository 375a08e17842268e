"""The catalog's tables as queries see them; how they come about is in the `steps` of each database.

One row of `documents` is one version of a document: while a file is replaced, the former version (committed) and the
new one (pending) stand side by side under one id. What every search reads is kept in narrow rows; long texts and
vectors have tables of their own.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

metadata = MetaData()


def texts(*names: str) -> list[Column[str]]:
    """Return columns of text; what may be missing, the steps say."""
    return [Column(name, Text) for name in names]


def integers(*names: str) -> list[Column[int]]:
    """Return columns of whole numbers; of 64 bits, as people's numbers are larger than 32."""
    return [Column(name, BigInteger) for name in names]


class State(StrEnum):
    """How far a version of a document has come."""

    PENDING = "pending"  # written, but the vector index may not have it yet: answers nothing
    COMMITTED = "committed"


meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text),
)

documents = Table(
    "documents",
    metadata,
    Column("pk", BigInteger, primary_key=True),
    *texts("state", "label", "kind", "id", "path", "sha256", "encoding", "title", "issuer", "number", "date"),
    *texts("status", "checked_on", "source_class", "script"),
    Column("sample", Boolean),
    Column("passages", BigInteger),
    Column("linked_to", Text),
    # knowledge.particulars, what is empty left out.
    Column("particulars", JSON),
)

document_texts = Table(
    "document_texts",
    metadata,
    Column("document", BigInteger, ForeignKey("documents.pk", ondelete="CASCADE"), primary_key=True),
    Column("text", Text),
    *integers("raw_start", "raw_end"),
    # Lists of values as JSON, in the shapes of knowledge.documents.
    *texts("kept", "garbled", "outline", "repairs", "problems"),
    *texts("extracted", "sketch"),
    # knowledge.pages.Page; NULL where a document was read before pages were kept.
    Column("pages", Text),
)

passages = Table(
    "passages",
    metadata,
    Column("pk", BigInteger, primary_key=True),
    Column("document", BigInteger, ForeignKey("documents.pk", ondelete="CASCADE")),
    Column("id", Text),
    Column("ordinal", BigInteger),
    Column("locator", Text),
    *integers("start", "end"),
    # The span of the source file, worked out once so that a hit needs no other part of its document.
    *integers("raw_start", "raw_end", "page"),
    Column("recognised", Boolean),
)

passage_texts = Table(
    "passage_texts",
    metadata,
    Column("passage", BigInteger, ForeignKey("passages.pk", ondelete="CASCADE"), primary_key=True),
    *texts("text", "folded"),
)

vectors = Table(
    "vectors",
    metadata,
    Column("passage", BigInteger, ForeignKey("passages.pk", ondelete="CASCADE"), primary_key=True),
    # What the model read, hashed: a passage with the same content needs no second run of the model.
    Column("content", Text),
    # float32, little-endian, unit length.
    Column("vector", LargeBinary),
)

turns = Table(
    "turns",
    metadata,
    Column("pk", BigInteger, primary_key=True),
    *texts("channel", "place"),
    # knowledge.callers: the key of a caller, here and wherever a column has this name.
    *texts("caller", "question", "standalone"),
    Column("asked_at", Float),
    Column("turn", Text),
)

replies = Table(
    "replies",
    metadata,
    Column("id", Text, primary_key=True),
    *texts("channel", "place", "caller", "reply"),
    Column("created_at", Float),
)

confirmations = Table(
    "confirmations",
    metadata,
    # By the document's id, not its row: a confirmation outlives the repeated ingest of the same file.
    Column("document_id", Text, primary_key=True),
    *texts("sha256", "status", "checked_on", "successor"),
)

people = Table(
    "people",
    metadata,
    # Of Telegram's people the messenger's own number, never the @name, which may pass to somebody else.
    Column("id", BigInteger, primary_key=True),
    *texts("name", "role"),
)

grants = Table(
    "grants",
    metadata,
    Column("person", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("label", Text, primary_key=True),
)

held_files = Table(
    "held_files",
    metadata,
    Column("sha256", Text, primary_key=True),
    *texts("path", "grade", "rule", "noted_on", "decision"),
)

cards = Table(
    "cards",
    metadata,
    Column("pk", BigInteger, primary_key=True),
    Column("document", BigInteger, ForeignKey("documents.pk", ondelete="CASCADE")),
    Column("id", Text),
    # knowledge.practices.cards.Card as JSON, and the spans of the source file of its parts.
    *texts("content", "sources"),
)

extracted = Table(
    "extracted",
    metadata,
    Column("document", BigInteger, ForeignKey("documents.pk", ondelete="CASCADE"), primary_key=True),
    # knowledge.extracts.VERSION at the time.
    Column("version", BigInteger),
)

formulas = Table(
    "formulas",
    metadata,
    Column("pk", BigInteger, primary_key=True),
    Column("document", BigInteger, ForeignKey("documents.pk", ondelete="CASCADE")),
    Column("id", Text),
    # knowledge.practices.formulas.key_of the name.
    *texts("key", "content", "source"),
)

audit = Table(
    "audit",
    metadata,
    Column("pk", BigInteger, primary_key=True),
    *texts("at", "who", "what", "outcome", "writer", "passages", "seconds", "previous", "hash"),
)

audit_people = Table(
    "audit_people",
    metadata,
    Column("key", Text, primary_key=True),
    Column("user", BigInteger, unique=True),
)

refused_texts = Table(
    "refused_texts",
    metadata,
    Column("model", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("refused_at", Float),
)
