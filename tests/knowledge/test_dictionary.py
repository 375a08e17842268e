"""The dictionary in its file: what is read, when, and what becomes of damage."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import jieba
import pytest

from knowledge.dictionary import Dictionary

WORDS = {"三会一课": 10_000}
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words")
    Dictionary(folder, WORDS)
    return folder


def kept(cache: Path) -> Path:
    (file,) = cache.iterdir()
    return file


def test_it_holds_every_entry_of_jieba_and_ours(cache: Path) -> None:
    """The same words and beginnings of words; what only begins a word has 0, each word a logarithm below it."""
    theirs = jieba.Tokenizer()
    counts, _ = theirs.gen_pfdict(theirs.get_dict_file())
    ours = Dictionary(cache, WORDS)
    assert all((ours[word[0]][word] < 0) == (count > 0) for word, count in counts.items())
    assert ours["三"]["三会一课"] > ours.unknown
    assert sum(map(len, ours.values())) == len(counts | {"三会": 0, "三会一": 0, "三会一课": 0})


def test_only_what_is_met_is_loaded(cache: Path) -> None:
    """A character that begins no word is remembered as such."""
    ours = Dictionary(cache, WORDS)
    assert not ours
    assert "党建" in ours["党"]
    assert ours["\U0001f600"] == {}
    assert set(ours) == {"党", "\U0001f600"}


def test_the_second_time_jieba_is_not_imported(cache: Path) -> None:
    """Half a million entries are counted once; afterwards the file has them."""
    code = (
        "import sys; from pathlib import Path; from knowledge.dictionary import Dictionary\n"
        f"Dictionary(Path({str(cache)!r}), {WORDS!r})['党']; print('jieba' in sys.modules)"
    )
    command = [sys.executable, "-c", code]
    assert subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout == "False\n"


@pytest.mark.parametrize("damage", [b"", b"\xff" * 64, None])
def test_a_damaged_file_is_written_again(damage: bytes | None, tmp_path: Path) -> None:
    """Whether it was cut short, overwritten, or one byte of it changed."""
    wanted = Dictionary(tmp_path, WORDS)["党"]
    whole = kept(tmp_path).read_bytes()
    changed = whole[:-100] + bytes([whole[-100] ^ 1]) + whole[-99:]
    kept(tmp_path).write_bytes(changed if damage is None else damage)
    assert Dictionary(tmp_path, WORDS)["党"] == wanted
    assert kept(tmp_path).read_bytes() == whole


def test_other_words_make_another_file(tmp_path: Path) -> None:
    """An edited lexicon is read at once, and the file before is taken away."""
    Dictionary(tmp_path, WORDS)
    before = kept(tmp_path)
    assert "支部云" in Dictionary(tmp_path, {"支部云": 5})["支"]
    assert kept(tmp_path) != before


def test_without_a_place_for_the_file_it_is_made_in_memory(tmp_path: Path) -> None:
    """A folder that cannot be written costs time, nothing else."""
    (tmp_path / "taken").write_text("", encoding="utf-8")
    assert "党建" in Dictionary(tmp_path / "taken", WORDS)["党"]


def test_the_file_is_for_its_owner_alone(cache: Path) -> None:
    """It is read back without suspicion, so that nobody else may write it."""
    assert kept(cache).stat().st_mode & 0o777 == 0o600
