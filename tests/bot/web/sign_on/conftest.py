"""Journeys to an office's server on loopback, and settings that point there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.web.sign_on.connections import checked_tls
from bot.web.sign_on.ways import Journey
from tests.bot.web.sign_on.servers import CLIENT, SECRET, Answerer, Papers, papers, served

BACK = "http://127.0.0.1:8420/sign-on/back"
SYSTEM = checked_tls(None)
"""Certificates checked as this machine does; reading its authorities takes a while."""

JOURNEY = Journey("state-" + "s" * 30, "nonce-" + "n" * 30, "verifier-" + "v" * 40)


def settings_with(**values: Any) -> Settings:
    """Return settings as if nothing else were set."""
    return Settings(_env_file=None).model_copy(update=values)


def of_provider(issuer: str, **values: Any) -> dict[str, Any]:
    """Return the settings for a provider."""
    return {"oidc_issuer": issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SecretStr(SECRET)} | values


@pytest.fixture(scope="session")
def own_papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """A certificate that no system trusts by itself."""
    return papers(tmp_path_factory.mktemp("papers"))


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Serve something for as long as the test lasts; returns its address."""
    with ExitStack() as serving:

        def begin(answer: Answerer, **options: Any) -> str:
            return serving.enter_context(served(answer, **options))

        yield begin


@pytest.fixture
def not_a_certificate(tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    path.write_text("这不是证书", encoding="utf-8")
    return path
