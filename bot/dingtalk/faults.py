"""What DingTalk's interfaces answer when something is not done, the new ones and the old.

https://open.dingtalk.com/document/development/how-to-process-api-throttling-on-the-dingtalk-server (of 2026-01-22)
"""

from __future__ import annotations

from typing import Any

import httpx

from knowledge.errors import ChannelUnavailableError

THROTTLED = ("Forbidden.AccessDenied.Qps", "90018", "90002", "88", "130101", "410100", "-1")
"""How refusals begin that mean "later": https://open.dingtalk.com/document/development/server-api-error-codes-1"""

FORBIDDEN = "Forbidden.AccessDenied"

UNREACHABLE = "连不上钉钉，请检查网络或 RONGHE_DINGTALK_API。"

Json = dict[str, Any]  # Any: whatever an interface answers; read field by field


class RefusedCallError(ChannelUnavailableError):
    """DingTalk understood a call and does not do it."""

    def __init__(self, fault: str) -> None:
        """Name the fault as DingTalk does; it is for the log and for decisions, never shown to people."""
        super().__init__(f"钉钉没有接受这次调用（{fault}）。")
        self.fault = fault

    @property
    def is_later(self) -> bool:
        """Whether the same call may be accepted in a moment."""
        return self.fault.startswith(THROTTLED)

    @property
    def is_for_good(self) -> bool:
        """Whether the application lacks a permission, or the month's calls are used up: trying again is no use."""
        return self.fault.startswith(FORBIDDEN) and not self.is_later


def checked(answer: httpx.Response) -> Json:
    """Return what an interface answers.

    Raises:
        RefusedCallError: It names a fault.
        ChannelUnavailableError: What answered is not DingTalk's interface, or it is broken.
    """
    fault = refusal_in(answer)
    if fault:
        raise RefusedCallError(fault)
    found = _json(answer)
    if not answer.is_success or found is None:
        raise ChannelUnavailableError(UNREACHABLE)
    return found


def refusal_in(answer: httpx.Response) -> str:
    """Return the fault that an answer of the new or the old interfaces names; empty for none."""
    found = _json(answer) or {}
    if found.get("errcode"):
        return str(found["errcode"])
    if answer.is_success:
        return ""
    return str(found["code"]) if found.get("code") and answer.is_client_error else ""


def _json(answer: httpx.Response) -> Json | None:
    try:
        found = answer.json()
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
