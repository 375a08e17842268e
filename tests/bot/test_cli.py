"""Tests of the command line as scripts and people meet it, over the bundled model and the sample documents."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.cli import main

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CHINESE_SENTENCE = re.compile(r"[\u4e00-\u9fff].*。$")


class Ronghe:
    """`ronghe` on one home: runs a command, returns its exit status and what it printed."""

    def __init__(self, home: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._capture = capture

    def run(self, *arguments: str) -> tuple[int, str, str]:
        self._capture.readouterr()
        status = main([*arguments, "--home", str(self.home)])
        printed = self._capture.readouterr()
        return status, printed.out, printed.err

    def json(self, command: str, *arguments: str) -> Any:  # Any: whatever the command's object is
        status, out, _ = self.run(command, *arguments, "--json")
        assert status in {0, 3}, out
        result = json.loads(out)
        schema = json.loads((ROOT / "docs" / "schemas" / f"{command}.json").read_text(encoding="utf-8"))
        jsonschema.validate(result, schema)
        return result

    def fault(self, *arguments: str) -> tuple[int, str]:
        status, out, _ = self.run(*arguments, "--json")
        fault = json.loads(out)["error"]
        assert CHINESE_SENTENCE.search(fault["message"]), fault
        return status, fault["code"]


@pytest.fixture
def ronghe(sample_home: Path, capsys: pytest.CaptureFixture[str]) -> Ronghe:
    return Ronghe(sample_home, capsys)


@pytest.fixture
def empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ronghe:
    return Ronghe(tmp_path / "home", capsys)


def test_an_answer_carries_its_sources(ronghe: Ronghe) -> None:
    """Every marker has its citation and the reverse, and each quotation is the source file's text at its span."""
    reply = ronghe.json("ask", "四融四促是什么")
    assert reply["reply"] == "answer"
    assert {int(n) for n in re.findall(r"\[(\d+)\]", reply["text"])} == {c["marker"] for c in reply["citations"]}
    for part in ("组织融合", "工作融合", "力量融合", "责任融合"):
        assert part in reply["text"]
    for citation in reply["citations"]:
        source = citation["source"]
        raw = Path(source["path"]).read_bytes().decode(source["encoding"])
        assert citation["quote"] in raw[source["start"] : source["end"]]


@pytest.mark.parametrize(
    "question", ["国企怎么推动党建和业务融合？", "医院怎么把党建和业务结合起来", "采购部门降本，党建怎么抓"]
)
def test_a_fresh_machine_answers_something_sensible(ronghe: Ronghe, question: str) -> None:
    """The samples are enough to see what an answer looks like, and are marked as samples."""
    reply = ronghe.json("ask", question)
    assert reply["reply"] == "answer"
    assert all(citation["sample"] for citation in reply["citations"])
    assert "示例" in reply["text"]


@pytest.mark.parametrize("question", ["个人所得税起征点是多少", "上海市今年的GDP是多少", "Python怎么读取表格"])
def test_what_the_documents_do_not_say_is_not_said(ronghe: Ronghe, question: str) -> None:
    """Without support there is no answer, but what is nearest is shown."""
    reply = ronghe.json("ask", question)
    assert reply["reply"] == "no_answer"
    assert reply["citations"] == []
    assert reply["nearest"]


def test_a_greeting_is_answered_without_looking_anything_up(ronghe: Ronghe) -> None:
    """“你能做什么” gets a notice with questions to try."""
    reply = ronghe.json("ask", "你能做什么？")
    assert reply["reply"] == "notice"
    assert reply["candidates"]


def test_a_follow_up_is_understood_within_its_session(ronghe: Ronghe) -> None:
    """那医院呢？ asks the same of hospitals, and the reply says what was looked for."""
    ronghe.json("ask", "国企怎么推动党建和业务融合", "--session", "备课")
    reply = ronghe.json("ask", "那医院呢？", "--session", "备课")
    assert reply["standalone_question"] == "医院怎么推动党建和业务融合"


def test_search_returns_passages_best_first(ronghe: Ronghe) -> None:
    """Ranks count from 1 and scores fall."""
    hits = ronghe.json("search", "考核怎么和绩效挂钩", "--limit", "5")["hits"]
    assert [hit["rank"] for hit in hits] == [1, 2, 3, 4, 5]
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


