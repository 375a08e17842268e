"""YAML as it is written: in the order of the description, in Chinese where it is Chinese, nothing by reference."""

from __future__ import annotations

from typing import Any

import yaml

HEAD = "# 由 python -m deployment 写成，请改 deployment/ 里的说明，不要改这个文件。\n"
"""The first line of every file that may have one."""


class _Plain(yaml.SafeDumper):  # type: ignore[misc]  # yaml ships no types
    """Writes what is equal out each time: a file to be read and changed by people has no anchors."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  # asked of everything
        return True


def as_yaml(whole: dict[str, Any]) -> str:
    """Return a document."""
    return str(yaml.dump(whole, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=160))
