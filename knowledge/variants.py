"""Other ways to write the same thing, for literal look-ups: an abbreviation and what it stands for."""

from __future__ import annotations

from functools import cache

from knowledge.lexicon.reader import lexicon_lines
from knowledge.questions.queries import synonyms
from knowledge.tokens import fold

MOST = 5


def variants_of(words: str) -> tuple[str, ...]:
    """Return other ways to write `words`, as people would read them; none that contains the words themselves.

    Example:
        三会一课 -> 支部党员大会, 支部委员会, 党小组会, 党课
    """
    folded = fold("".join(words.split())).strip("“”\"'《》")
    found = [*_groups().get(folded, ()), *synonyms(folded)]
    others = (other for other in found if folded and folded not in fold(other))
    return tuple(dict.fromkeys(others))[:MOST]


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    groups = [tuple(line.split("\t")) for line in lexicon_lines("variants.txt")]
    return {fold(word): group for group in groups for word in group}
