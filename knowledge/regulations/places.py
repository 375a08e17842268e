"""From a place in an instrument to its text: exactly the 条, 款 or 项 that was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from knowledge.regulations import missing
from knowledge.regulations.findings import Finding, Match, match_at
from knowledge.regulations.provisions import Article, Instrument, Paragraph, item_of, paragraph_of, subitem_of
from knowledge.regulations.references import NOWHERE, Place, Reference
from knowledge.regulations.validity import Standing
from knowledge.tokens import fold

MANY = 3
"""Articles on one topic up to this number are shown; of more, their numbers are offered."""

_OPENING = 24
"""Characters of an article in which it says what it is about."""

_OFFERED = 8
_CHAPTERS = 30
"""Articles, and chapters, that are offered at most."""

CONTENTS = "目录"
"""Behind the name of an instrument: its chapters are asked for."""


class Within(NamedTuple):
    """A reference whose instrument is known."""

    text: str
    reference: Reference
    instrument: Instrument
    standing: Standing

    def whole(self, article: Article) -> Match:
        """Return a whole article."""
        return match_at(self.instrument, self.instrument.articles.index(article), self.standing)

    def fails(self, reason: str, *places: str) -> Finding:
        """Say that the instrument lacks what was asked for, and name places that it has."""
        named = tuple(map(self._named, places))
        return Finding(reference=self.text, outcome="not_found", candidates=named, reason=reason)

    def offers(self, places: Sequence[str], reason: str, *, most: int = _OFFERED) -> Finding:
        """Offer places of the instrument."""
        named = tuple(map(self._named, places[:most]))
        return Finding(reference=self.text, outcome="clarify", candidates=named, reason=reason)

    def _named(self, place: str) -> str:
        title = self.instrument.document.title
        return f"《{title}》{place}" if place == CONTENTS else f"{title}{place}"


def within(asked: Within) -> Finding:
    """Return what stands at the place that a reference names, or on its topic."""
    place = asked.reference.place
    if place == NOWHERE or (place.article is None and asked.reference.topic):
        return _by_topic(asked) if asked.reference.topic not in {"", CONTENTS} else _offered(asked)
    articles = asked.instrument.at(place)
    if not articles and place.article is None and place.chapter is None and place.part is None:
        return _offered(asked)
    if not articles:
        held = asked.instrument.articles
        return asked.fails(missing.no_article(asked.instrument, place), *((held[-1].heading, CONTENTS) if held else ()))
    if place.paragraph is None and place.item is None:
        return _found(asked, [asked.whole(article) for article in articles])
    return _inside(asked, articles[0])


def _inside(asked: Within, article: Article) -> Finding:
    """Find the 款, the 项, or both, in an article."""
    place = asked.reference.place
    if place.paragraph is None:
        with_items = [(i, one) for i, one in enumerate(article.paragraphs, start=1) if one.items]
        if len(with_items) > 1:
            return _which_paragraph(asked, article, with_items)
        number, paragraph = with_items[0] if with_items else (None, None)
        return _item(asked, article, paragraph, number)
    paragraph = paragraph_of(article, place.paragraph)
    if paragraph is None:
        return asked.fails(missing.no_paragraph(asked.instrument, article, place.paragraph))
    number = article.paragraphs.index(paragraph) + 1
    if place.item is not None:
        return _item(asked, article, paragraph, number)
    exact = Place(article=article.number, branch=article.branch, paragraph=number)
    return _found(asked, [asked.whole(article).model_copy(update={"span": paragraph.span, "place": exact})])


def _item(asked: Within, article: Article, paragraph: Paragraph | None, number: int | None) -> Finding:
    wanted = asked.reference.place.item or 0
    span = item_of(paragraph, wanted) if paragraph else None
    if paragraph is None or span is None:
        count = len(paragraph.items) if paragraph else 0
        return asked.fails(missing.no_item(asked.instrument, article, count, wanted))
    named = number if len(article.paragraphs) > 1 else None
    within_item = asked.reference.place.subitem
    if within_item is not None:
        span = subitem_of(asked.instrument.document.text, span, within_item)
        if span is None:
            return asked.fails(missing.no_subitem(asked.instrument, article, within_item))
    exact = Place(article=article.number, branch=article.branch, paragraph=named, item=wanted, subitem=within_item)
    update = {"span": span, "place": exact, "lead": asked.instrument.text(paragraph.lead)}
    return _found(asked, [asked.whole(article).model_copy(update=update)])


def _which_paragraph(asked: Within, article: Article, found: Sequence[tuple[int, Paragraph]]) -> Finding:
    """Several 款 have items: which is meant has to be said."""
    place = asked.reference.place
    having = [number for number, paragraph in found if item_of(paragraph, place.item or 0)]
    if not having:
        most = max(len(one.items) for _, one in found)
        return asked.fails(missing.no_item(asked.instrument, article, most, place.item or 0))
    places = [str(Place(article=article.number, branch=article.branch, paragraph=n, item=place.item)) for n in having]
    return asked.offers(places, f"{article.heading}有几款都分项，请写明是哪一款。")


def _by_topic(asked: Within) -> Finding:
    """Find articles by the words that follow the name: a heading, or what they speak of."""
    topic = asked.reference.topic
    below = asked.instrument.below(topic)
    if below and asked.reference.place.paragraph is not None:
        return _inside(asked, below[0])
    if below:
        return _found(asked, [asked.whole(article) for article in below])
    articles = _speaking_of(asked.instrument, topic)
    if not articles:
        title = asked.instrument.document.title
        return asked.fails(f"《{title}》库内文本没有提到“{topic}”的条款，可换个说法或写明条号。")
    if len(articles) <= MANY:
        return _found(asked, [asked.whole(article) for article in articles])
    return asked.offers([one.heading for one in articles], f"提到“{topic}”的有{len(articles)}条，请选择。")


def _speaking_of(instrument: Instrument, topic: str) -> list[Article]:
    """Return the articles with all words of a topic; only those that begin with them, where there are such."""
    words = _pairs(topic.replace("的", ""))
    complete = [(_complete_at(words, fold(instrument.text(one.span))), one) for one in instrument.articles]
    found = sorted(((at, i) for i, (at, _) in enumerate(complete) if at is not None), key=lambda pair: pair[0])
    opening = [i for at, i in found if at <= _OPENING]
    return [instrument.articles[i] for i in (opening or [i for _, i in found])]


def _pairs(topic: str) -> list[str]:
    """Return a topic two characters at a time, overlapping where it is of odd length: 党员义务 -> 党员, 义务."""
    if len(topic) % 2 == 0:
        return [topic[i : i + 2] for i in range(0, len(topic), 2)]
    return [first + second for first, second in pairwise(topic)] or [topic]


def _complete_at(words: Sequence[str], text: str) -> int | None:
    """Return where the last of the words first stands in a text, or None when one is missing."""
    places = [text.find(word) for word in words]
    return None if min(places) < 0 else max(places)


def _offered(asked: Within) -> Finding:
    """Offer the chapters of an instrument, or its first articles."""
    articles = asked.instrument.articles
    if not articles:
        return asked.fails(missing.no_article(asked.instrument, NOWHERE))
    chapters = list(dict.fromkeys(one.path[0].split()[0] for one in articles if one.path))
    if chapters:
        return asked.offers(chapters, missing.which_place(asked.instrument), most=_CHAPTERS)
    return asked.offers([one.heading for one in articles], missing.which_place(asked.instrument))


def _found(asked: Within, matches: Sequence[Match]) -> Finding:
    return Finding(reference=asked.text, outcome="found", matches=tuple(matches))
