"""Tests that what people read is true: README, manual, settings example, schemas."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli import app, main
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs" / "guide").glob("*.md"))}
MANUAL = "\n".join(PAGES.values())
SETTINGS = [str(field.validation_alias) for field in Settings.model_fields.values()]
COMMANDS = [
    *(str(command.name) for command in app.registered_commands if not command.hidden),
    *(str(group.name) for group in app.registered_groups),
]


@pytest.mark.parametrize("setting", SETTINGS)
def test_each_setting_is_documented(setting: str) -> None:
    """Every setting stands in the manual and in .env.example."""
    assert f"`{setting}`" in PAGES[ROOT / "docs" / "guide" / "settings.md"]
    assert setting in (ROOT / ".env.example").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_is_documented(command: str) -> None:
    """Every command stands in the manual with an example."""
    assert f"ronghe {command}" in MANUAL


def test_links_lead_somewhere() -> None:
    """The README and the manual's own list link every page of it, and every file that is linked is there."""
    front = {"README.md": (ROOT / "README.md").read_text(encoding="utf-8")}
    for name in ("tour.md", "tour-telegram.md", "web.md", "architecture.md", "glossary.md", "decisions/README.md"):
        front[f"docs/{name}"] = (ROOT / "docs" / name).read_text(encoding="utf-8")
    pages = front | {str(path.relative_to(ROOT)): text for path, text in PAGES.items()}
    linked = {
        page: set(re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)|src=\"([^\"]+)\"", text)) for page, text in pages.items()
    }
    targets = {page: {(ROOT / page).parent / (one or other) for one, other in found} for page, found in linked.items()}
    assert [(page, each) for page, found in targets.items() for each in found if not each.exists()] == []
    own = {path for path in PAGES if path.name != "README.md"}
    assert own <= targets["README.md"]
    assert own <= targets["docs/guide/README.md"]


def test_help_is_chinese_and_complete(capsys: pytest.CaptureFixture[str]) -> None:
    """`ronghe --help` names every command."""
    assert main(["--help"]) == 0
    printed = capsys.readouterr().out
    assert all(command in printed for command in COMMANDS)


def test_the_schemas_are_current(tmp_path: Path) -> None:
    """The JSON Schemas in the repository are what the models say today; `make schemas` writes them."""
    assert main(["schemas", str(tmp_path)]) == 0
    kept = ROOT / "docs" / "schemas"
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in kept.iterdir()}
    for path in tmp_path.iterdir():
        assert path.read_text(encoding="utf-8") == (kept / path.name).read_text(encoding="utf-8")


def test_decisions_are_numbered_once_and_name_files_that_exist() -> None:
    """A number means one decision, and the files that a decision in force names are there."""
    decisions = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    numbers = [path.name[:4] for path in decisions]
    assert len(set(numbers)) == len(numbers)
    named = re.compile(r"`((?:bot|knowledge|ingest|prompts|tests|benchmarks)/[\w/.]+\.\w+)`")
    missing = {
        (path.name, name)
        for path in decisions
        for name in named.findall(path.read_text(encoding="utf-8"))
        if not (ROOT / name).exists()
    }
    assert not missing
