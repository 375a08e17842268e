"""The house as drawn in docs: who may import whom, and one owner for each heavy library."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "ingest", "knowledge", "prompts")

ALLOWED = {
    "prompts": set[str](),
    "knowledge": {"prompts"},
    "ingest": {"knowledge"},
    "bot": {"knowledge"},
    "bot/cli.py": {"ingest", "knowledge"},
}

OWNERS = {
    "chromadb": {"knowledge/vectors/chroma.py", "knowledge/vectors/chroma_client.py"},
    "sentence_transformers": {"knowledge/models/torch_encoder.py", "knowledge/models/reranking.py"},
    "ir_measures": {"knowledge/evaluation/measures.py"},
    "langchain": {"knowledge/chat/endpoint.py"},
    "langchain_core": {"knowledge/chat/endpoint.py", "knowledge/langchain_retriever.py"},
    "openai": {"knowledge/chat/endpoint.py"},
    "httpx2": {"knowledge/chat/endpoint.py", "bot/web/sign_on/connections.py"},
    "openvino": {"knowledge/models/openvino_runtime.py"},
    "tokenizers": {"knowledge/models/fast_tokenizer.py"},
    "torch": {
        "knowledge/models/torch_encoder.py",
        "knowledge/models/judge_export.py",
        "knowledge/models/openvino_runtime.py",
    },  # the last two export from it
    "jieba": {"knowledge/dictionary.py"},
    "opencc": {"knowledge/tokens.py"},
    "filelock": {
        "knowledge/catalog/sqlite/file.py",
        "knowledge/leading.py",
        "knowledge/models/bundled.py",
        "knowledge/vectors/owned.py",
        "knowledge/vectors/served.py",
    },
    "sqlite3": {"knowledge/catalog/sqlite/file.py"},
    "docx": {
        "ingest/readers/word.py",
        "ingest/readers/numbering.py",
        "ingest/readers/word_unread.py",
        "knowledge/drafts/annotated.py",
        "knowledge/export/word.py",
    },
    "pypdfium2": {
        "ingest/readers/pdfium_pages.py",
        "ingest/readers/bound_photos.py",
        "ingest/readers/last_resort.py",
        "ingest/readers/page_pictures.py",
        "ingest/readers/scanned.py",
    },
    "doc2docx": {"ingest/readers/old_word.py"},
    "oxmsg": {"ingest/readers/outlook.py"},
    "py7zr": {"ingest/readers/archives.py"},
    "rarfile": {"ingest/readers/archives.py"},
    "rapidocr": {"ingest/readers/print_lines.py"},
    "cv2": {"ingest/readers/print_lines.py", "ingest/readers/recognition.py"},
    "PIL": {"ingest/readers/page_pictures.py"},
    "pi_heif": {"ingest/readers/page_pictures.py"},
    "olefile": {"ingest/readers/old_office.py", "ingest/readers/old_slides.py"},
    "xlrd": {"ingest/readers/old_sheets.py"},
    "pptx": {"ingest/readers/slides.py"},
    "openpyxl": {"ingest/readers/sheets.py", "ingest/readers/sheet_shape.py", "knowledge/export/sheets.py"},
    "lxml": {
        "ingest/readers/web.py",
        "ingest/readers/web_layout.py",
        "ingest/readers/web_parts.py",
        "ingest/readers/web_unread.py",
        "ingest/readers/word.py",
        "ingest/readers/word_runs.py",
        "ingest/readers/word_formulas.py",
        "ingest/readers/word_unread.py",
        "ingest/readers/numbering.py",
        "ingest/readers/package_words.py",
        "ingest/readers/fixed_layout.py",
        "ingest/readers/sheets.py",
        "ingest/readers/sheet_shape.py",
        "bot/web/sign_on/cas.py",
    },
    "authlib": {"bot/web/sign_on/oidc.py"},
    "joserfc": {"bot/web/sign_on/oidc.py"},
    "pyasn1": {"bot/web/sign_on/ldap_wire.py"},
    "pyasn1_modules": {"bot/web/sign_on/ldap_wire.py"},
    "argon2": {"bot/services/passwords.py"},
    "jinja2": {"bot/web/layout.py"},
    "uvicorn": {"bot/web/serving.py", "bot/web/connections.py"},
    "mcp": {"bot/mcp/server.py"},
    "psycopg": set(),  # by SQLAlchemy alone
    "websockets": {"bot/wecom/connection.py", "bot/wecom/channel.py", "bot/dingtalk/stream.py"},
    "httpx": {
        "bot/dingtalk/api.py",
        "bot/dingtalk/faults.py",
        "knowledge/vectors/chroma.py",
        "knowledge/vectors/chroma_client.py",
    },
    "cryptography": {"bot/wecom/media.py"},
    "prometheus_client": {"bot/figures.py"},
    "opentelemetry": {"bot/tracing.py"},
    "pydantic_settings": {"bot/settings.py"},
}

READS_ENVIRONMENT = {
    "bot/settings.py",
    "knowledge/models/bundled.py",  # the model builder's own command line
    "knowledge/models/torch_encoder.py",  # tells torch's threads how to wait
    "knowledge/failpoints.py",  # where tests have the process die
}

LONGEST_MODULE = 300
VAGUE = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "service"}


def modules() -> list[str]:
    return [str(path.relative_to(ROOT)) for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


@cache
def text_of(module: str) -> str:
    return (ROOT / module).read_text(encoding="utf-8")


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(text_of(module))


@cache
def imported(module: str) -> set[str]:
    tree = tree_of(module)
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


def roots(module: str) -> set[str]:
    return {name.split(".")[0] for name in imported(module)}


@pytest.mark.parametrize("module", modules())
def test_packages_import_only_what_the_drawing_allows(module: str) -> None:
    """ingest and bot stand on knowledge; only the composition root knows ingest."""
    package = module.split("/", maxsplit=1)[0]
    allowed = ALLOWED.get(module, ALLOWED[package]) | {package}
    assert roots(module) & set(PACKAGES) <= allowed


@pytest.mark.parametrize("library", OWNERS)
def test_each_heavy_library_has_one_owner(library: str) -> None:
    """A library can be replaced by changing one file."""
    assert {module for module in modules() if library in roots(module)} <= OWNERS[library]


ASYNCHRONOUS = ("bot/messenger/", "bot/telegram/", "bot/wecom/", "bot/dingtalk/", "bot/web/", "bot/mcp/")


def test_channels_stay_in_their_rooms() -> None:
    """Only Telegram's edge imports python-telegram-bot, only HTTP's Starlette; only channels are asynchronous."""
    outside = [module for module in modules() if not module.startswith(ASYNCHRONOUS)]
    assert not [module for module in outside if {"telegram", "starlette", "asyncio"} & roots(module)]
    assert not [module for module in modules() if module.startswith("bot/web/") and "telegram" in roots(module)]
    assert not [module for module in modules() if module.startswith("bot/telegram/") and "starlette" in roots(module)]
    others = [module for module in modules() if module.startswith(("bot/messenger/", "bot/wecom/", "bot/dingtalk/"))]
    assert not [module for module in others if {"telegram", "starlette"} & roots(module)]


def test_settings_are_read_in_one_place() -> None:
    """The environment is read by the settings, and by nobody on the way."""
    reading = {module for module in modules() if "environ" in text_of(module)}
    assert reading <= READS_ENVIRONMENT


def test_no_module_is_named_for_nothing() -> None:
    """What has no home has no name yet."""
    assert not [module for module in modules() if Path(module).stem in VAGUE]


def test_modules_stay_small() -> None:
    """One concept a module: three hundred lines are enough for one."""
    long = {module: len(text_of(module).splitlines()) for module in modules()}
    assert not {module: lines for module, lines in long.items() if lines > LONGEST_MODULE}


def test_nothing_is_caught_blindly() -> None:
    """A blanket `except` hides faults; only the bot's error handler, which logs first, is given everything."""
    blind = []
    for module in modules():
        for node in ast.walk(tree_of(module)):
            if isinstance(node, ast.ExceptHandler):
                name = getattr(node.type, "id", "")
                blind += [f"{module}:{node.lineno}"] if node.type is None or name == "Exception" else []
    assert blind == []


