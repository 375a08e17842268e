"""The people whom the assistant knows: those of the settings, to begin with, and those whom the catalog names.

Looked up at each call, so that a grant or its end takes effect with the next question, in every process.
"""

from __future__ import annotations

from collections.abc import Collection

from knowledge.access import DEPARTMENT, PUBLIC, UNIT, Person, Role, label_named, visible_labels
from knowledge.catalog.people import PeopleTable
from knowledge.errors import BadRequestError

_RANKS = {role: rank for rank, role in enumerate(Role)}

LARGEST_ID = 2**52 - 1
"""Telegram's ids have at most 52 significant bits: https://core.telegram.org/bots/api#user"""

LONGEST_NAME = 40


class People:
    """Who is who; used from any thread."""

    def __init__(
        self,
        table: PeopleTable,
        *,
        admins: frozenset[int] = frozenset(),
        readers: frozenset[int] = frozenset(),
        open_to_all: bool = False,
    ) -> None:
        self._table = table
        self._settings = dict.fromkeys(readers, Role.READER) | dict.fromkeys(admins, Role.ADMIN)
        self._open_to_all = open_to_all

    def person(self, user: int) -> Person | None:
        """Return a named person with the higher of the roles that settings and catalog give, or None."""
        return self._joined(user, self._table.person(user))

    def everybody(self) -> list[Person]:
        """Return all named people by their id."""
        named = {person.id: person for person in self._table.everybody()}
        found = (self._joined(user, named.get(user)) for user in sorted(named.keys() | self._settings.keys()))
        return [person for person in found if person is not None]

    def labels(self, held: frozenset[str], user: int | None) -> frozenset[str]:
        """Return the labels that somebody may see, of those in use; None is the command line, which sees all."""
        return held if user is None else visible_labels(held, self.person(user))

    def may_read(self, user: int) -> bool:
        """Tell whether somebody may ask at all."""
        return self._open_to_all or self.person(user) is not None

    def may_upload(self, user: int) -> bool:
        """Tell whether somebody may hand in documents."""
        person = self.person(user)
        return person is not None and person.role is not Role.READER

    def is_admin(self, user: int) -> bool:
        """Tell whether somebody administers the library."""
        person = self.person(user)
        return person is not None and person.role is Role.ADMIN

    def admins(self) -> frozenset[int]:
        """Return the ids of the administrators."""
        return frozenset(person.id for person in self.everybody() if person.role is Role.ADMIN)

    def departments(self, user: int, held: frozenset[str]) -> list[str]:
        """Return the labels of departments under which somebody may hand material in.

        Args:
            user: An administrator has every department that is known, anybody else those granted to them.
            held: The labels that documents in the catalog carry.
        """
        person = self.person(user)
        if person is None:
            return []
        everybody = self.everybody() if person.role is Role.ADMIN else [person]
        known = frozenset[str]().union(*(each.labels for each in everybody))
        known |= held if person.role is Role.ADMIN else frozenset()
        return sorted(label for label in known if label.startswith(DEPARTMENT))

    def is_open_to_somebody(self) -> bool:
        """Tell whether anybody may ask."""
        return self._open_to_all or bool(self._settings) or not self._table.is_empty()

    def add(self, user: int, *, name: str = "", role: Role = Role.READER, labels: Collection[str] = ()) -> Person:
        """Name a person, or give one another name and role; labels are added to those held.

        Raises:
            BadRequestError: The id, the name or a label cannot be one.
        """
        if not 0 < user <= LARGEST_ID:
            raise BadRequestError(f"{user} 不是用户号；对方给机器人发一条消息，就会看到自己的数字编号。")
        if len(name) > LONGEST_NAME or not name.isprintable():
            raise BadRequestError(f"姓名不超过{LONGEST_NAME}个字，不含换行。")
        wanted = _departments(labels)
        self._table.put(user, name=name.strip(), role=role)
        self._table.grant(user, wanted)
        return self._known(user)

    def grant(self, user: int, labels: Collection[str]) -> Person:
        """Let a named person see more; somebody whom only the settings name is entered into the catalog.

        Raises:
            BadRequestError: Nobody named them, or a label is none.
        """
        wanted = _departments(labels)
        person = self._known(user)
        if self._table.person(user) is None:
            self._table.put(user, name=person.name, role=Role.READER)
        self._table.grant(user, wanted)
        return self._known(user)

    def revoke(self, user: int, labels: Collection[str]) -> Person:
        """Take labels away from a named person.

        Raises:
            BadRequestError: Nobody named them, a label is none, or one that comes with being named.
        """
        wanted = [label_named(label) for label in labels]
        if {PUBLIC, UNIT} & set(wanted):
            raise BadRequestError("public 和 unit 随名单而来，不能单独收回；要停用一个人，请用 ronghe people remove。")
        self._known(user)
        self._table.revoke(user, wanted)
        return self._known(user)

    def remove(self, user: int) -> bool:
        """Strike somebody off the list; tell whether they were on it.

        Raises:
            BadRequestError: The settings name them, which only the settings can undo.
        """
        removed = self._table.remove(user)
        if user in self._settings:
            raise BadRequestError(
                f"{user} 写在 RONGHE_ADMINS 或 RONGHE_READERS 里，请从设置中删去后重新启动；名单中的记录已移除。"
            )
        return removed

    def _known(self, user: int) -> Person:
        person = self.person(user)
        if person is None:
            raise BadRequestError(f"名单里没有 {user}；请先用 ronghe people add 添加。")
        return person

    def _joined(self, user: int, named: Person | None) -> Person | None:
        own = self._settings.get(user)
        if own is None:
            return named
        if named is None:
            return Person(id=user, name="", role=own, from_settings=True)
        role = max(own, named.role, key=_RANKS.__getitem__)
        return named.model_copy(update={"role": role, "from_settings": True})


def _departments(labels: Collection[str]) -> list[str]:
    """Return those labels that have to be granted; the others come with being named."""
    return [label for label in map(label_named, labels) if label not in {PUBLIC, UNIT}]
