"""Files that somebody handed in and that wait for a decision: bytes beside the catalog, a row in it.

How a file is listed for its sender lies beside its bytes, so that nothing of it is left where they are deleted.
"""

from __future__ import annotations

import json
import secrets
import shutil
import time
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Column, Float, Table, Text, delete, insert, select

from knowledge.callers import Caller
from knowledge.catalog.database import Database, Tables, storage_errors
from knowledge.catalog.schema import metadata, texts

WAITING_SECONDS = 86_400.0
"""How long a file waits; afterwards it is deleted."""

FOLDER = "uploads"
STEM = "上传材料"
"""What every waiting file is called on the disk: the sender's name for it is never used there."""

uploads = Table(
    "uploads",
    metadata,
    Column("id", Text, primary_key=True),
    *texts("caller", "name", "file"),
    Column("received_at", Float),
)


LISTED = "listed.json"
"""What its sender calls a waiting file, and what was said of it."""


class ListedUpload(NamedTuple):
    """A file that waits, as it is listed for whoever sent it."""

    number: str
    called: str
    told: str


class Uploads(Tables):
    """The files that wait, each for the one who sent it."""

    def add(self, caller: Caller, data: bytes, suffix: str, *, name: str = "", called: str = "", told: str = "") -> str:
        """Let a file wait and return its number, 16 hexadecimal digits; one of a name that waits already waits once.

        Args:
            caller: Who sent it, and who alone may decide on it.
            data: Its bytes.
            suffix: With the dot, one of those that the caller knows.
            name: What it waits for with others, and its place among them; never the sender's name for it.
            called: The sender's name for it, as it was screened; empty where it is not to be listed.
            told: What was said of it.
        """
        self.expire()
        if name and (known := self._named(caller, name)):
            return known
        number = secrets.token_hex(8)
        file = f"{FOLDER}/{number}/{STEM}{suffix}"
        row = {"id": number, "caller": caller.key, "name": name, "file": file, "received_at": time.time()}
        # The row comes first: bytes without one would never be deleted.
        with self._database.writing() as connection:
            connection.execute(insert(uploads).values(row))
        with storage_errors(self._database.home):
            place = self._database.home / file
            place.parent.mkdir(mode=0o700, parents=True)
            place.write_bytes(data)
            if called:
                listed = json.dumps({"called": called, "told": told}, ensure_ascii=False)
                part = place.with_name(f"{LISTED}.part")
                part.write_text(listed, encoding="utf-8")
                part.replace(place.with_name(LISTED))
        return number

    def free_bytes(self) -> int:
        """Return how much the disk on which they wait still takes."""
        with storage_errors(self._database.home):
            return shutil.disk_usage(self._database.home).free

    def _named(self, caller: Caller, name: str) -> str | None:
        wanted = select(uploads.c.id).where(uploads.c.caller == caller.key, uploads.c.name == name)
        with self._database.reading() as connection:
            return connection.scalars(wanted).first()

    def find(self, number: str, caller: Caller) -> Path | None:
        """Return where somebody's file waits, or None: decided, past its time, or somebody else's."""
        recent = uploads.c.received_at >= time.time() - WAITING_SECONDS
        wanted = select(uploads.c.file).where(uploads.c.id == number, uploads.c.caller == caller.key, recent)
        with self._database.reading() as connection:
            file = connection.scalars(wanted).first()
        place = self._database.home / file if file else None
        return place if place and place.is_file() else None

    def waiting(self, caller: Caller, name: str) -> list[str]:
        """Return the numbers of somebody's files that wait together, in their order: those of `name:1`, `name:2`."""
        recent = uploads.c.received_at >= time.time() - WAITING_SECONDS
        wanted = select(uploads.c.id).where(
            uploads.c.caller == caller.key, uploads.c.name.startswith(f"{name}:"), recent
        )
        with self._database.reading() as connection:
            return list(connection.scalars(wanted.order_by(uploads.c.name)))

    def listed(self, caller: Caller) -> list[ListedUpload]:
        """Return somebody's files that wait and are listed by the name that they gave them, in the order they came."""
        recent = uploads.c.received_at >= time.time() - WAITING_SECONDS
        wanted = select(uploads.c.id, uploads.c.file).where(uploads.c.caller == caller.key, recent)
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(uploads.c.received_at)).all()
        places = [(number, (self._database.home / file).with_name(LISTED)) for number, file in rows]
        return [
            ListedUpload(number, **json.loads(place.read_text(encoding="utf-8")))
            for number, place in places
            if place.is_file()
        ]

    def remove(self, number: str) -> None:
        """Delete a file, and then its row."""
        _delete(self._database, [number])

    def expire(self) -> None:
        """Delete what nobody decided on in time."""
        old = select(uploads.c.id).where(uploads.c.received_at < time.time() - WAITING_SECONDS)
        with self._database.reading() as connection:
            numbers = list(connection.scalars(old))
        if numbers:
            _delete(self._database, numbers)


def remove_of(database: Database, caller: Caller) -> None:
    """Delete the files of somebody, and then their rows."""
    with database.reading() as connection:
        numbers = list(connection.scalars(select(uploads.c.id).where(uploads.c.caller == caller.key)))
    _delete(database, numbers)


def _delete(database: Database, numbers: list[str]) -> None:
    with storage_errors(database.home):
        for number in numbers:
            if (database.home / FOLDER / number).exists():
                shutil.rmtree(database.home / FOLDER / number)
    with database.writing() as connection:
        connection.execute(delete(uploads).where(uploads.c.id.in_(numbers)))
