"""Every line of the table of ways, by everybody there is: what is not theirs stays closed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from types import MappingProxyType

import pytest
from starlette.testclient import TestClient

from bot.web.gate import RANKS, Way
from bot.web.routes import WAYS
from bot.web.site import Site
from knowledge.callers import Identity
from knowledge.library import Library
from tests.bot.web.conftest import ROLES, token_of
from tests.builders import source_file

EVERYBODY = ("nobody", *ROLES)
ASK_FOR_MORE = {"/first", "/sign-in", "/invitation/{invitation}", "/me/password"}
"""Ways that are refused for want of a password or a code, not of a role."""


def concrete(path: str, named: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return an address of a way, with what is known, else something, in the place of what varies."""
    return re.sub(
        r"\{([a-z]+)(:number)?\}", lambda found: "1" if found[2] else named.get(found[1], "0123456789ab"), path
    )


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_way_asks_for_its_role(
    who: str, open_browser: Callable[[], TestClient], signed_in: Callable[[str], TestClient]
) -> None:
    """Nobody gets past the gate of a way that needs a role they do not have; with the role nobody is held up there."""
    client = open_browser() if who == "nobody" else signed_in(who)
    for way in sorted(WAYS, key=lambda way: way.path == "/sign-out"):
        status = asked(client, way)
        assert status < 500, (way.path, status)
        if is_allowed(who, way):
            assert status not in {401, 403} or way.path in ASK_FOR_MORE, way
        elif who == "nobody":
            assert status in {303, 401}, (way.path, status)
        else:
            assert status == 403, (way.path, status)


def asked(client: TestClient, way: Way) -> int:
    path = concrete(way.path)
    if way.method == "GET":
        return client.get(path).status_code
    page = client.get("/sign-in")
    page = client.get("/me") if page.status_code == 303 else page
    return client.post(path, data={"csrf": token_of(page.text)}).status_code


def is_allowed(who: str, way: Way) -> bool:
    return way.needs is None or (who != "nobody" and RANKS[ROLES[who]] >= RANKS[way.needs])


def test_only_a_few_ways_are_open_to_anybody() -> None:
    """What needs no role is listed here, so that nothing is opened by oversight."""
    opened = {way.path for way in WAYS if way.needs is None}
    coming_in = {"/sign-in", "/sign-on", "/sign-on/back", "/first", "/invitation/{invitation}"}
    assert opened == {"/healthz", "/readyz", "/metrics"} | coming_in


def test_whatever_changes_something_is_posted() -> None:
    """A link never does more than show."""
    acts = ("erase", "stop", "verdict", "sign-out", "password")
    assert not [way for way in WAYS if way.method == "GET" and way.path.rpartition("/")[2] in acts]


PLACE, SECRET = "岭甲峪寨", "三号台账"
TITLE = f"{PLACE}工作安排"
WORDS = f"{PLACE}负责{SECRET}的登记和核对工作，每周五报送。"
ASKED: dict[str, tuple[dict[str, str], ...]] = {
    "/rules": ({"ref": f"{TITLE}第一条"}, {}),
    "/find": ({"q": PLACE}, {"q": f"{PLACE}负责什么工作", "by": "meaning"}),
    "/examples": ({"q": PLACE},),
    "/examples/handout/{what}": ({"q": PLACE},),
    "/library": ({"q": PLACE}, {"label": "dept:zzb"}),
    "/ask": ({"question": f"{PLACE}负责什么工作？"}, {"question": f"《{TITLE}》第一条怎么规定？"}),
    "/work/plan": ({"task": f"{PLACE}登记核对"},),
    "/work/learn": ({"theme": PLACE},),
    "/work/formula": ({"name": PLACE},),
    "/check": ({"text": f"《{TITLE}》第一条规定，“{PLACE}负责的登记和核对工作，每周五报送。”"},),
    "/api/search": ({"query": PLACE},),
    "/api/keyword": ({"text": PLACE},),
    "/api/article": ({"reference": f"{TITLE}第一条"},),
    "/api/cards": ({"query": PLACE},),
    "/api/formula": ({"name": PLACE},),
    "/api/plan": ({"task": PLACE},),
    "/api/learn": ({"theme": PLACE},),
}
"""What is asked of a way: in its address, or in its form."""


