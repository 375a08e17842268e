"""How PostgreSQL writes `knowledge.catalog.expressions`."""

from __future__ import annotations

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from knowledge.catalog.expressions import JsonMember, JsonValues


@compiles(JsonValues, "postgresql")
def _values(element: JsonValues, compiler: SQLCompiler, **how: object) -> str:
    return f"jsonb_array_elements_text(CAST({compiler.process(element.clauses, **how)} AS jsonb))"


@compiles(JsonMember, "postgresql")
def _member(element: JsonMember, compiler: SQLCompiler, **how: object) -> str:
    column, name = (compiler.process(each, **how) for each in element.clauses)
    return f"(CAST({column} AS jsonb) ->> {name})"
