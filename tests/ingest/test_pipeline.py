"""Ingest into a real library in memory of what it was told: incremental, never stopped by one bad file."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import pytest

from ingest.duplicates import fingerprint
from ingest.extracts import extract_of
from ingest.pipeline import Entry, ingest
from knowledge.documents import Document, DocumentSummary, Passage
from knowledge.errors import BadRequestError
from knowledge.extracts import Extract
from knowledge.held import Fingerprint, Holding
from knowledge.ingesting import Choices, IngestReport
from knowledge.secrecy import Mark

PROSE = "各支部结合实际制定年度计划，明确责任人和完成时限，按月通报工作进展情况。"


class RecordingStore:
    """Keeps documents in a dictionary, as a library does, and counts how often a file was written."""

    def __init__(self) -> None:
        self.files: dict[str, list[Entry]] = {}
        self.writes = 0
        self.decisions: dict[str, str] = {}

    def receiving(self) -> Self:
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def settle(self) -> None:
        pass

    def decision(self, sha256: str) -> str | None:
        return self.decisions.get(sha256)

    def hold_back(self, sha256: str, path: str, mark: Mark) -> None:  # noqa: ARG002  # the port's
        self.decisions[sha256] = "waiting"

    def holdings(self) -> dict[str, list[Holding]]:
        found: dict[str, list[Holding]] = {}
        for summary in self.documents():
            sha256 = self.files[summary.path][0][0].sha256
            holding = Holding(
                summary=summary, sha256=sha256, characters=200, repairs=(), problems=(), locators=frozenset()
            )
            found.setdefault(summary.path, []).append(holding)
        return found

    def fingerprints(self) -> list[Fingerprint]:
        held = [document for entries in self.files.values() for document, _ in entries]
        return [fingerprint(document) for document in held if document.sketch]

    def text(self, document_id: str) -> str | None:
        held = (document for entries in self.files.values() for document, _ in entries)
        return next((document.text for document in held if document.id == document_id), None)

    def link(self, document_id: str, to: str | None) -> None:
        for path, entries in self.files.items():
            self.files[path] = [
                (document.model_copy(update={"linked_to": to}) if document.id == document_id else document, passages)
                for document, passages in entries
            ]

    def replace_file(
        self,
        path: str,
        original: bytes,  # noqa: ARG002  # the port's
        entries: Sequence[Entry],
        extracts: Sequence[Extract],  # noqa: ARG002
    ) -> None:
        self.files[path] = list(entries)
        self.writes += 1

    def remove(self, document_ids: Sequence[str]) -> list[str]:
        for path in [path for path, entries in self.files.items() if entries[0][0].id in document_ids]:
            del self.files[path]
        return list(document_ids)

    def documents(self) -> list[DocumentSummary]:
        held = [document for entries in self.files.values() for document, _ in entries]
        shared = [name for name in DocumentSummary.model_fields if name != "passages"]
        return [DocumentSummary(**{name: getattr(each, name) for name in shared}, passages=1) for each in held]


@pytest.fixture
def store() -> RecordingStore:
    return RecordingStore()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "甲.txt").write_text(f"论学习\n{PROSE}", encoding="utf-8")
    (tmp_path / "乙.md").write_text(f"# 论落实\n\n{PROSE}", encoding="utf-8")
    return tmp_path


def states(paths: list[Path], store: RecordingStore, choices: Choices | None = None) -> list[str]:
    report = ingest(paths, store, choices or Choices())
    return [document.state for document in report.documents]


def test_a_file_has_one_name_however_it_is_reached(folder: Path, store: RecordingStore) -> None:
    """A path with `..` in it names the same file: nothing is held twice."""
    states([folder], store)
    assert states([folder / ".." / folder.name], store) == ["unchanged", "unchanged"]


def test_what_is_known_is_left_alone(folder: Path, store: RecordingStore) -> None:
    """A second run writes nothing; a changed file, and a changed label, are written again."""
    assert states([folder], store) == ["added", "added"]
    assert states([folder], store) == ["unchanged", "unchanged"]
    assert store.writes == 2
    (folder / "甲.txt").write_text(f"论学习\n{PROSE * 2}", encoding="utf-8")
    assert sorted(states([folder], store)) == ["unchanged", "updated"]
    assert states([folder], store, Choices(label="unit")) == ["updated", "updated"]


def test_a_dry_run_stores_nothing(folder: Path, store: RecordingStore) -> None:
    """A dry run reports what would happen and leaves the store as it is."""
    assert states([folder], store, Choices(dry_run=True)) == ["added", "added"]
    assert store.writes == 0


def test_one_bad_file_does_not_stop_the_rest(folder: Path, store: RecordingStore) -> None:
    """Bad files are rejected with a sentence, the good ones are stored, and the exit status says 3."""
    (folder / "丙.txt").write_bytes(b"%PDF-1.7")
    (folder / "丁.txt").write_text("上一篇：某某\n下一篇：某某\n", encoding="utf-8")
    report = ingest([folder], store)
    rejected = [document for document in report.documents if document.state == "rejected"]
    assert len(rejected) >= 1
    assert all(document.id is None and document.quality.problems for document in rejected)
    assert report.exit_status == 3
    assert store.writes >= 2


def test_a_fault_of_the_rules_costs_one_text(
    folder: Path, store: RecordingStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever a rule trips over, the rest of the folder is read, and the report says what to do."""

    def faulty(document: Document, passages: Sequence[Passage]) -> Extract:
        if document.path.endswith("甲.txt"):
            raise IndexError("planted")
        return extract_of(document, passages)

    monkeypatch.setattr("ingest.extracts.extract_of", faulty)
    states = {report.path: report.state for report in ingest([folder], store).documents}
    assert states.pop(str(folder / "甲.txt")) == "rejected"
    assert set(states.values()) == {"added"}
    assert "planted" in caplog.text


