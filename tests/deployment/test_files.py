"""What is written for a deployment is what the description gives, and holds what an administrator relies on."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.figures import Figures
from bot.settings import Settings
from deployment.containers import CONTAINERS
from deployment.description import Site, leader_names, processes, worker_names
from deployment.files import files
from deployment.units import MACHINE
from deployment.watching import ALERTS, PANELS
from knowledge.library import Library
from tests.fakes import BigramEmbedder

ROOT = Path(__file__).parents[2]
WRITTEN = ROOT / "packaging"
SITE = Site()
POSTGRES = Site(workers=3, database="postgresql")


def composed(site: Site) -> dict[str, Any]:
    whole: dict[str, Any] = yaml.safe_load(files(site)["compose.yaml"])
    return whole


def test_the_files_are_what_the_description_gives() -> None:
    """Nobody changed one by hand, and none is left that is not written any more: `python -m deployment`."""
    held = {str(place.relative_to(WRITTEN)): place for place in WRITTEN.rglob("*") if place.is_file()}
    wanted = files(SITE)
    assert set(held) == set(wanted)
    assert {name for name, place in held.items() if place.read_text(encoding="utf-8") != wanted[name]} == set()


@pytest.mark.parametrize("place", [CONTAINERS, MACHINE], ids=["containers", "units"])
def test_every_setting_is_one_of_ours(place: Any) -> None:
    """A process is told nothing that the program does not read."""
    known = {str(field.validation_alias) for field in Settings.model_fields.values()} | {"OMP_NUM_THREADS"}
    assert {name for each in processes(SITE, place) for name in each.settings} <= known


@pytest.mark.parametrize("site", [SITE, POSTGRES], ids=["sqlite", "postgresql"])
def test_containers_are_closed(site: Site) -> None:
    """Ours run as a number, write to their volume alone and gain no rights; the database is on no outer network."""
    services = composed(site)["services"]
    ours = {name: each for name, each in services.items() if each["image"] == "ronghe"}
    assert set(ours) == {"chroma", *worker_names(site), *leader_names(site)}
    for each in ours.values():
        assert re.fullmatch(r"[1-9]\d*:0", each["user"])
        assert (each["read_only"], each["cap_drop"]) == (True, ["ALL"])
        assert each["security_opt"] == ["no-new-privileges:true"]
        assert "ports" not in each
    assert [name for name, each in services.items() if "ports" in each] == ["proxy"]
    inner = {"chroma", "postgresql"} & set(services)
    assert all(services[name]["networks"] == ["inside"] for name in inner)
    assert composed(site)["networks"]["inside"]["internal"] is True


def test_no_two_processes_of_a_machine_share_a_port() -> None:
    """However many there are."""
    ports = [each.port for each in processes(Site(workers=12, leaders=4), MACHINE)]
    assert len(set(ports)) == len(ports)


def test_the_proxy_knows_every_worker() -> None:
    """And no leader: messengers do not slow the page."""
    for name, place in (("nginx.conf", MACHINE), ("nginx.compose.conf", CONTAINERS)):
        servers = re.findall(r"^  server (\S+) ", files(POSTGRES)[name], re.MULTILINE)
        assert servers == [f"{place.host(each)}:{place.port(each)}" for each in worker_names(POSTGRES)]


def test_the_image_runs_as_a_number_and_carries_the_model() -> None:
    """Nothing of it runs as root, and nothing is fetched when it runs."""
    stages = files(SITE)["Containerfile"].split("\nFROM ")
    assert re.search(r"^USER \d+:0$", stages[-1], re.MULTILINE)
    assert "knowledge.models.bundled" in stages[1]
    assert "pip install" not in stages[-1]
    assert not re.search(r"TOKEN|SECRET|API_KEY|PASSWORD", files(SITE)["Containerfile"])


def test_units_can_be_read_and_are_started_together() -> None:
    """The target wants every unit, and stopping it stops them."""
    texts = {name: text for name, text in files(SITE).items() if name.startswith("systemd/")}
    services = {Path(name).name for name in texts if name.endswith(".service")}
    target = parsed(texts["systemd/ronghe.target"])
    assert set(target["Unit"]["Wants"].split()) == services
    for name in services:
        unit = parsed(texts[f"systemd/{name}"])
        assert unit["Unit"]["PartOf"] == "ronghe.target"
        assert (unit["Service"]["User"], unit["Service"]["NoNewPrivileges"]) == ("ronghe", "yes")


def parsed(text: str) -> ConfigParser:
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # names keep their capitals
    parser.read_string(text)
    return parser


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed here")
def test_systemd_finds_no_fault_with_the_units(tmp_path: Path) -> None:
    """As systemd itself reads them, but for the programs, which are elsewhere here."""
    for name, text in files(SITE).items():
        if name.startswith("systemd/"):
            (tmp_path / Path(name).name).write_text(text.replace("/opt/ronghe/.venv/bin/", "/bin/true "), "utf-8")
    units = sorted(map(str, tmp_path.iterdir()))
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)  # noqa: S607
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed here")
@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed here")
def test_nginx_finds_no_fault_with_the_proxies(tmp_path: Path) -> None:
    """As nginx itself reads them, with a certificate of ours and addresses that are known here."""
    certificate = ["-keyout", f"{tmp_path}/ronghe.key", "-out", f"{tmp_path}/ronghe.pem", "-subj", "/CN=ronghe"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *certificate]
    subprocess.run(command, capture_output=True, check=True)
    for name in ("nginx.conf", "nginx.compose.conf", "nginx.chroma.conf"):
        text = re.sub(r"/certificates/|/etc/ssl/", f"{tmp_path}/", files(SITE)[name])
        text = re.sub(r"server (web-\d)", "server 127.0.0.1", text)
        (tmp_path / name).write_text(text, encoding="utf-8")
        main = tmp_path / f"main-{name}"
        main.write_text(f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ include {tmp_path}/{name}; }}")
        done = subprocess.run(["nginx", "-t", "-c", str(main)], capture_output=True, text=True, check=False)  # noqa: S607
        assert done.returncode == 0, done.stderr


def test_nobody_is_called_for_a_leader_that_is_not_wanted() -> None:
    """An office without messengers has no process for them, and no alert that none leads."""
    written = files(Site(leaders=0))
    assert not [name for name in written if "leader" in name]
    assert "ronghe_leader" not in written["watch/alerts.yml"]


def test_leaders_ask_the_messengers_of_the_office() -> None:
    """An office on WeCom is not told to set a token of Telegram's."""
    leaders = [
        each for each in processes(SITE._replace(messengers=("wecom", "dingtalk")), MACHINE) if each.name == "leader-1"
    ]
    assert [each.command[-1] for each in leaders] == ["web,wecom,dingtalk"]


def test_what_is_watched_is_what_is_measured(tmp_path: Path) -> None:
    """Every figure that an alert or a picture names is one that the program gives."""
    figures = Figures("token")
    with Library.open_reader(tmp_path, BigramEmbedder()) as library:
        figures.watch(library, lambda: 0, lambda: True)
        given = set(re.findall(r"^# TYPE (\w+)", figures.text(), re.MULTILINE))
    asked = [each.when for each in ALERTS] + [expression for panel in PANELS for expression, _ in panel.asked]
    named = {name for text in asked for name in re.findall(r"\b(?:ronghe|process)_\w+", text)}
    assert {name.removesuffix("_bucket") for name in named} <= given
    assert len(json.loads(files(SITE)["watch/dashboard.json"])["panels"]) == len(PANELS)
    rules = yaml.safe_load(files(SITE)["watch/alerts.yml"])["groups"][0]["rules"]
    assert [rule["annotations"]["summary"] for rule in rules] == [each.summary for each in ALERTS]