def test_a_second_page_continues_the_first(ronghe: Ronghe) -> None:
    """Offset and limit page through one ranking."""
    first = ronghe.json("search", "党员突击队", "--limit", "4")["hits"]
    second = ronghe.json("search", "党员突击队", "--limit", "2", "--offset", "2")["hits"]
    assert [hit["passage_id"] for hit in second] == [hit["passage_id"] for hit in first[2:]]


def test_search_keeps_to_a_kind(ronghe: Ronghe) -> None:
    """Who asks for cases gets cases."""
    hits = ronghe.json("search", "党员先锋岗", "--kind", "case")["hits"]
    assert hits
    assert {hit["kind"] for hit in hits} == {"case"}


def test_an_answer_keeps_to_the_documents_that_were_named(ronghe: Ronghe) -> None:
    """Who wants speeches gets no case cited, and an unknown sort of unit is named with those there are."""
    asked = ronghe.json("ask", "采购降本，党建怎么抓", "--kind", "speech")
    assert {citation["kind"] for citation in asked["citations"]} <= {"speech"}
    assert ronghe.json("ask", "采购降本，党建怎么抓", "--kind", "case")["reply"] == "answer"
    assert ronghe.fault("ask", "采购降本，党建怎么抓", "--sector", "工厂") == (2, "bad_request")


def test_keyword_marks_what_it_found(ronghe: Ronghe) -> None:
    """Each highlight, cut from its snippet, is the word that was looked for, whatever its script."""
    found = ronghe.json("keyword", "三會一課")
    assert found["passages"] >= len(found["hits"]) > 0
    for hit in found["hits"]:
        assert {hit["snippet"][start:end] for start, end in hit["highlights"]} == {"三会一课"}


def test_a_document_is_shown_with_its_outline(ronghe: Ronghe) -> None:
    """Each heading stands in the text where the outline says."""
    listed = ronghe.json("documents")["documents"]
    shown = ronghe.json("show", next(d["id"] for d in listed if d["kind"] == "normative"))
    assert shown["outline"]
    for heading in shown["outline"]:
        assert shown["text"][heading["start"] : heading["end"]] == heading["heading"]


def test_the_extracted_text_is_the_file(ronghe: Ronghe) -> None:
    """Before repair, a text file is itself, to the character."""
    listed = ronghe.json("documents")["documents"][0]
    shown = ronghe.json("show", listed["id"], "--extracted")
    assert shown["text"] == Path(listed["path"]).read_bytes().decode("utf-8")


def test_doctor_finds_a_sound_home_sound(ronghe: Ronghe) -> None:
    """After an ordinary ingest nothing is wrong, and each finding is a sentence."""
    checks = ronghe.json("doctor")["checks"]
    assert checks
    assert all(check["ok"] for check in checks), checks


def test_what_was_removed_answers_no_more(empty: Ronghe, tmp_path: Path) -> None:
    """A removed document is gone from list, search and keyword; removing it again is no fault."""
    (tmp_path / "note.txt").write_text(
        "关于设立青石岭联络点的说明\n\n各支部在青石岭设一个联络点，每月值班两次。\n", "utf-8"
    )
    added = empty.json("ingest", str(tmp_path / "note.txt"))["documents"][0]
    assert empty.json("keyword", "青石岭")["documents"] == 1
    assert empty.json("remove", added["id"])["removed"] == [added["id"]]
    assert empty.json("remove", added["id"])["removed"] == []
    assert empty.json("keyword", "青石岭")["documents"] == 0
    assert empty.json("search", "青石岭联络点")["hits"] == []


def test_a_label_hides_a_document_from_others(empty: Ronghe, tmp_path: Path) -> None:
    """Material of a department answers the command line, but nobody whom it was not meant for."""
    (tmp_path / "note.txt").write_text(
        "关于青石岭联络点的说明\n\n青石岭联络点每月值班两次，由支部委员轮流负责。\n", "utf-8"
    )
    empty.json("ingest", str(tmp_path / "note.txt"), "--label", "dept:7")
    assert empty.json("ask", "青石岭联络点怎么值班")["reply"] == "answer"
    assert empty.json("ask", "青石岭联络点怎么值班", "--as", "42")["reply"] == "no_answer"
    assert empty.json("search", "青石岭联络点", "--as", "42")["hits"] == []
    assert empty.json("keyword", "青石岭", "--as", "42")["passages"] == 0


