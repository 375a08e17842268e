"""The people whom the assistant knows: those of the settings, to begin with, and those whom the catalog names.

Looked up at each call, so that a grant or its end takes effect with the next question, in every process.
"""

from __future__ import annotations

from collections.abc import Collection

from knowledge.access import DEPARTMENT, PUBLIC, UNIT, Person, Role, label_named, visible_labels
from knowledge.callers import TELEGRAM, Caller, Identity, Operator, Someone
from knowledge.catalog.access_tokens import AccessTokens
from knowledge.catalog.database import Database
from knowledge.catalog.first_administrator import make_first
from knowledge.catalog.identities import IdentityTable
from knowledge.catalog.people import PeopleTable
from knowledge.catalog.sessions import Sessions
from knowledge.errors import BadRequestError

_RANKS = {role: rank for rank, role in enumerate(Role)}

LONGEST_NAME = 40


class People:
    """Who is who; used from any thread."""

    def __init__(
        self,
        database: Database,
        *,
        admins: frozenset[Identity] = frozenset(),
        readers: frozenset[Identity] = frozenset(),
        open_to_all: bool = False,
    ) -> None:
        self._database = database
        self._table, self._identities = PeopleTable(database), IdentityTable(database)
        self._sessions, self._tokens = Sessions(database), AccessTokens(database)
        named = dict.fromkeys(readers, Role.READER) | dict.fromkeys(admins, Role.ADMIN)
        self._settings = {self._identities.number(identity): role for identity, role in named.items()}
        self._open_to_all = open_to_all

    def caller(self, identity: Identity) -> Someone:
        """Return the person behind an identity, who is entered under a new number where they are new."""
        return Someone(number=self._identities.number(identity))

    def find(self, identity: Identity) -> Someone | None:
        """Return the person behind an identity; None where nobody was entered under it."""
        number = self._identities.find(identity)
        return None if number is None else Someone(number=number)

    def entered(self, text: str) -> Someone:
        """Return the person whom a number or `channel:subject` means, entered where they are new.

        Raises:
            BadRequestError: It can mean nobody.
        """
        return self._numbered(text) or self.caller(Identity.named(text))

    def known(self, text: str) -> Someone:
        """Return the person whom a number or `channel:subject` means, named or not; nobody is entered.

        Raises:
            BadRequestError: It means nobody.
        """
        if (numbered := self._numbered(text)) is not None:
            return numbered
        identity = Identity.named(text)
        number = self._identities.find(identity)
        if number is None and identity.channel != TELEGRAM:
            raise BadRequestError(f"没有听说过 {identity}；请核对写法，或先用 ronghe people add {identity} 添加。")
        return Someone(number=int(identity.subject) if number is None else number)

    def identities(self, number: int) -> list[Identity]:
        """Return who a person is to each channel."""
        return self._identities.of(number)

    def identities_of_everybody(self) -> dict[int, list[Identity]]:
        """Return who each person is to each channel, by their number."""
        return self._identities.of_everybody()

    def person(self, number: int) -> Person | None:
        """Return a named person with the higher of the roles that settings and catalog give, or None."""
        return self._joined(number, self._table.person(number))

    def everybody(self) -> list[Person]:
        """Return all named people by their id."""
        named = {person.id: person for person in self._table.everybody()}
        found = (self._joined(user, named.get(user)) for user in sorted(named.keys() | self._settings.keys()))
        return [person for person in found if person is not None]

    def labels(self, held: frozenset[str], caller: Caller) -> frozenset[str]:
        """Return the labels that somebody may see, of those in use."""
        return held if isinstance(caller, Operator) else visible_labels(held, self._named(caller))

    def may_read(self, caller: Caller) -> bool:
        """Tell whether somebody may ask at all."""
        return self._open_to_all or self._role(caller) is not None

    def may_upload(self, caller: Caller) -> bool:
        """Tell whether somebody may hand in documents."""
        return self._role(caller) in {Role.UPLOADER, Role.ADMIN}

    def is_admin(self, caller: Caller) -> bool:
        """Tell whether somebody administers the library, as the operator of the machine does."""
        return self._role(caller) is Role.ADMIN

    def admins(self) -> frozenset[int]:
        """Return the ids of the administrators."""
        return frozenset(person.id for person in self.everybody() if person.role is Role.ADMIN)

    def departments(self, caller: Caller, held: frozenset[str]) -> list[str]:
        """Return the labels of departments under which somebody may hand material in.

        Args:
            caller: An administrator has every department that is known, anybody else those granted to them.
            held: The labels that documents in the catalog carry.
        """
        if self.is_admin(caller):
            known = held.union(*(each.labels for each in self.everybody()))
        else:
            person = self._named(caller)
            known = person.labels if person else frozenset()
        return sorted(label for label in known if label.startswith(DEPARTMENT))

    def is_open_to_somebody(self) -> bool:
        """Tell whether anybody may ask."""
        return self._open_to_all or bool(self._settings) or not self._table.is_empty()

    def add(self, number: int, *, name: str = "", role: Role = Role.READER, labels: Collection[str] = ()) -> Person:
        """Name a person, or give one another name and role; labels are added to those held.

        Raises:
            BadRequestError: The name or a label cannot be one.
        """
        wanted = _departments(labels)
        self._table.put(number, name=_checked_name(name), role=role)
        self._table.grant(number, wanted)
        return self._known(number)

    def add_first(self, number: int, *, name: str, password_hash: str) -> bool:
        """Make somebody the first administrator who can sign in; tell whether nobody else was quicker.

        Raises:
            BadRequestError: The name cannot be one.
        """
        return make_first(self._database, number, name=_checked_name(name), password_hash=password_hash)

    def grant(self, number: int, labels: Collection[str]) -> Person:
        """Let a named person see more; somebody whom only the settings name is entered into the catalog.

        Raises:
            BadRequestError: Nobody named them, or a label is none.
        """
        wanted = _departments(labels)
        person = self._known(number)
        if self._table.person(number) is None:
            self._table.put(number, name=person.name, role=Role.READER)
        self._table.grant(number, wanted)
        return self._known(number)

    def revoke(self, number: int, labels: Collection[str]) -> Person:
        """Take labels away from a named person.

        Raises:
            BadRequestError: Nobody named them, a label is none, or one that comes with being named.
        """
        wanted = [label_named(label) for label in labels]
        if {PUBLIC, UNIT} & set(wanted):
            raise BadRequestError("public 和 unit 随名单而来，不能单独收回；要停用一个人，请用 ronghe people remove。")
        self._known(number)
        self._table.revoke(number, wanted)
        return self._known(number)

    def remove(self, number: int) -> bool:
        """Strike somebody off the list; tell whether they were on it.

        Raises:
            BadRequestError: The settings name them, which only the settings can undo.
        """
        removed = self._table.remove(number)
        if number in self._settings:
            raise BadRequestError(
                f"{number} 写在 RONGHE_ADMINS 或 RONGHE_READERS 里，请从设置中删去后重新启动；名单中的记录已移除。"
            )
        # Whoever has the name next must not be opened to by what its former bearer knows.
        self._sessions.forget(number)
        self._tokens.forget(number)
        return removed

    def _numbered(self, text: str) -> Someone | None:
        """Return a named person by the number that they have here."""
        known = text.strip().isdecimal() and self.person(int(text)) is not None
        return Someone(number=int(text)) if known else None

    def _named(self, caller: Caller) -> Person | None:
        return self.person(caller.number) if isinstance(caller, Someone) else None

    def _role(self, caller: Caller) -> Role | None:
        if isinstance(caller, Operator):
            return Role.ADMIN
        person = self._named(caller)
        return person.role if person else None

    def _known(self, number: int) -> Person:
        person = self.person(number)
        if person is None:
            raise BadRequestError(f"名单里没有 {number}；请先用 ronghe people add 添加。")
        return person

    def _joined(self, number: int, named: Person | None) -> Person | None:
        own = self._settings.get(number)
        if own is None:
            return named
        if named is None:
            return Person(id=number, name="", role=own, from_settings=True)
        role = max(own, named.role, key=_RANKS.__getitem__)
        return named.model_copy(update={"role": role, "from_settings": True})


def _checked_name(name: str) -> str:
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise BadRequestError(f"姓名不超过{LONGEST_NAME}个字，不含换行。")
    return name.strip()


def _departments(labels: Collection[str]) -> list[str]:
    """Return those labels that have to be granted; the others come with being named."""
    return [label for label in map(label_named, labels) if label not in {PUBLIC, UNIT}]
