"""How a catalog comes to have the present tables: numbered steps, each applied whole or not at all.

The numbers are the same whichever database keeps the catalog; what a step says stands in `sqlite.steps` and in
`postgresql.steps`. A step that was released is never edited.
"""

from __future__ import annotations

from sqlalchemy import Connection

from knowledge.catalog.backend import backend_of
from knowledge.errors import CatalogVersionError


def version(connection: Connection) -> int:
    """Return the number of the last step that was applied; 0 for an empty catalog."""
    return backend_of(connection).version(connection)


def check_version(connection: Connection) -> bool:
    """Tell whether all steps have been applied.

    Raises:
        CatalogVersionError: There are more than we know.
    """
    return is_current(version(connection), backend_of(connection).latest)


def is_current(found: int, known: int) -> bool:
    """Tell whether all steps have been applied.

    Args:
        found: The number of the last one that was.
        known: The number of the last one that this program has.

    Raises:
        CatalogVersionError: There are more than we know.
    """
    if found > known:
        raise CatalogVersionError(
            f"资料库由较新版本的程序建立（库版本{found}，本程序支持到{known}），未作任何改动，请升级程序后再打开。"
        )
    return found == known
