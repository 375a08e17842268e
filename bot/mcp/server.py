"""The tools served: over standard input and output to one program, or over HTTP to whoever has a token.

The only module that imports `mcp`, which is an extra: whoever needs no such server need not have it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from starlette.types import ASGIApp

from bot.mcp.token_door import TokenDoor, who_asks
from bot.mcp.tools import Result, Tools
from bot.services.assistant import Assistant
from bot.web.address import Address
from bot.web.faults import fault_words
from knowledge.callers import Visit
from knowledge.errors import KnowledgeError

TOLD = (
    "依据本单位入库的党务材料作答，句句有出处；资料没有的，如实说没有。所有工具只读。"
    "转述答复时请保留 [1] 这样的编号和来源；“库内未收录”不等于文件不存在。"
)


def serve_standard_streams(room: Assistant, visit: Visit) -> None:
    """Serve one program over standard input and output until it leaves."""
    _server(Tools(room, lambda: visit)).run("stdio")


def over_http(room: Assistant, address: Address) -> ASGIApp:
    """Return what serves `/mcp`: everybody with a token, by what its owner may see."""
    security = TransportSecuritySettings(
        allowed_hosts=sorted(address.hosts), allowed_origins=[f"{address.scheme}://{host}" for host in address.hosts]
    )
    app = _server(Tools(room, who_asks)).streamable_http_app(
        stateless_http=True, json_response=True, transport_security=security
    )
    return TokenDoor(app, room)


def _server(tools: Tools) -> MCPServer[Any]:
    server: MCPServer[Any] = MCPServer("ronghe", title="融合助手", instructions=TOLD)
    annotations = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    for tool, use in tools.all():
        server.add_tool(_carefully(tool), description=use, annotations=annotations)
    return server


def _carefully(tool: Callable[..., Result]) -> Callable[..., Result]:
    """Return a tool whose faults are sentences."""

    @functools.wraps(tool)
    def used(*arguments: Any, **named: Any) -> Result:  # Any: whatever the tool takes
        try:
            return tool(*arguments, **named)
        except KnowledgeError as error:
            raise ToolError(fault_words(error)) from error

    return used
