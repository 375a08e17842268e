"""Through which door a request comes: a page for people, or an interface for programs; the address alone tells."""

from __future__ import annotations

from enum import StrEnum


class Door(StrEnum):
    """It decides who is let in by what, and in what form a refusal is put."""

    PAGE = "page"
    API = "api"
    OPENAI = "openai"

    @property
    def is_for_programs(self) -> bool:
        """Whether a token opens it; pages open to sessions alone, so that a token never changes who may come in."""
        return self is not Door.PAGE


PREFIXES = {"/api/": Door.API, "/v1/": Door.OPENAI}


def door_of(path: str) -> Door:
    """Return the door of an address, which is without the folder that a proxy puts us in."""
    return next((door for prefix, door in PREFIXES.items() if path.startswith(prefix)), Door.PAGE)


_SORTS = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}
SERVER_FAULT = 500


def refusal_object(door: Door, status: int, text: str, *, code: str = "") -> dict[str, object]:
    """Return what a program is told that is not served.

    Args:
        door: Through which it came; OpenAI's clients read another form than ours.
        status: The HTTP status.
        text: One Chinese sentence that says what to do.
        code: Of the fault, where there is one that says more than the status.
    """
    if door is Door.OPENAI:
        sort = _SORTS.get(status, "server_error" if status >= SERVER_FAULT else "invalid_request_error")
        return {"error": {"message": text, "type": sort, "param": None, "code": code or None}}
    return {"error": {"code": code or _CODES.get(status, "error"), "message": text}}


_CODES = {
    400: "bad_request",
    401: "no_token",
    403: "not_allowed",
    404: "not_found",
    405: "bad_request",
    408: "too_slow",
    413: "too_large",
    415: "bad_request",
    429: "too_often",
    503: "busy",
}
