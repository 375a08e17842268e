"""Tests of replies and of the drafts before them."""

from __future__ import annotations

import pytest

from knowledge.answers import Draft, finished


def test_progress_without_a_reply_is_an_error() -> None:
    """Whoever reads an answer to its end gets a reply."""
    with pytest.raises(ValueError, match="without a reply"):
        finished(iter([Draft(text="一半")]))
