"""LDAP on the wire (RFC 4511): binding, searching for one value, and beginning TLS, each answered or nothing.

The only module that imports `pyasn1`, which is an extra. Why no client library: docs/decisions/0201.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal, NamedTuple

Security = Literal["ldaps", "start_tls", "none"]
"""Whether a connection is encrypted from its first byte, before anything is said, or not at all."""

LARGEST_MESSAGE = 1024 * 1024
_START_TLS = b"1.3.6.1.4.1.1466.20037"
_WHOLE_SUBTREE, _NEVER_DEREFERENCE, _SEQUENCE, _LONG_FORM = 2, 0, 0x30, 0x80


class Result(NamedTuple):
    """How a directory ends an operation."""

    code: int
    """0 is success (RFC 4511, appendix A)."""

    told: str


class Entry(NamedTuple):
    """Something that was found."""

    name: str
    """Its distinguished name."""

    values: tuple[str, ...]
    """Of the attribute that was asked for."""


class LdapLine:
    """A connection; one operation at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer, self._number = reader, writer, 0
        self._in_the_clear: asyncio.StreamWriter | None = None

    async def bind(self, name: str, password: str) -> Result:
        """Ask to be let in as an entry; with an empty password that succeeds, as nobody."""
        message, operation = self._message("bindRequest")
        operation["version"], operation["name"] = 3, name.encode()
        operation["authentication"]["simple"] = password.encode()
        await self._send(message)
        return _result(await self._answer("bindResponse"))

    async def search(self, base: str, attribute: str, value: str, *, most: int) -> tuple[Result, list[Entry]]:
        """Return the entries below `base` that have a value; it is sent as such, not as words of a filter."""
        message, operation = self._message("searchRequest")
        operation["baseObject"], operation["scope"] = base.encode(), _WHOLE_SUBTREE
        operation["derefAliases"], operation["typesOnly"] = _NEVER_DEREFERENCE, False
        operation["sizeLimit"], operation["timeLimit"] = most, 0
        operation["filter"]["equalityMatch"]["attributeDesc"] = attribute.encode()
        operation["filter"]["equalityMatch"]["assertionValue"] = value.encode()
        operation["attributes"].append(attribute.encode())
        await self._send(message)
        entries: list[Entry] = []
        while (kind := (answer := await self._answer()).getName()) != "searchResDone":
            if kind == "searchResEntry":
                entries.append(_entry(answer.getComponent()))
            elif kind != "searchResRef":  # of another directory, which nobody asks
                raise ConnectionError(f"the directory answers a search with {kind}")
        return _result(answer.getComponent()), entries

    async def start_tls(self, tls: ssl.SSLContext, host: str) -> None:
        """Encrypt from here on; whatever was sent before, to be read afterwards, is thrown away."""
        message, operation = self._message("extendedReq")
        operation["requestName"] = _START_TLS
        await self._send(message)
        result = _result(await self._answer("extendedResp"))
        if result.code:
            raise ConnectionError(f"the directory does not begin TLS: {result.told}")
        loop, reader = asyncio.get_running_loop(), asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(reader)
        transport = await loop.start_tls(self._writer.transport, protocol, tls, server_hostname=host)
        if transport is None:
            raise ConnectionError("the directory went while TLS was begun")
        self._in_the_clear = self._writer  # one that nobody holds any more closes what is below the other
        self._reader, self._writer = reader, asyncio.StreamWriter(transport, protocol, reader, loop)

    def close(self) -> None:
        """End it at once."""
        self._writer.transport.abort()

    def _message(self, kind: str) -> tuple[Any, Any]:  # Any: pyasn1 ships no types
        from pyasn1_modules.rfc2251 import LDAPMessage

        self._number += 1
        message = LDAPMessage()
        message["messageID"] = self._number
        return message, message["protocolOp"][kind]

    async def _send(self, message: Any) -> None:
        from pyasn1.codec.ber.encoder import encode

        self._writer.write(encode(message))
        await self._writer.drain()

    async def _answer(self, kind: str = "") -> Any:
        """Return the next answer to what was sent last: the operation of a kind, or whichever it is.

        Raises:
            OSError: It is none, or none comes any more.
        """
        from pyasn1.codec.ber.decoder import decode
        from pyasn1.error import PyAsn1Error
        from pyasn1_modules.rfc2251 import LDAPMessage

        try:
            message, _ = decode(await self._whole(), asn1Spec=LDAPMessage())
            number, operation = int(message["messageID"]), message["protocolOp"]
        except (PyAsn1Error, EOFError) as error:
            raise ConnectionError(f"the directory does not speak LDAP, or hung up: {type(error).__name__}") from error
        if number != self._number or (kind and operation.getName() != kind):
            raise ConnectionError(f"the directory answers what was not asked: {operation.getName()}")
        return operation.getComponent() if kind else operation

    async def _whole(self) -> bytes:
        """Return the bytes of one message."""
        head = await self._reader.readexactly(2)
        length = head[1]
        if length > _LONG_FORM:
            more = await self._reader.readexactly(length - _LONG_FORM)
            head, length = head + more, int.from_bytes(more, "big")
        if head[0] != _SEQUENCE or length == _LONG_FORM or length > LARGEST_MESSAGE:
            raise ConnectionError("the directory does not speak LDAP")
        return head + await self._reader.readexactly(length)


@asynccontextmanager
async def connected(host: str, port: int, security: Security, tls: ssl.SSLContext) -> AsyncIterator[LdapLine]:
    """Connect to a directory that is who it should be.

    Raises:
        OSError: It is away, is another, or hangs up.
    """
    line = LdapLine(*await asyncio.open_connection(host, port, ssl=tls if security == "ldaps" else None))
    try:
        if security == "start_tls":
            await line.start_tls(tls, host)
        yield line
    finally:
        line.close()


def _result(answer: Any) -> Result:
    return Result(int(answer["resultCode"]), bytes(answer["errorMessage"]).decode("utf-8", "replace")[:200])


def _entry(answer: Any) -> Entry:
    values = (bytes(value) for attribute in answer["attributes"] for value in attribute["vals"])
    return Entry(bytes(answer["objectName"]).decode(), tuple(value.decode("utf-8", "replace") for value in values))
