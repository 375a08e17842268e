"""Near-duplicates are found again among many texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.duplicates import ALIKE, Duplicates
from ingest.sketches import BINS, likeness
from knowledge.held import Fingerprint

SKETCH = [f"{number:08x}" for number in range(BINS)]


def known(document_id: str, bins: list[str]) -> Fingerprint:
    return Fingerprint(
        id=document_id,
        path=f"/{document_id}.txt",
        title=document_id,
        date=None,
        number=None,
        source_class=None,
        sample=False,
        linked_to=None,
        sketch="".join(bins),
    )


@given(st.sets(st.integers(0, BINS - 1), max_size=40))
def test_a_text_is_found_exactly_when_it_is_alike(changed: set[int]) -> None:
    """Texts that differ too much are passed over without being compared, and no alike one is, wherever they differ."""
    other = known("b", [f"f{bin_[1:]}" if at in changed else bin_ for at, bin_ in enumerate(SKETCH)])
    held = known("a", SKETCH)
    found = Duplicates([held], lambda _: None).original_of(other)
    assert found == (held if likeness(held.sketch, other.sketch) >= ALIKE else None)


def test_a_difference_in_every_band_hides_nothing() -> None:
    """The worst case: 25 bins that differ, each in a band of its own."""
    other = known("b", ["f" + bin_[1:] if at % 4 == 0 and at < 100 else bin_ for at, bin_ in enumerate(SKETCH)])
    assert Duplicates([known("a", SKETCH)], lambda _: None).original_of(other) is not None
