"""Who may see what: labels on documents against the person who asks.

`public` is for everyone, `unit` for readers that the administrator named, `dept:<id>` for administrators until people
are given departments. The command line without a person, like an administrator, sees everything held.
"""

from __future__ import annotations

PUBLIC = "public"
UNIT = "unit"


def visible_labels(
    held: frozenset[str], *, user: int | None, admins: frozenset[int], readers: frozenset[int]
) -> frozenset[str]:
    """Return the labels that a person may see, of those in use.

    Args:
        held: The labels that documents in the catalog carry.
        user: A numeric Telegram id; None is the command line itself.
        admins: Ids that may see everything.
        readers: Ids that may see the unit's own material.
    """
    if user is None or user in admins:
        return held
    return held & (frozenset({PUBLIC, UNIT}) if user in readers else frozenset({PUBLIC}))
