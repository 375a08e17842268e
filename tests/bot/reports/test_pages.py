"""What people read of a page that was saved."""

from __future__ import annotations

import pytest

from bot.contracts.pages import PagePictureJson
from bot.reports.pages import write_picture


@pytest.mark.parametrize("recognised", [True, False])
def test_only_what_was_recognised_is_to_be_checked(capsys: pytest.CaptureFixture[str], *, recognised: bool) -> None:
    """The file is named; a printed page needs no comparison."""
    write_picture(PagePictureJson(id="d", page=3, recognised=recognised, picture="/材料/原页.jpg"))
    out = capsys.readouterr().out
    assert out.startswith("第3页已存为 /材料/原页.jpg")
    assert ("请与材料文字核对" in out) is recognised
