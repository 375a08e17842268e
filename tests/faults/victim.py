"""A process that ingests until it is killed. Run as a program it forks one victim for each line that it is given.

What has to be loaded is loaded once, before the first fork; Chroma is opened by the victims only.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

from ingest.pipeline import ingest
from knowledge.failpoints import VARIABLE
from knowledge.ingesting import Choices
from knowledge.library import Library
from tests.fakes import BigramEmbedder

PATHS = 12
"""Files that come, change and go."""

SUBJECTS = ("学习", "走访", "考勤", "值班", "培训", "评议", "公示", "巡查")


def text_of(number: int, version: int) -> str:
    """Return the text of a version of a file: several passages, each of which names both."""
    lines = [
        f"第{number}号文件第{version}版第{line}段：{subject}由第{line + 1}支部负责，每月{version % 28 + 1}日办理，"
        "办理情况由组织委员登记，年底汇总后张榜公布。" * 3
        for line, subject in enumerate(SUBJECTS)
    ]
    return f"第{number}号文件\n" + "\n".join(lines) + "\n"


def work(home: Path, folder: Path, journal: Path, seed: int) -> None:
    """Write versions of files, ingest them or remove them, and put down each step that was acknowledged."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    version = int(journal.read_text(encoding="utf-8").splitlines()[-1].split()[2]) if journal.exists() else 0
    with Library.open_owner(home, BigramEmbedder()) as library, journal.open("a", encoding="utf-8") as acknowledged:
        while True:
            version += 1
            number = chance.randrange(PATHS)
            path = folder / f"{number}.txt"
            note = "put"
            if chance.random() < 0.15 and path.exists():  # one in seven goes
                note = "gone"
                held = [each.id for each in library.documents() if each.path == str(path)]
                acknowledged.write(f"going {number} {version}\n")
                acknowledged.flush()
                library.remove(held)
            else:
                path.write_text(text_of(number, version), encoding="utf-8")
                acknowledged.write(f"begun {number} {version}\n")
                acknowledged.flush()
                ingest([path], library, Choices())
            acknowledged.write(f"{note} {number} {version}\n")
            acknowledged.flush()
            os.fsync(acknowledged.fileno())


def serve() -> None:
    """Fork a victim for each line `home folder journal seed failpoint`, print its number, then how it ended."""
    for line in sys.stdin:
        home, folder, journal, seed, failpoint = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            os.environ[VARIABLE] = failpoint
            work(Path(home), Path(folder), Path(journal), int(seed))
        print(child, flush=True)  # noqa: T201  # the answer to the test
        print(os.waitpid(child, 0)[1], flush=True)  # noqa: T201


if __name__ == "__main__":
    from knowledge.tokens import words

    words("预热")
    __import__("chromadb")
    serve()
