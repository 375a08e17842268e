from __future__ import annotations

from knowledge.documents import Kind
from knowledge.writing.layers import Track, lead_of
from tests.bot.telegram.replies import document


def test_the_article_is_named_once() -> None:
    """The lead of a rule names its article unless the quoted words begin with it."""
    rule, locator = document(title="某条例", kind=Kind.REGULATION), "第二章 组织 › 第七条"
    assert lead_of(rule, locator, Track.BASIS, "支部定期开会。") == "《某条例》第七条："
    assert lead_of(rule, locator, Track.BASIS, "第七条 支部定期开会。") == "《某条例》"
    assert lead_of(rule, "", Track.BASIS, "支部定期开会。") == "《某条例》："
