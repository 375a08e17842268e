"""The JSON object of `check`: somebody's own text held against the library."""

from __future__ import annotations

from knowledge.documents import Frozen
from knowledge.drafts.remarks import DraftCheck, Remark, Verdict


class VerdictsJson(Frozen):
    """How many remarks there are of each verdict."""

    matches: int
    differs: int
    outdated: int
    not_found: int


class CheckDraftJson(Frozen):
    """`check`; offsets of the remarks are in `text`, the draft as it was read."""

    file: str
    summary: str
    counts: VerdictsJson
    remarks: tuple[Remark, ...]
    text: str


def check_json(check: DraftCheck, file: str) -> CheckDraftJson:
    """Return a checked draft as scripts read it."""
    counts = {verdict.value: len(check.of(verdict)) for verdict in Verdict}
    return CheckDraftJson(
        file=file, summary=check.summary, counts=VerdictsJson(**counts), remarks=check.remarks, text=check.text
    )
