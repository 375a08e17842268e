"""The fictional documents that show a fresh installation working."""

from __future__ import annotations

from pathlib import Path


def sample_files() -> list[Path]:
    """Return the files of the samples, in the order of their names."""
    return sorted(Path(__file__).parent.glob("*.md"))
