"""Servers of an office on loopback, each strict about its protocol: an OpenID provider, a CAS server; and slow ones."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

CLIENT, SECRET = "ronghe-client", "a-secret-of-the-client"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)

Answer = tuple[int, dict[str, str], bytes]
Answerer = Callable[[str, str, dict[str, str], dict[str, str]], Answer]
"""Answers method, path, parameters and headers."""


class _Handler(BaseHTTPRequestHandler):
    answer: Answerer

    def do_GET(self) -> None:
        self._answer(urlsplit(self.path).query)

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _answer(self, sent: str) -> None:
        parameters = parse_qs(sent, keep_blank_values=True)
        assert all(len(values) == 1 for values in parameters.values()), "a parameter stands twice"
        once = {name: values[0] for name, values in parameters.items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        status, more, body = type(self).answer(self.command, urlsplit(self.path).path, once, headers)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **more}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Be silent."""


@contextmanager
def served(answer: Answerer, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """Serve on loopback while the block lasts; gives the address without a slash at its end."""
    handler = type("Handler", (_Handler,), {"answer": staticmethod(answer)})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that does not trust us hangs up
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def dripping() -> Iterator[int]:
    """Give the port of a server that says a byte now and then, and never all of it."""
    ended, head = threading.Event(), b"HTTP/1.1 200 OK\r\nX-Long: "
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)

        def drip() -> None:
            held: list[socket.socket] = []
            while not ended.is_set():
                try:
                    held.append(listening.accept()[0])
                    held[-1].sendall(head)
                except TimeoutError:
                    pass
                for one in held:
                    try:
                        one.sendall(b"x")
                    except OSError:
                        continue
            for one in held:
                one.close()

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            ended.set()
            thread.join()


def unused_port() -> int:
    """Return a port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


class Papers(NamedTuple):
    """A certificate for 127.0.0.1, which is its own authority."""

    certificate: Path
    key: Path

    def tls(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


def papers(folder: Path) -> Papers:
    """Write a certificate and its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "office.test")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    written = Papers(folder / "office.pem", folder / "office.key")
    written.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    written.key.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return written


