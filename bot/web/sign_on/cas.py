"""CAS 3.0: the office's page sends people back with a ticket, and its server says once whose it is.

A validation is one GET and an XML reply (CAS Protocol 3.0, 2.5 and 2.8); why no library: docs/decisions/0200.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.web.sign_on.connections import DEADLINE_SECONDS, answered_page, told_in_time
from bot.web.sign_on.ways import Journey, NotVouchedError

LONGEST_TICKET = 256
"""Characters: services have to take 256 (3.1.1)."""

LONGEST_REPLY = 64 * 1024
_SPACE = "{http://www.yale.edu/tp/cas}"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CasPage:
    """A CAS server, of the same service address at each step: the one that was set, never one that a request names."""

    url: str
    """Before `/login`, without a slash at its end."""

    back: str
    """Our own address to which it sends people back."""

    tls: ssl.SSLContext
    deadline: float = DEADLINE_SECONDS

    def address(self, journey: Journey) -> str:
        """Return where a browser is sent."""
        return f"{self.url}/login?{urlencode({'service': self._service(journey)})}"

    def name(self, journey: Journey, answer: Mapping[str, str]) -> str:
        """Return whose ticket somebody came back with.

        Raises:
            OfficeAwayError: The server is away.
            NotVouchedError: The ticket is none, has been used, or was given for another journey.
        """
        ticket = answer.get("ticket", "")
        if not ticket or len(ticket) > LONGEST_TICKET or not ticket.isascii() or not ticket.isprintable():
            raise NotVouchedError
        parameters = {"service": self._service(journey), "ticket": ticket}
        return _user_of(
            told_in_time(answered_page(f"{self.url}/p3/serviceValidate", parameters, self.tls), self.deadline)
        )

    def _service(self, journey: Journey) -> str:
        """Return our address with the state in it: a ticket that somebody else was given fits no journey but theirs."""
        return f"{self.back}?{urlencode({'state': journey.state})}"


def _user_of(reply: bytes) -> str:
    """Return the name in a reply.

    Raises:
        NotVouchedError: There is none.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(reply[:LONGEST_REPLY], parser)
    except etree.XMLSyntaxError as error:
        _log.warning("the reply of the CAS server is no XML")
        raise NotVouchedError from error
    vouched = [*root] if root.tag == f"{_SPACE}serviceResponse" else []
    users = (
        vouched[0].findall(f"{_SPACE}user")
        if [one.tag for one in vouched] == [f"{_SPACE}authenticationSuccess"]
        else []
    )
    name = (users[0].text or "").strip() if len(users) == 1 and not len(users[0]) else ""
    if not name:
        refused = root.find(f"{_SPACE}authenticationFailure")
        _log.warning("the CAS server vouches for nobody: %s", refused.get("code") if refused is not None else "no user")
        raise NotVouchedError
    return name
