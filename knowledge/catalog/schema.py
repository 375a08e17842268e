"""The catalog's tables as queries see them; how they come about is in `migrations`.

One row of `documents` is one version of a document: while a file is replaced, the former version (committed) and the
new one (pending) stand side by side under one id. What every search reads is kept in narrow rows; long texts and
vectors have tables of their own.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    column,
    table,
)

metadata = MetaData()


class State(StrEnum):
    """How far a version of a document has come."""

    PENDING = "pending"  # written, but the vector index may not have it yet: answers nothing
    COMMITTED = "committed"


meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("state", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("encoding", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("issuer", Text),
    Column("number", Text),
    Column("date", Text),
    Column("status", Text, nullable=False),
    Column("checked_on", Text),
    Column("source_class", Text),
    Column("script", Text, nullable=False),
    Column("sample", Boolean, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("linked_to", Text),
    # knowledge.particulars, what is empty left out.
    Column("particulars", JSON, nullable=False),
)

document_texts = Table(
    "document_texts",
    metadata,
    Column("document", Integer, ForeignKey("documents.pk", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("raw_start", Integer, nullable=False),
    Column("raw_end", Integer, nullable=False),
    # Lists of values as JSON, in the shapes of knowledge.documents.
    Column("kept", Text, nullable=False),
    Column("garbled", Text, nullable=False),
    Column("outline", Text, nullable=False),
    Column("repairs", Text, nullable=False),
    Column("problems", Text, nullable=False),
    Column("extracted", Text),
    Column("sketch", Text, nullable=False),
    # knowledge.pages.Page; NULL where a document was read before pages were kept.
    Column("pages", Text),
)

passages = Table(
    "passages",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("document", Integer, ForeignKey("documents.pk", ondelete="CASCADE"), nullable=False),
    Column("id", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("locator", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    # The span of the source file, worked out once so that a hit needs no other part of its document.
    Column("raw_start", Integer, nullable=False),
    Column("raw_end", Integer, nullable=False),
    Column("page", Integer),
    Column("recognised", Boolean, nullable=False),
)

passage_texts = Table(
    "passage_texts",
    metadata,
    Column("passage", Integer, ForeignKey("passages.pk", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("folded", Text, nullable=False),
)

vectors = Table(
    "vectors",
    metadata,
    Column("passage", Integer, ForeignKey("passages.pk", ondelete="CASCADE"), primary_key=True),
    # What the model read, hashed: a passage with the same content needs no second run of the model.
    Column("content", Text, nullable=False),
    # float32, little-endian, unit length.
    Column("vector", LargeBinary, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("place", Text, nullable=False),
    # knowledge.callers: the key of a caller, here and wherever a column has this name.
    Column("caller", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("standalone", Text, nullable=False),
    Column("asked_at", Float, nullable=False),
    Column("turn", Text),
)

replies = Table(
    "replies",
    metadata,
    Column("id", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("caller", Text, nullable=False),
    Column("reply", Text, nullable=False),
    Column("created_at", Float, nullable=False),
)

confirmations = Table(
    "confirmations",
    metadata,
    # By the document's id, not its row: a confirmation outlives the repeated ingest of the same file.
    Column("document_id", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("checked_on", Text, nullable=False),
    Column("successor", Text),
)

people = Table(
    "people",
    metadata,
    # Of Telegram's people the messenger's own number, never the @name, which may pass to somebody else.
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
)

grants = Table(
    "grants",
    metadata,
    Column("person", Integer, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("label", Text, primary_key=True),
)

held_files = Table(
    "held_files",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("path", Text, nullable=False),
    Column("grade", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("noted_on", Text, nullable=False),
    Column("decision", Text, nullable=False),
)

cards = Table(
    "cards",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("document", Integer, ForeignKey("documents.pk", ondelete="CASCADE"), nullable=False),
    Column("id", Text, nullable=False),
    # knowledge.practices.cards.Card as JSON, and the spans of the source file of its parts.
    Column("content", Text, nullable=False),
    Column("sources", Text, nullable=False),
)

extracted = Table(
    "extracted",
    metadata,
    Column("document", Integer, ForeignKey("documents.pk", ondelete="CASCADE"), primary_key=True),
    # knowledge.extracts.VERSION at the time.
    Column("version", Integer, nullable=False),
)

formulas = Table(
    "formulas",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("document", Integer, ForeignKey("documents.pk", ondelete="CASCADE"), nullable=False),
    Column("id", Text, nullable=False),
    # knowledge.practices.formulas.key_of the name.
    Column("key", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("source", Text, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("writer", Text, nullable=False),
    Column("passages", Text, nullable=False),
    Column("seconds", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

audit_people = Table(
    "audit_people",
    metadata,
    Column("key", Text, primary_key=True),
    Column("user", Integer, nullable=False, unique=True),
)

refused_texts = Table(
    "refused_texts",
    metadata,
    Column("model", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("refused_at", Float, nullable=False),
)

# Full text (FTS5): terms of knowledge.tokens joined by spaces; rowid is passages.pk.
word_terms = table("word_terms", column("rowid"), column("title"), column("body"))
gram_terms = table("gram_terms", column("rowid"), column("title"), column("body"))
