"""Rules that stand below the notice that passes them on: what the notice says of their making is theirs."""

from __future__ import annotations

from ingest.metadata.kinds import is_instrument
from knowledge.documents import Document


def passed_on(notice: Document, rules: Document) -> Document:
    """Return rules with number, issuer, bodies and dates of the notice above them, where they print none of their own.

    Args:
        notice: The document before them in the file.
        rules: Returned as they are if they are no rules, or the notice does not name them.
    """
    if not (is_instrument(rules.title) and rules.title in notice.text and "印发" in notice.title + notice.text):
        return rules
    own, told = rules.particulars, notice.particulars
    bodies = told.bodies.model_dump(exclude_none=True) | own.bodies.model_dump(exclude_none=True)
    dates = told.dates.model_dump(exclude_none=True) | own.dates.model_dump(exclude_none=True)
    dates["revised"], dates["effective"] = own.dates.revised, own.dates.effective
    particulars = own.model_copy(
        update={
            "bodies": own.bodies.model_copy(update=bodies),
            "dates": own.dates.model_copy(update=dates),
        }
    )
    return rules.model_copy(
        update={
            "number": rules.number or notice.number,
            "issuer": rules.issuer or notice.issuer,
            "date": rules.date or notice.date,
            "particulars": particulars,
        }
    )
