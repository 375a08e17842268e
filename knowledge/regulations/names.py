"""From a name as people write it to the instrument that bears it: exactly, by alias, or as a choice; never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from knowledge.bodies import HIGHEST
from knowledge.documents import Frozen
from knowledge.lexicon.reader import lexicon_lines
from knowledge.regulations.references import Reference, is_politeness
from knowledge.tokens import fold

TYPES = ("修正案", "条例", "章程", "准则", "规定", "办法", "规则", "细则", "意见", "通知", "决定", "方案", "法", "章")
"""Last words of titles, longer ones first; alone they name nothing."""

SHORTEST_CORRECTED = 5
"""Characters of a name in which one wrong character leaves no doubt; 国旗法 and 国徽法 differ by one."""

CANDIDATES = 8
"""Full names offered at most."""

_LEADING_TO = (
    "落实",
    "执行",
    "贯彻",
    "依据",
    "根据",
    "按照",
    "依照",
    "违反",
    "适用",
    "学习",
    "对照",
    "引用",
    "遵守",
    "符合",
)
"""Words after which a name begins: 支部怎样落实党章."""

_JOINING = (
    *tuple("和与及或在对从以了将把由是为的新"),
    "现行",
    "修订",
    "修正",
    "规定",
    "以及",
    "包括",
    "例如",
    "比如",
    "中国",
)
"""Words between which and a name nothing need stand."""

_LONGEST_NAME = 40

_MARKS = re.compile(r"[\s《》〈〉<>“”\"'·]")
_TRIAL = re.compile(r"\((?:试行|暂行|草案|示例|修订|修正|[^()]{0,12}(?:修订|修正|通过|发布))\)$")
_STATE = re.compile(r"^中华人民共和国")
_PARTY = re.compile(r"^中国共产党(?:党和国家(?=机关))?")
_ISSUING = re.compile(rf"^(?:{HIGHEST}|办公厅|[、和])+(?=关于)")


class Resolution(Frozen):
    """What a name means."""

    certainty: Literal["certain", "unclear", "unknown"]
    cores: tuple[str, ...] = ()
    """Canonical names of instruments: one when it is certain, the possible ones when it is unclear."""

    name: str = ""
    """The name that was recognised, folded: 老年人法 is no old version of anything."""

    corrected: bool = False
    """A slip of the pen, or a short form, was read as what was meant."""

    shortened: bool = False
    """One title alone has these words with others between them: 考核办法 of 党建工作考核实施办法."""

    def settled(self, *, is_held: bool) -> Resolution:
        """Return it as certain where it leaves one instrument to choose and its text is held: then nobody is asked."""
        only = self.certainty == "unclear" and self.shortened and is_held
        return self.model_copy(update={"certainty": "certain", "corrected": True}) if only else self


UNKNOWN = Resolution(certainty="unknown")


class Names:
    """The names that are known: of instruments held, of instruments known but not held, and aliases of both."""

    def __init__(self, titles: Iterable[str]) -> None:
        self._forms: dict[str, set[str]] = {}
        self._titles: dict[str, str] = {}
        for title in (*lexicon_lines("known_titles.txt"), *titles):
            core = core_of(title)
            self._titles[core] = title
            for form in forms_of(title):
                self._forms.setdefault(form, set()).add(core)
        for line in lexicon_lines("aliases.txt"):
            alias, *meant = line.split("\t")
            for title in meant:
                self._titles.setdefault(core_of(title), title)
            # An alias says what the short name means, also where it is part of other titles.
            self._forms[squeezed(alias)] = {core_of(title) for title in meant}

    def title(self, core: str) -> str:
        """Return the full title that goes with a canonical name."""
        return self._titles[core]

    def resolve(self, reference: Reference) -> Resolution:
        """Return what a reference's name means, trying its spellings from the most literal on."""
        spellings = [squeezed(spelling) for spelling in reference.spellings]
        for spelling in spellings:
            for name in _endings(spelling):
                found = self._forms.get(name)
                if found:
                    certainty: Literal["certain", "unclear"] = "certain" if len(found) == 1 else "unclear"
                    return Resolution(certainty=certainty, cores=tuple(sorted(found)), name=name)
        for spelling in reversed(spellings):
            inexact = self._inexact(spelling)
            if inexact.cores:
                return inexact
        return UNKNOWN

    def exact(self, name: str) -> str | None:
        """Return the canonical name of the one instrument that bears exactly this name, or None."""
        found = self._forms.get(squeezed(name), set())
        return next(iter(found)) if len(found) == 1 else None

    def forms(self, core: str) -> list[str]:
        """Return names, folded, one of which stands in every name under which an instrument is known."""
        found = sorted((form for form, cores in self._forms.items() if cores == {core}), key=len)
        return [form for i, form in enumerate(found) if not any(other in form for other in found[:i])]

    def akin(self, name: str) -> list[str]:
        """Return canonical names that contain `name`, or that it contains: to offer, never to answer with."""
        own = core_of(name)
        bare = _without_type(own)
        found = [
            core
            for core in self._titles
            if core != own and len(bare) > 1 and (bare in core or (len(core) > len("公务员法") and core in own))
        ]
        return sorted(found, key=lambda core: (len(core), core))

    def mentioned(self, text: str) -> str | None:
        """Return the canonical name of the longest name that stands in a text, or None."""
        folded = squeezed(text)
        standing = [form for form in self._forms if len(form) > 1 and form in folded and len(self._forms[form]) == 1]
        longest = max(standing, key=len, default=None)
        return next(iter(self._forms[longest])) if longest else None

    def ending(self, text: str) -> str | None:
        """Return the longest known name that folded words end with, where a word ends before it, or None."""
        for start in range(max(0, len(text) - _LONGEST_NAME), len(text) - 1):
            name = text[start:]
            if len(self._forms.get(name, ())) == 1 and _may_precede(text[:start]):
                return name
        return None

    def mentions(self, text: str) -> list[str]:
        """Return the canonical names that stand in a text, a name inside a longer one not counted.

        Example:
            公务员法和监察法实施条例 -> 监察法实施条例, 公务员法
        """
        left = squeezed(text)
        found: list[str] = []
        for form in sorted((form for form, cores in self._forms.items() if len(cores) == 1), key=len, reverse=True):
            if len(form) > 1 and form in left:
                left = left.replace(form, "\0")
                found += self._forms[form]
        return list(dict.fromkeys(found))

    def leading(self, name: str) -> tuple[str, str] | None:
        """Return the longest known name that a line begins with, and the words after it; None where they make a title.

        Example:
            公务员法里关于回避的规定 -> 公务员法, 里关于回避的规定; but 公务员法实施办法 -> None
        """
        folded = squeezed(name)
        for end in range(len(folded) - 1, 1, -1):
            known = folded[:end]
            if len(self._forms.get(known, ())) == 1 and known not in TYPES:
                rest = folded[end:]
                is_title = type_of(rest) not in {"", "规定"} or (rest.endswith("规定") and "的规定" not in rest)
                return None if is_title else (known, rest)
        return None

    def _inexact(self, name: str) -> Resolution:
        if name in TYPES:
            return UNKNOWN
        slips = {core for form in self._forms if one_slip(name, form) for core in self._forms[form]}
        if len(slips) == 1 and len(name) >= SHORTEST_CORRECTED:
            form = next(form for form in self._forms if one_slip(name, form))
            if _is_slip_of_the_pen(name, form):
                return Resolution(certainty="certain", cores=tuple(slips), name=name, corrected=True)
        short = {core for form in self._forms if is_shortened(name, form) for core in self._forms[form]}
        found = sorted(slips | short, key=lambda core: (len(core), core))
        only = len(found) == 1 and not slips
        return Resolution(certainty="unclear", cores=tuple(found), name=name, shortened=only) if found else UNKNOWN


