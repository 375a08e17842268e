"""Files on their way into a real library, whichever channel they come over."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.cli import open_workplace
from bot.services.acceptance import EMPTY, TOO_LARGE, UNKNOWN
from bot.services.assistant import assistant_of
from bot.services.events import Event, FileGivenBack, FileRead, FileStored, FormerRemoved
from bot.services.handing_in import BroughtFile, FileOnTrial, HandingIn, StoredFile
from bot.services.jobs import STOPPED, Job
from knowledge.access import Role
from knowledge.callers import OPERATOR, Caller, Conversation, Someone, Visit
from knowledge.catalog.uploads import FOLDER
from knowledge.errors import BadRequestError
from knowledge.library import Library
from knowledge.people import People
from knowledge.secrecy import REFUSED
from tests.fakes import BigramEmbedder

BODY = "关于开展示范支部创建工作的通知\n\n各支部：\n\n每季度召开一次融合例会，由党员牵头逐项销号。\n\n2024年3月5日\n"
DUTY = "值班办法\n\n本厂各车间每班由{people}人值守，夜班另加一名党员干部带班，交接班时当面清点工具并签字。\n"
CANARY = "青石岭丙号方案"
READER, UPLOADER = Someone(number=7), Someone(number=8)


class Room:
    """Hands files in as somebody over a channel."""

    def __init__(self, handing_in: HandingIn, library: Library, events: list[Event]) -> None:
        self.handing_in, self.library, self.events = handing_in, library, events

    def visit(self, caller: Caller = OPERATOR, channel: str = "console") -> Visit:
        return Visit(caller=caller, conversation=Conversation(channel=channel, place=caller.key))

    def read(self, words: str, name: str = "材料.txt", visit: Visit | None = None) -> FileOnTrial:
        file = BroughtFile(name=name, data=words.encode(), visit=visit or self.visit())
        return self.handing_in.read(file, Job())

    def store(self, found: FileOnTrial, label: str = "public", visit: Visit | None = None) -> StoredFile:
        assert found.number is not None
        stored = self.handing_in.store(found.number, label, visit or self.visit(), Job())
        assert stored is not None
        return stored

    def kept(self) -> list[str]:
        """Return the files of the home that have the canary in them."""
        home = self.library.catalog.database.home
        return [each.name for each in home.rglob("*") if each.is_file() and CANARY.encode() in each.read_bytes()]


@contextmanager
def opened(home: Path) -> Iterator[Room]:
    events: list[Event] = []
    place = open_workplace(home, None)
    with Library.open_owner(home, BigramEmbedder()) as library:
        people = People(library.catalog.database)
        people.add(READER.number)
        people.add(UPLOADER.number, role=Role.UPLOADER, labels=["dept:宣传部"])
        room = assistant_of(library, people, intake=place.intake(), also=[events.append])
        assert room.handing_in is not None
        yield Room(room.handing_in, library, events)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path / "home") as found:
        yield found


def test_a_file_is_read_decided_on_and_stored(room: Room) -> None:
    """It waits for its sender alone, is looked at, stored once, and its report is there; what happened is told."""
    found = room.read(BODY)
    assert "《关于开展示范支部创建工作的通知》" in found.told
    assert found.labels == ("public", "unit", "dept:宣传部")  # an administrator has every one that is known
    assert found.number is not None
    assert not room.library.documents()
    assert "逐项销号" in (room.handing_in.text(found.number, room.visit()) or "")
    other = room.visit(UPLOADER)
    assert room.handing_in.store(found.number, "public", other, Job()) is None
    assert not room.handing_in.give_back(found.number, other)
    assert "查阅范围：仅本单位" in room.store(found, "unit").told
    assert [document.label for document in room.library.documents()] == ["unit"]
    assert room.handing_in.store(found.number, "unit", room.visit(), Job()) is None
    report = room.handing_in.last_report(room.visit())
    assert report is not None
    assert "已入库" in report[0]
    assert [type(event) for event in room.events] == [FileRead, FileStored]


@pytest.mark.parametrize("channel", ["telegram", "console", "web"])
@pytest.mark.parametrize("profile", ["internet", "intranet"])
def test_of_a_marked_file_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: str, channel: str
) -> None:
    """On the internet, and over a messenger anywhere, it is refused; within an intranet an administrator is asked."""
    monkeypatch.setenv("RONGHE_PROFILE", profile)
    with opened(tmp_path / "home") as room:
        visit = room.visit(channel=channel)
        secret = room.read(f"机密★5年\n\n{CANARY}\n\n{BODY}", visit=visit)
        internal = room.read(f"内部资料\n\n{CANARY}\n\n{BODY}", visit=visit)
        assert secret.number is None
        assert internal.number is None
        waits = len(room.library.quarantine.listed())
        assert room.kept() == []
    within = profile == "intranet" and channel != "telegram"
    assert (internal.told == REFUSED) is not within
    assert waits == (1 if within else 0)
    assert CANARY not in secret.told + internal.told
    if within:
        assert "ronghe quarantine" in internal.told
        assert "再发送一次" in internal.told


@pytest.mark.parametrize("mark", ["机密★5年", "内部资料"])
@pytest.mark.parametrize("profile", ["intranet", "internet"])
def test_of_an_archive_with_a_marked_file_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: str, mark: str
) -> None:
    """Its bytes would lie in the home for a day; whoever sent it is told to send the others by themselves."""
    monkeypatch.setenv("RONGHE_PROFILE", profile)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:  # stored as it is, so that it is found
        packed.writestr("通知.txt", BODY)
        packed.writestr("附件.txt", f"{mark}\n\n{CANARY}\n\n{BODY}")
    with opened(tmp_path / "home") as room:
        file = BroughtFile(name="材料.zip", data=archive.getvalue(), visit=room.visit())
        found = room.handing_in.read(file, Job())
        assert room.kept() == []
    assert found.number is None
    assert "取出后另行发送" in found.told
    assert "标识" in found.told


def test_what_cannot_be_taken_is_told_in_a_sentence(room: Room) -> None:
    """Empty, marked in its name, of an unknown format; where a channel carries less, it says how much."""
    assert room.read("").told == EMPTY
    assert room.read(BODY, "机密★名册.docx").told == REFUSED
    assert room.read(BODY, "机密★1年/名册/附件.docx").told == REFUSED
    assert room.read(BODY, "程序.exe").told == UNKNOWN
    assert room.read("only English", "a.txt").number is None
    assert "200MB" in TOO_LARGE.format(most=200)
    assert not (room.library.catalog.database.home / FOLDER).exists()


def test_only_who_may_hands_material_in(room: Room) -> None:
    """A reader does not, and where others read along nobody does; an uploader uses their own departments alone."""
    group = Visit(caller=UPLOADER, conversation=Conversation(channel="telegram", place="-1", shared=True))
    for visit in (room.visit(READER), group):
        assert not room.handing_in.allows(visit)
        with pytest.raises(BadRequestError, match="上传人"):
            room.read(BODY, visit=visit)
    visit = room.visit(UPLOADER)
    found = room.read(BODY, visit=visit)
    assert found.labels == ("public", "unit", "dept:宣传部")
    with pytest.raises(BadRequestError, match="部门"):
        room.store(found, "dept:人事处", visit)
    room.store(found, "dept:宣传部", visit)
    assert [document.label for document in room.library.documents()] == ["dept:宣传部"]


def test_a_file_is_given_back_and_a_job_cancelled(room: Room) -> None:
    """Neither leaves anything behind."""
    found = room.read(f"{CANARY}\n\n{BODY}")
    assert found.number is not None
    assert room.handing_in.give_back(found.number, room.visit())
    job = Job()
    job.cancel()
    with pytest.raises(BadRequestError, match=STOPPED):
        room.handing_in.read(BroughtFile(name="a.txt", data=BODY.encode(), visit=room.visit()), job)
    assert room.kept() == []
    assert [type(event) for event in room.events] == [FileRead, FileGivenBack]


def test_what_a_newer_file_changes_is_said_before_it_is_stored(room: Room) -> None:
    """Whoever decides on a file reads what it changes; then the newer one answers and both are held."""
    first = room.read(DUTY.format(people="三"))
    assert "→" not in first.told
    room.store(first)
    (old,) = room.library.documents()
    second = room.read(DUTY.format(people="六"))
    assert [document.title for document in room.library.documents()] == ["值班办法"]
    stored = room.store(second)
    assert all("三人→六人" in each.told and "作答以这一份为准" in each.told for each in (second, stored))
    assert "是否移除原有的一份" in stored.told
    held = {document.id: document.linked_to is None for document in room.library.documents()}
    (new,) = (each for each in held if each != old.id)
    assert held == {old.id: False, new: True}
    assert stored.former == old.id
    assert not room.handing_in.remove_former(new, room.visit())  # it answers
    with pytest.raises(BadRequestError, match="上传人"):
        room.handing_in.remove_former(old.id, room.visit(READER))
    assert room.handing_in.remove_former(old.id, room.visit())
    assert [document.id for document in room.library.documents()] == [new]
    assert type(room.events[-1]) is FormerRemoved


def test_a_difference_from_what_others_may_not_see_is_not_told(room: Room) -> None:
    """Of a former file that a department alone may see, neither the title nor the words are repeated."""
    visit = room.visit(UPLOADER)
    room.store(room.read(DUTY.format(people="三"), visit=visit), "dept:宣传部", visit)
    described = room.read(DUTY.format(people="六"))
    stored = room.store(described)
    assert not any("三人" in each.told or "原有" in each.told for each in (described, stored))
    assert stored.former is None


@pytest.mark.slow
def test_samples_go_with_the_first_real_file(sample_home: Path, tmp_path: Path) -> None:
    """And that is said."""
    shutil.copytree(sample_home, tmp_path / "home")
    place = open_workplace(tmp_path / "home", None)
    with place.assistant("owner", model=False) as assistant:
        assert assistant.handing_in is not None
        visit = Visit(caller=OPERATOR, conversation=Conversation(channel="console", place="operator"))
        found = assistant.handing_in.read(BroughtFile(name="a.txt", data=BODY.encode(), visit=visit), Job())
        stored = assistant.handing_in.store(found.number or "", "public", visit, Job())
        assert stored is not None
        assert "示例材料已自动移除" in stored.told
        assert [document.sample for document in assistant.documents.listed(visit)] == [False]
