"""What may leave this machine: personal numbers are masked, and what is not public stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from knowledge.documents import Document
from knowledge.grounding.support import Material
from knowledge.secrecy import mark_of

_NUMBERS = (
    (re.compile(r"(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXxＸ]"), "〔身份证号〕"),
    (re.compile(r"(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)"), "〔银行卡号〕"),
    (re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"), "〔电话号码〕"),
    (re.compile(r"(?<!\d)(?:0\d{2,3}[ -]?|[(（]0\d{2,3}[)）] ?)[2-9]\d{6,7}(?:[-转]\d{1,5})?(?!\d)"), "〔电话号码〕"),
)
"""In this order: the numbers of a bank card hold those of telephones."""

PUBLIC = "public"


def masked(text: str) -> str:
    """Return `text` with the numbers of identity cards, bank cards and telephones replaced by what they are.

    Example:
        电话13800138000 -> 电话〔电话号码〕
    """
    for pattern, name in _NUMBERS:
        text = pattern.sub(name, text)
    return text


def is_internal(document: Document) -> bool:
    """Tell whether a document is for a unit's own use: by its label, or by a mark on it."""
    return document.label != PUBLIC or mark_of(document.text, document.title) is not None


def may_leave(materials: Sequence[Material]) -> bool:
    """Tell whether every one of the materials may be sent to a model elsewhere."""
    return not any(is_internal(material.whole) for material in materials)


def is_elsewhere(base_url: str) -> bool:
    """Tell whether an endpoint is on another machine; without an address it is the provider's own."""
    host = urlsplit(base_url).hostname or ""
    if host == "localhost":
        return False
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return True
