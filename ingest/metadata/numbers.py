"""The number under which a document was issued: 文号, 令号."""

from __future__ import annotations

import re

from ingest.metadata.particulars import NUMBER

_TABLED_NUMBER = re.compile(rf"(?:发\s*文\s*字\s*号|文\s*号)[】\]]?\s*[:：|\t]\s*({NUMBER.pattern})")
_SIGNED = re.compile(r"\s*签\s*发\s*人?\s*[:：].*$")
"""Who signed stands beside the number of a paper that goes up."""

_HEAD = 1600


def number_in(header: str, above: str, raw: str) -> str | None:
    """Return the number of a document, as printed, or None.

    Args:
        header: The lines under its title.
        above: The lines down to its title, where official papers print it.
        raw: The unrepaired text, above which a table may give it.
    """
    return _number(header) or _number(above) or _tabled_number(raw)


def _number(header: str) -> str | None:
    """Return the last number that a header prints: that of the version."""
    found = None
    for line in (_SIGNED.sub("", each) for each in header.split("\n")):
        match = NUMBER.search(line)
        if match and (len(line) <= len(match.group()) + 4 or "令" in match.group()):
            found = match.group().strip()
    return found


def _tabled_number(raw: str) -> str | None:
    """Return the number that the table above a published document gives: 发文字号."""
    match = _TABLED_NUMBER.search(raw[:_HEAD])
    return match[1].strip() if match else None
