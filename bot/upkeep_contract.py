"""The objects that `backup`, `restore`, `purge`, `audit` and `stats` print under `--json`."""

from __future__ import annotations

from knowledge.documents import Frozen


class BackupJson(Frozen):
    """`backup` and `restore`: the file, and what of it is in the home that it came from or went to."""

    file: str
    home: str
    documents: int
    passages: int
    originals: int
    made_at: str
    """When the backup was made: ISO 8601, UTC."""

    bytes: int
    seconds: float
