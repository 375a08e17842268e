"""SQL that each database writes in its own way, as expressions that queries are made of.

`knowledge.catalog.sqlite.expressions` and `knowledge.catalog.postgresql.expressions` say how.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, Text, bindparam, cast, select
from sqlalchemy.sql.functions import FunctionElement


class JsonValues(FunctionElement[str]):
    """The values of a list that is given as JSON, as a table: one statement serves lists of any length."""

    name = "json_values"
    inherit_cache = True


class JsonMember(FunctionElement[str]):
    """What an object, kept as JSON in a column of text, has under a name; NULL where it has nothing."""

    name = "json_member"
    type = Text()
    inherit_cache = True


def given_texts(name: str) -> Select[Any]:
    """Return the texts of the list that is bound to a name."""
    return select(JsonValues(bindparam(name, type_=Text)).table_valued("value").c.value)


def given_numbers(name: str) -> Select[Any]:
    """Return the whole numbers of the list that is bound to a name."""
    return select(cast(JsonValues(bindparam(name, type_=Text)).table_valued("value").c.value, BigInteger))


def among_texts(column: ColumnElement[Any], values: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that a column has one of these texts, however many they are."""
    return column.in_(select(JsonValues(json.dumps(list(values))).table_valued("value").c.value))


def among_numbers(column: ColumnElement[Any], values: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that a column has one of these whole numbers, however many they are."""
    return column.in_(select(cast(JsonValues(json.dumps(list(values))).table_valued("value").c.value, BigInteger)))
