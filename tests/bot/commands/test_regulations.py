"""`article`, `regulations`, `confirm` and `compare`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.ronghe import CHINESE_SENTENCE, Ronghe

pytestmark = pytest.mark.slow


def test_provisions_from_the_command_line(rules: Ronghe) -> None:
    """Each outcome of `article` is a result; a provision is the source file's text at its span."""
    found = rules.json("article", "示例市河道管理办法第2条第（二）项")
    (match,) = found["matches"]
    assert (found["outcome"], match["text"]) == ("found", "（二）督促整改。")
    raw = Path(match["source"]["path"]).read_bytes().decode(match["source"]["encoding"])
    assert raw[match["source"]["start"] : match["source"]["end"]].strip() == match["text"]
    for reference, outcome in (
        ("示例市河道管理办法第九条", "not_found"),
        ("支部工作条例第十条", "not_held"),
        ("", "not_found"),
    ):
        missing = rules.json("article", reference)
        assert (missing["outcome"], missing["matches"]) == (outcome, [])
        assert CHINESE_SENTENCE.search(missing["reason"])
    first = rules.json("search", "示例市河道管理办法第二条", "--explain")
    assert (first["explanation"]["form"], first["hits"][0]["locator"][-3:]) == ("reference", "第二条")


def test_versions_from_the_command_line(rules: Ronghe) -> None:
    """The newer text answers, the older for its day; both are listed with their state, compared, and confirmed."""
    assert "每旬" in rules.json("article", "示例市河道管理办法第二条")["matches"][0]["text"]
    assert "每月" in rules.json("article", "示例市河道管理办法第二条", "--as-of", "2021")["matches"][0]["text"]
    listed = {one["issued"]: one for one in rules.json("regulations")["regulations"]}
    assert [listed[year]["status"] for year in ("2020", "2024")] == ["superseded", "unknown"]
    (proposed,) = rules.json("regulations", "--proposals")["proposals"]
    assert (proposed["document_id"], "同名" in proposed["because"]) == (listed["2020"]["document_id"], True)
    compared = rules.json("compare", "旧示例市河道管理办法", "示例市河道管理办法")
    assert [one["after"] for one in compared["articles"]] == ["第二条", "第三条"]
    new = listed["2024"]["document_id"]
    assert rules.json("confirm", new, "--date", "2026-01-01")["status"] == "in_force"
    assert rules.json("article", "示例市河道管理办法第一条")["matches"][0]["checked_on"] == "2026-01-01"
    assert rules.json("confirm", new, "--clear")["status"] == "unknown"
    assert rules.fault("confirm", "示例市河道管理办法") == (2, "bad_request")
    assert rules.fault("confirm", new, "--date", "2999-01-01") == (2, "bad_request")
    assert rules.fault("compare", listed["2020"]["document_id"], new, "--html", "/nowhere/x.html") == (2, "bad_request")
    assert rules.fault("article", "示例市河道管理办法", "--as-of", "昨天") == (2, "bad_request")


VISITS = """---
title: "{title}"
kind: "normative"
date: "{date}"
---
{title}
第一条 来访当天登记，{days}天内答复。
第二条 本条例自{date}起施行。{ends}
"""


@pytest.mark.parametrize(
    ("title", "ends", "status"),
    [
        ("示例市来访工作条例", "《示例市来访条例》同时废止。", "repealed"),
        ("示例市来访事项办理条例", "自本条例施行之日起，2011年3月1日发布的《示例市来访条例》停止执行。", "repealed"),
        ("示例市来访工作条例", "", "superseded"),
    ],
)
def test_a_successor_of_another_title_is_proposed(
    empty: Ronghe, tmp_path: Path, title: str, ends: str, status: str
) -> None:
    """What names the former rule, or is called nearly so, is proposed as its successor until that is confirmed."""
    for name, named, date, clause in (("旧", "示例市来访条例", "2011-03-01", ""), ("新", title, "2024-03-01", ends)):
        (tmp_path / f"{name}.md").write_text(VISITS.format(title=named, date=date, days=7, ends=clause), "utf-8")
    assert empty.run("ingest", str(tmp_path / "旧.md"), str(tmp_path / "新.md"))[0] == 0
    (proposed,) = empty.json("regulations", "--proposals")["proposals"]
    assert (proposed["title"], proposed["status"]) == ("示例市来访条例", status)
    assert title in proposed["because"]
    confirmed = empty.json(*proposed["confirm"].split()[1:])
    assert (confirmed["status"], confirmed["superseded_by"]) == (status, title)
    assert empty.json("regulations", "--proposals")["proposals"] == []
