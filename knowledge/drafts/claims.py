"""What a draft says that can be checked: words in quotation marks, titles in 《 》, provisions and 文号. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from knowledge.documents import Frozen
from knowledge.drafts.alignment import letters
from knowledge.drafts.remarks import Remark, Sort, Standpoint, Verdict
from knowledge.regulations.comparison import ComparedPiece
from knowledge.regulations.references import NUMBER, YEAR, Place, Reference, listed_places
from knowledge.tokens import fold_with_offsets

SHORTEST_QUOTATION = 8
"""Letters: fewer in quotation marks are a term (“三会一课”), unless they are said to be somebody's words."""

SHORTEST_ATTRIBUTED = 5

_NEAR = 120
"""Characters between an instrument and the words that are said to be its."""

_TITLE = re.compile(
    r"《(?P<name>[^《》]{2,80})》(?P<trial>\((?:试行|暂行)\))?(?P<note>\([^()《》]{0,40}\)|[\[(]\d{4}[\])]\d{1,4}号)?"
)
_QUOTED = re.compile(r"“(?P<words>[^“”]{1,1500})”|\"(?P<straight>[^\"“”]{8,600})\"")
_SPEAKS = re.compile(r"(?:规定|指出|强调|明确|要求|提出|写道|指明|说过?|讲过?|讲话中?|原文|中?有云)[^“”。!?;]{0,8}$")
_STATES = re.compile(r"(?:中)?(?:明确)?(?:规定|要求|明确|指出|提出)[,:]?(?P<said>[^“”\"。;!?]{12,240})")
_JOINED = re.compile(r"(?:[、,和及与或]|以及|至|到)+")
_SAME_ONE = re.compile(r"(?:该|此|上述|前述|同一)(?P<kind>法|条例|规定|办法|准则|章程|细则|规则)(?:的|中)?$")
_DIRECTLY = re.compile(r"中?的?:?")

_LOOSE = "的,、:"
"""Marks that may follow a place and are read with it."""

_STOP = re.compile(r"[。!?;]")


class Claim(Frozen):
    """Something that a draft says and the library may know better."""

    sort: Sort
    start: int
    end: int
    """Span in the draft."""

    words: str
    reference: Reference | None = None
    """What it names, or is said to come from."""

    quoted_name: bool = False
    """The name stood in 《 》: it has to be the title itself."""

    attributed: bool = False
    """It is said to be somebody's words."""

    said: str = ""
    """What a provision is said to rule, without quotation marks."""

    def remark(
        self,
        verdict: Verdict,
        message: str,
        found: Standpoint | None = None,
        *,
        right: str | None = None,
        pieces: tuple[ComparedPiece, ...] = (),
    ) -> Remark:
        """Return what is to be said of it."""
        place: dict[str, Any] = {name: getattr(self, name) for name in ("sort", "start", "end", "words")}
        return Remark(**place, verdict=verdict, message=message, right=right, pieces=pieces, found=found)


class _Squeezed(NamedTuple):
    """A draft folded, without white space."""

    text: str
    offsets: list[int]
    draft: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.offsets[start], self.offsets[end - 1] + 1

    def words(self, start: int, end: int) -> str:
        first, last = self.span(start, end)
        return self.draft[first:last]


class _Named(NamedTuple):
    """An instrument named in the draft; offsets in the squeezed text."""

    start: int
    end: int
    reference: Reference
    quoted: bool


def read_claims(draft: str, known_ending: Callable[[str], str | None]) -> list[Claim]:
    """Return what can be checked in a draft, in its order.

    Args:
        draft: As it was written; lines may be broken anywhere.
        known_ending: Returns the known name that folded words end with, for names without 《 》, or None.
    """
    squeezed = _squeeze(draft)
    titles = list(_titles(squeezed))
    provisions = list(_provisions(squeezed, titles, known_ending))
    taken = [(one.start, one.end) for one, _ in provisions]
    bare = [title for title in titles if not any(start <= title.start < end for start, end in taken)]
    named = sorted([one for one, _ in provisions] + bare, key=lambda one: one.start)
    found = [
        *(_claim(squeezed, "provision", one, said=said) for one, said in provisions),
        *(_claim(squeezed, "title", one) for one in bare),
        *_quotations(squeezed, named),
        *_numbers(squeezed, titles),
    ]
    return sorted(found, key=lambda claim: (claim.start, -claim.end))


def _squeeze(draft: str) -> _Squeezed:
    folded, offsets = fold_with_offsets(draft)
    kept = [(character, offset) for character, offset in zip(folded, offsets, strict=True) if not character.isspace()]
    return _Squeezed("".join(character for character, _ in kept), [offset for _, offset in kept], draft)


def _claim(squeezed: _Squeezed, sort: Sort, one: _Named, said: str = "") -> Claim:
    start, end = squeezed.span(one.start, one.end)
    return Claim(
        sort=sort,
        start=start,
        end=end,
        words=squeezed.draft[start:end],
        reference=one.reference,
        quoted_name=one.quoted,
        said=said,
    )