@lru_cache(maxsize=8192)
def core_of(title: str) -> str:
    """Return the canonical name of a title: 中华人民共和国公务员法 -> 公务员法.

    Two titles with one canonical name are versions of one instrument.
    """
    bare = squeezed(title)
    while _TRIAL.search(bare):
        bare = _TRIAL.sub("", bare)
    short = re.sub(r"^中国共产党", "", _STATE.sub("", bare))
    return bare if short in TYPES else short


def forms_of(title: str) -> set[str]:
    """Return the names under which a title is unmistakably known, folded."""
    whole = squeezed(title)
    bare = whole
    while _TRIAL.search(bare):
        bare = _TRIAL.sub("", bare)
    found = {whole, bare, bare.replace("(", "").replace(")", "")}
    found |= {_STATE.sub("", form) for form in found}
    if bare.startswith("中国共产党"):
        short = _PARTY.sub("", bare)
        plain = bare.removeprefix("中国共产党")
        found |= {short, plain, f"党{plain}", f"党的{plain}", f"中共{plain}", f"中国共产党{short}"}
    trial = whole.removeprefix(bare)
    found |= {form + trial for form in found if trial and not form.endswith(trial)}
    about = _ISSUING.sub("", bare)
    found |= {about, about.removeprefix("关于")}
    return {form for form in found if form not in TYPES and form}


def squeezed(name: str) -> str:
    """Return a name folded, without marks and spaces."""
    return _MARKS.sub("", fold(name))


@lru_cache(maxsize=8192)
def type_of(name: str) -> str:
    """Return the last word of a title that says what it is, or nothing."""
    return next((word for word in TYPES if name.endswith(word)), "")


def is_shortened(name: str, form: str) -> bool:
    """Tell whether a name is a title with words left out: 反浪费法 of 反食品浪费法."""
    kind = type_of(name)
    if not kind or not len(kind) < len(name) < len(form) or type_of(form) != kind:
        return False
    rest = iter(form)
    return all(character in rest for character in name)


def one_slip(name: str, form: str) -> bool:
    """Tell whether two names differ by one character, wrong, missing, added or in the other order."""
    if name == form or abs(len(name) - len(form)) > 1 or len(name) < len("公务员法"):
        return False
    start = next((i for i, (a, b) in enumerate(zip(name, form, strict=False)) if a != b), min(len(name), len(form)))
    a, b = name[start:], form[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])


def _is_slip_of_the_pen(name: str, form: str) -> bool:
    """Tell a confusion of like characters, or of their order, from a word that may mean something else."""
    if sorted(name) == sorted(form):
        return True
    different = [(a, b) for a, b in zip(name, form, strict=False) if a != b]
    alike = [set(line) for line in lexicon_lines("confusables.txt")]
    return len(name) == len(form) and any(set(different[0]) <= group for group in alike)


def _endings(name: str) -> Iterable[str]:
    """Yield a name, and its endings after politeness or the name of a branch of law."""
    yield name
    categories = lexicon_lines("law_branches.txt")
    for start in range(1, len(name) - 1):
        before = name[:start]
        if is_politeness(before) or before in categories or before.endswith(_LEADING_TO):
            yield name[start:]


def _may_precede(before: str) -> bool:
    """Tell whether a name can begin after these words: 落实|公务员法, but not 企业|支部工作条例."""
    return not before or not before[-1].isalnum() or before.endswith((*_LEADING_TO, *_JOINING)) or is_politeness(before)


def _without_type(name: str) -> str:
    return name.removesuffix(type_of(name))