def test_starting_the_command_line_imports_nothing_heavy() -> None:
    """`ronghe --help` is instant: no model, no index, no database is loaded to print it."""
    heavy = "{'torch', 'chromadb', 'sentence_transformers', 'jieba', 'sqlalchemy', 'telegram', 'numpy'}"
    code = f"import sys, bot.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


@cache
def names_imported(module: str) -> set[str]:
    """Return the modules of ours that a module imports, by their files."""
    found = set()
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.ImportFrom) and node.module:
            named = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {file for name in (*named, node.module) if (file := name.replace(".", "/") + ".py") in MODULES}
    return found


MODULES = frozenset(modules())


def unit_of(module: str) -> str:
    """Return the folder, or the module at the top of its package, that a module belongs to."""
    return "/".join(module.split("/")[:2])


def test_no_folder_needs_one_that_needs_it() -> None:
    """Folders, and the modules beside them, stand one upon another: each can be understood from below."""
    needs: dict[str, set[str]] = {}
    for module in MODULES:
        needs.setdefault(unit_of(module), set()).update(map(unit_of, names_imported(module)))
    above = {unit: found - {unit} for unit, found in needs.items()}
    while ground := [unit for unit, found in above.items() if not found]:
        above = {unit: found - set(ground) for unit, found in above.items() if found}
    assert above == {}


