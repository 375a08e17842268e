"""What is wrong with a statement, held against the words it rests on: the first fault found, or none. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from difflib import SequenceMatcher

from knowledge.documents import Frozen, Status
from knowledge.grounding import claims
from knowledge.grounding.instructions import ADDRESS, opaque
from knowledge.grounding.subjects import changed_subject
from knowledge.grounding.support import Support, pairs_of
from knowledge.names import STATUS_WORDS
from knowledge.tokens import arabic_numerals, fold

LINK = "含有材料以外的链接或地址"
FOREIGN = "不是中文，或含有无意义的字符串"
UNSUPPORTED = "所引材料没有这样说"
QUOTE = "引文与原文不符"
FIGURE = "数字或日期与原文不符"
TITLE = "所引文件名称在材料中查无"
ARTICLE = "条款号与原文不符"
NAME = "单位、职务或地名与原文不符"
RULE = "“应当、可以、不得”等用语与原文不符"
STANDING = "效力说明与库内记录不符"

ENOUGH = 0.55
"""Share of a statement's grams that must stand in its support. Set on sentences reworded by hand: a light rewording
keeps .6 to .9 of them, a claim of one's own in the words of the field .1 to .45."""

ENOUGH_OF_A_CLAUSE = 0.4
"""The same for each clause: what is added to a true sentence shows here."""

SHORTEST_CLAUSE = 5
"""Han characters below which a clause is a connective (一方面，具体来说)."""

SLIGHT = 0.86
"""Likeness from which a wrong quotation is a slip, mended by the source's wording; below it is another sentence."""

_BIG_CLAUSE = re.compile(r"[,;:。!?\n]|——")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LETTERS = re.compile(r"[a-z\u4e00-\u9fff]")
_MARKS = re.compile(r"[\W_]+")
_FRAMING = re.compile(
    r"^(?:根据|按照|依据|据)?(?:上述|以上|库内|所引|有关|相关|这些)?(?:材料|资料|文件|文章|案例)(?:中|里|还|也|均|都)?"
    r"(?:显示|介绍|提到|指出|提出|认为|记载|规定|要求|表明|明确)?[,:]?"
    r"|^(?:具体来说|具体而言|总的来看|总体上看?|概括起来|归纳起来|简言之|此外|另外|同时|其次|首先|最后|其中|例如|比如"
    r"|[一二三四五]是|第[一二三四五],?)[,:]?"
)
_STATUSES = STATUS_WORDS | {"已被修订": Status.SUPERSEDED}
_RESTRICTING = re.compile(
    r"不得|严禁|禁止|可以|一般(?!性)|原则上|必要时|参照|不(?!断|仅|但|忘|同|少|得|足|平衡|变)|未(?!来)|没有"
)
_FOLLOWING = re.compile(r"[,、]?也?([\u4e00-\u9fff]{2})")
_BOUND = re.compile(r"以上|以下")


class Ground(Frozen):
    """What a statement is held against: the quoted stretch, and what its document is."""

    quote: str
    """Folded, with Arabic numerals."""

    about: str
    """Title, issuer, date and heading path of its document or documents, folded, with Arabic numerals."""

    titles: tuple[str, ...]
    statuses: tuple[Status, ...]

    @property
    def text(self) -> str:
        """Return both."""
        return f"{self.about}\n{self.quote}"


def ground_of(*supports: Support) -> Ground:
    """Return what several stretches say together."""
    return Ground(
        quote=arabic_numerals(fold("\n".join(support.quote for support in supports))),
        about=arabic_numerals("\n".join(support.material.about for support in supports)),
        titles=tuple(support.material.document.title for support in supports),
        statuses=tuple(support.material.document.status for support in supports),
    )


def foreign(statement: str, question: str) -> str | None:
    """Return why a statement, without its markers, cannot be part of an answer, whatever the sources say."""
    folded = fold(statement)
    if ADDRESS.search(folded):
        return LINK
    letters = _LETTERS.findall(folded)
    if len(_HAN.findall(folded)) < max(0.5 * len(letters), 4) or set(opaque(folded)) - set(opaque(fold(question))):
        return FOREIGN
    return None