def test_sync_removes_what_is_gone_from_the_path_only(
    folder: Path, store: RecordingStore, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Documents whose file is gone go; those from elsewhere stay."""
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "戊.txt"
    elsewhere.write_text(f"论考核\n{PROSE}", encoding="utf-8")
    ingest([folder, elsewhere], store)
    (folder / "甲.txt").unlink()
    elsewhere.unlink()
    assert sorted(states([folder], store, Choices(sync=True))) == ["removed", "unchanged"]
    assert str(elsewhere) in store.files


def test_sync_refuses_an_empty_folder(
    folder: Path, store: RecordingStore, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A folder with nothing in it may be a disk that is not there: nothing is removed."""
    ingest([folder], store)
    empty = tmp_path_factory.mktemp("empty")
    with pytest.raises(BadRequestError):
        ingest([folder, empty], store, Choices(sync=True))
    assert len(store.files) == 2


def test_the_first_real_document_sends_the_samples_away(folder: Path, store: RecordingStore) -> None:
    """Samples stay among themselves and go when something real is added."""
    sample = folder / "乙.md"
    ingest([sample], store, Choices(sample=True))
    assert store.documents()[0].sample
    assert states([folder / "甲.txt"], store) == ["added", "removed"]
    assert [document.sample for document in store.documents()] == [False]


def test_a_compilation_has_one_entry_a_document(tmp_path: Path, store: RecordingStore) -> None:
    """A file with two documents is reported twice, under two ids and one path."""
    path = tmp_path / "合编.txt"
    path.write_text(f"篇一：体会\n论学习\n{PROSE}\n篇二：体会\n论落实\n{PROSE}", encoding="utf-8")
    documents = ingest([path], store).documents
    assert [document.title for document in documents] == ["论学习", "论落实"]
    assert len({document.id for document in documents}) == 2
    assert {document.path for document in documents} == {str(path)}


def test_ids_do_not_depend_on_the_store(folder: Path) -> None:
    """The same file at the same place has the same ids in every library."""
    first, second = ingest([folder], RecordingStore()), ingest([folder], RecordingStore())
    assert [document.id for document in first.documents] == [document.id for document in second.documents]


def test_progress_is_told_for_every_file(folder: Path, store: RecordingStore) -> None:
    """The caller hears before each file how many bytes are done, of how many."""
    heard: list[tuple[int, int]] = []
    ingest([folder], store, progress=lambda done, total, _: heard.append((done, total)))
    first, second = (path.stat().st_size for path in sorted(folder.iterdir()) if path.is_file())
    assert heard == [(0, first + second), (first, first + second)]


def test_a_known_file_keeps_its_label(folder: Path, store: RecordingStore) -> None:
    """Ingest without a label leaves who may see a document as it was, also when its text changed."""
    ingest([folder], store, Choices(label="unit"))
    (folder / "甲.txt").write_text(f"论学习\n{PROSE * 2}", encoding="utf-8")
    assert sorted(states([folder], store)) == ["unchanged", "updated"]
    assert {document.label for document in store.documents()} == {"unit"}


LONG = "各支部结合实际制定年度计划，明确责任人和完成时限。"
LONG += "每季度公布一次进展，年底由全体党员评议，评议结果作为来年安排的依据。"


def test_the_same_text_is_linked(tmp_path: Path, store: RecordingStore) -> None:
    """A reprint with another header is held, linked and answered once; the better source answers, whenever it came."""
    (tmp_path / "a.txt").write_text(f"首页 > 党建 > 正文\n论落实\n{LONG}", encoding="utf-8")
    ingest([tmp_path], store)
    (tmp_path / "b.txt").write_text(f"---\nsource_class: official\n---\n论落实\n{LONG}", encoding="utf-8")
    (tmp_path / "c.txt").write_text(f"论落实\n{LONG}\n完", encoding="utf-8")
    assert states([tmp_path], store) == ["unchanged", "added", "linked"]
    official = store.files[str(tmp_path / "b.txt")][0][0].id
    assert {document.linked_to for document in store.documents()} == {None, official}
    (tmp_path / "b.txt").write_text(f"论考核\n{PROSE * 3}", encoding="utf-8")
    ingest([tmp_path], store)
    assert sorted(document.linked_to is None for document in store.documents()) == [False, True, True]


def state_of(store: RecordingStore, name: str) -> str | None:
    return next(each.linked_to for each in store.documents() if Path(each.path).name == name)


def problems(report: IngestReport) -> list[str]:
    return [problem.message for each in report.documents for problem in each.quality.problems]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("每班三人", "每班六人", "三人→六人"),
        ("每年不少于40学时", "每年不少于32学时", "40学时→32学时"),
        ("可以委托他人参加", "不得委托他人参加", "可以→不得"),
        ("每月5日前报送", "每月15日前报送", "5日前→15日前"),
    ],
)
def test_a_paper_with_other_figures_is_a_newer_version(
    tmp_path: Path, store: RecordingStore, before: str, after: str, said: str
) -> None:
    """Both are held, the one that came later answers, and the difference is said."""
    for name, words in (("a.txt", before), ("b.txt", after)):
        (tmp_path / name).write_text(f"示例镇值班安排\n{LONG}值班人员{words}。", encoding="utf-8")
    report = ingest([tmp_path], store)
    assert [each.state for each in report.documents] == ["added", "added"]
    assert state_of(store, "a.txt") is not None
    assert state_of(store, "b.txt") is None
    assert any(said in message for message in problems(report))


