"""A home with the sample documents, ingested once for all tests that only read it; others copy it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli import open_workplace
from knowledge.ingesting import Choices
from tests.bot.ronghe import Ronghe


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    place = open_workplace(None, home)
    with place.library("owner") as library:
        place.ingest(place.samples(), library, Choices(sample=True))
    return home


@pytest.fixture
def ronghe(sample_home: Path, capsys: pytest.CaptureFixture[str]) -> Ronghe:
    return Ronghe(sample_home, capsys)


@pytest.fixture
def empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ronghe:
    return Ronghe(tmp_path / "home", capsys)


RIVERS = """示例市河道管理办法
第一条 为了管好河道，制定本办法。
第二条 河长每{period}巡河一次，并履行下列职责：
（一）记录发现的问题；
（二）督促整改。
第三条 本办法自{day}起施行。
"""


@pytest.fixture
def rules(empty: Ronghe, tmp_path: Path) -> Ronghe:
    for period, day in (("月", "2020年5月1日"), ("旬", "2024年3月1日")):
        iso = "-".join(re.findall(r"\d+", day)[:1])
        front = f'---\ntitle: "示例市河道管理办法"\nkind: "normative"\ndate: "{iso}"\n---\n'
        file = tmp_path / f"{iso}.md"
        file.write_text(front + RIVERS.format(period=period, day=day), encoding="utf-8")
        assert empty.run("ingest", str(file))[0] == 0
    return empty
