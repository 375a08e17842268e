"""The description: which processes there are, how each is started, asked and stopped; all files are forms of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple


class Site(NamedTuple):
    """What an administrator decides."""

    origin: str = "https://ronghe.example.cn"
    """What people type."""

    workers: int = 2
    """Processes that serve the page and answer programs; each reads with a model of its own, about 1 GB."""

    leaders: int = 2
    """Processes for messengers: one asks for messages, the others wait for its end."""

    database: Literal["sqlite", "postgresql"] = "sqlite"
    """What keeps the catalog."""

    messengers: tuple[str, ...] = ("telegram",)
    """Which of them the leaders ask, by their names in `ronghe serve --channels`."""


class Place(NamedTuple):
    """Where the processes run: on one machine under systemd, or each in a container."""

    host: Callable[[str], str]
    """Under which name a process is reached by the others."""

    port: Callable[[str], int]
    """On which port it listens."""

    listen: str
    """The address that it listens on."""

    programs: str
    """The folder of `ronghe` and `chroma`, with a slash; empty where they are found by name."""

    state: str
    """The folder of what outlives a process."""

    models: str
    """The folder of the models."""

    proxies: str
    """Whom the page believes on whose behalf a request comes."""


class Process(NamedTuple):
    """One process that stays."""

    name: str
    what: str
    """In Chinese, for the administrator."""

    command: tuple[str, ...]
    settings: Mapping[str, str]
    """Its own; what is secret stands in the administrator's file."""

    port: int
    health: str
    """What is asked to see that it is there; anything but an error will do."""

    after: tuple[str, ...]
    """The processes that are started before it; none of them has to be there for it to run."""

    memory: str = "3G"
    stop_seconds: int = 40
    """How long it may take to end: answers that are being written are ended first."""

    is_ours: bool = True
    """Whether it reads the administrator's settings."""


PROXY, CHROMA, DATABASE = "proxy", "chroma", "postgresql"
PORTS = {PROXY: 8443, CHROMA: 8000, DATABASE: 5432}
FIRST_WORKER, FIRST_LEADER = 8421, 8441


def worker_names(site: Site) -> list[str]:
    """Return the processes that serve the page."""
    return [f"web-{number}" for number in range(1, site.workers + 1)]


def leader_names(site: Site) -> list[str]:
    """Return the processes for messengers."""
    return [f"leader-{number}" for number in range(1, site.leaders + 1)]


def port_on_one_machine(name: str) -> int:
    """Return a port that no other process of the site has."""
    kind, _, number = name.rpartition("-")
    if not kind:
        return PORTS[name]
    return (FIRST_WORKER if kind == "web" else FIRST_LEADER) + int(number) - 1


def processes(site: Site, place: Place) -> list[Process]:
    """Return what runs beside proxy and database, in the order in which it is started."""
    shared = _shared(site, place)
    chroma = Process(
        name=CHROMA,
        what="向量索引",
        command=(
            f"{place.programs}chroma",
            "run",
            "--path",
            f"{place.state}/chroma",
            "--host",
            place.listen,
            "--port",
            f"{place.port(CHROMA)}",
        ),
        settings={},
        port=place.port(CHROMA),
        health="/api/v2/heartbeat",
        after=(),
        memory="2G",
        stop_seconds=10,
        is_ours=False,
    )
    before = (CHROMA, *((DATABASE,) if site.database == DATABASE else ()))
    named = [(name, "网页和接口", "web") for name in worker_names(site)]
    named += [(name, "即时通讯", ",".join(("web", *site.messengers))) for name in leader_names(site)]
    return [
        chroma,
        *(
            Process(
                name=name,
                what=what,
                command=(f"{place.programs}ronghe", "serve", "--channels", channels),
                settings={**shared, "RONGHE_WORKER": name, "RONGHE_WEB_PORT": f"{place.port(name)}"},
                port=place.port(name),
                health="/readyz",
                after=before,
            )
            for name, what, channels in named
        ),
    ]


def _shared(site: Site, place: Place) -> dict[str, str]:
    settings = {
        "RONGHE_HOME": f"{place.state}/home",
        "RONGHE_MODELS": place.models,
        "RONGHE_CHROMA_URL": f"http://{place.host(CHROMA)}:{place.port(CHROMA)}",
        "RONGHE_WEB_HOST": place.listen,
        "RONGHE_WEB_ORIGIN": site.origin,
        "RONGHE_TRUSTED_PROXIES": place.proxies,
        "RONGHE_LOG_LEVEL": "INFO",
        # One processor a process: several models in one machine would only take turns.
        "OMP_NUM_THREADS": "1",
    }
    if site.database == DATABASE:
        settings["RONGHE_DATABASE_URL"] = f"postgresql://ronghe@{place.host(DATABASE)}:{place.port(DATABASE)}/ronghe"
    return settings
