"""Full text: found by any term, best first, and no term is a command."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.library import Library
from knowledge.tokens import grams, words
from tests.builders import source_file
from tests.fakes import BigramEmbedder

PUBLIC = frozenset({"public"})


def found(library: Library, question: str, labels: frozenset[str] = PUBLIC) -> list[str]:
    hits = library.lexical.search_words(words(question), limit=10, labels=labels)
    passages = library.catalog.hits_for([passage_id for passage_id, _ in hits], labels)
    return [passage.text for passage, _, _ in passages.values()]


def test_a_passage_with_more_of_the_words_comes_first(library: Library) -> None:
    """Any word is enough, several are better, and scores say so."""
    library.replace_file(*source_file("/a.txt", "支部开展主题党日。", "支部走访企业，主题党日进车间。", "食堂菜单。"))
    assert found(library, "企业里的主题党日") == ["支部走访企业，主题党日进车间。", "支部开展主题党日。"]
    scores = [score for _, score in library.lexical.search_words(words("企业主题党日"), limit=10, labels=PUBLIC)]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


def test_traditional_text_is_found_by_simplified_words(library: Library) -> None:
    """Both sides are folded the same way."""
    library.replace_file(*source_file("/a.txt", "推進黨建與業務融合。"))
    assert found(library, "党建与业务融合") == ["推進黨建與業務融合。"]


def test_titles_are_searched_too(library: Library) -> None:
    """A passage is found by the title of its document."""
    library.replace_file(*source_file("/a.txt", "每月一次。", title="谈心谈话制度"))
    assert found(library, "谈心谈话") == ["每月一次。"]


def test_grams_find_what_no_dictionary_knows(library: Library) -> None:
    """A new coinage is found by its pairs of characters."""
    library.replace_file(*source_file("/a.txt", "推行“考比拉”机制。", "推行轮岗机制。"))
    hits = library.lexical.search_grams(grams("考比拉"), limit=10, labels=PUBLIC)
    assert [library.catalog.hits_for([key], PUBLIC)[key][0].text for key, _ in hits] == ["推行“考比拉”机制。"]


def test_labels_and_limits_hold(library: Library) -> None:
    """What may not be seen is not found, and no more is returned than was asked for."""
    library.replace_file(*source_file("/a.txt", "党员大会。", "党员大会。", "党员大会。"))
    library.replace_file(*source_file("/b.txt", "党员大会（内部）。", label="unit"))
    assert len(library.lexical.search_words(["党员"], limit=2, labels=PUBLIC)) == 2
    assert found(library, "党员", frozenset({"unit"})) == ["党员大会（内部）。"]
    assert found(library, "党员", frozenset()) == []


def test_frequencies_follow_the_catalog(library: Library) -> None:
    """What was counted is counted again when documents come and go, also by way of another opening of the home."""
    library.replace_file(*source_file("/a.txt", "支部学习。", "支部走访。"))
    assert library.lexical.document_frequency(["支部", "走访"]) == {"支部": 2, "走访": 1}
    with Library.open_reader(library.catalog.database.home, BigramEmbedder()) as other:
        other.replace_file(*source_file("/a.txt", "支部学习。"))
    assert library.lexical.document_frequency(["走访", "支部"]) == {"走访": 0, "支部": 1}
    assert library.lexical.passage_count() == 1


def test_frequencies_are_counted_in_passages(library: Library) -> None:
    """A word that stands nowhere has 0, and repeating it in one passage counts once."""
    library.replace_file(*source_file("/a.txt", "支部，支部。", "支部学习。"))
    assert library.lexical.document_frequency(["支部", "学习", "食堂"]) == {"支部": 2, "学习": 1, "食堂": 0}
    assert library.lexical.passage_count() == 2


def test_what_was_removed_counts_no_more(library: Library) -> None:
    """Removing a document takes its words with it."""
    path, original, entries = source_file("/a.txt", "支部学习。")
    library.replace_file(path, original, entries)
    library.remove([entries[0][0].id])
    assert library.lexical.document_frequency(["支部"]) == {"支部": 0}
    assert (found(library, "支部"), library.lexical.passage_count()) == ([], 0)


@given(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=4))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_term_is_never_a_command(library: Library, terms: list[str]) -> None:
    """Quotes, operators, column filters and NUL are looked for, not obeyed."""
    assert library.lexical.search_words([*terms, 'title : * NEAR("'], limit=5, labels=PUBLIC) == []
    assert library.lexical.search_grams(terms, limit=5, labels=PUBLIC) == []
