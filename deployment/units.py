"""The description as systemd units: the processes of one machine, without containers."""

from __future__ import annotations

from collections import defaultdict

from deployment.description import DATABASE, Place, Process, Site, port_on_one_machine, processes
from deployment.written import HEAD

MACHINE = Place(
    host=lambda _: "127.0.0.1",
    port=port_on_one_machine,
    listen="127.0.0.1",
    programs="/opt/ronghe/.venv/bin/",
    state="/var/lib/ronghe",
    models="/var/lib/ronghe/models",
    proxies="127.0.0.1",
)

TARGET = "ronghe.target"


def units(site: Site) -> dict[str, str]:
    """Return the files by name: one a process, and the target that starts and stops them together."""
    running = processes(site, MACHINE)
    return {f"ronghe-{each.name}.service": _unit(each) for each in running} | {TARGET: _target(running)}


def _target(running: list[Process]) -> str:
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for each in running:
        kinds[each.what].append(f"ronghe-{each.name}")
    told = "\n".join(f"#   {what}：{'、'.join(names)}" for what, names in kinds.items())
    return (
        HEAD
        + f"""\
# 融合助手的各个进程：
{told}
# 安装：
#   sudo useradd --system --home-dir /var/lib/ronghe --create-home ronghe
#   代码放在 /opt/ronghe，在那里以 ronghe 用户运行 make setup（先 export RONGHE_MODELS=/var/lib/ronghe/models）
#   设置写在 /etc/ronghe.env（样例见 .env.example，权限 600）
#   各单元里已有的设置（如端口）不要写进去：写了会盖过单元
#   sudo cp packaging/systemd/* /etc/systemd/system/ && sudo systemctl enable --now {TARGET}
#   nginx：packaging/nginx.conf 放进 /etc/nginx/conf.d/，改好网址和证书
# 查看日志：journalctl -u 'ronghe-*' -o cat
[Unit]
Description=融合助手
Wants={" ".join(f"ronghe-{each.name}.service" for each in running)}

[Install]
WantedBy=multi-user.target
"""
    )


def _unit(process: Process) -> str:
    after = " ".join("postgresql.service" if name == DATABASE else f"ronghe-{name}.service" for name in process.after)
    settings = "".join(f"Environment={name}={value}\n" for name, value in process.settings.items())
    file = "EnvironmentFile=-/etc/ronghe.env\n" if process.is_ours else ""
    return (
        HEAD
        + f"""\
[Unit]
Description=融合助手：{process.what}（{process.name}）
After=network-online.target {after}
Wants=network-online.target {after}
PartOf={TARGET}
# 设置有误（退出状态2）时不反复重启；其余情况十分钟内最多重启二十次。
StartLimitIntervalSec=600
StartLimitBurst=20

[Service]
User=ronghe
WorkingDirectory=/var/lib/ronghe
{file}{settings}ExecStart={" ".join(process.command)}
Restart=on-failure
RestartPreventExitStatus=2
RestartSec=2
# 先发 SIGTERM，正在回答的问题答完再退出。
TimeoutStopSec={process.stop_seconds}
MemoryMax={process.memory}
UMask=0077
NoNewPrivileges=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem=strict
ProtectHome=yes
ReadWritePaths=/var/lib/ronghe
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6

[Install]
WantedBy={TARGET}
""".replace(" \n", "\n")
    )