def as_text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def as_number(text: int) -> str:
    return as_text(text.to_bytes((text.bit_length() + 7) // 8, "big"))


def signed(claims: dict[str, Any], *, algorithm: str = "RS256", key: rsa.RSAPrivateKey = KEY) -> str:
    """Return a token; signed by RS256, by nobody (`none`), or by HS256 with the public key, as forgers do."""
    parts = [{"alg": algorithm, "kid": "1", "typ": "JWT"}, claims]
    said = ".".join(as_text(json.dumps(part).encode()) for part in parts)
    if algorithm == "none":
        return f"{said}."
    if algorithm == "HS256":
        public = KEY.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return f"{said}.{as_text(hmac.new(public, said.encode(), hashlib.sha256).digest())}"
    return f"{said}.{as_text(key.sign(said.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


class Provider:
    """An OpenID provider at which `person` is signed in; what it says can be made wrong."""

    def __init__(self, back: str, person: str = "reader") -> None:
        self.back, self.person = back, person
        self.address = ""
        self.claims: dict[str, Any] = {}
        """What stands in the place of the right claims; None leaves one out."""

        self.algorithm, self.key = "RS256", KEY
        self.described: dict[str, Any] = {}
        """What it says of itself beside the truth."""

        self.told: dict[str, Any] = {"sub": "p-17"}
        """What it tells of the person at `/userinfo`."""

        self._codes: dict[str, dict[str, str]] = {}

    def __call__(self, method: str, path: str, sent: dict[str, str], headers: dict[str, str]) -> Answer:
        if (method, path) == ("GET", "/realm/authorize"):
            return self._authorize(sent)
        answers: dict[tuple[str, str], Callable[[], tuple[int, dict[str, Any]]]] = {
            ("GET", "/realm/.well-known/openid-configuration"): self._description,
            ("GET", "/realm/keys"): self._keys,
            ("POST", "/realm/token"): lambda: self._token(sent, headers),
            ("GET", "/realm/userinfo"): lambda: self._userinfo(headers),
        }
        status, told = answers[method, path]()
        return status, {"Content-Type": "application/json"}, json.dumps(told).encode()

    @property
    def issuer(self) -> str:
        return f"{self.address}/realm"

    def _description(self) -> tuple[int, dict[str, Any]]:
        return 200, {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
        } | self.described

    def _keys(self) -> tuple[int, dict[str, Any]]:
        numbers = KEY.public_key().public_numbers()
        key = {"kty": "RSA", "kid": "1", "use": "sig", "alg": "RS256"}
        return 200, {"keys": [key | {"n": as_number(numbers.n), "e": as_number(numbers.e)}]}

    def _authorize(self, sent: dict[str, str]) -> Answer:
        assert sent["response_type"] == "code"
        assert sent["client_id"] == CLIENT
        assert sent["redirect_uri"] == self.back
        assert "openid" in sent["scope"].split()
        assert sent["code_challenge_method"] == "S256"
        assert len(sent["state"]) >= 22
        assert len(sent["nonce"]) >= 22
        code = secrets.token_urlsafe(16)
        self._codes[code] = sent
        return 302, {"Location": f"{self.back}?{urlencode({'code': code, 'state': sent['state']})}"}, b""

    def _token(self, sent: dict[str, str], headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self._codes.pop(sent["code"], None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        assert headers["authorization"] == f"Basic {basic}"
        challenge = as_text(hashlib.sha256(sent["code_verifier"].encode()).digest())
        fits = asked is not None and challenge == asked["code_challenge"] and sent["redirect_uri"] == self.back
        if not fits or asked is None or sent["grant_type"] != "authorization_code":
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        right = {"iss": self.issuer, "aud": CLIENT, "sub": "p-17", "iat": now, "exp": now + 300}
        right |= {"nonce": asked["nonce"], "preferred_username": self.person}
        claims = {name: value for name, value in (right | self.claims).items() if value is not None}
        token = signed(claims, algorithm=self.algorithm, key=self.key)
        return 200, {"access_token": "access-1", "token_type": "Bearer", "expires_in": 300, "id_token": token}

    def _userinfo(self, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        return (200, self.told) if headers.get("authorization") == "Bearer access-1" else (401, {})


class CasServer:
    """A CAS server at which `person` is signed in: a ticket holds once, and for the service that it was given for."""

    def __init__(self, person: str = "reader") -> None:
        self.person = person
        self._tickets: dict[str, str] = {}

    def __call__(self, method: str, path: str, sent: dict[str, str], _: dict[str, str]) -> Answer:
        assert method == "GET"
        if path == "/cas/login":
            return 302, {"Location": self.ticketed(sent["service"])}, b""
        assert path == "/cas/p3/serviceValidate"
        assert set(sent) == {"service", "ticket"}
        given_for = self._tickets.pop(sent["ticket"], None)
        if given_for == sent["service"]:
            said = f"<cas:authenticationSuccess><cas:user>{self.person}</cas:user>" + ATTRIBUTES
        else:
            code = "INVALID_TICKET" if given_for is None else "INVALID_SERVICE"
            said = f'<cas:authenticationFailure code="{code}">not recognized</cas:authenticationFailure>'
        return 200, {"Content-Type": "application/xml"}, as_reply(said)

    def ticketed(self, service: str) -> str:
        """Return where somebody who is signed in is sent."""
        ticket = f"ST-{len(self._tickets)}-{secrets.token_hex(8)}"
        self._tickets[ticket] = service
        return f"{service}{'&' if urlsplit(service).query else '?'}{urlencode({'ticket': ticket})}"


ATTRIBUTES = "<cas:attributes><cas:user>admin</cas:user></cas:attributes></cas:authenticationSuccess>"


def as_reply(said: str) -> bytes:
    return f'<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">{said}</cas:serviceResponse>'.encode()