def told(client: TestClient, way: Way, named: Mapping[str, str]) -> str:
    """Return all that a way tells, of whatever it is asked; files unpacked, and the page that it leads to."""
    path, texts = concrete(way.path, named), list[str]()
    for asked in ASKED.get(way.path, ({},)):
        if way.method == "GET":
            answer = client.get(path, params=asked or None)
        else:
            token = re.search(r'data-csrf="([0-9a-f]{40})"', client.get("/me").text)
            answer = client.post(path, data=asked | {"csrf": token[1] if token else ""})
        texts.append(unpacked(answer.content))
        if answer.headers.get("location", "").startswith("/c/"):
            texts.append(client.get(answer.headers["location"]).text)
    return "\n".join(texts)


def unpacked(content: bytes) -> str:
    """Return what an answer says, and what the file says that it is."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return "\n".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())


@pytest.fixture
def named(library: Library, signed_in: Callable[[str], TestClient]) -> dict[str, str]:
    """What stands in addresses: a rule of a department, and the answer that an administrator got from it."""
    stored = source_file(
        "/secret.txt",
        f"第一条 {WORDS}",
        f"第二条 {SECRET}由专人保管。",
        title=TITLE,
        kind="normative",
        label="dept:zzb",
    )
    library.replace_file(*stored)
    document, passages = stored[2][0]
    admin = signed_in("admin")
    form = {"csrf": token_of(admin.get("/me").text), "question": f"{PLACE}负责什么工作？", "once": "0123456789ab"}
    page = admin.get(admin.post("/ask", data=form).headers["location"]).text
    assert SECRET in page
    found = re.search(r'href="/c/([0-9a-f]+)/r/([^/"]+)/s/1"', page)
    assert found
    known = {"conversation": found[1], "reply": found[2], "once": "0123456789ab"}
    return known | {"document": document.id, "passage": passages[0].id, "way": "after", "what": "word"}


OUTSIDE = (("nobody", ()), ("reader", ()), ("reader", ("dept:xcb",)), ("uploader", ("dept:xcb",)))
SHOW_IT = {"/rules", "/rules/{document}", "/rules/{document}/{position:number}", "/find", "/passages/{passage}", "/ask"}
SHOW_IT |= {"/passages/{passage}/{way}", "/documents/{document}", "/documents/{document}/original", "/check"}
SHOW_IT |= {"/api/search", "/api/keyword", "/api/article", "/api/documents/{document}"}
SHOW_IT |= {"/api/documents/{document}/original"}


@pytest.mark.parametrize(("who", "labels"), OUTSIDE)
def test_what_is_of_a_department_is_told_to_nobody_else(
    who: str,
    labels: tuple[str, ...],
    named: dict[str, str],
    site: Site,
    open_browser: Callable[[], TestClient],
    signed_in: Callable[[str], TestClient],
) -> None:
    """Every way, with every address known: no word leaks, and what another asked is neither told nor undone."""
    grant(site, who, labels)
    client = open_browser() if who == "nobody" else signed_in(who)
    leaks = [way.path for way in in_order() if SECRET in told(client, way, named)]
    assert leaks == []
    assert SECRET in signed_in("admin").get(f"/c/{named['conversation']}").text, "and it is still there"


def test_what_is_of_a_department_is_told_to_its_people(
    named: dict[str, str], site: Site, signed_in: Callable[[str], TestClient]
) -> None:
    """The same walk finds it wherever it is to be found; only another's conversation stays theirs."""
    grant(site, "uploader", ("dept:zzb",))
    client = signed_in("uploader")
    shown = {way.path for way in in_order() if SECRET in told(client, way, named)}
    assert shown >= SHOW_IT
    assert not {path for path in shown if path.startswith("/c/")}


def grant(site: Site, who: str, labels: tuple[str, ...]) -> None:
    person = site.assistant.people.find(Identity(channel="web", subject=who))
    if person is not None and labels:
        site.assistant.people.grant(person.number, labels)


def in_order() -> list[Way]:
    """Return all ways, those that end a session last."""
    return sorted(WAYS, key=lambda way: way.path in {"/sign-out", "/me/password"})
