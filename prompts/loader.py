"""Every word said to a model stands in a `.md` file beside this module; here its blanks are filled in."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from string import Formatter
from typing import NamedTuple


class Prompt(NamedTuple):
    """What is sent to a model: how to work, and what to work on."""

    system: str
    user: str


def render(name: str, **fields: str) -> Prompt:
    """Return the prompt `name` with its blanks filled in; what is filled in may hold braces.

    Args:
        name: Of the file, without `.md`.
        fields: One for each `{blank}` of the file.

    Raises:
        KeyError: A blank has no field, or a field has no blank.
        FileNotFoundError: There is no prompt of that name.
    """
    text = _text(name)
    blanks = {blank for _, blank, _, _ in Formatter().parse(text) if blank is not None}
    if blanks != set(fields):
        message = f"prompt {name}: blanks {sorted(blanks)}, fields {sorted(fields)}"
        raise KeyError(message)
    system, user = text.removeprefix("# 系统\n").split("# 用户\n")
    return Prompt(system=system.strip().format_map(fields), user=user.strip().format_map(fields))


@cache
def _text(name: str) -> str:
    return files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")
