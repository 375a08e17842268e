"""`ask` for scripts and in the terminal: what an answer is made of, and whether it answers."""

from __future__ import annotations

import pytest

from bot.reports.basic import write_ask
from bot.views.basic import ask_json
from knowledge.answers import Answer
from knowledge.blocks import RemarkBlock, StatementBlock, text_of
from knowledge.writing.wording import RELATED
from tests.bot.telegram import replies

SAID = StatementBlock(text="支部每月开会，每季度讲课。", markers=(1,), telling=(7, 12))
REPLY = Answer(
    question="问",
    standalone_question="问",
    blocks=(RemarkBlock(text=RELATED), SAID),
    strength="related",
    citations=(replies.citation(1, replies.document(1)),),
)


def test_the_blocks_of_any_reply_give_its_text() -> None:
    """Scripts can build on the blocks alone; a strength has an answer only."""
    related, refused = ask_json(REPLY), ask_json(replies.NO_ANSWER)

    assert (related.strength, refused.strength) == ("related", None)
    assert text_of(related.blocks) == related.text
    assert text_of(refused.blocks) == refused.text


def test_a_related_answer_looks_different_in_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its first line is in italics, the part that tells is bold; in a pipe nothing but the text is left."""
    monkeypatch.setenv("TERM", "xterm-256color")
    write_ask(ask_json(REPLY))
    assert capsys.readouterr().out.startswith(f"{RELATED}\n支部每月开会，每季度讲课。[1]\n")
    monkeypatch.setenv("FORCE_COLOR", "1")
    write_ask(ask_json(REPLY))
    assert capsys.readouterr().out.startswith(f"\x1b[3m{RELATED}\x1b[0m\n支部每月开会，\x1b[1m每季度讲课\x1b[0m。[1]\n")
