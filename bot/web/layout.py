"""Templates and static files: the only owner of jinja2, and of where they lie in the package."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.staticfiles import StaticFiles

from bot import wording
from bot.names import ROLES, label_words
from bot.web import texts
from knowledge.names import KINDS, SOURCE_CLASSES, STATUSES

_FOLDER = Path(__file__).parent
PAGES = (
    ("/", "提问"),
    ("/rules", "查条文"),
    ("/find", "查找"),
    ("/examples", "找例子"),
    ("/work", "起草与学习"),
    ("/check", "核对稿件"),
    ("/library", "资料库"),
)

STATIC = StaticFiles(directory=_FOLDER / "static")


@cache
def templates() -> Environment:
    """Return the templates, each made ready once; what they are given is escaped."""
    made = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "title": wording.book_title,
        "date": wording.date_words,
        "label": label_words,
        "shortened": wording.shortened,
    }
    made.globals |= {"KINDS": KINDS, "ROLES": ROLES, "SOURCE_CLASSES": SOURCE_CLASSES, "STATUSES": STATUSES}
    made.globals |= {"texts": texts, "navigation": navigation}
    return made


def navigation(may_upload: bool, is_admin: bool) -> list[tuple[str, str]]:  # noqa: FBT001  # called by a template
    """Return the pages that stand above every page: address and name."""
    uploading, managing = (("/upload", "上传"),), (("/admin", "管理"),)
    return [*PAGES, *(uploading if may_upload else ()), *(managing if is_admin else ())]


def drawn(template: str, values: dict[str, Any]) -> str:  # Any: whatever a template shows
    """Return a template with values in it."""
    return templates().get_template(template).render(values)


@cache
def file_version(name: str) -> str:
    """Return what changes in a static file's address when the file does."""
    return hashlib.sha256((_FOLDER / "static" / name).read_bytes()).hexdigest()[:10]
