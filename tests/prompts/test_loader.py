"""Tests of the prompts: each against its golden file, and the loader's refusal to leave a blank."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prompts.loader import render

FIELDS = {
    "answer": {"fence": "f0f0", "sources": "<<f0f0 资料[1]>>\n…{}…\n<<f0f0 完>>", "question": "怎么办"},
    "layered": {"fence": "f0f0", "sources": "<<f0f0 资料[1]>>\n……\n<<f0f0 完>>", "question": "怎么办"},
    "understand": {"fence": "f0f0", "previous": "国企怎么办", "mentioned": "甲；乙", "question": "那医院呢"},
    "plan": {"fence": "f0f0", "sources": "<<f0f0 资料[1]>>\n……\n<<f0f0 完>>", "task": "拟一份方案"},
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_prompt_says_what_it_said(name: str, golden: Callable[[str, str], None]) -> None:
    """Every word that a model is told is looked at when it changes."""
    prompt = render(name, **FIELDS[name])
    golden(f"prompt_{name}.txt", f"{prompt.system}\n\n=====\n\n{prompt.user}\n")


def test_a_missing_or_superfluous_field_is_an_error() -> None:
    """A prompt with a blank, or without what it was given, is never sent."""
    with pytest.raises(KeyError):
        render("answer", fence="f", sources="s")
    with pytest.raises(KeyError):
        render("answer", fence="f", sources="s", question="q", extra="e")