def _titles(squeezed: _Squeezed) -> Iterator[_Named]:
    for match in _TITLE.finditer(squeezed.text):
        name = match["name"] + (match["trial"] or "")
        year = YEAR.search(match["note"] or "") if not NUMBER.search(match["note"] or "") else None
        before = squeezed.text[max(0, match.start() - 12) : match.start()]
        earlier = re.search(r"((?:19|20)\d{2})年(?:版|修订|修正|修改|颁布|发布|施行|印发)?的?$", before)
        named = year or earlier
        reference = Reference(name=name, spellings=(name,), year=int(named[1]) if named else None)
        end = match.end("trial") if match["trial"] else match.end("name") + 1
        yield _Named(match.start(), match.end() if year else end, reference, quoted=True)


def _provisions(
    squeezed: _Squeezed, titles: Sequence[_Named], known_ending: Callable[[str], str | None]
) -> Iterator[tuple[_Named, str]]:
    """Yield each place with the instrument that it is said to stand in, and what it is said to rule."""
    before: _Named | None = None
    for start, end, place in listed_places(squeezed.text):
        whose = _whose(squeezed, start, titles, before, known_ending)
        if whose is None:
            continue
        reference = whose.reference.model_copy(update={"place": place})
        begins = whose.start if whose.end <= start and whose is not before else start
        ends = start + len(squeezed.text[start:end].rstrip(_LOOSE))
        before = _Named(begins, ends, reference, whose.quoted)
        yield before, _said(squeezed, end)


def _whose(
    squeezed: _Squeezed,
    start: int,
    titles: Sequence[_Named],
    before: _Named | None,
    known_ending: Callable[[str], str | None],
) -> _Named | None:
    """Return the instrument that a place belongs to: named right before it, or the one of the place before."""
    text = squeezed.text
    title = next((one for one in reversed(titles) if one.end <= start), None)
    if title is not None and re.fullmatch(r"(?:\([^()]{0,40}\))?[的中之,、]?(?:也是)?", text[title.end : start]):
        return title
    stretch = text[max(0, start - 40) : start].rstrip("的中")
    name = known_ending(stretch)
    if name is not None:
        begins = start - (len(text[max(0, start - 40) : start]) - len(stretch)) - len(name)
        return _Named(begins, start, Reference(name=name, spellings=(name,)), quoted=False)
    if (
        before is not None
        and start >= before.start
        and (before.end >= start or _JOINED.fullmatch(text[before.end : start]))
    ):
        return before
    again = _SAME_ONE.search(text[max(0, start - 6) : start])
    if again is None:
        return None
    named = [one for one in (*titles, *([before] if before else [])) if one.end <= start]
    akin = [one for one in named if re.sub(r"\(.*\)$", "", one.reference.name).endswith(again["kind"])]
    if not akin:
        return None
    latest = max(akin, key=lambda one: one.end)
    return _Named(start, start, latest.reference.model_copy(update={"place": Place()}), latest.quoted)


def _said(squeezed: _Squeezed, end: int) -> str:
    match = _STATES.match(squeezed.text, end)
    return squeezed.words(match.start("said"), match.end("said")) if match else ""


def _quotations(squeezed: _Squeezed, named: Sequence[_Named]) -> Iterator[Claim]:
    for match in _QUOTED.finditer(squeezed.text):
        group = "words" if match["words"] else "straight"
        words = squeezed.words(match.start(group), match.end(group))
        source = _source_of(squeezed.text, match.start(), match.end(), named)
        said = (
            source is not None or _SPEAKS.search(squeezed.text[max(0, match.start() - 30) : match.start()]) is not None
        )
        if len(letters(words).text) < (SHORTEST_ATTRIBUTED if said else SHORTEST_QUOTATION):
            continue
        start, end = squeezed.span(match.start(group), match.end(group))
        reference = source.reference if source else None
        yield Claim(sort="quotation", start=start, end=end, words=words, reference=reference, attributed=said)


def _source_of(text: str, start: int, end: int, named: Sequence[_Named]) -> _Named | None:
    """Return what a quotation is said to come from: named before it in the sentence, or in brackets behind it."""
    behind = next((one for one in named if 0 <= one.start - end <= 1 and text[end : end + 1] == "("), None)
    if behind is not None:
        return behind
    before = [one for one in named if one.end <= start and start - one.end <= _NEAR]
    nearest = before[-1] if before else None
    if nearest is None or _STOP.search(re.sub(r"“[^“”]*”", "", text[nearest.end : start])):
        return None
    between = text[nearest.end : start]
    return nearest if _SPEAKS.search(between) or _DIRECTLY.fullmatch(between) or "“" in between else None


def _numbers(squeezed: _Squeezed, titles: Sequence[_Named]) -> Iterator[Claim]:
    for match in NUMBER.finditer(squeezed.text):
        title = next((one for one in reversed(titles) if 0 <= match.start() - one.end <= len("(")), None)
        start, end = squeezed.span(match.start(), match.end())
        yield Claim(
            sort="number",
            start=start,
            end=end,
            words=squeezed.draft[start:end],
            reference=title.reference if title else None,
        )
