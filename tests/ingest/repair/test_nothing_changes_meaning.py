"""The invariant of repair: no figure, negation or modal word of a sentence that stays is removed or changed."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.reading import read_documents
from ingest.sources import SourceText

BINDING = re.compile(r"\d+|不得|不|未|非|禁止|应当|必须|可以")

WHO = (
    "各支部",
    "任何人",
    "未经许可，任何人",
    "组织代码：330602001",
    "值班电话：0571",
    "书记",
    "非本单位人员",
    "公众号管理员",
)
MODAL = ("应当", "必须", "可以", "不得", "禁止", "未", "不")
WHAT = ("进入机房", "复制资料文档", "公布名单", "办结来信", "下载文库资料", "带出设备", "参加学习")
FIGURES = st.one_of(
    st.integers(0, 10**13).map(str), st.sampled_from(("0007", "1.25", "85.5%", "０３", "25个村", "（a1）"))
)
END = st.sampled_from(("。", "；", "", "，", "\n"))

sentence = st.builds(
    lambda who, modal, what, figure, end: f"{who}{modal}{what}{figure}{end}",
    st.sampled_from(WHO),
    st.sampled_from(MODAL),
    st.sampled_from(WHAT),
    FIGURES,
    END,
)
shared = st.builds(
    lambda who, modal, whats: "\n".join(f"{who}{modal}{what}。" for what in whats),
    st.sampled_from(WHO),
    st.sampled_from(MODAL),
    st.lists(st.sampled_from(WHAT), min_size=3, max_size=5, unique=True),
)
noise = st.sampled_from(("asdfgh精品资料 999888777666", "— 3 —", "第2页 共9页", "仅供参考的资料文档"))
text = st.lists(st.one_of(sentence, shared, noise), min_size=2, max_size=12).map("\n".join)


def binding(line: str) -> list[str]:
    return BINDING.findall(unicodedata.normalize("NFKC", line))


@given(text)
@settings(max_examples=300, deadline=None)
def test_no_repair_changes_what_binds(text: str) -> None:
    """Whole lines may go; what is left of a line has every figure, negation and modal word that it had."""
    source = SourceText(path="/a.txt", data=b"", sha256="0" * 64, encoding="utf-8", text=text)
    kept = "".join(document.text for document, _ in read_documents(source, label="public", sample=False))
    whole = "".join(unicodedata.normalize("NFKC", kept).split())
    for line in text.split("\n"):
        plain = "".join(unicodedata.normalize("NFKC", line).split())
        body = plain.removesuffix("。")[len(plain) // 3 :]
        if len(body) > 4 and body in whole:
            assert plain in whole
    assert_in_order(binding(kept), binding(text))


def assert_in_order(left: list[str], given: list[str]) -> None:
    """What is left stands in the order in which it stood; nothing is new."""
    coming = iter(given)
    joined = "".join(given)
    assert all(word in coming for word in left) or "".join(left) in joined
