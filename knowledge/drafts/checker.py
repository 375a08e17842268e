"""Check a draft: read what it claims, hold each claim against the library, say what was found."""

from __future__ import annotations

from knowledge.drafts.claims import Claim, read_claims
from knowledge.drafts.desk import CheckingDesk, DraftSource
from knowledge.drafts.provisions import check_name, check_number
from knowledge.drafts.quotations import check_quotation
from knowledge.drafts.remarks import DraftCheck, Remark
from knowledge.errors import BadRequestError
from knowledge.regulations.current import ValiditySource
from knowledge.regulations.lookup import Asked, Lookup

LONGEST = 200_000
"""Characters of a draft: a book; a report has some ten thousand."""


class DraftChecker:
    """Checks texts of people against what they may see. Used from any thread."""

    def __init__(self, lookup: Lookup, source: DraftSource, register: ValiditySource) -> None:
        self._lookup = lookup
        self._source = source
        self._register = register

    def check(self, text: str, labels: frozenset[str]) -> DraftCheck:
        """Return the remarks on a draft.

        Args:
            text: The draft.
            labels: What the person may see: nothing else is compared with, or named.

        Raises:
            BadRequestError: It is empty, or longer than `LONGEST`.
        """
        if not text.strip():
            raise BadRequestError("稿件是空的，请给出要核对的文字。")
        if len(text) > LONGEST:
            raise BadRequestError(f"稿件有{len(text)}字，超过{LONGEST}字的上限，请分成几份再核对。")
        desk = CheckingDesk(self._lookup, self._source, Asked(labels=labels), self._register.validity(labels))
        claims = read_claims(text, self._lookup.names(labels).ending)
        return DraftCheck(text=text, remarks=tuple(_remark(claim, desk) for claim in claims))


def _remark(claim: Claim, desk: CheckingDesk) -> Remark:
    match claim.sort:
        case "quotation":
            return check_quotation(claim, desk)
        case "number":
            return check_number(claim, desk)
        case _:
            return check_name(claim, desk)
