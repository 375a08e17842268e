"""What must be gone is gone from every byte of a home: a person, a document, and what is past its time.

SQLite overwrites deleted content (`secure_delete`), but the write-ahead log and the merged segments of the full-text
index still have it, and Chroma keeps the vectors of what it forgot. So the log is emptied, the file is written anew and
the index folder goes; the next owner makes a new one beside.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, column, delete, or_, select, table, update

from knowledge.callers import UNKNOWN, Someone
from knowledge.catalog import staging, vectors
from knowledge.catalog.database import Database, storage_errors
from knowledge.catalog.feedback import feedback, unanswered
from knowledge.catalog.full_text import merge_terms
from knowledge.catalog.originals import Originals
from knowledge.catalog.schema import (
    audit,
    audit_people,
    confirmations,
    documents,
    held_files,
    passages,
    people,
    replies,
    turns,
)
from knowledge.catalog.standards import standard_answers
from knowledge.catalog.uploads import Uploads, remove_of
from knowledge.errors import LibraryBusyError
from knowledge.upkeep.last_report import forget_report
from knowledge.vectors.check import FOLDERS, NOTE
from knowledge.vectors.files import CLOSED
from knowledge.vectors.owned import acquire_lock
from knowledge.vectors.reconciling import retire

QUESTION_DAYS = 30
"""How long questions and the replies behind buttons are kept."""

AUDIT_DAYS = 180
"""How long it is kept who saw what, what was asked in vain, and what was thought of answers."""

NUMBERED = (
    "inbox",
    "join_requests",
    "identities",
    "passwords",
    "sessions",
    "invitations",
    "access_tokens",
)
"""Tables that name a person in the column `person`, by number."""

CALLED = ("turns", "replies", "feedback", "unanswered", "chat_settings", "uploads")
"""Tables that name whoever it was in the column `caller`; what was kept before that was noted goes with the first."""


class Purged(NamedTuple):
    """What was deleted."""

    documents: int = 0
    questions: int = 0
    replies: int = 0
    audit_entries: int = 0


def purge_person(database: Database, person: int) -> Purged:
    """Delete what is kept of a person: name, grants, questions, replies, and which audit rows are theirs.

    Questions go wherever they were put: in private, in a group, in a named session, over any channel. The rows of the
    audit log stay, and the answers that they approved, without anybody's number.
    """
    key = Someone(number=person).key
    remove_of(database, Someone(number=person))
    with database.writing() as connection:
        for name in NUMBERED:
            numbered = table(name, column("person"))
            connection.execute(delete(numbered).where(numbered.c.person == person))
        gone = {name: _forget(connection, name, key) for name in CALLED}
        own = standard_answers.c.approved_by == key
        connection.execute(update(standard_answers).where(own).values(approved_by=UNKNOWN))
        connection.execute(delete(people).where(people.c.id == person))
        connection.execute(delete(audit_people).where(audit_people.c.user == person))
    write_anew(database)
    return Purged(questions=gone["turns"], replies=gone["replies"])


def _forget(connection: Connection, name: str, key: str) -> int:
    """Delete a caller's rows of a table, and those of nobody who is known; return how many there were."""
    said = table(name, column("caller"))
    return connection.execute(delete(said).where(said.c.caller.in_([key, UNKNOWN]))).rowcount


def purge_documents(database: Database, ids: Sequence[str]) -> Purged:
    """Delete documents with everything derived from them: file, text, words, vectors, replies that quote them.

    Raises:
        LibraryBusyError: Another process has the vector index open, whose files cannot be taken from it.
    """
    lock = acquire_lock(database)
    if lock is None:
        raise LibraryBusyError("机器人或另一个进程正在使用本资料库，请先停止它，再运行 ronghe purge。")
    with lock:
        with database.writing() as connection:
            quoting = _rows_about(connection, ids, replies.c.id, replies.c.reply)
            approved = _rows_about(connection, ids, standard_answers.c.number, standard_answers.c.answer)
            hashes = connection.scalars(select(documents.c.sha256).where(documents.c.id.in_(ids))).all()
            connection.execute(delete(confirmations).where(confirmations.c.document_id.in_(ids)))
            removed, change = staging.withdraw(connection, ids)
            connection.execute(delete(held_files).where(held_files.c.sha256.in_(hashes)))
            connection.execute(delete(replies).where(replies.c.id.in_(quoting)))
            connection.execute(delete(standard_answers).where(standard_answers.c.number.in_(approved)))
            for name in (NOTE, CLOSED):
                vectors.forget_note(connection, name)
            retire(connection)
        with storage_errors(database.home):
            shutil.rmtree(database.home / FOLDERS, ignore_errors=True)
        Originals(database).forget(change.originals)
        forget_report(database)
        write_anew(database)
    return Purged(documents=len(removed), replies=len(quoting))


def expire(database: Database, now: datetime | None = None) -> Purged:
    """Delete questions, replies, verdicts, audit rows and undecided files that are past their time."""
    Uploads(database).expire()
    moment = now or datetime.now(UTC)
    asked = (moment - timedelta(days=QUESTION_DAYS)).timestamp()
    seen = (moment - timedelta(days=AUDIT_DAYS)).isoformat(timespec="seconds")
    with database.writing() as connection:
        old = (moment - timedelta(days=AUDIT_DAYS)).timestamp()
        connection.execute(delete(unanswered).where(unanswered.c.asked_at < old))
        connection.execute(delete(feedback).where(feedback.c.given_at < old))
        # The trigger on the table lets only these rows go.
        vectors.note(connection, "audit_since", seen)
        return Purged(
            questions=connection.execute(delete(turns).where(turns.c.asked_at < asked)).rowcount,
            replies=connection.execute(delete(replies).where(replies.c.created_at < asked)).rowcount,
            audit_entries=connection.execute(delete(audit).where(audit.c.at < seen)).rowcount,
        )


def write_anew(database: Database) -> None:
    """Write the catalog's file anew, so that no byte of what was deleted is left in it or in its log."""
    with database.writing() as connection:
        merge_terms(connection)
    database.compact()


def _rows_about(connection: Connection, ids: Sequence[str], key: Column[Any], content: Column[Any]) -> Sequence[Any]:
    """Return the keys, of whatever type, of kept replies that quote or list these documents."""
    own = connection.scalars(
        select(passages.c.id).join(documents, documents.c.pk == passages.c.document).where(documents.c.id.in_(ids))
    ).all()
    named = [content.contains(f'"{each}"', autoescape=True) for each in (*ids, *own)]
    found: list[Any] = []
    for first in range(0, len(named), 100):
        found += connection.scalars(select(key).where(or_(*named[first : first + 100]))).all()
    return list(dict.fromkeys(found))
