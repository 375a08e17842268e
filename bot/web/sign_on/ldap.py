"""LDAP: a directory is asked who a name is, and then to let that person in with the password; it is kept nowhere."""

from __future__ import annotations

import ssl
from dataclasses import dataclass

from bot.web.sign_on.connections import DEADLINE_SECONDS, told_in_time
from bot.web.sign_on.ldap_wire import Security, connected

_SUCCESS, _TOO_MANY = 0, 4
_WRONG = frozenset({19, 32, 49, 53})
"""Constraint violation, no such object, invalid credentials, unwilling to perform: wrong, locked or expired."""


@dataclass(frozen=True)
class LdapDirectory:
    """A directory below one entry of which the people are."""

    host: str
    port: int
    security: Security
    base: str
    attribute: str
    """In which the name stands that people type: `uid`, or `sAMAccountName` in Active Directory."""

    reader: str
    """The entry in whose place is searched; empty where anybody may."""

    reader_password: str
    tls: ssl.SSLContext
    deadline: float = DEADLINE_SECONDS

    def name(self, name: str, password: str) -> str | None:
        """Return a person's name as the directory writes it; None where name and password do not go together.

        Raises:
            OfficeAwayError: It does not answer, is not who it should be, or does not let us search.
        """
        if not name or not password:  # being let in without a password means as nobody (RFC 4513, 5.1.2)
            return None
        return told_in_time(self._name(name, password), self.deadline)

    async def _name(self, name: str, password: str) -> str | None:
        async with connected(self.host, self.port, self.security, self.tls) as line:
            result = await line.bind(self.reader, self.reader_password)
            if result.code != _SUCCESS:
                raise ConnectionError(f"RONGHE_LDAP_BIND_DN is not let in: {result}")
            result, entries = await line.search(self.base, self.attribute, name, most=2)
            if result.code not in {_SUCCESS, _TOO_MANY}:
                raise ConnectionError(f"RONGHE_LDAP_BASE cannot be searched: {result}")
            # A directory that gives fewer than we ask for may have stopped at the first of two.
            if result.code == _TOO_MANY or len(entries) != 1 or not entries[0].name:
                return None
            # Directories take more for the same than we do, as spaces.
            written = next((one for one in entries[0].values if one.casefold() == name.casefold()), None)
            result = await line.bind(entries[0].name, password)
            if result.code not in _WRONG | {_SUCCESS}:
                raise ConnectionError(f"somebody who was found cannot be let in: {result}")
            return written if result.code == _SUCCESS else None
