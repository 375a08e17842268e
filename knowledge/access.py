"""Who may see what: labels on documents against the person who asks.

`public` is for everyone, `unit` for everybody whom the administrator named, `dept:<id>` for those who were given that
label. The operator of the machine, like an administrator, sees everything held.
"""

from __future__ import annotations

import re
from enum import StrEnum

from knowledge.documents import Frozen
from knowledge.errors import BadRequestError

PUBLIC = "public"
UNIT = "unit"

DEPARTMENT = "dept:"
"""What the label of a department begins with."""

_DEPARTMENT = re.compile(rf"{DEPARTMENT}[\w\-]{{1,40}}")


class Role(StrEnum):
    """What a named person may do; each may do what those before it may."""

    READER = "reader"
    UPLOADER = "uploader"
    ADMIN = "admin"


class Person(Frozen):
    """Somebody whom the administrator named."""

    id: int
    name: str
    """As the administrator calls them; empty where only the settings name the id."""

    role: Role
    labels: frozenset[str] = frozenset()
    """The departments whose material they may see; `public` and `unit` go without saying."""

    from_settings: bool = False
    """Whether the settings name them too: then only the settings can take that away."""


def label_named(text: str) -> str:
    """Return a label as documents carry it.

    Raises:
        BadRequestError: It is none.
    """
    label = text.strip()
    if label in {PUBLIC, UNIT} or _DEPARTMENT.fullmatch(label):
        return label
    raise BadRequestError(f"“{text}”不是查阅范围；可用 public、unit 或 dept:部门号，例如 dept:zzb。")


def visible_labels(held: frozenset[str], person: Person | None) -> frozenset[str]:
    """Return the labels that a person may see, of those in use.

    Args:
        held: The labels that documents in the catalog carry.
        person: None is somebody whom nobody named.
    """
    if person is None:
        return held & {PUBLIC}
    if person.role is Role.ADMIN:
        return held
    return held & ({PUBLIC, UNIT} | person.labels)
