"""Who may see what: labels on documents against the person who asks.

`public` is for everyone, `unit` for readers that the administrator named, `dept:<id>` for administrators until people
are given departments. The command line without a person, like an administrator, sees everything held.
"""

from __future__ import annotations

PUBLIC = "public"
UNIT = "unit"


def visible_labels(held: frozenset[str], *, user: int, admins: frozenset[int], readers: frozenset[int]) -> frozenset[str]:
    """Return the labels that `user` may see, of those in use.

    Args:
        held: The labels that documents in the catalog carry.
        user: A numeric Telegram id.
        admins: Ids that may see everything.
        readers: Ids that may see the unit's own material.
    """
    if user in admins:
        return held | {PUBLIC, UNIT}
    return frozenset({PUBLIC, UNIT}) if user in readers else frozenset({PUBLIC})
