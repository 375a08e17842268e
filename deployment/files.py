"""Every file that is written from the description, by its name below `packaging/`."""

from __future__ import annotations

from deployment.containers import CONTAINERFILE, CONTAINERS, compose
from deployment.description import Site
from deployment.proxy import before_chroma, before_the_page
from deployment.units import MACHINE, units
from deployment.watching import alerts, dashboard, scraped


def files(site: Site) -> dict[str, str]:
    """Return their texts."""
    return {
        "Containerfile": CONTAINERFILE,
        "compose.yaml": compose(site),
        "nginx.compose.conf": before_the_page(site, CONTAINERS, certificates="/certificates"),
        "nginx.conf": before_the_page(site, MACHINE, certificates="/etc/ssl"),
        "nginx.chroma.conf": before_chroma(MACHINE),
        **{f"systemd/{name}": text for name, text in units(site).items()},
        "watch/prometheus.yml": scraped(site, MACHINE),
        "watch/alerts.yml": alerts(site),
        "watch/dashboard.json": dashboard(),
    }
