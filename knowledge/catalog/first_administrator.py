"""The first administrator who can sign in: named and given a password in one transaction, once."""

from __future__ import annotations

from sqlalchemy import func, select

from knowledge.access import Role
from knowledge.catalog.database import Database
from knowledge.catalog.people import put_person
from knowledge.catalog.sessions import passwords, put_password


def make_first(database: Database, number: int, *, name: str, password_hash: str) -> bool:
    """Name a person as administrator and give them a password, unless somebody has one; tell whether that was done.

    Whoever is second, in this process or another, changes nothing, and a program that dies in between has done nothing.
    """
    with database.writing() as connection:
        if connection.scalar(select(func.count()).select_from(passwords)):
            return False
        put_person(connection, number, name=name, role=Role.ADMIN)
        put_password(connection, number, password_hash)
    return True
