"""What is open for the length of a block."""

from __future__ import annotations

from types import TracebackType
from typing import Self


class Closing:
    """Something that is closed when its block is left, in order or by an error."""

    def close(self) -> None:
        """Release what it holds."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
