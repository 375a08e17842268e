"""`check`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.ronghe import Ronghe

pytestmark = pytest.mark.slow


def test_a_draft_is_checked(rules: Ronghe, tmp_path: Path) -> None:
    """Each claim of a draft has its verdict; the annotated file is a Word file; what is no draft gets a sentence."""
    draft, out = tmp_path / "稿.txt", tmp_path / "核对.docx"
    draft.write_text("按照《示例市河道管理办法》第二条、第九十条和《没有的条例》。", encoding="utf-8")
    found = rules.json("check", str(draft), "--export", str(out))
    assert [one["verdict"] for one in found["remarks"]] == ["matches", "differs", "not_found"]
    assert out.read_bytes().startswith(b"PK")
    assert rules.fault("check", str(tmp_path / "无.txt")) == (2, "bad_request")
    assert rules.fault("check", str(draft), "--export", str(tmp_path / "核对.pdf")) == (2, "bad_request")
    draft.write_bytes(b"")
    assert rules.fault("check", str(draft)) == (2, "bad_request")
