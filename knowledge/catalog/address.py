"""Where the catalog of a home is kept: in a file of the home, or on the server that a note in the home names."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from knowledge.errors import BadRequestError

NOTE = "database.url"
"""The file with the address of the database, which may have a password in it: for the home's owner alone."""

SCHEMES = ("postgresql", "postgres")


def noted_address(home: Path) -> str | None:
    """Return the address that a home names, or None where it keeps its catalog itself."""
    try:
        return (home / NOTE).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def note_address(home: Path, address: str | None) -> None:
    """Have a home name an address, or none any more; at once, so that nobody reads half of one."""
    if address is None:
        (home / NOTE).unlink(missing_ok=True)
        return
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = home / f".{NOTE}.part"
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123  # a descriptor with its permissions
        file.write(f"{address}\n")
    unfinished.replace(home / NOTE)


def settle_address(home: Path, address: str, *, own_file: str) -> None:
    """Have a home that holds nothing yet name the address of the settings; one that names it already is left alone.

    Args:
        home: The home.
        address: Of the settings; empty for none, which changes nothing: a home knows where its catalog is.
        own_file: The name of the file in which a home keeps its catalog itself.

    Raises:
        BadRequestError: The home's catalog is elsewhere, or it is no address.
    """
    if not address or (noted := noted_address(home)) == address:
        return
    place = address_shown(address)
    if noted is not None and address_shown(noted) != place:
        raise BadRequestError(
            f"这个资料库在 PostgreSQL {address_shown(noted)}，与 RONGHE_DATABASE_URL（{place}）不同；"
            f"请改正这一设置，或用 --home 指定另一个文件夹，要搬移请用 ronghe migrate --to。"
        )
    if noted is None and (home / own_file).exists():
        raise BadRequestError(
            f"文件夹 {home} 里已有资料库，而 RONGHE_DATABASE_URL 指向 PostgreSQL {place}；"
            "请用 ronghe migrate --to 搬过去，或用 --home 另指定文件夹。"
        )
    note_address(home, address)  # with another password or other options, where it is the same database


def address_shown(address: str) -> str:
    """Return where a database is, as a person knows it: host, port and name, without user and password.

    Raises:
        BadRequestError: It is no address of a PostgreSQL database.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadRequestError(_WRONG) from error
    name = parts.path.strip("/")
    if parts.scheme not in SCHEMES or not name:
        raise BadRequestError(_WRONG)
    return f"{host or '本机'}{f':{port}' if port else ''}/{name}"


_WRONG = "数据库的地址不对，请写成 postgresql://用户:密码@主机:5432/数据库。"
