"""The people whom the administrator named, as the catalog keeps them: what is taken away is gone at the next look."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Row, delete, func, select

from knowledge.access import Person, Role
from knowledge.catalog.backend import backend_of
from knowledge.catalog.database import Tables
from knowledge.catalog.schema import grants, people


class PeopleTable(Tables):
    """People by their numeric id, each with a role and the labels granted."""

    def person(self, number: int) -> Person | None:
        """Return a person, or None."""
        with self._database.reading() as connection:
            row = connection.execute(select(people).where(people.c.id == number)).first()
            return _person(row, _labels(connection, number)) if row else None

    def everybody(self) -> list[Person]:
        """Return all of them by their id."""
        with self._database.reading() as connection:
            held: dict[int, set[str]] = {}
            for number, label in connection.execute(select(grants.c.person, grants.c.label)):
                held.setdefault(number, set()).add(label)
            rows = connection.execute(select(people).order_by(people.c.id)).all()
            return [_person(row, frozenset(held.get(row.id, ()))) for row in rows]

    def is_empty(self) -> bool:
        """Tell whether nobody is named."""
        with self._database.reading() as connection:
            return not connection.scalar(select(func.count()).select_from(people))

    def put(self, number: int, *, name: str, role: Role) -> None:
        """Name a person, or change the name and role of one; the labels stay."""
        with self._database.writing() as connection:
            put_person(connection, number, name=name, role=role)

    def grant(self, number: int, labels: Iterable[str]) -> None:
        """Let a named person see what carries these labels."""
        rows = [{"person": number, "label": label} for label in labels]
        if rows:
            with self._database.writing() as connection:
                connection.execute(self._database.insert(grants).on_conflict_do_nothing(), rows)

    def revoke(self, number: int, labels: Iterable[str]) -> None:
        """Take labels away."""
        with self._database.writing() as connection:
            connection.execute(delete(grants).where(grants.c.person == number, grants.c.label.in_(list(labels))))

    def remove(self, number: int) -> bool:
        """Strike a person off with everything granted; tell whether they were there."""
        with self._database.writing() as connection:
            return connection.execute(delete(people).where(people.c.id == number)).rowcount > 0


def put_person(connection: Connection, number: int, *, name: str, role: Role) -> None:
    """Name a person, or change the name and role of one, within a transaction."""
    changed = {"name": name, "role": role.value}
    statement = backend_of(connection).insert(people).values({"id": number} | changed)
    connection.execute(statement.on_conflict_do_update(index_elements=[people.c.id], set_=changed))


def _labels(connection: Connection, number: int) -> frozenset[str]:
    return frozenset(connection.scalars(select(grants.c.label).where(grants.c.person == number)))


def _person(row: Row[tuple[int, str, str]], labels: frozenset[str]) -> Person:
    return Person(id=row.id, name=row.name, role=Role(row.role), labels=labels)
