"""What people of a messenger may see by their department: the contacts that its administrator exported, and a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from knowledge.access import Person, label_named
from knowledge.callers import Identity
from knowledge.errors import BadRequestError
from knowledge.people import People

ACCOUNT = ("账号", "帐号", "userid", "UserID", "用户ID", "员工UserID")
NAME, DEPARTMENT = ("姓名", "name"), ("部门", "department")
LABEL = ("查阅范围", "label")
"""How the columns are headed that are read; others are passed over."""


class Contact(NamedTuple):
    """Somebody in the contacts."""

    account: str
    name: str
    departments: tuple[str, ...]
    """Each with those above it: `集团/组织部`."""


def contacts_in(path: Path) -> list[Contact]:
    """Return the contacts of an exported table (.csv).

    Raises:
        BadRequestError: It cannot be read, or lacks a column.
    """
    return [
        Contact(
            account, name, tuple(part.strip() for part in departments.replace("；", ";").split(";") if part.strip())
        )
        for account, name, departments in _rows(path, ACCOUNT, NAME, DEPARTMENT)
        if account
    ]


def labels_in(path: Path) -> dict[str, str]:
    """Return the label of each department of a table (.csv).

    Raises:
        BadRequestError: It cannot be read, lacks a column, or a label is none.
    """
    return {department: label_named(label) for department, label in _rows(path, DEPARTMENT, LABEL) if department}


def brought_into_line(
    people: People, channel: str, contacts: Sequence[Contact], table: Mapping[str, str]
) -> list[Person]:
    """Give everybody of a department in the table its labels, and nobody else; return who is on the list for it.

    Who is not on the list yet is put there. Roles stay, and labels that are not in the table.
    """
    ours, found = set(table.values()), []
    for contact in contacts:
        wanted = {label for department, label in table.items() if _is_in(contact, department)}
        someone = people.find(Identity(channel=channel, subject=contact.account))
        held = people.person(someone.number) if someone is not None else None
        if held is None and not wanted:
            continue
        number = people.caller(Identity(channel=channel, subject=contact.account)).number
        person = held or people.add(number, name=contact.name)
        person = people.grant(number, wanted) if wanted - person.labels else person
        gone = (person.labels & ours) - wanted
        found.append(people.revoke(number, gone) if gone else person)
    return found


def _is_in(contact: Contact, department: str) -> bool:
    """Tell whether somebody is in a department, or in one below it; named whole, or by its last part."""
    return any(department == one or f"/{department}/" in f"/{one}/" for one in contact.departments)


def _rows(path: Path, *columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    reader = csv.DictReader(io.StringIO(_text(path)))
    headings = {heading.strip(): heading for heading in reader.fieldnames or () if heading}
    chosen = []
    for names in columns:
        heading = next((headings[name] for name in names if name in headings), None)
        if heading is None:
            raise BadRequestError(f"{path.name} 缺少“{names[0]}”这一列；第一行应是列名，另存为 CSV 再试。")
        chosen.append(heading)
    for row in reader:
        yield tuple((row[heading] or "").strip() for heading in chosen)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadRequestError(f"读不了 {path}（{error.strerror}），请核对路径。") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadRequestError(f"{path.name} 不是 UTF-8 或 GBK 的表格，请在表格软件中另存为 CSV 再试。")
