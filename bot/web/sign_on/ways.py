"""What a way of signing in with the office's account does for the page, and how it fails.

There are two sorts: the office's own page, to which people go and from which they come back, and a directory that is
asked whether name and password go together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from knowledge.errors import BadRequestError

AWAY = "单位的登录服务器没有应答，请稍后再试；急用时，请管理员发一个邀请链接，改用本助手自己的密码登录。"
NOT_VOUCHED = "单位的登录没有通过核验，请重新登录；仍不行请告诉管理员，原因已记入日志。"


class OfficeAwayError(BadRequestError):
    """The office's server did not answer in time, or is not the one that it should be."""

    def __init__(self) -> None:
        super().__init__(AWAY)


class NotVouchedError(BadRequestError):
    """The office's server does not say who came back, or what it says does not hold."""

    def __init__(self, words: str = NOT_VOUCHED) -> None:
        super().__init__(words)


class Journey(NamedTuple):
    """What ties somebody's coming back to their going, each 43 random characters that nobody else has seen."""

    state: str
    """Comes back in the address."""

    nonce: str
    """Comes back inside what the office signs."""

    verifier: str
    """Is shown to the office's server alone, which has seen its hash before."""


class OfficePage(Protocol):
    """A page of the office that people go to; used from any thread."""

    def address(self, journey: Journey) -> str:
        """Return where a browser is sent.

        Raises:
            OfficeAwayError: The office's server has to be asked for it, and is away.
        """

    def name(self, journey: Journey, answer: Mapping[str, str]) -> str:
        """Return the name, there, of whoever came back with `answer` in the address.

        Raises:
            OfficeAwayError: The office's server is away.
            NotVouchedError: It vouches for nobody.
        """


class Directory(Protocol):
    """A directory of the office's people; used from any thread."""

    def name(self, name: str, password: str) -> str | None:
        """Return a person's name as the directory writes it; None where name and password do not go together.

        Raises:
            OfficeAwayError: It is away, or does not let us ask.
        """
