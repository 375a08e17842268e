"""The control words of RTF that lead somewhere or print a sign, and the code pages of its fonts."""

from __future__ import annotations

import re

CODE_PAGES = {134: "gb18030", 136: "big5", 128: "cp932", 129: "cp949", 238: "cp1250", 204: "cp1251", 161: "cp1253"}
"""By `fcharset`; the others are written in the code page that the file names."""

UNPRINTED = {
    "colortbl", "info", "pict", "object", "fldinst", "generator", "listtable", "listoverridetable", "revtbl",
    "themedata", "colorschememapping", "latentstyles", "datastore", "rsidtbl", "xmlnstbl", "filetbl",
    "mmathPr", "nonshppict", "bkmkstart", "bkmkend", "listpicture", "pgdsctbl", "userprops", "template",
    "private", "tc", "xe", "annotation", "atnid", "atnauthor",
}  # fmt: skip
NAMED = {
    "fonttbl": "fonts", "stylesheet": "styles", "listtext": "label", "pntext": "label", "footnote": "note",
    "header": "running", "headerl": "running", "headerr": "running", "headerf": "running", "footer": "foot",
    "footerl": "foot", "footerr": "foot", "footerf": "foot", "shptxt": "text", "fldrslt": "text",
}  # fmt: skip
RUNNING = ("running", "foot")
SIGNS = {
    "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "tab": "\t", "line": "\n", "emspace": "　", "enspace": " ", "qmspace": " ", "~": " ", "_": "-",
}  # fmt: skip


_BINARY = re.compile(r"\\bin(\d+) ?")


def without_binary(source: str) -> str:
    """Return a file without the bytes of its pictures, which may look like anything."""
    pieces, at = list[str](), 0
    for match in _BINARY.finditer(source):
        if match.start() >= at:
            pieces.append(source[at : match.start()])
            at = match.end() + int(match[1][:9])
    return "".join((*pieces, source[at:]))


def joined_words(words: list[str]) -> str:
    """Join words; the halves of pairs become the characters that they are."""
    return "".join(words).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def is_known(encoding: str) -> bool:
    """Tell whether there is a codec of that name."""
    try:
        b"".decode(encoding)
    except LookupError:
        return False
    return True
