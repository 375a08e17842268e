"""Puts the characters that tests draw into `page.ttf`: `python -m tests.ingest.readers.page_font FONT`; needs fonttools.

FONT is Noto Serif CJK SC or another under the SIL Open Font License, which what is taken from it stays under.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.ingest.readers.pictures import FONT

ROOT = Path(__file__).parents[2]
IMPORT = "from tests.ingest.readers.pictures import"


def drawn() -> str:
    """Return every character of the files that draw pages, and those of ASCII."""
    files = (path.read_text(encoding="utf-8") for path in sorted(ROOT.rglob("*.py")))
    written = {character for text in files if IMPORT in text for character in text}
    return "".join(sorted({each for each in written if each.isprintable()} | set(map(chr, range(32, 127)))))


if __name__ == "__main__":
    options = [f"--text={drawn()}", f"--output-file={FONT}", "--no-hinting", "--layout-features=", "--name-IDs=*"]
    subprocess.run(["pyftsubset", sys.argv[1], *options], check=True)
