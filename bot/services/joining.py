"""How a stranger is let in: a six-digit code for them, a decision of an administrator; and who is on the list."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.services.core import Core
from bot.services.events import AskedIn, Decided, PersonChanged, StruckOff, Tell
from bot.services.rights import Rights
from knowledge.access import Person, Role, label_named
from knowledge.callers import Identity, Someone, Visit
from knowledge.catalog.joining import JoinRequest, JoinRequests
from knowledge.errors import BadRequestError


@dataclass(frozen=True)
class Joining:
    """Requests and decisions; what is decided holds from the next question."""

    core: Core
    rights: Rights
    tell: Tell

    def ask(self, stranger: Someone, name: str) -> tuple[JoinRequest, bool]:
        """Return a stranger's request and whether it is new; its code is empty when too many wait."""
        code, new = self._requests.ask(stranger.number, name)
        if new:
            self.tell(AskedIn(by=stranger))
        return JoinRequest(stranger.number, name, code), new

    def find(self, code: str, visit: Visit) -> JoinRequest | None:
        """Return the request with a code that holds, or None.

        Raises:
            BadRequestError: Who asks is no administrator.
        """
        self.rights.check(visit, Role.ADMIN)
        return self._requests.find(code)

    def decide(self, code: str, role: Role | None, visit: Visit) -> JoinRequest | None:
        """Let somebody in under a role, or turn them down; None when there is no such request.

        Raises:
            BadRequestError: Who decides is no administrator.
        """
        request = self.find(code, visit)
        if request is None:
            return None
        if role is not None:
            self._admit(request, role)
        self._requests.close(request.code)
        self.tell(Decided(by=visit.caller, person=request.person, role=role))
        return request

    def listed(self, visit: Visit) -> tuple[list[Person], list[JoinRequest]]:
        """Return who is let in and who waits.

        Raises:
            BadRequestError: Who asks is no administrator.
        """
        self.rights.check(visit, Role.ADMIN)
        return self.rights.people.everybody(), self._requests.waiting()

    def name(self, identity: Identity, *, called: str, role: Role, labels: Collection[str], visit: Visit) -> Person:
        """Put somebody on the list.

        Raises:
            BadRequestError: Who decides is no administrator, or name or label cannot be one.
        """
        self.rights.check(visit, Role.ADMIN)
        people = self.rights.people
        number = people.caller(identity).number
        if people.person(number) is not None:
            raise BadRequestError("名单里已有这个用户名；要改角色或查阅范围，请在名单里改。")
        named = people.add(number, name=called, role=role, labels=labels)
        self.tell(PersonChanged(by=visit.caller, person=named.id))
        return named

    def change(self, person: int, *, called: str, role: Role, labels: Collection[str], visit: Visit) -> Person:
        """Give somebody on the list another name, role and labels: those given, and no others.

        Raises:
            BadRequestError: Who decides is no administrator or would no longer be one, nobody is named so, or name or
                label cannot be one.
        """
        self.rights.check(visit, Role.ADMIN)
        people = self.rights.people
        before = people.person(person)
        if before is None:
            raise BadRequestError("名单里没有这个人，请先添加。")
        if visit.caller == Someone(number=person) and role is not Role.ADMIN:
            raise BadRequestError("不能取消自己的管理员身份；请由另一位管理员来改。")
        wanted = {label_named(label) for label in labels}
        people.add(person, name=called, role=role, labels=wanted)
        changed = people.revoke(person, gone) if (gone := before.labels - wanted) else people.person(person)
        self.tell(PersonChanged(by=visit.caller, person=person))
        return changed or before

    def strike(self, person: int, visit: Visit) -> None:
        """Take somebody off the list.

        Raises:
            BadRequestError: Who decides is no administrator, or only the settings can do it.
        """
        self.rights.check(visit, Role.ADMIN)
        if visit.caller == Someone(number=person):
            raise BadRequestError("不能移出自己；请由另一位管理员来改。")
        if self.rights.people.remove(person):
            self.tell(StruckOff(by=visit.caller, person=person))

    @property
    def _requests(self) -> JoinRequests:
        return JoinRequests(self.core.catalog.database)

    def _admit(self, request: JoinRequest, role: Role) -> None:
        people = self.rights.people
        try:
            people.add(request.person, name=request.name, role=role)
        except BadRequestError:  # a name that cannot be one
            people.add(request.person, role=role)
