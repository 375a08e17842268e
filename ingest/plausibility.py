"""How much a text reads like Chinese: the share of common characters among those that are not ASCII."""

from __future__ import annotations

_SIMPLIFIED = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同"
    "现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很"
    "最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处"
    "走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治"
    "展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带"
    "导争运党组织领导干部委支融促落群众服纪律责任条例规定章节款项第廉洁监督检查考核评价机关企业校医院"
)
"""Frequent characters of modern Chinese, and of this field; written down for this purpose, order without meaning."""

_TRADITIONAL = (
    "這個們來為國說時會對於過發後裡種經麼學現當沒動還進樣實軍無與長機關點業將兩間問應戰頭體見產話給門東聲員題爾變電總數報結"
    "務計場條論義據處記際開準決區隊書則聽難權張該規萬術領確傳師觀讓識帶導爭運黨組織幹眾服紀責廉監檢評價企醫項節"
)

_PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉「」『』—…·　〔〕【】"

_COMMON = frozenset(_SIMPLIFIED + _TRADITIONAL + _PUNCTUATION)
_ASCII_END = 128


def plausibility(text: str) -> float:
    """Return the share of common Chinese characters among the characters beyond ASCII, 0 to 1; 0 if there are none."""
    beyond_ascii = [character for character in text if ord(character) >= _ASCII_END]
    if not beyond_ascii:
        return 0.0
    return sum(character in _COMMON for character in beyond_ascii) / len(beyond_ascii)
