"""Files over the long connection: those that people send, which come sealed, and those that go up in pieces."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import http.client
import urllib.request
from email.message import Message
from functools import partial
from urllib.parse import unquote

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.messenger import texts
from bot.messenger.incoming import FileRef
from bot.messenger.reach import Vendor, may_be_fetched
from bot.wecom.connection import BotConnection
from bot.wecom.limits import CHUNK_BYTES, MOST_CHUNKS
from bot.wecom.requests import UploadBegin, UploadChunk, UploadEnd
from knowledge.errors import BadRequestError
from knowledge.ingesting import Profile

MOST_BYTES = 20 * 1024 * 1024
"""Of a file that is fetched, as over the other messengers."""

FETCH_SECONDS = 60.0
SMALLEST = 5
"""Bytes of a file that the service takes."""

_BLOCK = 32
"""Of the padding: PKCS#7, to multiples of 32 bytes."""


async def fetched(file: FileRef, vendor: Vendor, profile: Profile) -> tuple[str, bytes]:
    """Return name and bytes of a file that somebody sent.

    Raises:
        BadRequestError: It is no longer there, too large, lies where nothing may be fetched from, or cannot be opened.
    """
    refused = BadRequestError(texts.FILE_NOT_RECEIVED.format(most=MOST_BYTES // (1024 * 1024)))
    if not may_be_fetched(file.url, vendor, profile):
        raise refused
    try:
        name, sealed = await asyncio.to_thread(partial(_downloaded, file.url))
        return file.name or name, unsealed(sealed, file.key) if file.key else sealed
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise refused from error


def unsealed(sealed: bytes, key: str) -> bytes:
    """Return what was sealed with AES-256-CBC; the vector is the beginning of the key.

    Raises:
        ValueError: The key is none, or does not open it.
    """
    try:
        secret = base64.b64decode(key + "=" * (-len(key) % 4))
    except binascii.Error as error:
        message = "not a key"
        raise ValueError(message) from error
    opener = Cipher(algorithms.AES(secret), modes.CBC(secret[:16])).decryptor()
    padded = opener.update(sealed) + opener.finalize()
    count = padded[-1] if padded else 0
    if not 1 <= count <= _BLOCK or padded[-count:] != bytes([count]) * count:
        message = "the key does not open it"
        raise ValueError(message)
    return padded[:-count]


async def sent_up(connection: BotConnection, name: str, data: bytes) -> str:
    """Send a file up and return the number under which it can be sent on.

    Raises:
        BadRequestError: It is smaller or larger than the service takes.
        RefusedError: The service does not take it.
    """
    chunks = [data[start : start + CHUNK_BYTES] for start in range(0, len(data), CHUNK_BYTES)]
    if len(data) < SMALLEST or len(chunks) > MOST_CHUNKS:
        raise BadRequestError(f"《{name}》超过企业微信的文件大小限制，没有发送；请在网页上下载。")
    digest = hashlib.md5(data, usedforsecurity=False).hexdigest()
    begin = UploadBegin(filename=name, total_size=len(data), total_chunks=len(chunks), md5=digest)
    upload = str((await connection.ask("aibot_upload_media_init", begin)).get("upload_id", ""))
    for number, chunk in enumerate(chunks):
        piece = UploadChunk(upload_id=upload, chunk_index=number, base64_data=base64.b64encode(chunk).decode())
        await connection.ask("aibot_upload_media_chunk", piece)
    return str((await connection.ask("aibot_upload_media_finish", UploadEnd(upload_id=upload))).get("media_id", ""))


def _downloaded(url: str) -> tuple[str, bytes]:
    with urllib.request.urlopen(url, timeout=FETCH_SECONDS) as answer:  # noqa: S310 - the address was checked
        data = answer.read(MOST_BYTES + _BLOCK + 1)
        if len(data) > MOST_BYTES + _BLOCK:
            message = "larger than was allowed"
            raise ValueError(message)
        return _name_in(answer.headers.get("Content-Disposition", "")), data


def _name_in(disposition: str) -> str:
    """Return the name that a header gives a file; empty where it gives none."""
    header = Message()
    header["Content-Disposition"] = disposition
    return unquote(header.get_filename() or "")