def fault(statement: str, ground: Ground) -> str | None:
    """Return what is wrong with a statement, or None.

    Args:
        statement: Without markers, its quotations already mended.
        ground: What it rests on.
    """
    said = arabic_numerals(fold(statement))
    for check in _CHECKS:
        if (why := check(said, ground)) is not None:
            return why
    return None


def mended(statement: str, passage: str) -> str | None:
    """Return the statement with each quotation in the source's wording, or None when one does not stand there.

    Args:
        statement: As it was written.
        passage: The words of the source, in Simplified.
    """
    held = _MARKS.sub("", fold(passage))
    for quoted in claims.quotations(statement):
        if _MARKS.sub("", fold(quoted)) in held:
            continue
        like = _nearest(quoted, passage)
        if like is None:
            return None
        statement = statement.replace(quoted, like)
    return statement


def _nearest(quoted: str, passage: str) -> str | None:
    """Return the stretch of the passage that a quotation was meant to be, or None when there is none."""
    if len(quoted) < 2 * SHORTEST_CLAUSE:
        return None
    matcher = SequenceMatcher(None, quoted, passage, autojunk=False)
    block = matcher.find_longest_match()
    begin = max(block.b - block.a, 0)
    best = max(
        (passage[begin + shift : begin + shift + length] for shift in (-2, -1, 0, 1, 2) if begin + shift >= 0
         for length in range(len(quoted) - 3, len(quoted) + 4)),
        key=lambda stretch: SequenceMatcher(None, quoted, stretch, autojunk=False).ratio(),
    )  # fmt: skip
    if SequenceMatcher(None, quoted, best, autojunk=False).ratio() < SLIGHT or re.search(r"[。！？\n]", best[1:-1]):
        return None
    return best.strip("，、；：")


def _unsupported(said: str, ground: Ground) -> str | None:
    held = pairs_of(ground.text)
    plain = _NAMED.sub("", _FRAMING.sub("", said))  # titles have a check of their own
    if _share(plain, held) < ENOUGH:
        return UNSUPPORTED
    clauses = [clause for clause in _BIG_CLAUSE.split(plain) if len(_HAN.findall(clause)) >= SHORTEST_CLAUSE]
    return UNSUPPORTED if any(_share(clause, held) < ENOUGH_OF_A_CLAUSE for clause in clauses) else None


def _share(text: str, held: frozenset[str]) -> float:
    pairs = pairs_of(text)
    return len(pairs & held) / len(pairs) if pairs else 1.0


def _figures(said: str, ground: Ground) -> str | None:
    held = claims.figures(ground.quote)
    known = {figure.claim for figure in held} | {figure.claim for figure in claims.figures(ground.about)}
    for date in _printed_dates(ground.about):
        known |= set(zip(date, ("年", "月", "日"), strict=False))
    values = {value for value, _ in known}
    for figure in claims.figures(said):
        if figure.claim not in known and (figure.unit or figure.value not in values):
            return FIGURE
        if figure.unit and claims.misplaced(figure, held):
            return FIGURE
    return None


def _dates(said: str, ground: Ground) -> str | None:
    held = claims.dates(ground.quote) + claims.dates(ground.about) + _printed_dates(ground.about)
    for date in claims.dates(said):
        if not any(other[: len(date)] == date for other in held):
            return FIGURE
    return None


def _printed_dates(about: str) -> list[tuple[str, ...]]:
    """Return the dates that a catalog writes 2019-11-29."""
    found = re.findall(r"((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?", about)
    return [tuple(str(int(part)) for part in parts if part) for parts in found]


def _titles(said: str, ground: Ground) -> str | None:
    held = [*claims.titles(ground.text), *ground.titles]
    named = claims.titles(said)
    return TITLE if any(not any(claims.same_title(one, other) for other in held) for one in named) else None


_NAMED = re.compile(r"《[^《》]{2,60}》(?:\([^()]{2,12}\))?")
_TITLED_ARTICLE = re.compile(r"《([^《》]{2,60})》(?:\([^()]{2,12}\))?(?:的|中|里)?(第\d+条)")


