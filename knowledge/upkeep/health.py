"""Is a home in order? One check a concern, each with one Chinese sentence; what can be put right is, when asked."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, select

from knowledge.catalog import migrations, staging, vectors
from knowledge.catalog.audit import AuditLog
from knowledge.catalog.database import Database
from knowledge.catalog.extracts import unextracted
from knowledge.catalog.full_text import check_terms, count_without_terms, rewrite_terms
from knowledge.catalog.originals import Originals
from knowledge.catalog.schema import State, documents
from knowledge.documents import Frozen
from knowledge.errors import KnowledgeError, StorageError
from knowledge.intake import embed
from knowledge.ports import Embedder
from knowledge.vectors.check import current_folder, differences
from knowledge.vectors.chroma_client import ChromaServer
from knowledge.vectors.files import is_closed_in_step, rebuild
from knowledge.vectors.owned import acquire_lock
from knowledge.vectors.reconciling import Reconciler
from knowledge.vectors.served import served_fault

LITTLE_SPACE = 500 << 20
"""Bytes: what the largest files take while they come in, with some left for the write-ahead log."""


_BY_SERVER = "数据库文件是否完好由 PostgreSQL 服务器检查"


class Check(Frozen):
    """What was looked at, and whether it is in order."""

    name: str
    ok: bool
    message: str


class _Concern(NamedTuple):
    """One thing that can be wrong: how to look, and how to put it right where that is possible."""

    name: str
    look: Callable[[], tuple[bool, str]]
    mend: Callable[[], None] | None = None


def checks(home: Path, embedder: Embedder, *, repair: bool = False, server: ChromaServer | None = None) -> list[Check]:
    """Look at everything in `home` and return what was found, in a fixed order.

    Args:
        home: Made empty when it does not exist.
        embedder: The model of the settings; loaded only to make vectors that are missing.
        repair: Put right what can be, and say what was found afterwards.
        server: Where the vector index is, when it is not in the home.
    """
    try:
        database = Database.open(home)
    except KnowledgeError as error:
        return [Check(name="catalog", ok=False, message=str(error))]
    lock = acquire_lock(database)
    try:
        look = _looked_at_and_mended if repair else _looked_at
        return [look(concern) for concern in _concerns(database, embedder, server, index_is_free=lock is not None)]
    finally:
        if lock is not None:
            lock.release()
        database.close()


def _concerns(
    database: Database, embedder: Embedder, server: ChromaServer | None, *, index_is_free: bool
) -> Iterator[_Concern]:
    yield _Concern("catalog", lambda: _catalog(database))
    yield _Concern("embedder", lambda: _embedder(database, embedder.identity))
    yield _Concern("terms", lambda: _terms(database), lambda: _rewrite_terms(database))
    yield _Concern("vectors", lambda: _vectors(database), lambda: _embed_missing(database, embedder))
    yield _Concern("cards", lambda: _cards(database))
    yield _Concern("originals", lambda: _originals(database))
    yield _Concern("disk", lambda: _disk(database))
    yield _Concern("audit", lambda: _audit(database))
    if index_is_free:
        yield _Concern("pending", lambda: _pending(database), lambda: _write(database, staging.discard_pending))
    if server is not None:
        mend = (lambda: _bring_in_step(database, server, embedder)) if index_is_free else None
        yield _Concern("index", lambda: _served(database, server, embedder), mend)
    elif index_is_free:
        yield _Concern("index", lambda: _index(database), lambda: rebuild(database))
    else:
        yield _Concern("index", lambda: (True, "向量索引正由另一个进程使用，本次未检查；停止机器人后可再查。"))


def _looked_at(concern: _Concern) -> Check:
    try:
        ok, message = concern.look()
    except KnowledgeError as error:
        ok, message = False, str(error)
    return Check(name=concern.name, ok=ok, message=message)


def _looked_at_and_mended(concern: _Concern) -> Check:
    found = _looked_at(concern)
    if found.ok or concern.mend is None:
        return found
    try:
        concern.mend()
    except KnowledgeError as error:
        return Check(name=concern.name, ok=False, message=str(error))
    after = _looked_at(concern)
    return after.model_copy(update={"message": f"已修复：{after.message}"}) if after.ok else after


def _cards(database: Database) -> tuple[bool, str]:
    with database.reading() as connection:
        missing = len(unextracted(connection))
    if missing:
        return True, f"有{missing}份案例和文章还没有按现在的规则摘出举措卡，对原文件夹再运行一次 ronghe ingest 即可。"
    return True, "案例和文章的举措卡都已摘出。"


def _catalog(database: Database) -> tuple[bool, str]:
    with database.reading() as connection:
        fault = database.backend.fault(connection)
        held = staging.counts(connection)
        version = migrations.version(connection)
    if fault is not None:
        return False, f"资料库文件已损坏（{fault}），请停用并从备份恢复。"
    backend = database.backend
    sound = "资料库完好" if backend.name == "sqlite" else f"资料库可用（在 {backend.place}，{_BY_SERVER}）"
    return True, f"{sound}：{held.documents}份材料，{held.passages}个段落，库结构第{version}版。"


def _embedder(database: Database, wanted: str) -> tuple[bool, str]:
    with database.reading() as connection:
        vectors.check_identity(connection, wanted)
    return True, f"库内向量与当前的嵌入模型“{wanted}”一致。"


def _terms(database: Database) -> tuple[bool, str]:
    with database.reading() as connection:
        missing = count_without_terms(connection)
    if missing:
        return False, f"{missing}个段落没有建立全文索引，请运行 ronghe doctor --repair。"
    try:
        _write(database, check_terms)
    except StorageError:
        return False, "全文索引与段落不一致，请运行 ronghe doctor --repair。"
    return True, "全文索引与段落一致。"


def _vectors(database: Database) -> tuple[bool, str]:
    with database.reading() as connection:
        missing = len(vectors.texts_without_vector(connection))
    if missing:
        return False, f"{missing}个段落没有向量，请运行 ronghe doctor --repair。"
    return True, "每个段落都有向量。"


def _originals(database: Database) -> tuple[bool, str]:
    originals = Originals(database)
    with database.reading() as connection:
        query = select(documents.c.sha256, documents.c.path).where(documents.c.state == State.COMMITTED.value)
        files = {row.sha256: row.path for row in connection.execute(query)}
    damaged = sorted(path for sha256, path in files.items() if not originals.is_intact(sha256))
    if damaged:
        return False, f"{len(damaged)}个原文件的存档缺失或已改变，请重新装入，例如：{damaged[0]}。"
    return True, f"{len(files)}个原文件的存档齐全。"


def _disk(database: Database) -> tuple[bool, str]:
    free = shutil.disk_usage(database.home).free
    if free < LITTLE_SPACE:
        return False, f"磁盘只剩{free >> 20} MB，装入材料会失败（提问不受影响），请清理磁盘或把资料库移到大的磁盘。"
    return True, f"磁盘余{free / (1 << 30):.1f} GB。"


def _audit(database: Database) -> tuple[bool, str]:
    if not AuditLog(database).is_intact():
        return False, "查阅记录被改动或删减过，请停用机器人，保留资料库文件夹并查明原因。"
    return True, "查阅记录完整。"


def _pending(database: Database) -> tuple[bool, str]:
    with database.reading() as connection:
        pending = staging.counts(connection).pending
    if pending:
        return False, f"有{pending}份材料上次收录到一半中断，下次启动时清除，也可运行 ronghe doctor --repair。"
    return True, "没有中断的收录。"


def _index(database: Database) -> tuple[bool, str]:
    folder = current_folder(database)
    if folder is None:
        return True, "向量索引尚未建立，首次启动机器人或收录材料时建立。"
    if not folder.is_dir():
        return False, "向量索引的文件夹不见了，下次启动时重建，也可运行 ronghe doctor --repair。"
    difference = 0 if is_closed_in_step(database) else differences(database)
    if difference is None:
        return False, "向量索引已损坏，下次启动时重建，也可运行 ronghe doctor --repair。"
    if difference:
        return False, f"向量索引与资料库相差{difference}个段落，下次启动时补齐，也可运行 ronghe doctor --repair。"
    return True, "向量索引与资料库一致。"


def _served(database: Database, server: ChromaServer, embedder: Embedder) -> tuple[bool, str]:
    fault = served_fault(database, server, embedder.identity)
    return not fault, f"已降级：{fault}" if fault else "Chroma 服务上的向量索引与资料库一致。"


def _bring_in_step(database: Database, server: ChromaServer, embedder: Embedder) -> None:
    reconciler = Reconciler(database, server, embedder.identity, threading.Event())
    try:
        reconciler.reconcile()
    finally:
        reconciler.close()


def _write(database: Database, change: Callable[[Connection], object]) -> None:
    with database.writing() as connection:
        change(connection)


def _rewrite_terms(database: Database) -> None:
    with database.writing() as connection:
        rewrite_terms(connection)
        staging.derive_anew(connection)


def _embed_missing(database: Database, embedder: Embedder) -> None:
    with database.reading() as connection:
        vectors.check_identity(connection, embedder.identity)
        texts = vectors.texts_without_vector(connection)
    contents = {row: vectors.content_hash(embedder.identity, text) for row, text in texts.items()}
    made = embed(embedder, {contents[row]: text for row, text in texts.items()})
    with database.writing() as connection:
        vectors.put(connection, {row: (content, made[content]) for row, content in contents.items()})
        vectors.note(connection, vectors.EMBEDDER, embedder.identity)
        staging.derive_anew(connection)
