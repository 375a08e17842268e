"""The objects of `--json`: what scripts rely on stays, whatever is added."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from bot.contracts.objects import OBJECTS

FOLDER = Path(__file__).parents[3] / "bot" / "contracts"
MODULES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")


def fields(schema: dict[str, Any], place: str = "") -> Iterator[str]:  # Any: JSON Schema
    """Yield the fields of an object and of the objects in it, by their path."""
    own = schema.get("$defs", {})

    def of(part: dict[str, Any], where: str, inside: tuple[str, ...]) -> Iterator[str]:
        name = part.get("$ref", "").rpartition("/")[2]
        if name and name not in inside:
            yield from of(own[name], where, (*inside, name))
        for choice in (*part.get("anyOf", ()), *part.get("oneOf", ()), *part.get("prefixItems", ())):
            yield from of(choice, where, inside)
        if isinstance(part.get("items"), dict):
            yield from of(part["items"], f"{where}[]", inside)
        for key, value in part.get("properties", {}).items():
            yield f"{where}.{key}"
            yield from of(value, f"{where}.{key}", inside)

    yield from of(schema, place, ())


def test_no_field_is_renamed_or_removed(golden: Callable[[str, str], None]) -> None:
    """Every field that was ever there is there; a new one is entered beside them with `--snapshot-update`."""
    schemas = {name: model.model_json_schema(mode="serialization") for name, model in OBJECTS.items()}
    listed = {each for name, schema in schemas.items() for each in fields(schema, name)}
    golden("contract_fields.txt", "\n".join(sorted(listed)) + "\n")


@pytest.mark.parametrize("module", [each for each in MODULES if each != "objects"])
def test_every_object_is_part_of_what_a_command_prints(module: str) -> None:
    """Nothing stands in a contract that no script can see."""
    found = importlib.import_module(f"bot.contracts.{module}")
    own = [each for _, each in inspect.getmembers(found, inspect.isclass) if each.__module__ == found.__name__]
    printed = {
        name
        for model in OBJECTS.values()
        for name in (model.__name__, *model.model_json_schema(mode="serialization").get("$defs", {}))
    }
    assert own
    assert all(issubclass(each, BaseModel) and each.model_config.get("frozen") for each in own)
    assert {each.__name__ for each in own} <= printed
