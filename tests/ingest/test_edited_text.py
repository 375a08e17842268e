from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.edited_text import Edit, EditedText
from tests.ingest.replaying import replayed


def accounted(edited: EditedText) -> set[int]:
    """Return the raw offsets that are kept or inside a receipt."""
    kept = {offset for run in edited.kept for offset in range(run.raw_start, run.raw_start + run.length)}
    return kept | {offset for repair in edited.repairs for offset in range(repair.start, repair.end)}


@st.composite
def repaired(draw: st.DrawFn) -> EditedText:
    """Draw a text after up to four rounds of changes."""
    edited = EditedText.of(draw(st.text(alphabet="党建融合xjp(í)\n ", max_size=40)))
    for round_number in range(draw(st.integers(0, 4))):
        bounds = sorted(draw(st.sets(st.integers(0, len(edited.text)), max_size=6)))
        spans = zip(bounds[::2], bounds[1::2], strict=False)
        changes = [Edit(start, end, draw(st.sampled_from(["", "习近平", "\n"]))) for start, end in spans]
        edited = edited.apply(f"round {round_number}", changes)
    return edited


@given(repaired())
def test_every_raw_character_is_accounted_for(edited: EditedText) -> None:
    """After any repairs, each character of the file is kept or has a receipt."""
    assert accounted(edited) == set(range(len(edited.raw)))


@given(repaired())
def test_kept_runs_are_the_same_in_text_and_file(edited: EditedText) -> None:
    """A kept run reads the same in the text and at its place in the file."""
    for run in edited.kept:
        in_text = edited.text[run.text_start : run.text_start + run.length]
        assert in_text == edited.raw[run.raw_start : run.raw_start + run.length]


@given(repaired(), st.data())
def test_the_receipts_replayed_over_the_file_give_the_text(edited: EditedText, data: st.DataObject) -> None:
    """In the order of the file, none overlapping, they turn the file into the text; so do those of each part."""
    cuts = sorted(data.draw(st.sets(st.integers(0, len(edited.text)), max_size=3)))
    for part in (edited, *edited.parts(cuts)):
        assert replayed(part.raw, part.repairs, part.raw_start, part.raw_end) == part.text


@given(repaired(), st.data())
def test_parts_account_for_consecutive_stretches(edited: EditedText, data: st.DataObject) -> None:
    """Parts join to the whole text and the whole file, and each accounts for its own stretch."""
    cuts = sorted(data.draw(st.sets(st.integers(0, len(edited.text)), max_size=3)))
    parts = edited.parts(cuts)
    assert "".join(part.text for part in parts) == edited.text
    assert [part.raw_start for part in parts] == [0, *(part.raw_end for part in parts[:-1])]
    for part in parts:
        assert accounted(part) >= set(range(part.raw_start, part.raw_end))


def test_a_receipt_says_what_stood_in_the_file() -> None:
    """A receipt carries the raw span, its words and what replaced them."""
    edited = EditedText.of("请xjp审阅").apply("abbreviation", [Edit(1, 4, "习近平")])
    receipt = edited.repairs[0]
    assert edited.text == "请习近平审阅"
    assert (receipt.before, receipt.after, receipt.start, receipt.end) == ("xjp", "习近平", 1, 4)


def test_a_later_repair_finds_its_way_back_to_the_file() -> None:
    """A change after another one still names the raw offsets."""
    edited = EditedText.of("甲(jiǎ)乙丙").apply("pinyin", [Edit(1, 6)]).apply("junk", [Edit(1, 2)])
    assert (edited.repairs[1].before, edited.repairs[1].start) == ("乙", 6)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param([Edit(1, 1, "加")], id="insertion"),
        pytest.param([Edit(0, 2), Edit(1, 3)], id="overlap"),
        pytest.param([Edit(2, 9)], id="beyond_the_end"),
    ],
)
def test_impossible_changes_are_refused(changes: list[Edit]) -> None:
    """Insertions, overlaps and spans beyond the text are programming errors."""
    with pytest.raises(ValueError, match="change"):
        EditedText.of("党建工作").apply("any", changes)


def test_what_tidies_up_goes_under_the_name_of_what_was_done() -> None:
    """White space closed over a removed line is a part of the removal."""
    edited = EditedText.of("甲\n广告\n\n乙").apply("junk", [Edit(2, 5)]).apply("white_space", [Edit(1, 3, "\n")])
    assert [(repair.kind, repair.before) for repair in edited.repairs] == [("junk", "\n广告\n\n")]
