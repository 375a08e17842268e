from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.messenger import manual, texts
from bot.telegram import sayings
from knowledge.errors import BadRequestError, KnowledgeError, StorageError
from tests.bot.telegram.telegram_html import check


def subclasses(kind: type[KnowledgeError]) -> Iterator[type[KnowledgeError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from subclasses(child)


SENTENCES = {
    name: value
    for name, value in (vars(texts) | vars(manual)).items()
    if name.isupper() and isinstance(value, str) and value
}


@pytest.mark.parametrize(
    "kind",
    [kind for kind in subclasses(KnowledgeError) if kind.__module__ == "knowledge.errors"],
    ids=lambda kind: kind.__name__,
)
def test_every_fault_has_a_sentence(kind: type[KnowledgeError]) -> None:
    """No fault of the core reaches a person without words chosen for it."""
    assert kind in texts.FAULTS
    assert texts.fault_sentence(kind("自己的话。")).endswith("。")


def test_the_nearest_class_decides() -> None:
    """A fault made more precise later is told like its parent; only a bad request speaks for itself."""

    class DiskFullError(StorageError):
        pass

    assert texts.fault_sentence(DiskFullError("/home/x")) == texts.FAULTS[StorageError]
    assert texts.fault_sentence(BadRequestError("问题太长。")) == "问题太长。"


@pytest.mark.parametrize("name", SENTENCES)
def test_tone(name: str) -> None:
    """Every sentence keeps the tone: no corner brackets, exclamation marks, slang or spaces before full stops."""
    assert not re.search(r"[「」！!]|亲[，爱]|哦|赋能|闭环|\s[，。]", SENTENCES[name])


@pytest.mark.parametrize(
    "name", ["WELCOME", "HELP", "HELP_FOR_UPLOADERS", "HELP_FOR_ADMINS", "UPLOAD", "STRANGER", "NOT_OPEN"]
)
def test_markup_of_our_own_is_sound(name: str) -> None:
    """The texts with markup parse once they are filled in."""
    assert check(SENTENCES[name].format(secrecy=texts.SECRECY, corpus="库内现有文章1份。", user=7, code="", more=""))


def test_what_telegram_limits() -> None:
    """Menu, descriptions and alerts stay within what Telegram takes."""
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", name) for name in texts.COMMANDS)
    assert all(1 <= len(description) <= 256 for description in texts.COMMANDS.values())
    assert len(sayings.DESCRIPTION) <= 512
    assert len(sayings.SHORT_DESCRIPTION) <= 120
    assert len(texts.STRANGER_IN_GROUP) <= 200


def test_each_name_has_one_text() -> None:
    """No text is overwritten by a later one of the same name."""
    for module in (texts, manual):
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        names = [target.id for node in tree.body if isinstance(node, ast.Assign) for target in _names(node)]
        assert [name for name, count in Counter(names).items() if count > 1] == []


def _names(node: ast.Assign) -> list[ast.Name]:
    return [name for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)]
