"""Results as they leave the machine: of a path only the name of the file, and the address of the original beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from knowledge.names import place_of_file

LinkTo = Callable[[str], str | None]
"""Returns the address of a document's original by the document's id; None where it has none."""


def outward(result: BaseModel, link: LinkTo) -> dict[str, Any]:  # Any: what JSON can say
    """Return a result as a program is given it."""
    told = _told(result.model_dump(mode="json"), "", link)
    if not isinstance(told, dict):
        message = f"{type(result).__name__} is no object"
        raise TypeError(message)
    return told


def _told(value: Any, document: str, link: LinkTo) -> Any:  # Any: what JSON can say
    """Return a value; `document` is the id of the document that what surrounds it is about."""
    if isinstance(value, list):
        return [_told(each, document, link) for each in value]
    if not isinstance(value, dict):
        return value
    path = value.get("path")
    own = value.get("document_id") or (value.get("id") if isinstance(path, str) else None) or document
    told = {name: _told(each, own, link) for name, each in value.items()}
    if isinstance(path, str):
        told |= {"path": place_of_file(path), "original": link(own) if own else None}
    return told
