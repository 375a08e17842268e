"""Which text of an instrument is meant: of the year named, the one before the present, or the one of the day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.regulations.references import Reference
from knowledge.regulations.validity import Record
from knowledge.tokens import fold

_TRIAL = re.compile(r"\((?:试行|暂行)\)$")


def version_of(versions: Sequence[Record], reference: Reference, *, day: str, as_of: str | None) -> Record | None:
    """Return the text that is meant, or None when it is not held.

    Args:
        versions: Newest first, at least one.
        reference: May name a year or the old version.
        day: `YYYY-MM-DD`: without a day that was asked about, the newest text that has begun by then counts; where
            none has, the newest.
        as_of: The day that was asked about, if any.
    """
    if _TRIAL.search(reference.name) and not _TRIAL.search(fold(versions[0].title)):
        # Who writes （试行） means a text that says so, where there is one.
        versions = [one for one in versions if _TRIAL.search(fold(one.title))] or versions
    if reference.year is not None:
        named = [one for one in versions if (one.date or "").startswith(str(reference.year))]
        return named[0] if named else _on(versions, f"{reference.year}-12-31")
    if reference.old:
        return versions[1] if len(versions) > 1 else None
    if as_of is not None:
        return _on(versions, as_of)
    return _on(versions, day) or versions[0]


def _on(versions: Sequence[Record], day: str) -> Record | None:
    return next((one for one in versions if one.begins <= day), None)
