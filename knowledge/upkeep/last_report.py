"""The report on the file that a messenger stored last, kept in the home until the next one or a purge."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from knowledge.catalog.database import Database, storage_errors

PAGE, WORDS = "last-report.html", "last-report.txt"


def keep_report(database: Database, words: str, write_page: Callable[[Path], None]) -> None:
    """Keep a report in the place of the one before.

    Args:
        database: Of the home.
        words: The report in short.
        write_page: Writes it as a web page to a path.
    """
    with storage_errors(database.home):
        write_page(database.home / PAGE)
        (database.home / PAGE).chmod(0o600)
        (database.home / WORDS).write_text(words, encoding="utf-8")
        (database.home / WORDS).chmod(0o600)


def last_report(database: Database) -> tuple[str, bytes] | None:
    """Return the report in short and as a web page, or None when there is none."""
    with storage_errors(database.home):
        try:
            return (database.home / WORDS).read_text(encoding="utf-8"), (database.home / PAGE).read_bytes()
        except FileNotFoundError:
            return None


def forget_report(database: Database) -> None:
    """Delete it: it holds passages of what was stored."""
    with storage_errors(database.home):
        for name in (PAGE, WORDS):
            with suppress(FileNotFoundError):
                (database.home / name).unlink()