def test_the_date_says_which_version_is_newer(tmp_path: Path, store: RecordingStore) -> None:
    """One that is older by its own date does not answer, though it came later."""
    for name, day, words in (("a.txt", "2024-05-06", "六人"), ("b.txt", "2023-05-06", "三人")):
        (tmp_path / name).write_text(f"---\ndate: {day}\n---\n值班安排\n{LONG}每班{words}。", encoding="utf-8")
    assert states([tmp_path], store) == ["added", "linked"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"甲山区学习办法\n{LONG}每年四十学时。", f"乙水区学习办法\n{LONG}每年三十学时。"),
        (f"学习办法\n本办法适用于甲山区机关党员。{LONG}", f"学习办法\n本办法适用于乙水区机关党员。{LONG}"),
        (f"示例镇2023年工作要点\n{LONG}发展十人。", f"示例镇2024年工作要点\n{LONG}发展九人。"),
    ],
)
def test_papers_of_two_units_or_years_both_answer(tmp_path: Path, store: RecordingStore, one: str, other: str) -> None:
    """Alike but for the name, or for the year in the title, is not the same."""
    (tmp_path / "a.txt").write_text(one, encoding="utf-8")
    (tmp_path / "b.txt").write_text(other, encoding="utf-8")
    assert states([tmp_path], store) == ["added", "added"]
    assert {document.linked_to for document in store.documents()} == {None}


