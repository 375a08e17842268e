"""Which script a text is written in."""

from __future__ import annotations

from collections import Counter

from knowledge.documents import Script

_TRADITIONAL = frozenset(
    "這個們來為國說時會對於過發後裡種經麼學現當沒動還進樣實軍無與長機關點業將兩間問應戰頭體見產話給門東聲員題爾變電總數報結務計場條論義據處記際開準區隊書則聽難權張該規萬術領確傳師觀讓識帶導爭運黨組織眾紀責監檢評價項節"
)
_SIMPLIFIED = frozenset(
    "这个们来为国说时会对于过发后里种经么学现当没动还进样实军无与长机关点业将两间问应战头体见产话给门东声员题尔变电总数报结务计场条论义据处记际开准区队书则听难权张该规万术领确传师观让识带导争运党组织众纪责监检评价项节"
)


def script_of(text: str) -> Script:
    """Return the script that most of the telling characters are in; Simplified if there are none."""
    counts = Counter(text)
    traditional = sum(counts[character] for character in _TRADITIONAL)
    return (
        Script.TRADITIONAL if traditional > sum(counts[character] for character in _SIMPLIFIED) else Script.SIMPLIFIED
    )
