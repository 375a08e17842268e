"""`ronghe`: the composition root. It alone knows every package, reads the settings and turns faults into exit codes."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, Unpack

import typer

from bot import logs
from bot.commands import (
    admission,
    asking,
    drafting,
    evaluating,
    holding,
    material,
    practices,
    regulations,
    safekeeping,
    serving,
    teaching,
    tokens,
    upkeep,
)
from bot.output import complain
from bot.usage import usage_sentence
from knowledge.errors import BadRequestError, IndexMismatchError, KnowledgeError, ModelError

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.workplace import Workplace
    from knowledge.documents import Document, Passage
    from knowledge.evaluation.judgements import CorpusEntry
    from knowledge.ingesting import Choices, IngestReport, ReportFile, TellPages, Watching
    from knowledge.library import Library
    from knowledge.pages import Box, Page

app = typer.Typer(
    name="ronghe",
    help="融合助手：依据入库材料回答怎样把党建与业务结合，句句注明出处；资料没有的，如实说明。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
GROUPS = (
    asking,
    practices,
    teaching,
    regulations,
    drafting,
    material,
    holding,
    admission,
    tokens,
    evaluating,
    serving,
    safekeeping,
    upkeep,
)
for group in GROUPS:
    group.register(app)


@app.callback()
def begin(
    context: typer.Context,
    home: Annotated[Path | None, typer.Option(help="资料库文件夹，默认取 RONGHE_HOME。")] = None,
) -> None:
    """Hand every command the way to its workplace."""
    context.obj = partial(open_workplace, home)


def open_workplace(before: Path | None, after: Path | None) -> Workplace:
    """Return the workplace at the `--home` that stands after or before the command, else at the settings' home."""
    from bot.workplace import Workplace
    from knowledge.clock import keep_time_of

    settings = read_settings()
    keep_time_of(settings.time_zone)
    logs.configure(
        settings.log_level,
        settings.secrets(),
        settings.worker,
    )
    return Workplace(
        home=(after or before or settings.home).expanduser().absolute(),
        settings=settings,
        ingest=_ingest,
        look_through=_look_through,
        report_page=_report_page,
        entries=_entries,
        draft_text=_draft_text,
        page_picture=_page_picture,
        bound_photos=_bound_photos,
        samples=_samples,
    )


# Parts of the ingest package, which most commands never need: each is imported when it is called.


def _ingest(paths: Sequence[Path], into: Library, choices: Choices, **watching: Unpack[Watching]) -> IngestReport:
    from ingest.pipeline import ingest

    return ingest(paths, into, choices, **watching)


def _look_through(data: bytes, name: str, store: Library, choices: Choices, pages: TellPages) -> IngestReport:
    from ingest.pipeline import looked_through

    return looked_through(data, name, store, choices, pages)


def _report_page() -> ReportFile:
    from ingest.report_page import ReportPage

    return ReportPage()


def _entries(entries: Sequence[CorpusEntry], path: Path, data: bytes) -> list[tuple[Document, list[Passage]]]:
    from ingest.entries import documents_of

    return documents_of(entries, path, data)


def _draft_text(data: bytes, name: str, *, is_internet: bool) -> str:
    from ingest.drafts import draft_text

    return draft_text(data, name, is_internet=is_internet)


def _page_picture(data: bytes, page: Page, marked: Sequence[Box]) -> bytes:
    from ingest.page_pictures import page_picture

    return page_picture(data, page, marked)


def _bound_photos(photos: Sequence[bytes]) -> bytes:
    from ingest.page_pictures import bound_photos

    return bound_photos(photos)


def _samples() -> list[Path]:
    from ingest.samples import sample_files

    return sample_files()


def read_settings() -> Settings:
    """Read the settings; a `.env` in the working folder counts.

    Raises:
        BadRequestError: A setting has a value that it cannot have.
    """
    from pydantic import ValidationError

    from bot.settings import Settings, wrong_setting

    try:
        return Settings()
    except ValidationError as error:
        wrong = "；".join(dict.fromkeys(wrong_setting(str(one["loc"][0]), one["type"]) for one in error.errors()))
        raise BadRequestError(f"设置有误：{wrong}。各项见 .env.example。") from error


def run() -> NoReturn:
    """Run the program and leave at once.

    What is read and written is UTF-8 whatever the terminal's locale; bytes that are none become U+FFFD in questions.
    Taking torch apart at interpreter exit costs 1.5 s and changes nothing: everything is closed and flushed by then.
    The garbage collector looks less often: over modules that stay, a tenth of a short command (docs/decisions/0100).
    """
    gc.set_threshold(20_000, 20, 50)
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def main(arguments: list[str]) -> int:
    """Run one command and return its exit status: 0 done, 1 not now, 2 wrong usage, 3 done but for some files."""
    as_json = "--json" in arguments
    try:
        return int(app(arguments, standalone_mode=False) or 0)
    except typer.TyperException as error:
        complain("usage", usage_sentence(error), as_json=as_json)
        return 2
    except KnowledgeError as error:
        complain(error.code, str(error), as_json=as_json)
        return 2 if isinstance(error, BadRequestError | IndexMismatchError | ModelError) else 1
    except typer.Exit as leaving:
        return leaving.exit_code
    except (typer.Abort, KeyboardInterrupt):
        complain("interrupted", "已中断；已入库的内容不受影响。", as_json=as_json)
        return 130
    except BrokenPipeError:  # the reader of our output left early, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
