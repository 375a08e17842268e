"""What comes in and what is held back, and that nothing of a refused file is left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.pipeline import ingest
from ingest.sources import find_sources, source_text
from knowledge.ingesting import Choices
from knowledge.library import Library
from knowledge.secrecy import mark_of
from tests.fakes import BigramEmbedder

CANARY = "青石岭丙号方案"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
INTRANET = Choices(profile="intranet")


def write(folder: Path, mark: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "通知.txt"
    path.write_text(f"{mark}\n关于{CANARY}的通知\n各支部每月组织一次集中学习。\n", encoding="utf-8")
    return path


def outcome(library: Library, path: Path, choices: Choices) -> tuple[str, str | None]:
    (report,) = ingest([path], library, choices).documents
    problems = report.quality.problems
    return report.state, problems[0].code if report.state == "rejected" else None


@pytest.mark.parametrize("choices", [Choices(), INTRANET])
def test_nothing_of_a_classified_file_is_kept(tmp_path: Path, choices: Choices) -> None:
    """Not a byte of it is in the home afterwards, and the report repeats no word of it."""
    path = write(tmp_path / "in", "机密★10年")
    home = tmp_path / "home"
    with Library.open_owner(home, BigramEmbedder()) as library:
        report = ingest([path], library, choices)
        assert library.quarantine.listed() == []
    assert [each.quality.problems[0].code for each in report.documents] == ["classified"]
    assert CANARY not in report.model_dump_json()
    kept = [place for place in home.rglob("*") if place.is_file()]
    assert not [place for place in kept if CANARY.encode() in place.read_bytes()]


def test_internal_material_waits_for_the_administrator(tmp_path: Path) -> None:
    """Refused on the internet; on an intranet it waits, comes in once released, and stays out once rejected."""
    path = write(tmp_path / "in", "内部资料 注意保存")
    with Library.open_owner(tmp_path / "home", BigramEmbedder()) as library:
        assert outcome(library, path, Choices()) == ("rejected", "internal")
        assert outcome(library, path, Choices(profile="intranet", dry_run=True)) == ("rejected", "quarantined")
        assert library.quarantine.listed() == []
        assert outcome(library, path, INTRANET) == ("rejected", "quarantined")
        (held,) = library.quarantine.listed()
        library.quarantine.decide(held.sha256, held.decision.REJECTED)
        assert outcome(library, path, INTRANET) == ("rejected", "rejected_by_administrator")
        library.quarantine.decide(held.sha256[:10], held.decision.RELEASED)
        assert outcome(library, path, INTRANET) == ("added", None)
        assert library.quarantine.released() == {held.sha256}
        assert outcome(library, path, INTRANET) == ("unchanged", None)


@pytest.mark.slow
def test_the_public_corpus_is_not_refused() -> None:
    """Of the public documents beside the checkout not one is taken for a marked one; docs/reliability.md lists any."""
    if not CORPUS.is_dir():
        pytest.skip("no corpus beside the checkout")
    from ingest.readers.child import Extractor
    from ingest.sources import Rejected, read_file

    refused = []
    with Extractor() as extractor:
        for path in find_sources([CORPUS]):
            file = read_file(path)
            source = file if isinstance(file, Rejected) else source_text(file, extractor.extract)
            if not isinstance(source, Rejected) and mark_of(source.text, path.name):
                refused.append(path.name)
    assert refused == []
