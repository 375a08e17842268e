"""A PostgreSQL server for the tests, in a folder of its own, and a database for each home that a test makes."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from knowledge.catalog.address import note_address, noted_address
from knowledge.catalog.database import FILE, server_at

TEMPLATE = "ronghe_template"
GUARDED = "guarded"
"""A user who needs a password, which is: right."""

_INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
_NOT_DURABLE = ("fsync=off", "full_page_writes=off", "autovacuum=off", "max_connections=200")


_STATE = """
    SELECT relname, (SELECT count(*) FROM pg_trigger WHERE tgrelid = c.oid) FROM pg_class AS c
    WHERE relkind IN ('r', 'i', 'S') AND relnamespace = 'public'::regnamespace ORDER BY relname
"""
_EMPTY = """
    DO $$ DECLARE one text; held boolean; BEGIN
      FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_version' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', one) INTO held;
        IF held THEN EXECUTE format('TRUNCATE %I RESTART IDENTITY CASCADE', one); END IF;
      END LOOP;
      INSERT INTO meta VALUES ('revision', '0');
    END $$
"""


class Server:
    """A server that is running."""

    def __init__(self, programs: Path, folder: Path, user: list[str]) -> None:
        self._programs = programs
        self._folder = folder
        self._user = user
        self._made: list[str] = []
        self._free: list[str] = []
        self._taken: list[str] = []
        self._state: list[tuple[object, ...]] = []

    def address(self, database: str) -> str:
        return f"postgresql://ronghe@/{database}?host={self._folder}"

    def take(self) -> str:
        """Return the address of an empty catalog: one that was given back, or a new one."""
        name = self._free.pop() if self._free else f"t{uuid4().hex[:12]}"
        if name not in self._made:
            self.make(name, template=TEMPLATE)
            self._made.append(name)
        self._taken.append(name)
        return self.address(name)

    def give_back(self) -> None:
        """Empty every catalog that was taken; one whose tables are no longer what they were is not used again."""
        while self._taken:
            name = self._taken.pop()
            self.drop_connections(name)
            if self.sql(_STATE, name) == self._state:
                self.sql(_EMPTY, name)
                self._free.append(name)

    def make(self, name: str, *, template: str = "template0") -> str:
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.address(name)

    def drop_connections(self, place: str) -> None:
        """Break every connection with a database, as a server does that is started again."""
        name = place.rpartition("/")[2]
        self.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608

    def files_with(self, place: str, text: str) -> list[str]:
        """Return the files of a database, the write-ahead log left out, that have a text in any of their bytes."""
        self.sql("CHECKPOINT")
        name = place.rpartition("/")[2]
        ((number,),) = self.sql(f"SELECT oid FROM pg_database WHERE datname = '{name}'")  # noqa: S608
        folder = self._folder / "data" / "base" / str(number)
        return [place.name for place in folder.iterdir() if text.encode() in place.read_bytes()]

    def made_template(self) -> None:
        """Make the tables in the template from which all others are copied."""
        backend = server_at(self.make(TEMPLATE))
        backend.prepare(migrate=True)
        backend.close()
        self._state = self.sql(_STATE, TEMPLATE)

    def stop(self) -> None:
        self.control("stop", "-m", "immediate")

    def start(self) -> None:
        options = " ".join(f"-c {each}" for each in _NOT_DURABLE)
        listening = f"-k {self._folder} -c listen_addresses='' {options}"
        self.control("start", "-l", str(self._folder / "log"), "-o", listening)

    def control(self, *what: str) -> None:
        command = [*self._user, str(self._programs / "pg_ctl"), "-w", "-D", str(self._folder / "data"), *what]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    def sql(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        import psycopg

        with psycopg.connect(self.address(database), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def running() -> Iterator[Server]:
    """Start a server; skip with a reason where none can be started."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install -r requirements-postgresql.lock")
    programs = Path(found).parent if (found := shutil.which("initdb")) else next(iter(_INSTALLED), None)
    if programs is None:
        pytest.skip("PostgreSQL is not installed beside this interpreter; .ci/run installs it")
    programs = (programs / "initdb").resolve().parent
    folder = Path(tempfile.mkdtemp(prefix="ronghe-pg-"))  # the path of a socket is short
    user: list[str] = []
    if os.getuid() == 0:  # PostgreSQL does not run as root
        user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        shutil.chown(folder, "nobody", "nogroup")
    server = Server(programs, folder, user)
    try:
        made = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "ronghe", "-E", "UTF8", "--locale=C"]
        subprocess.run([*user, *made, "-A", "trust", "-N"], check=True, stdout=subprocess.DEVNULL, cwd="/")
        rules = folder / "data" / "pg_hba.conf"
        rules.write_text(f"local all {GUARDED} scram-sha-256\n{rules.read_text()}")
        server.start()
        try:
            server.sql(f"CREATE ROLE {GUARDED} LOGIN PASSWORD 'right'")
            server.made_template()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def on_server(server: Server, home: Path) -> str | None:
    """Return where the catalog of a home is; a new home gets a database of its own."""
    noted = noted_address(home)
    if noted is None and not (home / FILE).exists():
        noted = server.take()
        note_address(home, noted)
    return noted
