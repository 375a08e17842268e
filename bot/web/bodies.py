"""What is sent: no more than may be sent here, in good time, and of a kind that is read here."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Receive

from bot.web import texts
from bot.web.calls import Attached, Call
from bot.web.faults import NotLetThrough
from bot.web.reception import KILOBYTE, MEGABYTE, MOST_BYTES_OF_ONE, Take

MOST_FILES, MOST_FIELDS = 50, 200

FORMS = {"multipart/form-data", "application/x-www-form-urlencoded"}
JSON = "application/json"

# What is sent stays in memory, so that nothing of it is on the disk before it is screened.
MultiPartParser.spool_max_size = MOST_BYTES_OF_ONE + 1


async def with_body(call: Call, most: int, request: Request, take: Take) -> Call:
    """Return a call with the form, or the JSON, that was sent.

    Raises:
        NotLetThrough: It is too large, too slow, of a kind that is not read here, or not of its kind.
    """
    arriving = Request(request.scope, _measured(request, most, take, call.site.reception.patience))
    kind, options = parse_options_header(request.headers.get("content-type"))
    named = kind.decode("latin-1")
    try:
        if named == JSON and call.door.is_for_programs:
            return replace(call, body=await asyncio.to_thread(_json, await arriving.body()))
        if named in FORMS and options.get(b"charset", b"utf-8").lower() in {b"utf-8", b"utf8"}:
            return await _with_form(call, arriving, most)
        if not await arriving.body():
            return call
    except ClientDisconnect as error:
        raise NotLetThrough(400, texts.TOO_SLOW) from error
    except (MultiPartException, HTTPException, ValueError, RecursionError) as error:
        raise NotLetThrough(400, texts.UNREADABLE) from error
    raise NotLetThrough(415, texts.UNKNOWN_KIND)


def _measured(request: Request, most: int, take: Take, patience: Callable[[int], float]) -> Receive:
    """Return what receives a body: in good time, while there is room, and no more than `most` bytes."""
    too_large = NotLetThrough(413, texts.TOO_LARGE.format(limit=_limit(most)))
    declared = request.headers.get("content-length", "0")
    promised = int(declared) if declared.isdecimal() and len(declared) < 20 else most + 1  # noqa: PLR2004  # digits
    if promised > most:
        raise too_large
    take(promised)
    begun, received, room = asyncio.get_running_loop().time(), 0, promised

    async def receive() -> Message:
        nonlocal received, room
        try:
            async with asyncio.timeout_at(begun + patience(received)):
                message = await request.receive()
        except TimeoutError as error:
            raise NotLetThrough(408, texts.TOO_SLOW) from error
        received += len(message.get("body", b""))
        if received > most:
            raise too_large
        if received > room:
            take(received - room)
            room = received
        return message

    return receive


def _limit(most: int) -> str:
    return f"{most // MEGABYTE}MB" if most >= MEGABYTE else f"{most // KILOBYTE}KB"


def _json(body: bytes) -> Any:  # Any: whatever was sent
    """Return what JSON says.

    Raises:
        ValueError: It is none, or has halves of characters in it, which nothing can store.
    """
    value = json.loads(body)
    json.dumps(value, ensure_ascii=False).encode()
    return value


async def _with_form(call: Call, request: Request, most: int) -> Call:
    async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=most) as form:
        files = [await _attached(value) for _, value in form.multi_items() if isinstance(value, UploadFile)]
        return replace(call, form=_first(form), lists=_all(form), files=tuple(files))


async def _attached(file: UploadFile) -> Attached:
    """Return a file; of what was received nothing is kept twice for longer than that takes."""
    data = await file.read()
    await file.close()
    return Attached(file.filename or "", data)


def _first(form: FormData) -> Mapping[str, str]:
    return {name: value for name, value in reversed(form.multi_items()) if isinstance(value, str)}


def _all(form: FormData) -> Mapping[str, tuple[str, ...]]:
    values: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            values.setdefault(name, []).append(value)
    return {name: tuple(each) for name, each in values.items()}
