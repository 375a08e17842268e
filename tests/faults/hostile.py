"""Requests and uploads of somebody who means harm, drawn by chance from what can be varied; a seed gives them again."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import quote, urlencode

from starlette.responses import Response

from bot.web.calls import Call
from bot.web.gate import Way
from bot.web.routes import WAYS
from tests.faults.served_page import Guest, Served
from tests.ingest.readers.bombs import BOMBS

PARTS = (
    "..",
    ".",
    "../../../../etc/passwd",
    "..\\..\\..\\windows\\win.ini",
    "/etc/passwd",
    "....//....//etc/shadow",
    "..;/x",
    "\0",
    "a\0b",
    "\r\nSet-Cookie: ronghe=1",
    "'; DROP TABLE people; --",
    '" OR 1=1',
    "{{7*7}}",
    "${jndi:ldap://x}",
    "<script>alert(1)</script>",
    "9" * 30,
    "9" * 5000,
    "-1",
    "1e9",
    "٣",
    "²",
    "NaN",
    "a" * 8000,
    "支部" * 700,
    "😀",
    "\u202e",
    "\ufeff",
    "AUX",
    "%",
    "%zz",
    "%2e%2e%2f",
    "*",
    "(",
    "NEAR(",
    '"',
    "a AND",
    "\ud800",
)
"""What may stand where a part of an address, a field or a value is expected; the last is half of a character."""

FIELDS = """
question conversation once verdict reason words name called role labels label code missing file what task sector
time theme text days password again former after query reference as_of kind since until offset limit q of said
session document messages model stream place stage fusion extracted page n user person date
""".split()  # noqa: SIM905  # one a line they would fill a page

TYPES = (
    "application/json",
    "application/json; charset=utf-16",
    "text/plain",
    "text/html",
    "application/xml",
    "image/svg+xml",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "b" * 5000,
    "multipart/form-data; boundary=x; charset=raw_unicode_escape",
    "multipart/form-data; boundary=x; charset=undefined",
    "multipart/mixed; boundary=x",
    "application/x-www-form-urlencoded; charset=utf-7",
    "application/octet-stream",
    "a/b/c",
    ";;;",
    "/",
    "application/" + "x" * 3000,
    'multipart/form-data; boundary="x',
    "application/grpc",
    "\xff\xfe",
)

METHODS = ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD", "CONNECT", "PROPFIND", "FOO", "get", "G" * 300)


class Request(NamedTuple):
    """What is sent, byte by byte."""

    what: str
    """Which sort of attack it is, and enough to find it again."""

    raw: bytes
    ends: bool = True
    """Whether it is a whole request; of one that is not, an answer is not owed."""


class Maker:
    """Draws requests to a page that is served."""

    def __init__(self, page: Served, seed: int) -> None:
        self._page = page
        self.chance = random.Random(seed)  # noqa: S311  # no secret
        self._bombs: dict[str, bytes] = {}

    def requests(self, count: int) -> Iterator[Request]:
        """Draw requests, of every sort as many."""
        sorts: list[Callable[[], Request]] = [
            self._address,
            self._address,
            self._query,
            self._wrong_method,
            self._header,
            self._protocol,
            self._content_type,
            self._form,
            self._json,
            self._json,
            self._elsewhere,
            self._cookie,
        ]
        for number in range(count):
            yield sorts[number % len(sorts)]()

    def uploads(self, count: int) -> Iterator[Request]:
        """Draw uploads, of every sort as many."""
        sorts: list[Callable[[], Request]] = [
            self._name,
            self._content,
            self._content,
            self._empty,
            self._too_large,
            self._broken,
            self._broken,
            self._bomb,
        ]
        for number in range(count):
            yield sorts[number % len(sorts)]()

    def stalled(self) -> list[Request]:
        """Return requests that never end: each stops somewhere else."""
        guest = self._page.of_role("uploader")[0]
        whole = self._raw("POST", "/ask", guest, urlencode({"csrf": guest.csrf, "question": "支部怎样学习"}).encode())
        upload = self._raw("POST", "/upload", guest, b"--x\r\n", "multipart/form-data; boundary=x", length=60_000_000)
        cuts = [0, 1, 10, 60, len(whole) - 3]
        return [Request(f"stalled at {cut}", whole[:cut], ends=False) for cut in cuts] + [
            Request("stalled upload", upload, ends=False)
        ]

    # Addresses

    def _address(self) -> Request:
        way = self.chance.choice([way for way in WAYS if "{" in way.path] + [Way("GET", "/static/{name}", _nothing)])
        path = re.sub(r"\{[a-z]+(:number)?\}", lambda _: self._spelled(), way.path)
        return self._asked(f"{way.method} {way.path}", way.method, path)

    def _spelled(self) -> str:
        """Return something in the place of a part of an address: quoted, quoted twice, as it is, or broken UTF-8."""
        part = self.chance.choice(PARTS)
        spelled = quote(part.encode("utf-8", "surrogatepass"), safe="/.\\;:*'(),")
        return self.chance.choice([spelled, quote(spelled), spelled.replace("/", "%2f"), "%ff%fe" + spelled[:50]])

    def _query(self) -> Request:
        way = self.chance.choice([way for way in WAYS if way.method == "GET" and "{" not in way.path])
        named = [(self.chance.choice(FIELDS), self._part()) for _ in range(self.chance.randint(1, 6))]
        query = urlencode([(name, value.encode("utf-8", "surrogatepass")) for name, value in named])[:20_000]
        return self._asked(f"GET {way.path}?", "GET", f"{way.path}?{query}")

    def _wrong_method(self) -> Request:
        way, method = self.chance.choice(WAYS), self.chance.choice(METHODS)
        return self._asked(f"{method[:9]} {way.path}", method, re.sub(r"\{[^}]+\}", "1", way.path))

    # Heads

    def _header(self) -> Request:
        name, value = self.chance.choice(
            [
                ("X-Large", "a" * self.chance.choice([9_000, 40_000, 200_000])),
                ("Accept-Language", "zh," * 9_000),
                ("X-Forwarded-For", ", ".join(["1.2.3.4"] * 900)),
                ("X-Forwarded-For", "' OR 1=1"),
                ("Range", "bytes=" + ",".join(f"{n}-{n + 1}" for n in range(900))),
                ("If-None-Match", ",".join(["W/x"] * 3_000)),
                ("Accept-Encoding", "gzip;q=1e999, *;q=\xff"),
                ("Expect", "100-continue"),
                ("Upgrade", "websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA=="),
                ("Content-Length", self.chance.choice(["-1", "1e9", "٣", "9" * 40])),
                ("Origin", "null"),
                ("Sec-Fetch-Site", "cross-site"),
                ("X-Part", "1"),
                ("x" * 20_000, "a"),
            ]
        )
        many = "".join(f"X-{number}: a\r\n" for number in range(self.chance.choice([0, 0, 90, 5_000])))
        head = f"{many}{name}: {value}\r\n".encode()
        path = self.chance.choice(["/", "/static/app.css", "/library", "/healthz", "/api/documents"])
        return Request(f"header {name[:20]}", self._raw("GET", path, self._guest(), extra=head))

    def _protocol(self) -> Request:
        host = f"Host: 127.0.0.1:{self._page.port}\r\n".encode()
        chunked = b"POST /ask HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n"
        lines: list[bytes] = [
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + self.chance.randbytes(200),
            self.chance.randbytes(300) + b"\r\n\r\n",
            b"GET / HTTP/1.1\r\n\r\n",
            b"GET / HTTP/9.9\r\n" + host + b"\r\n",
            b"GET /\r\n\r\n",
            b"GET  /  HTTP/1.1\r\n" + host + b"\r\n",
            b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + host + b"X: a\r\n b\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + host + host + b"\r\n",
            b"GET / HTTP/1.1\r\n" + host + b"X: \0\r\n\r\n",
            b"GET http://evil.example/ HTTP/1.1\r\n" + host + b"\r\n",
            b"GET //evil.example/%2f.. HTTP/1.1\r\n" + host + b"\r\n",
            b"GET /\xe6\x94\xaf HTTP/1.1\r\n" + host + b"\r\n",
            b"OPTIONS * HTTP/1.1\r\n" + host + b"\r\n",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            chunked + b"\r\nzz\r\nabc\r\n0\r\n\r\n",
            chunked + b"\r\nffffffffffffffff\r\n",
            chunked + b"Content-Length: 4\r\n\r\n0\r\n\r\n",
            chunked + b"\r\n" + b"1;" + b"a" * 60_000,
            b"POST /ask HTTP/1.1\r\n" + host + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
            b"POST /ask HTTP/1.1\r\n" + host + b"Transfer-Encoding: gzip\r\n\r\n",
            b"POST /upload HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        ]
        number = self.chance.randrange(len(lines))
        return Request(f"protocol {number}", lines[number])

    def _elsewhere(self) -> Request:
        host = self.chance.choice(
            ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost", "[::1]", "a" * 4000, "支部"]
        )
        guest = self._guest()
        raw = self._raw("GET", self.chance.choice(["/", "/library", "/me", "/api/documents"]), guest)
        mine = f"127.0.0.1:{self._page.port}".encode()
        return Request(f"host {host[:20]}", raw.replace(mine, host.encode(), 1))

    def _cookie(self) -> Request:
        part = self._part().encode("utf-8", "surrogatepass").replace(b"\r", b"").replace(b"\n", b"").replace(b"\0", b"")
        line = self.chance.choice(
            [b"Cookie: ronghe=", b"Cookie: ronghe_form=", b"Authorization: Bearer ", b"Authorization: "]
        )
        path = self.chance.choice(["/", "/sign-in", "/library", "/api/documents", "/v1/models"])
        return Request(
            f"{line.decode()}{part[:20]!r}", self._raw("GET", path, None, extra=line + part[:20_000] + b"\r\n")
        )

    # Bodies

    def _content_type(self) -> Request:
        way = self.chance.choice([way for way in WAYS if way.method == "POST"])
        kind = self.chance.choice(TYPES)
        body = self.chance.choice([b"", b"{}", b"--x\r\n\r\n\\ud800\r\n--x--", self.chance.randbytes(400), b"csrf=1"])
        path = re.sub(r"\{[^}]+\}", "1", way.path)
        return Request(f"{way.path} as {kind[:40]}", self._raw("POST", path, self._guest(), body, kind))

    def _form(self) -> Request:
        way = self.chance.choice([way for way in WAYS if way.method == "POST" and way.path.startswith(_PAGES)])
        guest = self._guest()
        named = [(self.chance.choice(FIELDS), self._part()) for _ in range(self.chance.choice([2, 8, 300]))]
        fields = [("csrf", guest.csrf)] + [(name, value.encode("utf-8", "surrogatepass")) for name, value in named]
        body = urlencode(fields).encode()[:60_000] + self.chance.choice(
            [b"", b"&%", b"&=&&&", b"&csrf=%ff", b"&a" * 500]
        )
        path = re.sub(r"\{[^}]+\}", "1", way.path)
        return Request(f"form to {way.path}", self._raw("POST", path, guest, body))

    def _json(self) -> Request:
        path = self.chance.choice(["/api/ask", "/api/check", "/v1/chat/completions"])
        deep = self.chance.choice([100, 900, 30_000])
        values: list[Callable[[], bytes]] = [
            lambda: b"[" * deep,
            lambda: b"[" * deep + b"]" * deep,
            lambda: b'{"question":' * min(deep, 4000) + b"1" + b"}" * min(deep, 4000),
            lambda: b'{"question":"\\ud800 \xe6\x94\xaf\xe9\x83\xa8","text":"\\udfff","model":"ronghe"}',
            lambda: b'{"question":"\xff\xfe"}',
            lambda: b'{"question":1' + b"0" * 6000 + b"}",
            lambda: b'{"question":NaN,"stream":Infinity}',
            lambda: b"\xef\xbb\xbf{}",
            lambda: '{"question":"支部"}'.encode("utf-16"),
            lambda: b"null",
            lambda: b'"' + b"a" * 50_000 + b'"',
            lambda: json.dumps({self.chance.choice(FIELDS): self._value() for _ in range(5)}).encode(),
            lambda: json.dumps({"question": self._part(), "session": self._part()[:60]}).encode(),
            lambda: json.dumps({"text": self._part()}).encode(),
            lambda: json.dumps({"model": "ronghe", "messages": self._messages()}).encode(),
        ]
        body = self.chance.choice(values)()
        return Request(
            f"JSON to {path}: {body[:60]!r}", self._raw("POST", path, self._guest(), body, "application/json")
        )

    def _value(self) -> object:
        return self.chance.choice(
            [self._part(), None, -1, 1e308, 10**40, [], {}, [[[]]], {"a": {"b": []}}, True, [self._part()] * 30]
        )

    def _messages(self) -> object:
        roles = ["user", "system", "assistant", "tool", "\ud800", ""]
        return [
            {"role": self.chance.choice(roles), "content": self._value()}
            for _ in range(self.chance.choice([1, 3, 1200]))
        ]

    # Uploads

    def _name(self) -> Request:
        names = [
            "../../etc/passwd.txt",
            "C:\\x\\a.docx",
            "a\0.pdf",
            "字" * 300 + ".txt",
            "\u202etxt.exe",
            "😀.txt",
            "-rf",
            "CON.txt",
            "",
            "a.txt.exe",
            "a.svg",
            "a.html",
            "机密★10年.docx",
            "a.php",
            ".txt",
            "a.",
            "noending",
            'a".txt',
            "a\r\nX: y.txt",
            "%00.txt",
            "a.TXT",
            "<b>.txt",
            "a/b/c.txt",
            "\ud800.txt",
        ]
        name = self.chance.choice(names)
        return self._upload(
            f"name {name[:20]!r}",
            self._multipart(name, b"\xe6\x94\xaf\xe9\x83\xa8\xe5\xad\xa6\xe4\xb9\xa0\xe3\x80\x82" * 9),
        )

    def _content(self) -> Request:
        ending = self.chance.choice(
            ["txt", "docx", "pdf", "xlsx", "html", "htm", "zip", "rar", "7z", "eml", "doc", "png", "csv", "svg"]
        )
        data = self.chance.choice(
            [
                self.chance.randbytes(3000),
                b"PK\x03\x04" + self.chance.randbytes(500),
                b"%PDF-1.7\n" + self.chance.randbytes(500),
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + self.chance.randbytes(2000),
                b"Rar!\x1a\x07\x00" + self.chance.randbytes(200),
                b"\x89PNG\r\n\x1a\n" + self.chance.randbytes(100),
                b"<html><script>alert(document.cookie)</script><img src=x onerror=alert(1)></html>",
                b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>",
                b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
                b"\xff\xfe\x00\xd8" * 300,
                b"\0" * 5000,
                b"a" * 3_000_000,
                "机密★10年\n支部学习".encode(),
                ("=cmd|' /C calc'!A0," * 200).encode(),
            ]
        )
        return self._upload(f"content {data[:12]!r} as {ending}", self._multipart(f"a.{ending}", data))

    def _empty(self) -> Request:
        ending = self.chance.choice(["txt", "docx", "pdf", "zip", ""])
        return self._upload(
            f"empty .{ending}", self._multipart(f"空.{ending}", b"", count=self.chance.choice([1, 5, 60]))
        )

    def _too_large(self) -> Request:
        guest = self.chance.choice(self._page.of_role("uploader"))
        path = self.chance.choice(["/upload", "/check", "/api/check"])
        kind = "multipart/form-data; boundary=x"
        raw = self._raw("POST", path, guest, b"--x\r\n", kind, length=self.chance.choice([10**8, 10**12, 10**30]))
        return Request(f"too large for {path}", raw)

    def _broken(self) -> Request:
        whole = self._multipart("a.txt", "支部学习。".encode() * 50)
        cut = self.chance.randrange(len(whole))
        broken = self.chance.choice(
            [
                whole[:cut],
                whole.replace(b"--x", b"--y"),
                whole.replace(b"\r\n", b"\n"),
                whole.replace(b"Content-Disposition", b"Content-Dis"),
                whole.replace(b"name=", b"nome="),
                whole.replace(b"form-data", b"x" * 9000),
                whole[:cut] + self.chance.randbytes(30) + whole[cut:],
                b"--x\r\n" * 5000,
                b"\r" * 60_000,
                b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n" * 500 + b"--x--",
                b"--x\r\n" + b"X-Y: z\r\n" * 5000 + b"\r\n\r\n--x--",
                self.chance.randbytes(2000),
            ]
        )
        return self._upload(f"broken {broken[:30]!r}", broken)

    def _bomb(self) -> Request:
        name = self.chance.choice(_BOMBS)
        if name not in self._bombs:
            self._bombs[name] = BOMBS[name]()
        return self._upload(f"bomb {name}", self._multipart(name, self._bombs[name]))

    def _upload(self, what: str, body: bytes) -> Request:
        guest = self.chance.choice(self._page.of_role("uploader"))
        path = self.chance.choice(["/upload", "/upload", "/check", "/api/check"])
        body = body.replace(b"CSRF", guest.csrf.encode())
        return Request(f"{what} to {path}", self._raw("POST", path, guest, body, "multipart/form-data; boundary=x"))

    @staticmethod
    def _multipart(name: str, data: bytes, count: int = 1) -> bytes:
        field = b'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\nCSRF\r\n'
        spelled = name.encode("utf-8", "surrogatepass").replace(b'"', b"%22")
        part = b'--x\r\nContent-Disposition: form-data; name="files"; filename="%b"\r\n\r\n%b\r\n' % (spelled, data)
        return field + part * count + b"--x--\r\n"

    # What is common

    def _part(self) -> str:
        return self.chance.choice(PARTS)

    def _guest(self) -> Guest:
        return self.chance.choice(self._page.guests)

    def _asked(self, what: str, method: str, path: str) -> Request:
        guest = self._guest()
        body = urlencode({"csrf": guest.csrf}).encode() if method == "POST" else None
        return Request(f"{what} by {guest.role}: {path[:80]}", self._raw(method, path, guest, body))

    def _raw(
        self,
        method: str,
        path: str,
        guest: Guest | None,
        body: bytes | None = None,
        kind: str = "application/x-www-form-urlencoded",
        *,
        extra: bytes = b"",
        length: int | None = None,
    ) -> bytes:
        """Return a request as it goes over the wire, from an address of its own."""
        address = f"10.{self.chance.randrange(256)}.{self.chance.randrange(256)}.{self.chance.randrange(1, 255)}"
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self._page.port}", f"X-Forwarded-For: {address}"]
        if guest and path.startswith(("/api/", "/v1/")):
            lines.append(f"Authorization: Bearer {guest.token}")
        elif guest:
            lines.append(f"Cookie: ronghe={guest.session}")
        if body is not None:
            lines += [f"Content-Type: {kind}", f"Content-Length: {len(body) if length is None else length}"]
        head = "".join(f"{line}\r\n" for line in lines).encode("latin-1", "replace")
        return head + extra + b"\r\n" + (body or b"")


_PAGES = ("/ask", "/c/", "/work", "/check", "/upload", "/admin", "/me", "/sign-in", "/first", "/invitation")
_BOMBS = tuple(
    name for name in BOMBS if name.endswith((".zip", ".docx", ".png", ".xlsx", ".7z", ".gif", ".xml", ".eml"))
)


def _nothing(_: Call) -> Response:  # a way that is not in the table
    raise NotImplementedError
