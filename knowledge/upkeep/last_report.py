"""The report on the file that somebody handed in last, for them alone, kept until the next one or a purge."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from knowledge.callers import Caller
from knowledge.catalog.database import Database, storage_errors

PAGE, WORDS, WHOSE = "last-report.html", "last-report.txt", "last-report.whose"


def keep_report(database: Database, words: str, write_page: Callable[[Path], None], *, by: Caller) -> None:
    """Keep a report in the place of the one before.

    Args:
        database: Of the home.
        words: The report in short.
        write_page: Writes it as a web page to a path.
        by: Who handed the file in: it shows passages of it to nobody else.
    """
    with storage_errors(database.home):
        write_page(database.home / PAGE)
        (database.home / PAGE).chmod(0o600)
        (database.home / WORDS).write_text(words, encoding="utf-8")
        (database.home / WORDS).chmod(0o600)
        (database.home / WHOSE).write_text(by.key, encoding="utf-8")


def last_report(database: Database, by: Caller) -> tuple[str, bytes] | None:
    """Return the report in short and as a web page, or None when there is none of this person."""
    with storage_errors(database.home):
        try:
            if (database.home / WHOSE).read_text(encoding="utf-8") != by.key:
                return None
            return (database.home / WORDS).read_text(encoding="utf-8"), (database.home / PAGE).read_bytes()
        except FileNotFoundError:
            return None


def forget_report(database: Database) -> None:
    """Delete it: it holds passages of what was stored."""
    with storage_errors(database.home):
        for name in (PAGE, WORDS, WHOSE):
            with suppress(FileNotFoundError):
                (database.home / name).unlink()
