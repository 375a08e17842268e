"""How SQLite writes `knowledge.catalog.expressions`."""

from __future__ import annotations

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from knowledge.catalog.expressions import JsonMember, JsonValues


@compiles(JsonValues, "sqlite")
def _values(element: JsonValues, compiler: SQLCompiler, **how: object) -> str:
    return f"json_each({compiler.process(element.clauses, **how)})"


@compiles(JsonMember, "sqlite")
def _member(element: JsonMember, compiler: SQLCompiler, **how: object) -> str:
    column, name = (compiler.process(each, **how) for each in element.clauses)
    return f"json_extract({column}, '$.' || {name})"