def test_a_bad_file_is_reported_and_the_rest_is_stored(empty: Ronghe, tmp_path: Path) -> None:
    """One rejected file makes the status 3 and stops nothing."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(
        "党员责任区办法\n\n每个车间划分三个党员责任区，由党员轮流负责巡查。\n", "utf-8"
    )
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    (tmp_path / "in" / "binary.txt").write_bytes(bytes(range(256)) * 8)
    status, out, _ = empty.run("ingest", str(tmp_path / "in"), "--json")
    states = {Path(d["path"]).name: d["state"] for d in json.loads(out)["documents"]}
    assert status == 3
    assert states == {"good.txt": "added", "empty.txt": "rejected", "binary.txt": "rejected"}


class Terminal(io.StringIO):
    """Somebody at a keyboard, with the answers that they will type."""

    def isatty(self) -> bool:
        return True


DUTY = "值班办法\n\n本厂各车间每班由{people}人值守，夜班另加一名党员干部带班，交接班时当面清点工具并签字。\n"


@pytest.mark.parametrize(("typed", "held"), [("y\n", ["新"]), ("n\n", ["旧", "新"])])
def test_a_file_sent_again_is_asked_about(
    empty: Ronghe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, held: list[str]
) -> None:
    """At a terminal the former file of the same name goes only where that is agreed to; a script is not asked."""
    for folder, people in (("旧", "三"), ("新", "六")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "值班办法.txt").write_text(DUTY.format(people=people), "utf-8")
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    assert "是否移除" not in empty.run("ingest", str(tmp_path / "旧" / "值班办法.txt"))[1]
    status, out, _ = empty.run("ingest", str(tmp_path / "新" / "值班办法.txt"))
    assert (status, "三人→六人" in out, "是否移除原有的一份" in out) == (0, True, True)
    listed = empty.json("documents")["documents"]
    assert sorted(Path(each["path"]).parent.name for each in listed) == sorted(held)
    assert "六人" in empty.json("search", "值班办法每班几人值守")["hits"][0]["text"]


@pytest.mark.parametrize("name", ["别的名字.txt", "值班办法.txt"])
def test_who_is_not_asked(empty: Ronghe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A file of another name is held beside the former without a question, and so is any where nobody is there."""
    (tmp_path / "新").mkdir()
    (tmp_path / "值班办法.txt").write_text(DUTY.format(people="三"), "utf-8")
    (tmp_path / "新" / name).write_text(DUTY.format(people="六"), "utf-8")
    monkeypatch.setattr("sys.stdin", Terminal("y\n") if name == "别的名字.txt" else io.StringIO("y\n"))
    empty.run("ingest", str(tmp_path / "值班办法.txt"))
    assert "是否移除" not in empty.run("ingest", str(tmp_path / "新" / name))[1]
    assert len(empty.json("documents")["documents"]) == 2


def test_a_dry_run_does_not_say_that_something_was_stored(empty: Ronghe, tmp_path: Path) -> None:
    """People read what would happen, and that nothing did."""
    (tmp_path / "note.txt").write_text("值班办法\n\n每周由党员干部轮流值班，值班情况按月公布。\n", "utf-8")
    _, out, _ = empty.run("ingest", str(tmp_path / "note.txt"), "--dry-run")
    assert "可入库" in out
    assert "已入库" not in out
    assert empty.json("documents")["documents"] == []


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("ask", "党"), id="one_character"),
        pytest.param(("ask", "……！？"), id="only_punctuation"),
        pytest.param(("ingest", "/nowhere/at/all"), id="no_such_path"),
        pytest.param(("show", "nothing"), id="no_such_document"),
        pytest.param(("search", "考核", "--kind", "poem"), id="no_such_kind"),
        pytest.param(("search", "考核", "--limit", "none"), id="limit_is_no_number"),
        pytest.param(("ask",), id="no_question"),
        pytest.param(("ask", "问题", "--nonsense"), id="no_such_option"),
        pytest.param(("keyword", "  "), id="nothing_to_look_for"),
        pytest.param(("search", ""), id="nothing_to_search"),
        pytest.param(("ask", "党建\udcff怎么抓"), id="not_text"),
        pytest.param(("nonsense",), id="no_such_command"),
        pytest.param(("remove",), id="nothing_to_remove_named"),
    ],
)
def test_wrong_input_gets_one_sentence_and_status_2(empty: Ronghe, arguments: tuple[str, ...]) -> None:
    """What cannot be used is said in one Chinese sentence, as JSON for scripts, with status 2."""
    assert empty.fault(*arguments)[0] == 2


