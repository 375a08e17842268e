"""Tokens for programs: made and revoked by whom they stand for, never with more rights than theirs."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.events import Tell, TokenMade, TokenRevoked
from bot.services.rights import Rights
from knowledge.access import PUBLIC, UNIT, label_named
from knowledge.callers import Caller, Someone
from knowledge.catalog.access_tokens import AccessToken, AccessTokens
from knowledge.catalog.database import Database
from knowledge.documents import Frozen
from knowledge.errors import BadRequestError

LONGEST_DAYS, USUAL_DAYS = 366, 90
LONGEST_NAME = 40
MOST_TOKENS = 20
"""Of one person at a time; more than that nobody keeps apart."""


class WantedToken(Frozen):
    """What a token is to be."""

    person: Someone
    name: str
    labels: tuple[str, ...] = ()
    """Beyond which it shows nothing; none for whatever the person may see."""

    days: int = USUAL_DAYS


@dataclass(frozen=True)
class Tokens:
    """Whom a token stands for is asked at each use: who was struck off, or lost a label, has lost it there too."""

    database: Database
    rights: Rights
    tell: Tell

    def make(self, wanted: WantedToken, by: Caller) -> tuple[str, AccessToken]:
        """Make a token; return its secret, which nobody can be told again, and what is kept.

        Raises:
            BadRequestError: The person may not ask at all, has too many, or name, labels or days cannot be.
        """
        person, name = wanted.person, wanted.name.strip()
        if not self.rights.people.may_read(person):
            raise BadRequestError("名单里没有这个人，请先用 ronghe people add 添加。")
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise BadRequestError(f"请给令牌起一个名称，说明给哪个程序用，不超过{LONGEST_NAME}个字。")
        if not 1 <= wanted.days <= LONGEST_DAYS:
            raise BadRequestError(f"令牌的有效期为1至{LONGEST_DAYS}天。")
        if self._table.count(person.number) >= MOST_TOKENS:
            raise BadRequestError(f"一个人最多有{MOST_TOKENS}个令牌，请先撤销不用的。")
        labels = [label_named(label) for label in wanted.labels]
        if beyond := sorted(set(labels) - set(self.grantable(person))):
            raise BadRequestError(f"此人不能查阅 {'、'.join(beyond)}，令牌的查阅范围不能超出本人的。")
        made = self._table.make(person.number, name=name, labels=labels or None, days=wanted.days)
        self.tell(TokenMade(by=by, person=person.number))
        return made

    def grantable(self, person: Someone) -> list[str]:
        """Return the labels to which a person's token can be narrowed."""
        people = self.rights.people
        named = people.person(person.number) is not None
        return [PUBLIC, *([UNIT, *people.departments(person, self.rights.held())] if named else [])]

    def find(self, secret: str) -> AccessToken | None:
        """Return the token with a secret; None where there is none, or it has ended."""
        return self._table.find(secret)

    def of(self, person: Someone) -> list[AccessToken]:
        """Return a person's tokens that hold."""
        return self._table.listed(person.number)

    def everybodys(self) -> list[AccessToken]:
        """Return all tokens that hold, for whoever sits at the machine."""
        return self._table.listed()

    def revoke(self, number: int, by: Someone) -> None:
        """End one of one's own tokens at once; one that is not there is no fault."""
        self._revoked(self._table.revoke(number, by.number), by)

    def revoke_any(self, number: int, by: Caller) -> bool:
        """End anybody's token, for whoever sits at the machine; tell whether it was there."""
        return self._revoked(self._table.revoke(number), by)

    def _revoked(self, token: AccessToken | None, by: Caller) -> bool:
        if token is not None:
            self.tell(TokenRevoked(by=by, person=token.person))
        return token is not None

    @property
    def _table(self) -> AccessTokens:
        return AccessTokens(self.database)