def test_no_run_of_eight_lines_stands_twice() -> None:
    """What is the same in two places has one place of its own; imports and lone brackets do not count."""
    places: dict[tuple[str, ...], list[str]] = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
            said = [line for line in lines if re.search(r"\w", line) and not line.startswith(("#", "import ", "from "))]
            for start in range(len(said) - 7):
                places.setdefault(tuple(said[start : start + 8]), []).append(f"{path.relative_to(ROOT)}: {said[start]}")
    assert not [found for found in places.values() if len(found) > 1]


def test_a_name_means_one_thing() -> None:
    """No two classes or functions that others may use have one name; `register` and `main` are asked of by name."""
    places: dict[str, list[str]] = {}
    for module in MODULES:
        for node in tree_of(module).body:
            if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if not node.name.startswith("_"):
                places.setdefault(node.name, []).append(module)
    doubles = {name: found for name, found in places.items() if len(found) > 1}
    assert set(doubles) <= {"register", "main"}, doubles


@pytest.mark.parametrize("room", ["commands", "reports", "views"])
def test_tests_mirror_what_a_user_sees(room: str) -> None:
    """Each module of these rooms has a file of tests; those of `contracts` are tested together."""
    own = {Path(module).stem for module in MODULES if module.startswith(f"bot/{room}/")} - {"__init__"}
    tested = {path.stem.removeprefix("test_") for path in (ROOT / "tests" / "bot" / room).glob("test_*.py")}
    assert own <= tested


DRAWING = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_the_drawing_lists_the_rooms_from_the_ground_up() -> None:
    """Every folder stands in docs/architecture.md, and imports only folders above it in the list."""
    listed = re.findall(r"^\| `([a-z/]+)`[^|]*\|", DRAWING, re.MULTILINE)
    folders = {str(Path(module).parent) for module in MODULES}
    rooms = {next((room for room in (folder, unit_of(f"{folder}/x"), folder.split("/")[0]) if room in listed), folder)
             for folder in folders if folder != "bot"}  # fmt: skip
    assert rooms == set(listed)
    for module in MODULES:
        own = unit_of(module)
        if own in listed:
            used = {unit_of(each) for each in names_imported(module)} & set(listed)
            assert {room for room in used if listed.index(room) > listed.index(own)} == set(), module


def test_the_drawing_names_files_that_are_there() -> None:
    """Where something is decided is where the page says."""
    named = set(re.findall(r"`((?:bot|ingest|knowledge|prompts)/[a-z_/]+\.py)`", DRAWING))
    assert len(named) > 15
    assert named <= MODULES


ALIKE = 8


def test_nothing_is_written_twice() -> None:
    """No run of eight equal lines stands twice in the product; imports and blank lines are not counted."""
    places: dict[tuple[str, ...], list[str]] = {}
    for module in MODULES:
        lines = [line.strip() for line in text_of(module).splitlines()]
        lines = [line for line in lines if line and not line.startswith(("from ", "import "))]
        for first in range(len(lines) - ALIKE + 1):
            places.setdefault(tuple(lines[first : first + ALIKE]), []).append(module)
    assert not {found[0]: found for found in places.values() if len(found) > 1}
