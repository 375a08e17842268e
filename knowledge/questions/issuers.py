"""Whose papers a question asks for: 上海市委组织部2024年印发了几条措施. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from knowledge.bodies import OFFICES
from knowledge.tokens import fold

_POLITE = r"(?:请问|想问|问一下|查一下|帮我查|请查|关于|有没有|是否有)*"
_BODY = rf"(?P<body>[\u4e00-\u9fff]{{1,14}}?(?:{OFFICES}|党委|党组|政法委|国资委|教育部|财政部|[省市区县]政府|局|厅))"
_ISSUED = re.compile(
    rf"^{_POLITE}{_BODY}(?:在|于)?(?:(?P<year>(?:19|20)\d\d)年)?(?:以来|度|里|内)?(?:又|曾|都|共|一共)?"
    r"(?:印发|出台|发布|下发|制定|颁布|发了|发过)"
)


class Papers(NamedTuple):
    """What somebody issued, in one year or at any time."""

    body: str
    year: str = ""

    def __str__(self) -> str:
        return f"{self.body}{self.year}年" if self.year else self.body


def papers_asked(question: str) -> Papers | None:
    """Return whose papers a question asks for, or None."""
    found = _ISSUED.search(fold(question))
    return Papers(found["body"], found["year"] or "") if found else None