def test_nothing_is_told_of_a_version_that_fewer_people_may_see(tmp_path: Path, store: RecordingStore) -> None:
    """Neither the title nor the words of a department's paper stand in the report on a public one."""
    (tmp_path / "a.txt").write_text(f"示例镇值班安排\n{LONG}每班三人。", encoding="utf-8")
    ingest([tmp_path / "a.txt"], store, Choices(label="dept:1"))
    (tmp_path / "b.txt").write_text(f"示例镇值班安排\n{LONG}每班六人。", encoding="utf-8")
    [message] = problems(ingest([tmp_path / "b.txt"], store))
    assert "三人" not in message
    assert "《" not in message


def test_versions_of_rules_are_not_the_same_text(tmp_path: Path, store: RecordingStore) -> None:
    """Two versions of an instrument are both held, however little differs."""
    for year in ("2019", "2021"):
        text = f"示例单位学习办法\n（{year}年5月6日示例委发布）\n第一条　{LONG}\n第二条　{LONG}"
        (tmp_path / f"{year}.txt").write_text(text, encoding="utf-8")
    assert states([tmp_path], store) == ["added", "added"]


def test_what_is_in_an_archive_no_more_is_removed(store: RecordingStore, tmp_path: Path) -> None:
    """Members are kept as long as they are in their archive, whether the folder is synchronised or not."""
    archive = tmp_path / "附件.zip"

    def hold(*names: str) -> list[str]:
        with zipfile.ZipFile(archive, "w") as opened:
            for name in names:
                opened.writestr(f"{name}.txt", f"# {name}\n{name}：{PROSE}")
        return sorted(states([tmp_path], store, Choices(sync=True)))

    assert hold("甲支部制度", "乙支部办法") == ["added", "added"]
    assert hold("甲支部制度", "乙支部办法") == ["unchanged", "unchanged"]
    assert hold("甲支部制度") == ["removed", "unchanged"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        pytest.param("支部学习安排.txt".encode("gbk"), "支部学习安排.txt", id="gbk"),
        pytest.param("值班\x01表\n.txt".encode(), "值班_表_.txt", id="control"),
        pytest.param(("长" * 83 + "文.txt").encode()[:251] + b".txt", None, id="255_bytes"),
        pytest.param(b"\xff\xff\x80.txt", None, id="neither"),
    ],
)
def test_a_file_name_of_any_bytes(tmp_path: Path, store: RecordingStore, name: bytes, kept: str | None) -> None:
    """It is repaired, and never costs the others their place in the report; the next run knows the file again."""
    (tmp_path / "好.txt").write_text(f"论学习\n{PROSE}", encoding="utf-8")
    with open(os.fsencode(tmp_path) + b"/" + name, "w", encoding="utf-8") as file:  # noqa: PTH123  # a name of bytes
        file.write(f"论落实\n{PROSE * 2}")
    report = ingest([tmp_path], store)
    assert sorted(each.state for each in report.documents) == ["added", "added"]
    assert report.model_dump_json()
    assert kept is None or kept in {Path(each.path).name for each in report.documents}
    again = ingest([tmp_path], store, Choices(sync=True))
    assert [each.state for each in again.documents] == ["unchanged", "unchanged"]
