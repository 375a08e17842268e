from __future__ import annotations

import pytest

from bot.messenger import texts
from bot.messenger.addressing import IN_CHINESE, read


@pytest.mark.parametrize(
    ("text", "command", "words"),
    [
        pytest.param("/ask 例会多久开一次", "ask", "例会多久开一次", id="spaced"),
        pytest.param("/ask例会多久开一次", "ask", "例会多久开一次", id="glued"),
        pytest.param("／ASK　例会多久开一次", "ask", "例会多久开一次", id="full_width"),
        pytest.param("/ask2024年的要点", "ask", "2024年的要点", id="glued_to_a_number"),
        pytest.param("/ask@ronghe_bot例会", "ask", "例会", id="named_and_glued"),
        pytest.param("/ask\n例会\n多久", "ask", "例会\n多久", id="lines"),
        pytest.param("/new", "new", "", id="alone"),
        pytest.param("例会/ask多久", "", "例会/ask多久", id="a_slash_inside_is_no_command"),
    ],
)
def test_commands_are_read_as_people_type_them(text: str, command: str, words: str) -> None:
    """A command is understood with a space, glued to Chinese, with a full-width slash or the bot's name."""
    said = read(text, username="ronghe_bot")
    assert (said.command, said.words) == (command, words)


@pytest.mark.parametrize(
    ("text", "named", "words"),
    [
        pytest.param("@ronghe_bot 例会", True, "例会", id="first"),
        pytest.param("＠Ronghe_Bot例会", True, "例会", id="glued_full_width"),
        pytest.param("例会 @ronghe_bot", True, "例会", id="last"),
        pytest.param("@ronghe_bot2 例会", False, "@ronghe_bot2 例会", id="a_longer_name_is_another"),
    ],
)
def test_mentions_are_found_and_taken_out(text: str, *, named: bool, words: str) -> None:
    """The bot's name marks a message as meant for it and is no part of the question."""
    said = read(text, username="ronghe_bot")
    assert (said.named, said.words) == (named, words)


@pytest.mark.parametrize(("text", "command", "words"), [("/帮助", "help", ""), ("／查找三会一课", "find", "三会一课")])
def test_commands_have_chinese_names(text: str, command: str, words: str) -> None:
    """Who does not switch the keyboard is understood; each name leads to a command that there is."""
    said = read(text, username="ronghe_bot")
    assert (said.command, said.words) == (command, words)
    assert set(IN_CHINESE.values()) <= set(texts.COMMANDS)


def test_a_command_for_another_bot_is_recognised() -> None:
    """`/ask@other_bot` is not ours."""
    assert read("/ask@other_bot 例会", username="ronghe_bot").to_another
    assert not read("/ask@ronghe_bot 例会", username="ronghe_bot").to_another
