"""What a command prints: one JSON object for scripts, or text for people; and the sentence when it cannot."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TypeVar

from pydantic import BaseModel

T = TypeVar("T", bound=BaseModel)


def show(result: T, *, as_json: bool, write: Callable[[T], None]) -> None:
    """Print `result` as one JSON object, or let `write` print it for a person."""
    if as_json:
        sys.stdout.write(result.model_dump_json() + "\n")
    else:
        write(result)


def show_each(results: Iterable[BaseModel]) -> None:
    """Print JSON objects, each on a line as soon as it is there."""
    for result in results:
        sys.stdout.write(result.model_dump_json() + "\n")
        sys.stdout.flush()


def complain(code: str, message: str, *, as_json: bool) -> None:
    """Print why a command could not be done: JSON on stdout for scripts, a sentence on stderr for people."""
    if as_json:
        from bot.contracts.basic import ErrorJson, Fault

        sys.stdout.write(ErrorJson(error=Fault(code=code, message=message)).model_dump_json() + "\n")
    else:
        sys.stderr.write(message + "\n")
