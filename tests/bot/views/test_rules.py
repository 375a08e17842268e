"""Provisions, standings and comparisons as scripts read them; the rules are ours."""

from __future__ import annotations

from bot.views.rules import article_json, compare_json, proposal_json, regulation_json
from tests.rule_texts import ANYBODY, DITCH, NEW, OLD, lookup

RULES = lookup(OLD, NEW, DITCH)


def test_a_provision_is_what_was_asked_for_and_stands_where_it_says() -> None:
    """An item comes alone, with the words that announce it beside it and the articles around it."""
    found = article_json(RULES.find("示例市河道管理办法第三条第一款第二项", ANYBODY))
    (match,) = found.matches
    assert (match.article, match.paragraph, match.item) == ("第三条", "第一款", "第二项")
    assert (match.text, match.lead) == ("（二）记录发现的问题；", "河长履行下列职责：")
    assert (match.previous, match.next) == ("第二条", "第三条之一")
    assert NEW.text[match.source.start : match.source.end].strip() == match.text


def test_what_is_only_suggested_names_the_command_that_confirms_it() -> None:
    """The older version and the rule that was ended; the newest text has nothing to propose."""
    texts = RULES.texts(ANYBODY)
    proposed = {each.document_id: each for pair in texts if (each := proposal_json(*pair)) is not None}
    assert set(proposed) == {OLD.id, DITCH.id}
    assert proposed[DITCH.id].status == "repealed"
    assert proposed[OLD.id].confirm.startswith(f"ronghe confirm {OLD.id} --status superseded")
    assert {regulation_json(*pair).articles for pair in texts} == {3, 5}


def test_a_comparison_lists_what_changed_and_counts_the_rest() -> None:
    """Pieces put together are the older words without what came, and the newer without what went."""
    comparison = RULES.compared(NEW.id, ANYBODY)
    assert comparison is not None
    shown = compare_json(comparison)
    assert shown.same + len(shown.articles) == 5
    changed = next(each for each in shown.articles if each.after == "第三条")
    assert "每旬巡河一次" in "".join(piece.text for piece in changed.pieces if piece.change != "removed")
    assert "每月巡河一次" in "".join(piece.text for piece in changed.pieces if piece.change != "added")
