"""Full-width digits: ２０２１年 is 2021年; the number stays the same number."""

from __future__ import annotations

import re
import unicodedata

from ingest.edited_text import Edit, EditedText

_NUMBER = re.compile("[０-９](?:[０-９．，％]*[０-９％])?")


def narrow_numbers(edited: EditedText) -> EditedText:
    """Write full-width digits as ASCII ones, with the point, comma and per cent sign that stand inside a number."""
    found = _NUMBER.finditer(edited.text)
    return edited.apply("width", (Edit(*match.span(), unicodedata.normalize("NFKC", match.group())) for match in found))