def _articles(said: str, ground: Ground) -> str | None:
    held = claims.articles(ground.text)
    for article in claims.articles(said):
        if not any(_within(article, other) for other in held):
            return ARTICLE
    for title, article in _TITLED_ARTICLE.findall(said):
        own = any(claims.same_title(title, other) for other in ground.titles)
        paired = [other for other, number in _TITLED_ARTICLE.findall(ground.text) if number == article]
        if not (any(claims.same_title(title, other) for other in paired) or (own and article in ground.text)):
            return ARTICLE
    return None


def _within(article: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Tell whether a reference is to the same place, or to a larger one around it."""
    return all(part in (0, held) for part, held in zip(article, other, strict=True))


def _names(said: str, ground: Ground) -> str | None:
    held = claims.actors(ground.text)
    unknown = {actor for actor in claims.actors(said) - held if not any(actor in other for other in held)}
    strangers = {name for name in claims.named_units(said) if name not in ground.text}
    strange = unknown or strangers or claims.places(said) - claims.places(ground.text)
    return NAME if strange or changed_subject(said, ground.quote) else None


_SAME_RULE = {"应": "应当", "须": "必须", "可": "可以", "严禁": "禁止"}


def _rules(said: str, ground: Ground) -> str | None:
    plain = _FRAMING.sub("", said)
    used = Counter(_SAME_RULE.get(word, word) for word in claims.rule_words(plain))
    held = Counter(_SAME_RULE.get(word, word) for word in claims.rule_words(ground.quote))
    if set(used) - set(held) or claims.softened(plain, ground.quote):
        return RULE
    if any(_moved(match, plain, ground.quote) for match in _RESTRICTING.finditer(plain)):
        return RULE
    if any(_dropped(match, ground.quote, plain) for match in _RESTRICTING.finditer(ground.quote)):
        return RULE
    return RULE if any(_bound_dropped(match, ground.quote, plain) for match in _BOUND.finditer(ground.quote)) else None


def _moved(word: re.Match[str], said: str, held: str) -> bool:
    """Tell whether a restricting word stands before what the source has without it: 不领导 for 领导."""
    after = said[word.end() : word.end() + 2]
    if len(_HAN.findall(after)) < 2:  # noqa: PLR2004
        return False
    if word[0] + after in held:
        return False
    return after in held or word[0] not in held


def _dropped(word: re.Match[str], held: str, said: str) -> bool:
    """Tell whether a restricting word of the source was left out before the words it restricts."""
    following = _FOLLOWING.match(held, word.end())
    if following is None or word[0] in said or following[1] not in said:
        return False
    clause = _clause_around(held, word.start(), following.end())
    return _share(clause.replace(word[0], ""), pairs_of(said)) >= ENOUGH


def _clause_around(text: str, start: int, end: int) -> str:
    """Return the words between the marks around a stretch."""
    begin = max((mark.end() for mark in _BIG_CLAUSE.finditer(text, 0, start)), default=0)
    after = _BIG_CLAUSE.search(text, end)
    return text[begin : after.start() if after else len(text)]


def _bound_dropped(word: re.Match[str], held: str, said: str) -> bool:
    """Tell whether 以上 or 以下 was left out after its figure: 3人 for 3人以上."""
    figure = re.search(r"\d+[\u4e00-\u9fff%]{1,3}$", held[: word.start()])
    if figure is None:
        return False
    alone = re.compile(rf"(?<!\d){re.escape(figure[0])}(?!{word[0]})")
    return alone.search(said) is not None and alone.search(held) is None


def _standing(said: str, ground: Ground) -> str | None:
    for status in claims.statuses(said):
        wanted = _STATUSES.get(status, Status.IN_FORCE)
        if status not in ground.quote and wanted not in ground.statuses:
            return STANDING
    return None


_CHECKS: tuple[Callable[[str, Ground], str | None], ...] = (
    _unsupported,
    _titles,
    _articles,
    _figures,
    _dates,
    _names,
    _rules,
    _standing,
)
