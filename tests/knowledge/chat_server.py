"""A server on loopback that speaks the OpenAI protocol, with the fault that the name of the model asks for."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TEXT = "青澜市第六人民医院每月召开一次科室联席会。[1]"


class Handler(BaseHTTPRequestHandler):
    server: ChatServer

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        asked = json.loads(self.rfile.read(length))
        self.server.asked.append(asked)
        getattr(self, f"fault_{asked['model']}")()

    def fault_none(self) -> None:
        self._events(*(self._chunk(TEXT[i : i + 5]) for i in range(0, len(TEXT), 5)), b"data: [DONE]\n\n")

    def fault_unauthorized(self) -> None:
        self._error(401, {"message": "Incorrect API key provided", "code": "invalid_api_key"})

    def fault_busy(self) -> None:
        self._error(429, {"message": "rate limit"}, retry_after="0.1")

    def fault_busy_long(self) -> None:
        self._error(429, {"message": "rate limit"}, retry_after="600")

    def fault_busy_once(self) -> None:
        self.fault_busy() if len(self.server.asked) == 1 else self.fault_none()

    def fault_refused(self) -> None:
        self._error(400, {"message": "Content Exists Risk", "type": "invalid_request_error"})

    def fault_inspected(self) -> None:
        self._error(
            400, {"message": "Output data may contain inappropriate content.", "code": "data_inspection_failed"}
        )

    def fault_inspected_later(self) -> None:
        fault = {"error": {"message": "data may contain inappropriate content", "code": "data_inspection_failed"}}
        self._events(self._chunk(TEXT[:5]), f"data: {json.dumps(fault)}\n\n".encode())

    def fault_broken(self) -> None:
        self._error(500, {"message": "internal error"})

    def fault_hangs(self) -> None:
        self.server.released.wait(30)

    def fault_drips(self) -> None:
        self._head("text/event-stream")
        while not self.server.released.wait(0.05):
            self.wfile.write(b": still here\n\n")

    def fault_cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(self._chunk(TEXT[:5]))
        self.wfile.flush()
        self.close_connection = True

    def fault_empty(self) -> None:
        self._events(b"data: [DONE]\n\n")

    def fault_html(self) -> None:
        self._head("text/html")
        self.wfile.write(b"<html><body><h1>Bad gateway</h1></body></html>")

    def fault_not_json(self) -> None:
        self._events(b"data: {'not': json\n\n")

    def fault_flood(self) -> None:
        self._head("text/event-stream")
        for _ in range(200_000):
            self.wfile.write(self._chunk("党建"))

    def fault_bytes(self) -> None:
        self._events(b'data: {"choices":[{"index":0,"delta":{"content":"\xff\xfe\xfa"}}]}\n\n')

    def _events(self, *events: bytes) -> None:
        self._head("text/event-stream")
        for event in events:
            self.wfile.write(event)

    def _head(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()

    def _chunk(self, text: str) -> bytes:
        delta = {"role": "assistant", "content": text}
        body = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        return f"data: {json.dumps({**body, 'choices': [{'index': 0, 'delta': delta}]})}\n\n".encode()

    def _error(self, status: int, error: dict[str, str], retry_after: str | None = None) -> None:
        raw = json.dumps({"error": error}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        if retry_after is not None:
            self.send_header("Retry-After", retry_after)
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


class ChatServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, Any]] = []
        """Every request, in order."""

        self.released = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader that left early is no fault of the server."""


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    server = ChatServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
