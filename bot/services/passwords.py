"""Passwords: what one has to be, and whether one is right. The one file that knows how they are hashed."""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING

from knowledge.errors import BadRequestError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST_PASSWORD = 10, 200
"""Characters; a limit above keeps hashing cheap whatever is sent."""

FEWEST_DIFFERENT = 5
"""Different characters: aaaaaaaaaa is none."""

_AT_ONCE = threading.BoundedSemaphore(2)
"""Each takes its 64 MiB: a flood of wrong passwords would take as much as there is."""


def password_hash(password: str, *, name: str) -> str:
    """Return what is kept of a new password.

    Args:
        password: As it was typed.
        name: Under which its owner signs in; it must not be part of it.

    Raises:
        BadRequestError: It is too short, too long, or too easy to guess.
    """
    if not SHORTEST <= len(password) <= LONGEST_PASSWORD:
        raise BadRequestError(f"密码要有{SHORTEST}至{LONGEST_PASSWORD}个字符，现有{len(password)}个。")
    if len(set(password)) < FEWEST_DIFFERENT or (name and name.casefold() in password.casefold()):
        raise BadRequestError("这个密码太容易猜到：请不要包含用户名，也不要只用几个字符重复。")
    with _AT_ONCE:
        return _hasher().hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one that is kept; it takes as long where none is."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        with _AT_ONCE:
            right = _hasher().verify(kept or _nobodys(), password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False
    return right and kept is not None


@cache
def _hasher() -> PasswordHasher:
    """Return argon2id with the library's parameters: those of RFC 9106 for little memory (64 MiB, three passes).

    Only who signs somebody in needs it; every command has this module.
    """
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys() -> str:
    """Return a hash of nothing that anybody can type."""
    return _hasher().hash("\0")
