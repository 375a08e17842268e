"""What a trainer asks for: examples of which sector, task, kind, place and year, and how many; read by rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from knowledge.conditions import Condition
from knowledge.documents import Frozen
from knowledge.facets import Facet, facets, unit_words
from knowledge.lexicon.reader import lexicon_lines
from knowledge.numerals import number_of
from knowledge.practices.cards import HeldCard
from knowledge.questions.asking import HOW
from knowledge.questions.official import in_official_words
from knowledge.questions.queries import content_words
from knowledge.questions.question_filters import read_filters
from knowledge.tokens import arabic_numerals, fold, segments

MOST = 20
"""Examples that are given at once."""

_WORDED = re.compile(r"[\u4e00-\u9fff]|[A-Za-z]{2}")
_SOME = 3
"""How many 几个 are."""

_COUNT = re.compile(r"(?P<count>[一二三四五六七八九十两几]|\d{1,3})\s*(?:个|条|则|篇|家|种|份)")
_EXAMPLES = re.compile(r"例子|案例|实例|样例|典型(?:做法|经验)?(?!的)")
_NAMES_THEM = re.compile(r"(?:例子|案例|实例)[??。]*$")
"""大学党委把办学特色和党建结合的例子: nothing else is asked."""

_PRACTICES = re.compile(r"(?<!有没有现成)(?:做法|经验|实践)(?:有哪些)?[??。]*$")
"""高校的考核挂钩做法: short, and nothing else is asked."""

_ASKS = re.compile(
    r"给我|给个|给出|举[一二三四五六七八九十两几\d出]|举例|推荐|找|来[一二三四五六七八九十两几\d]|列[出举]|想要|要[一二三四五六七八九十两几\d]|有没有|有哪些|哪些|要(?:案例|例子)"
)
_DEFINES = re.compile(r"多少|案例(?:汇编|是什么|库)|为什么|什么是|是什么意思|第.{1,6}条|规定|可以.{0,6}吗|能不能|是否")
_HOW = re.compile(HOW)
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,6}?(?:省|市|县|自治区|街道)(?=的|有|党|机关|国企|医院|学校|社区|农村|,|$)")
_NO_PLACE = re.compile("[跟和与同找给把让请个]|医院|学校|社区|机关|企业")
"""找三个医院跟街道 is no name of a street."""

GENERIC = frozenset(lexicon_lines("request_words.txt"))
"""Words of a request that say nothing of its subject: every card is about them."""


class CardFilters(Frozen):
    """Which cards are wanted; what is empty admits everything, several values of one sort admit any of them."""

    sectors: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    """Sectors that are not wanted."""

    tasks: tuple[str, ...] = ()
    fusions: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None

    def anywhere(self) -> CardFilters:
        """Return the same without regard to sector and place."""
        return self.model_copy(update={"sectors": (), "places": ()})

    def one_by_one(self) -> tuple[CardFilters, ...]:
        """Return sectors, places and years each by itself, of those that are given."""
        alone = (
            CardFilters(sectors=self.sectors),
            CardFilters(places=self.places),
            CardFilters(since=self.since, until=self.until),
        )
        return tuple(each for each in alone if each != CardFilters())

    def admits(self, held: HeldCard) -> bool:
        """Tell whether a card fits; one without a date fits no year, one without a place no place."""
        labels, card = held.card.labels, held.card
        sorted_right = (
            (not self.sectors or labels.sector in self.sectors)
            and labels.sector not in self.excluded
            and (not self.tasks or bool(set(self.tasks) & set(labels.tasks)))
            and (not self.fusions or bool(set(self.fusions) & set(labels.fusions)))
            and (not self.stages or bool(set(self.stages) & set(labels.stages)))
        )
        where = fold(" ".join(part.text for part in (card.place, card.unit) if part) + held.document.title)
        year = int(card.date[:4]) if card.date else None
        when = (self.since is None and self.until is None) or (
            year is not None and (self.since or year) <= year <= (self.until or year)
        )
        return sorted_right and when and (not self.places or any(fold(place) in where for place in self.places))


class CardRequest(Frozen):
    """A request for examples, taken apart."""

    text: str
    filters: CardFilters = CardFilters()
    conditions: tuple[Condition, ...] = ()
    """What was read from the words, for the person to see."""

    wanted: tuple[str, ...] = ()
    """Tasks and fusion types that the words name: such cards come first."""

    content: tuple[str, ...] = ()
    """Words of the subject that an example has to be about, folded."""

    count: int | None = None
    """How many examples are asked for."""

    def read(self) -> CardFilters:
        """Return what of the filters was read from the words; options named outright are not among it."""
        fields = {"sector": "sectors", "place": "places"}
        names = {fields.get(one.field, one.field) for one in self.conditions}
        return CardFilters.model_validate({name: getattr(self.filters, name) for name in names})

    def widened(self) -> CardFilters:
        """Return the filters without those that were read from the words; what is not wanted stays out."""
        return self.filters.model_copy(
            update={name: CardFilters.model_fields[name].default for name in self.read().model_fields_set}
        )

    def says_something(self) -> bool:
        """Tell a request from marks and figures that ask for nothing."""
        return bool(self.content or self.wanted or self.filters != CardFilters() or is_worded(self.text))


def is_worded(text: str) -> bool:
    """Tell words from marks, figures and markup: 医院, ESG; not <b>&_*."""
    return _WORDED.search(text) is not None


def asks_for_examples(question: str) -> bool:
    """Tell a request for examples from a question: 给我五个医院的例子; not 案例汇编是什么."""
    folded = fold(question)
    if _DEFINES.search(folded):
        return False
    if _HOW.search(folded) and not (_EXAMPLES.search(folded) and (_ASKS.search(folded) or _COUNT.search(folded))):
        return False
    named = _EXAMPLES.search(folded) is not None or (len(folded) <= _SHORT and _PRACTICES.search(folded) is not None)
    whose = re.search(rf"(?:哪些|哪家|哪几家|谁家)(?:单位|地方|村|{unit_words()})", folded)
    return whose is not None or (
        named
        and bool(_ASKS.search(folded) or _COUNT.search(folded) or len(folded) <= _SHORT or _NAMES_THEM.search(folded))
    )


_SERVED = re.compile(
    r"(?:服务|助力?|惠|帮扶?|为|给|让|面向|走进|进|驻|送到|深入|下)(?:企业|社区|农村|学校|村|乡村|街道|军队)|乡村振兴|社区治理"
    r"|(?:跟|与|和|同)(?:街道社区|企业|社区|农村|学校|村|街道|部队|高校|医院|机关)(?=(?:一起|一道)?(?:联|共|结对|搭|合作|合伙))"
)
"""Who is served or joined is not who acts: 服务企业 and 医院跟街道联建 ask for no enterprise and no 街道."""

_UNWANTED = re.compile(
    r"(?:不要|不想要|别给我?|不含|不包括|排除|除了?)[^,。;]{1,12}?(?:的(?!例)|以外|之外|外|[,。;]|$)"
)
"""给我机关的例子,不要社区的."""

_SHORT = 16
"""Characters of a request without a verb: 医院党建例子."""


def read_request(question: str, *, today: date) -> CardRequest:
    """Take a request apart.

    Args:
        question: As the person wrote it.
        today: 近三年 counts from it.

    Example:
        给我五个医院党建和业务结合的例子 -> sectors=(医院), count=5
    """
    dated = read_filters(question, today=today)
    folded = arabic_numerals(fold(question))
    unwanted, unwanted_words = _named("".join(_UNWANTED.findall(folded)), facets("sectors"))
    sectors, sector_words = _named(_SERVED.sub("", _UNWANTED.sub(" ", folded)), facets("sectors"))
    official = in_official_words(folded)
    tasks, task_words = _named(official, facets("tasks"))
    fusions, fusion_words = _named(official, facets("fusion_types"))
    places = _places(folded)
    count = _COUNT.search(fold(question))
    conditions = [one for one in dated.conditions if one.field in {"since", "until"}]
    conditions += [Condition(field="sector", value=name, words=name) for name in sectors]
    conditions += [Condition(field="sector", value=f"不含{name}", words=name) for name in unwanted]
    conditions += [Condition(field="place", value=name, words=name) for name in places]
    known = {*sector_words, *unwanted_words, *places, *(one.words for one in conditions)}
    said = in_official_words(_COUNT.sub(" ", question))
    content = [word for word in content_words(segments(said)) if not _says_nothing(word, known)]
    return CardRequest(
        text=question,
        filters=CardFilters(
            sectors=sectors, excluded=unwanted, places=places, since=dated.filters.since, until=dated.filters.until
        ),
        conditions=tuple(conditions),
        wanted=tuple(dict.fromkeys((*tasks, *fusions))),
        content=tuple(dict.fromkeys((*content, *(w for w in (*task_words, *fusion_words) if w not in GENERIC)))),
        count=min(_number(count["count"]), MOST) if count else None,
    )


def _named(folded: str, listed: Iterable[Facet]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the labels that a text names, by any of their names, and the words that name them."""
    found = [(facet.label, name) for facet in listed for name in facet.asked if name in folded]
    # 中小学 is not also 小学 and 学: what stands inside a longer name counts only as that.
    longest = [(label, name) for label, name in found if not any(name != other and name in other for _, other in found)]
    return tuple(dict.fromkeys(label for label, _ in longest)), tuple(dict.fromkeys(name for _, name in longest))


def _places(folded: str) -> tuple[str, ...]:
    known = [place for place in lexicon_lines("places.txt") if place in folded]
    named = [match.group() for match in _PLACE.finditer(folded) if not _NO_PLACE.search(match.group())]
    named = [name for name in named if not any(place in name for place in known)]
    return tuple(dict.fromkeys((*known, *named)))


def _says_nothing(word: str, known: Iterable[str]) -> bool:
    return word in GENERIC or any(word in each or each in word for each in known) or word.isdigit()


def _number(words: str) -> int:
    return _SOME if words == "几" else number_of(words)