def test_an_empty_library_says_so(empty: Ronghe) -> None:
    """A question to an empty home is no fault: it is told that there is nothing to search."""
    reply = empty.json("ask", "国企怎么推动党建和业务融合")
    assert reply["reply"] == "no_answer"
    assert "空" in reply["text"]


def test_another_model_is_named_with_the_way_out(
    sample_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Vectors of different models are never compared: the fault names the command to rebuild."""
    monkeypatch.setenv("RONGHE_EMBEDDING_MODEL", "somebody/another-model")
    assert main(["ask", "国企怎么抓党建", "--home", str(sample_home)]) == 2
    assert "ronghe reindex" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("RONGHE_ADMINS", "张三", "RONGHE_ADMINS 应为数字编号"),
        ("RONGHE_PROFILE", "moon", "RONGHE_PROFILE 应为 internet、intranet 之一"),
        ("RONGHE_DAILY_QUESTIONS", "-1", "RONGHE_DAILY_QUESTIONS 应为不小于0的整数"),
        ("RONGHE_DRAFTS_ONLINE", "maybe", "RONGHE_DRAFTS_ONLINE 应为 true 或 false"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(  # pytest's fixtures
    name: str,
    value: str,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A wrong value in the settings is said before anything is opened, with what may stand there."""
    monkeypatch.setenv(name, value)
    assert main(["documents", "--home", str(tmp_path)]) == 2
    assert said in capsys.readouterr().err


def test_the_bot_without_a_token_says_what_to_do(empty: Ronghe, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a token there is no bot, and the way to get one is named."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    status, _, err = empty.run("bot")
    assert status == 2
    assert "BotFather" in err


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


def test_a_draft_is_checked(rules: Ronghe, tmp_path: Path) -> None:
    """Each claim of a draft has its verdict; the annotated file is a Word file; what is no draft gets a sentence."""
    draft, out = tmp_path / "稿.txt", tmp_path / "核对.docx"
    draft.write_text("按照《示例市河道管理办法》第二条、第九十条和《没有的条例》。", encoding="utf-8")
    found = rules.json("check", str(draft), "--export", str(out))
    assert [one["verdict"] for one in found["remarks"]] == ["matches", "differs", "not_found"]
    assert out.read_bytes().startswith(b"PK")
    assert rules.fault("check", str(tmp_path / "无.txt")) == (2, "bad_request")
    assert rules.fault("check", str(draft), "--export", str(tmp_path / "核对.pdf")) == (2, "bad_request")
    draft.write_bytes(b"")
    assert rules.fault("check", str(draft)) == (2, "bad_request")


def test_a_question_that_names_a_provision(rules: Ronghe) -> None:
    """It is answered with the whole provision from the newest text, and nothing stands in for what is not held."""
    reply = rules.json("ask", "示例市河道管理办法第二条怎么规定？")
    assert reply["reply"] == "answer"
    assert "每旬巡河" in reply["text"]
    assert "（二）督促整改。[1]" in reply["text"]
    assert "核验" in reply["notice"]
    refused = rules.json("ask", "支部工作条例第二条")
    assert refused["reply"] == "no_answer"
    assert "库内未收录" in refused["text"]
    hits = rules.json("search", "河长多久巡河一次")["hits"]
    assert not any("每月" in hit["text"] for hit in hits)
