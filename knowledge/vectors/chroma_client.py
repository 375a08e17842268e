"""How Chroma is opened: a folder, or a server with a token and limits in time; and its complaints in our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from knowledge.errors import IndexUnavailableError

if TYPE_CHECKING:
    import httpx
    from chromadb.api import ClientAPI

CONNECT_SECONDS = 2.0
"""How long a server may take to accept a connection."""


class ChromaServer(NamedTuple):
    """Where a Chroma server is reached."""

    url: str
    token: str = ""
    """For the proxy before it, as a bearer token; Chroma itself asks for none."""

    @property
    def place(self) -> str:
        """Scheme, host and port, as they may be shown."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


class Connected(NamedTuple):
    """A client of a server, and what it sends with, which has to be closed."""

    client: ClientAPI
    session: httpx.Client


def in_folder(folder: Path) -> ClientAPI:
    """Return a client of Chroma's files in `folder`, made where there are none.

    Raises:
        IndexUnavailableError: The folder holds something else or is damaged.
    """
    with chroma_errors():
        import chromadb
        from chromadb.config import Settings

        return chromadb.PersistentClient(folder, Settings(anonymized_telemetry=False))


def of_server(server: ChromaServer, seconds: float) -> Connected:
    """Return a client of a server.

    Args:
        server: Where it is.
        seconds: How long it may take over a call.

    Raises:
        IndexUnavailableError: It cannot be reached, refuses the token, or is no Chroma.
    """
    import httpx

    headers = {"Authorization": f"Bearer {server.token}"} if server.token else {}
    # To load the certificates of all authorities takes longer than everything else together.
    encrypted = server.url.startswith("https:")
    with _server_errors(server):
        # First by ourselves: Chroma's client waits for ever while it is made.
        heartbeat = f"{server.url.rstrip('/')}/api/v2/heartbeat"
        answer = httpx.get(heartbeat, headers=headers, timeout=CONNECT_SECONDS, verify=encrypted)
        _refuse_faults(answer)
        if "nanosecond heartbeat" not in answer.text:
            raise IndexUnavailableError(f"{server.place} 上的服务不是 Chroma，请检查 RONGHE_CHROMA_URL。")
    with chroma_errors():
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False, chroma_server_ssl_verify=encrypted)
        client = chromadb.HttpClient(host=server.url.rstrip("/"), headers=headers, settings=settings)
        return Connected(client, _session_of(client, seconds))


def _session_of(client: ClientAPI, seconds: float) -> httpx.Client:
    """Return what a client of a server sends with, limited in time and closed where it is not needed again.

    Its own parts are reached for: Chroma 1.5.9 has no setting for either, and never closes what it opens.
    """
    import httpx

    client._admin_client._server._session.close()  # type: ignore[attr-defined]  # noqa: SLF001
    session: httpx.Client = client._server._session  # type: ignore[attr-defined]  # noqa: SLF001
    session.timeout = httpx.Timeout(seconds, connect=CONNECT_SECONDS)
    session.event_hooks = {"response": [_refuse_faults]}
    return session


def _refuse_faults(answer: httpx.Response) -> None:
    """Say what a proxy or a sick server answers: Chroma's client would raise whatever comes to hand."""
    if answer.status_code in {401, 403}:
        raise IndexUnavailableError("Chroma 服务前面的代理不接受令牌，请检查 RONGHE_CHROMA_TOKEN。")
    said_by_chroma = answer.headers.get("content-type", "").startswith("application/json")
    if answer.status_code in _FORESEEN and said_by_chroma:
        return
    if answer.is_error or answer.is_redirect:
        raise IndexUnavailableError(f"Chroma 服务答复异常（{answer.status_code}），请检查 RONGHE_CHROMA_URL 和该服务。")


_FORESEEN = {400, 404, 409}
"""What Chroma's client makes errors of its own of."""


@contextmanager
def _server_errors(server: ChromaServer) -> Iterator[None]:
    """Turn what goes wrong on the way to a server into ours."""
    import httpx

    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise IndexUnavailableError(
            f"连不上 Chroma 服务（{server.place}），请检查 RONGHE_CHROMA_URL 和该服务。"
        ) from error


@contextmanager
def chroma_errors() -> Iterator[None]:
    """Turn Chroma's complaints into ours."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, httpx.HTTPError, OSError, ValueError, KeyError, RuntimeError) as error:
        # RuntimeError is said by a client that another thread has closed.
        raise IndexUnavailableError(f"向量索引无法读写（{error}），请运行 ronghe doctor --repair 重建索引。") from error
