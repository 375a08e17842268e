"""Rules, words, examples, plans, drafts and the library: each page shows what the room knows, only what is theirs."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from docx import Document as Word
from starlette.testclient import TestClient

from knowledge.library import Library
from tests.bot.web.conftest import token_of
from tests.builders import source_file

SignedIn = Callable[[str], TestClient]


def test_a_rule_is_found_by_name_and_number(signed_in: SignedIn) -> None:
    """Its text, its place, its neighbours; and its whole text with a table of contents."""
    client = signed_in("reader")
    listed = client.get("/rules").text
    rule = re.findall(r'href="/rules/([^"/?]+)">《([^》]+)》', listed)
    assert rule
    found = client.get("/rules", params={"ref": f"{rule[0][1]}第二条"})
    assert "第二条" in found.text
    assert re.search(r'href="/rules/[^"]+/\d+">下一条', found.text)
    whole = client.get(f"/rules/{rule[0][0]}").text
    assert 'aria-label="目录"' in whole
    assert client.get(f"/rules/{rule[0][0]}/1").status_code == 200
    assert client.get(f"/rules/{rule[0][0]}/9999").status_code == 404
    missing = client.get("/rules", params={"ref": "不存在的条例第一条"})
    assert missing.status_code == 200


def test_versions_stand_side_by_side(signed_in: SignedIn, library: Library) -> None:
    """What went is struck out on the left, what came is marked on the right."""
    text = "云岭市值班办法\n（{date}印发）\n第一条 每天{number}人值班。\n第二条 本办法由办公室负责解释。\n"
    for date, number in (("2019年1月2日", "三"), ("2022年3月4日", "五")):
        library.replace_file(
            *source_file(
                f"/值班{number}.txt",
                text.format(date=date, number=number),
                title="云岭市值班办法",
                kind="normative",
                date=f"20{'19-01-02' if number == '三' else '22-03-04'}",
            )
        )
    client = signed_in("reader")
    address = re.findall(r'href="(/rules/[^"/?]+)">《云岭市值班办法》', client.get("/rules").text)[0]
    page = client.get(f"{address}/versions").text
    assert "<del>三</del>" in page
    assert "<ins>五</ins>" in page


def test_words_are_marked_where_they_stand(signed_in: SignedIn) -> None:
    """A keyword, counted by kind, opened in its passage; and a search by meaning."""
    client = signed_in("reader")
    page = client.get("/find", params={"q": "党支部"}).text
    assert "<mark>党支部</mark>" in page
    passage = re.findall(r'href="(/passages/[^"]+)"', page)[0]
    assert client.get(passage).status_code == 200
    assert client.get(passage + "/after").status_code in {200, 404}
    assert "/passages/" in client.get("/find", params={"q": "怎样考核融合成效", "by": "meaning", "since": "2020"}).text
    assert "没有找到" in client.get("/find", params={"q": "查无此词甲乙丙丁"}).text
    assert client.get("/find", params={"q": "党支部", "page": "999999999999", "kind": "nonsense"}).status_code == 200


def test_examples_are_compared_and_taken_along(signed_in: SignedIn) -> None:
    """Cards, two beside one another, the next batch, a handout."""
    client = signed_in("reader")
    page = client.get("/examples", params={"q": "党建和业务结合"}).text
    cards = re.findall(r'name="card" value="([^"]+)"', page)
    assert len(cards) >= 2
    assert client.get("/examples/compare", params={"card": cards[:2]}).status_code == 200
    assert client.get("/examples/compare", params={"card": cards[:1]}).status_code == 400
    for what, begins in (("word", b"PK"), ("table", b"PK")):
        assert client.get(f"/examples/handout/{what}", params={"q": "党建和业务结合"}).content.startswith(begins)


def test_plans_formulas_and_paths_become_conversations(signed_in: SignedIn) -> None:
    """Each with sources that open."""
    client = signed_in("reader")
    token = token_of(client.get("/work").text)
    for path, form in (
        ("plan", {"task": "采购降本", "sector": "国企"}),
        ("learn", {"theme": "党支部"}),
        ("formula", {"name": "四融四促"}),
    ):
        led = client.post(f"/work/{path}", data={"csrf": token, **form})
        assert led.status_code == 303, (path, led.text)
        page = client.get(led.headers["location"]).text
        assert 'class="turn"' in page
        assert (sources := re.findall(r'href="(/c/[^"]+/s/\d+)"', page)), path
        assert client.get(sources[0]).status_code == 200
    nothing = client.post("/work/formula", data={"csrf": token, "name": "七拼八凑"})
    assert nothing.status_code == 404
    assert "未收录不等于不存在" in nothing.text


def test_a_draft_is_checked_marked_and_annotated(signed_in: SignedIn) -> None:
    """Remarks beside the words, a .docx with comments; nothing of it is kept on disk."""
    client = signed_in("reader")
    token = token_of(client.get("/check").text)
    word = Word()
    word.add_paragraph("根据《云岭市不存在的条例》第九条，各单位应当执行。")
    data = io.BytesIO()
    word.save(data)
    page = client.post("/check", data={"csrf": token}, files={"file": ("讲稿.docx", data.getvalue())})
    assert page.status_code == 200
    assert 'class="remarked' in page.text
    address = re.findall(r'href="(/check/[^"]+/annotated)"', page.text)[0]
    assert b"comments.xml" in client.get(address).content
    assert signed_in("admin").get(address).status_code == 404
    pasted = client.post("/check", data={"csrf": token, "text": "根据《云岭市不存在的条例》第九条执行。"})
    assert 'class="remarked' in pasted.text


def test_a_marked_draft_is_refused_without_repeating_it(signed_in: SignedIn) -> None:
    """Neither the text nor the name of the file comes back."""
    client = signed_in("reader")
    token = token_of(client.get("/check").text)
    text = "机密★1年\n关于王五同志的处理意见\n".encode()
    refused = client.post("/check", data={"csrf": token}, files={"file": ("王五处理意见.txt", text)})
    assert refused.status_code == 400
    assert "王五" not in refused.text


def test_the_library_is_listed_and_each_document_shown(signed_in: SignedIn) -> None:
    """Filtered, with outline, text and the original; nothing of a place on the machine."""
    client = signed_in("reader")
    page = client.get("/library").text
    documents = re.findall(r'href="(/documents/[^"/?]+)"', page)
    assert documents
    shown = client.get(documents[0]).text
    assert "下载原文件" in shown
    assert "/samples/" not in page + shown
    assert "没有符合条件" in client.get("/library", params={"q": "查无此题名"}).text
    few = client.get("/library", params={"kind": "case", "order": "title", "since": "2000"}).text
    assert len(re.findall(r'href="/documents/', few)) < len(documents)


@pytest.mark.parametrize("path", ["/library", "/find?q=峪寨", "/rules?ref=峪寨", "/examples?q=峪寨"])
def test_another_departments_material_is_nowhere(path: str, signed_in: SignedIn, library: Library) -> None:
    """Neither title nor text nor that it exists."""
    path_, original, entries = source_file(
        "/secret.txt", "岭甲峪寨负责三号台账的登记和核对工作。", title="岭甲峪寨工作安排", label="dept:zzb"
    )
    library.replace_file(path_, original, entries)
    document, passages = entries[0]
    client = signed_in("reader")
    assert "岭甲" not in client.get(path).text.replace("岭甲峪寨", "", 0)
    for address in (
        f"/documents/{document.id}",
        f"/documents/{document.id}/original",
        f"/passages/{passages[0].id}",
        f"/rules/{document.id}",
    ):
        response = client.get(address, follow_redirects=True)
        assert response.status_code == 404, address
        assert "岭甲" not in response.text
    assert "岭甲" in signed_in("admin").get("/library").text
