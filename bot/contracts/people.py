"""The object that `people` prints under `--json`."""

from __future__ import annotations

from knowledge.access import Role
from knowledge.documents import Frozen


class PersonJson(Frozen):
    """Somebody whom the administrator named; an administrator sees everything, whatever the labels."""

    id: int
    name: str
    role: Role
    labels: tuple[str, ...]
    from_settings: bool
    """Whether RONGHE_ADMINS or RONGHE_READERS name them: then only the settings can strike them off."""

    identities: tuple[str, ...] = ()
    """Who they are to each channel: `telegram:42`."""


class PeopleJson(Frozen):
    """`people` and what it does: those listed, or the one who was changed; `removed` are the ids struck off."""

    people: tuple[PersonJson, ...]
    removed: tuple[int, ...] = ()
