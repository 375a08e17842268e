"""The page's room, over which the tools stand too."""

from tests.bot.web.conftest import held, library, site

__all__ = ["held", "library", "site"]
