"""How an object of the contract is made: each field by its name from the core's values."""

from __future__ import annotations

from typing import Any, TypeVar

from knowledge.documents import Frozen
from knowledge.tokens import simplified

J = TypeVar("J", bound=Frozen)

_READ = frozenset({"title", "issuer", "locator", "regulation", "quoted_in", "superseded_by", "reason"})
"""Fields that are there to be read: in Simplified, whatever script the source is in."""


def gathered(of: type[J], *values: object, **own: Any) -> J:  # Any: a value of any field
    """Return an object of the contract.

    Args:
        of: Its class.
        values: Where its fields are looked for by name; the first that has one counts.
        own: Fields that are called otherwise, or made; these hold.

    Raises:
        AttributeError: Nothing has one of the fields, and it has no default.
    """
    found = dict(own)
    for name, field in of.model_fields.items():
        holder = next((value for value in values if hasattr(value, name)), None)
        if name not in found and (holder is not None or field.is_required()):
            found[name] = getattr(holder, name)
    read = {name: simplified(value) for name, value in found.items() if name in _READ and value}
    return of(**(found | read))
