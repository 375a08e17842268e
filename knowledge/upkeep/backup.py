"""A home in one file, taken while it is used, and put back elsewhere.

The file is a plain tar: a manifest, the catalog as it was at one moment (an SQLite file, whichever database keeps it),
and the source files that it knows. The vector index is left out: it is made anew from the catalog, beside, while the
exact scan answers.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Literal

from pydantic import ValidationError

from knowledge.catalog import migrations, staging
from knowledge.catalog.database import FILE, Database, storage_errors
from knowledge.catalog.originals import FOLDER
from knowledge.catalog.vectors import forget_note
from knowledge.documents import Frozen
from knowledge.errors import BadRequestError, StorageError
from knowledge.vectors.check import NOTE
from knowledge.vectors.files import CLOSED
from knowledge.vectors.reconciling import COMING, SERVED

MANIFEST = "manifest.json"
_ORIGINAL = re.compile(rf"{FOLDER}/([0-9a-f]{{64}})")
_PIECE = 1 << 20


class Manifest(Frozen):
    """What a backup holds."""

    format: Literal[1] = 1
    made_at: str
    catalog_version: int
    catalog_sha256: str
    documents: int
    passages: int
    originals: int


def backup(database: Database, file: Path) -> Manifest:
    """Write the home of an open catalog to a new file; whatever was committed before the call is in it.

    Others go on reading and writing. The file appears whole or not at all, and only its owner may read it.

    Raises:
        BadRequestError: The file is there already, or its folder is not.
        StorageError: The disk refused.
    """
    if file.exists():
        raise BadRequestError(f"{file} 已经存在；为免覆盖旧的备份，请换一个文件名。")
    if not file.parent.is_dir():
        raise BadRequestError(f"文件夹 {file.parent} 不存在，请先建立。")
    unfinished = file.with_name(f".{file.name}.part")
    # Beside the home's files, so that the source files can be linked instead of copied.
    with storage_errors(database.home), tempfile.TemporaryDirectory(prefix=".backup-", dir=database.home) as beside:
        snapshot = Path(beside)
        _take(database, snapshot)
        manifest = _described(snapshot)
        try:
            _pack(snapshot, manifest, unfinished)
            unfinished.replace(file)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    return manifest


def restore(file: Path, home: Path) -> Manifest:
    """Put a backup where no home is yet; it appears whole or not at all.

    Raises:
        BadRequestError: The file is no backup, or the home holds something.
        CatalogVersionError: A newer program made it.
        StorageError: The disk refused, or the file is damaged.
    """
    if home.exists() and any(home.iterdir()):
        raise BadRequestError(f"{home} 里已有内容；请用 --home 指定一个空的或不存在的文件夹。")
    with storage_errors(home):
        home.parent.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=f".{home.name}-", dir=home.parent))
        try:
            manifest = _unpack(file, place)
            _check(place, manifest)
            if home.exists():
                home.rmdir()
            place.replace(home)
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise
    return manifest


def _take(database: Database, snapshot: Path) -> None:
    """Copy the catalog as it is at one moment and link the source files that it knows then."""
    with ExitStack() as begun, database.backend.in_our_words():
        # Source files come and go under the write lock only. What has begun to read by then sees the catalog of that
        # moment to the end, and others may write again.
        with database.writing():
            copy_into = begun.enter_context(database.backend.begun_copy())
            (snapshot / FOLDER).mkdir()
            held = database.home / FOLDER
            for place in held.iterdir() if held.is_dir() else ():
                if _ORIGINAL.fullmatch(f"{FOLDER}/{place.name}"):
                    os.link(place, snapshot / FOLDER / place.name)
        copy_into(snapshot)
    with _catalog(snapshot) as copied, copied.writing() as connection:
        for name in (NOTE, CLOSED, SERVED, COMING):  # what they say of the index is true of the other home's files only
            forget_note(connection, name)


def _described(snapshot: Path) -> Manifest:
    with _catalog(snapshot) as database, database.reading() as connection:
        counts, version = staging.counts(connection), migrations.version(connection)
        needed = staging.referenced(connection)
    for place in (snapshot / FOLDER).iterdir():
        if place.name not in needed:
            place.unlink()
    with (snapshot / FILE).open("rb") as catalog:
        digest = hashlib.file_digest(catalog, "sha256").hexdigest()
    return Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        catalog_version=version,
        catalog_sha256=digest,
        documents=counts.documents,
        passages=counts.passages,
        originals=len(needed),
    )


@contextmanager
def _catalog(place: Path) -> Iterator[Database]:
    database = Database.open(place)
    try:
        yield database
    finally:
        database.close()


def _pack(snapshot: Path, manifest: Manifest, file: Path) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "wb") as whole:  # noqa: PTH123  # a descriptor with its permissions
        with tarfile.open(fileobj=whole, mode="w") as archive:
            described = manifest.model_dump_json().encode()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size = len(described)
            archive.addfile(entry, io.BytesIO(described))
            archive.add(snapshot / FILE, FILE)
            for place in sorted((snapshot / FOLDER).iterdir()):
                archive.add(place, f"{FOLDER}/{place.name}")
        whole.flush()
        os.fsync(whole.fileno())


def _unpack(file: Path, place: Path) -> Manifest:
    """Write the parts of a backup below `place`, each of them checked while it is written."""
    try:
        with tarfile.open(file, "r:") as archive:
            first = archive.next()
            described = archive.extractfile(first) if first is not None and first.name == MANIFEST else None
            if described is None:
                raise BadRequestError(f"{file} 不是本程序的备份文件。")
            manifest = _manifest(described.read(), file)
            (place / FOLDER).mkdir(mode=0o700)
            for entry in archive:
                if entry.name == MANIFEST:
                    continue
                original = _ORIGINAL.fullmatch(entry.name)
                content = archive.extractfile(entry) if entry.isfile() and (original or entry.name == FILE) else None
                if content is None:
                    raise StorageError(f"备份文件已损坏（{file}），未作恢复，请换一份备份。")
                expected = original[1] if original else manifest.catalog_sha256
                if _written(content, place / entry.name) != expected:
                    raise StorageError(f"备份文件已损坏（{file}），未作恢复，请换一份备份。")
    except FileNotFoundError as error:
        raise BadRequestError(f"找不到备份文件 {file}。") from error
    except tarfile.TarError as error:
        raise BadRequestError(f"{file} 不是完整的备份文件，未作恢复。") from error
    return manifest


def _manifest(described: bytes, file: Path) -> Manifest:
    try:
        return Manifest.model_validate_json(described)
    except ValidationError as error:
        raise BadRequestError(f"{file} 不是本程序能识别的备份文件，可能由较新的版本生成。") from error


def _written(content: IO[bytes], place: Path) -> str:
    digest = hashlib.sha256()
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:  # noqa: PTH123  # a descriptor with its permissions
        while piece := content.read(_PIECE):
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _check(place: Path, manifest: Manifest) -> None:
    """Make sure that what was put back is whole."""
    if not (place / FILE).is_file() or len(list((place / FOLDER).iterdir())) != manifest.originals:
        raise StorageError("备份文件不完整，未作恢复，请换一份备份。")
    with _catalog(place) as database, database.reading() as connection:
        sound = database.backend.fault(connection) is None
    if not sound:
        raise StorageError("备份中的资料库已损坏，未作恢复，请换一份备份。")
