"""T-F10: a home of every older schema opens with what it held; a newer one is refused with nothing changed."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.catalog.catalog import Catalog
from knowledge.catalog.database import FILE
from knowledge.catalog.migrations import STEPS, _statements
from knowledge.errors import CatalogVersionError

HELD = """
INSERT INTO documents (state, label, kind, id, path, sha256, encoding, title, status, script, sample, passages)
VALUES ('committed', 'public', 'article', 'd1', '/a.txt', '00', 'utf-8', '学习安排', 'unknown', 'simplified', 0, 1);
INSERT INTO document_texts (document, text, raw_start, raw_end, kept, garbled, outline, repairs, problems)
VALUES (1, '支部每月学习一次。', 0, 9, '[]', '[]', '[]', '[]', '[]');
INSERT INTO passages (document, id, ordinal, locator, start, "end", raw_start, raw_end)
VALUES (1, 'p1', 0, '', 0, 9, 0, 9);
INSERT INTO passage_texts (passage, text, folded) VALUES (1, '支部每月学习一次。', '支部每月学习一次。');
INSERT INTO word_terms (rowid, title, body) VALUES (1, '学习', '支部 学习');
INSERT INTO gram_terms (rowid, title, body) VALUES (1, '学习', '支部 部每');
INSERT INTO turns (session, question, standalone, asked_at) VALUES ('s', '问', '问', 1.0);
"""


def home_of(version: int, home: Path) -> None:
    """Make a home as the program with the first `version` steps left it."""
    with closing(sqlite3.connect(home / FILE)) as connection:
        for step in STEPS[:version]:
            for statement in _statements(step):
                connection.execute(statement)
        connection.executescript(HELD)
        connection.execute(f"PRAGMA user_version = {version}")
        connection.commit()


@pytest.mark.parametrize("version", range(1, len(STEPS) + 1))
def test_every_older_home_opens_and_is_brought_up_to_date(version: int, tmp_path: Path) -> None:
    """Its documents answer as before."""
    home_of(version, tmp_path)
    with Catalog.open(tmp_path) as catalog:
        found = catalog.passage("p1", frozenset({"public"}))
        assert found is not None
        assert found[0].text == "支部每月学习一次。"
        with catalog.database.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == len(STEPS)
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"


def test_a_newer_home_is_refused_with_nothing_changed(tmp_path: Path) -> None:
    """Not one byte."""
    home_of(len(STEPS), tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    before = hashlib.sha256((tmp_path / FILE).read_bytes()).hexdigest()
    with pytest.raises(CatalogVersionError, match="升级"):
        Catalog.open(tmp_path)
    assert hashlib.sha256((tmp_path / FILE).read_bytes()).hexdigest() == before
