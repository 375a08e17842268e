"""Who may do what, and see what: asked at each call, so that a grant or its end takes effect at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from knowledge.access import Role
from knowledge.callers import Visit
from knowledge.errors import BadRequestError
from knowledge.people import People


@dataclass(frozen=True)
class Rights:
    """The one place in which a role is checked."""

    people: People
    held: Callable[[], frozenset[str]]
    """The labels in use."""

    shown_over: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The labels of what may be shown over a channel, whoever asks; over one that is missing, of anything."""

    def labels(self, visit: Visit) -> frozenset[str]:
        """Return the labels of what may be shown on a visit."""
        labels = self.people.labels(self.held(), visit.reader)
        for limit in (visit.within, self.limit(visit)):
            labels = labels if limit is None else labels & limit
        return labels

    def limit(self, visit: Visit) -> frozenset[str] | None:
        """Return the labels beyond which nothing is shown, or taken in, where a visit takes place; None for none."""
        return self.shown_over.get(visit.conversation.channel) if visit.conversation is not None else None

    def check(self, visit: Visit, role: Role) -> None:
        """Let pass who has a role; where others read along, and for a program that sees only a part, nobody has any.

        Raises:
            BadRequestError: They do not have it.
        """
        if role is Role.ADMIN and (visit.within is not None or not self.people.is_admin(visit.reader)):
            raise BadRequestError("这项操作只有管理员可以做，并且要在单独的对话中进行。")
        if role is Role.UPLOADER and (visit.within is not None or not self.people.may_upload(visit.reader)):
            raise BadRequestError("装入材料要有上传人或管理员的身份，并且要在单独的对话中进行。")
