"""`ronghe mcp`: the tools as another program's model uses them, by standard streams and by HTTP."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.services.access_tokens import WantedToken
from bot.web.site import Site
from knowledge.callers import OPERATOR, Visit
from knowledge.library import Library
from tests.bot.web.api.conftest import person_of
from tests.builders import source_file

pytest.importorskip("mcp", reason="the extra [mcp] is not installed")

TOOLS = {"search", "keyword", "article", "cards", "ask", "check"}
HEADERS = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}


def called(site: Site, visit: Visit, tool: str, **arguments: Any) -> Any:
    """Call a tool as a client of the same process does."""
    from mcp import Client

    from bot.mcp.server import _server
    from bot.mcp.tools import Tools

    async def call() -> Any:
        async with Client(_server(Tools(site.assistant, lambda: visit))) as client:
            if tool == "list":
                return await client.list_tools()
            return await client.call_tool(tool, arguments)

    return asyncio.run(call())


def test_the_tools_only_read(site: Site) -> None:
    """Six, each marked as read-only and told in Chinese."""
    listed = called(site, Visit(caller=OPERATOR), "list").tools
    assert {tool.name for tool in listed} == TOOLS
    assert all(tool.annotations.read_only_hint for tool in listed)
    assert all("。" in tool.description for tool in listed)


def test_each_tool_returns_its_object(site: Site, library: Library) -> None:
    """As the command's, without a place on the machine."""
    asked = {
        "search": {"query": "考核怎么挂钩"},
        "keyword": {"text": "党支部"},
        "article": {"reference": "党支部工作办法第二条"},
        "cards": {"query": "党建和业务结合"},
        "ask": {"question": "国企怎么推动党建和业务融合？"},
        "check": {"text": "根据《云岭市不存在的条例》第九条执行。"},
    }
    assert set(asked) == TOOLS
    for tool, arguments in asked.items():
        result = called(site, Visit(caller=OPERATOR), tool, **arguments)
        assert not result.is_error, (tool, result)
        text = json.dumps(result.structured_content, ensure_ascii=False)
        assert str(library.catalog.database.home) not in text
        assert "/samples/" not in text
        assert len(text) > 50


def test_a_fault_is_a_sentence(site: Site) -> None:
    """For the model to read."""
    result = called(site, Visit(caller=OPERATOR), "ask", question="?")
    assert result.is_error
    assert "。" in result.content[0].text


def test_over_http_a_token_decides(site: Site, library: Library) -> None:
    """None: 401. With one, by every tool, what its owner may see within its labels, at each request anew."""
    from bot.mcp.server import over_http

    library.replace_file(
        *source_file(
            "/secret.txt", "第一条 岭甲峪寨负责三号台账的登记和核对工作。", title="岭甲峪寨工作安排", kind="normative",
            label="dept:zzb",
        )
    )  # fmt: skip
    asked = {
        "search": {"query": "岭甲峪寨"},
        "keyword": {"text": "岭甲峪寨"},
        "article": {"reference": "岭甲峪寨工作安排第一条"},
        "cards": {"query": "岭甲峪寨"},
        "ask": {"question": "岭甲峪寨负责什么工作？"},
        "check": {"text": "《岭甲峪寨工作安排》第一条规定，“岭甲峪寨负责登记工作。”"},
    }
    assert set(asked) == TOOLS
    admin, reader, uploader = (person_of(site, name) for name in ("admin", "reader", "uploader"))
    tokens = site.assistant.tokens

    def secret(person: Any, *labels: str) -> str:
        return tokens.make(WantedToken(person=person, name="试验", labels=labels), person)[0]

    def message(tool: str) -> dict[str, Any]:
        called = {"name": tool, "arguments": asked[tool]}
        return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": called}

    with TestClient(over_http(site.assistant, site.address), base_url="http://127.0.0.1:8420") as client:

        def post(token: str | None, tool: str = "search") -> tuple[int, str]:
            headers = HEADERS | ({"Authorization": f"Bearer {token}"} if token else {})
            response = client.post("/mcp", json=message(tool), headers=headers)
            return response.status_code, response.text

        def telling(token: str) -> set[str]:
            """Return the tools that tell what is of the department."""
            return {tool for tool in asked if "三号台账" in post(token, tool)[1]}

        assert post(None)[0] == 401
        assert post("ronghe_x")[0] == 401
        assert telling(secret(admin)) >= {"search", "keyword", "article", "ask", "check"}
        for token in (secret(admin, "public"), secret(reader), secret(uploader)):
            assert post(token)[0] == 200
            assert telling(token) == set()
        site.assistant.people.grant(uploader.number, ["dept:zzb"])
        assert "search" in telling(secret(uploader))
        assert telling(secret(uploader, "unit")) == set()
        struck_off = secret(reader)
        site.assistant.people.remove(reader.number)
        assert post(struck_off)[0] == 401  # it went with them
        foreign = client.post(
            "/mcp",
            json=message("search"),
            headers=HEADERS | {"Authorization": f"Bearer {secret(admin)}", "Host": "else.example"},
        )
        assert foreign.status_code >= 400
