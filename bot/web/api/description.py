"""The calls described in the form of OpenAPI 3.1, from the models themselves."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from bot.contracts.objects import OBJECTS
from bot.web.api.endpoints import ENDPOINTS, Endpoint
from bot.web.calls import Call

Json = dict[str, Any]
"""Any: what JSON can say."""

_REF = "#/components/schemas/{model}"
_LOCATED = ("SourceSpan", "DocumentJson", "ShowJson")
"""Objects whose path becomes the name of a file, with the address of the original beside it."""

_ORIGINAL = {"anyOf": [{"type": "string", "format": "uri"}, {"type": "null"}], "description": "原文件的地址"}


def openapi(call: Call) -> Response:
    """Describe the calls."""
    return JSONResponse(described(f"{call.site.address.origin}{call.site.address.base}"))


@cache
def described(server: str) -> Json:
    """Return the description; `server` is what stands before the paths."""
    schemas: Json = {}
    paths: Json = {}
    for endpoint in ENDPOINTS:
        operation = _operation(endpoint, schemas)
        paths.setdefault(endpoint.way.path, {})[endpoint.way.method.lower()] = operation
    paths["/api/documents/{document}/original"] = {"get": _original()}
    error = _named("Error", OBJECTS["error"], schemas)
    for methods in paths.values():
        for operation in methods.values():
            operation["responses"]["default"] = {"description": "未能完成；message 说明怎么办", "content": _json(error)}
    for name in _LOCATED:
        schemas[name]["properties"]["original"] = _ORIGINAL
    return {
        "openapi": "3.1.0",
        "info": {"title": "融合助手", "version": "1", "description": "依据入库材料作答，句句注明出处。"},
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def parameters(endpoint: Endpoint) -> list[Json]:
    """Return what a call takes, each with its name, whether it is needed, what it may be and what it means."""
    schema = endpoint.wanted.model_json_schema()
    needed = schema.get("required", [])
    return [
        {"name": name, "required": name in needed, "schema": one, "description": one.get("description", "")}
        for name, one in schema.get("properties", {}).items()
    ]


def _operation(endpoint: Endpoint, schemas: Json) -> Json:
    reply = _named(OBJECTS[endpoint.object].__name__, OBJECTS[endpoint.object], schemas)
    operation: Json = {
        "summary": endpoint.told,
        "operationId": endpoint.object,
        "responses": {"200": {"description": "完成", "content": _json(reply)}},
    }
    if endpoint.way.method == "POST":
        sent = _named(endpoint.wanted.__name__, endpoint.wanted, schemas, sent=True)
        return operation | {"requestBody": {"required": True, "content": _json(sent)}}
    _lifted(endpoint.wanted.model_json_schema(ref_template=_REF), schemas)
    asked = [{"in": _where(one, endpoint), **one, "schema": _placed(one["schema"])} for one in parameters(endpoint)]
    return operation | {"parameters": asked}


def _where(parameter: Json, endpoint: Endpoint) -> str:
    return "path" if f"{{{parameter['name']}}}" in endpoint.way.path else "query"


def _original() -> Json:
    return {
        "summary": "下载原文件",
        "operationId": "original",
        "parameters": [{"in": "path", "name": "document", "required": True, "schema": {"type": "string"}}],
        "responses": {"200": {"description": "文件", "content": {"application/octet-stream": {}}}},
    }


def _named(name: str, model: type[BaseModel], schemas: Json, *, sent: bool = False) -> Json:
    """Put a model and what it is made of among the schemas; return what refers to it."""
    schema = model.model_json_schema(mode="validation" if sent else "serialization", ref_template=_REF)
    schemas[name] = _lifted(schema, schemas)
    return {"$ref": _REF.format(model=name)}


def _lifted(schema: Json, schemas: Json) -> Json:
    """Return a schema without the definitions that came with it, which go among the others."""
    schemas.update(schema.pop("$defs", {}))
    return schema


def _placed(schema: Json) -> Json:
    """Return a schema of a parameter with what it refers to among the schemas of the description."""
    if "anyOf" in schema:
        return {**schema, "anyOf": [_placed(one) for one in schema["anyOf"]]}
    if "$ref" in schema:
        return {**schema, "$ref": schema["$ref"].replace("#/$defs/", "#/components/schemas/")}
    return schema


def _json(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}
