"""Write the files of `packaging/` from the description: `python -m deployment [--workers N] [--origin URL]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from deployment.description import DATABASE, Site
from deployment.files import files
from deployment.running import run


def main() -> None:
    """Write them."""
    parser = argparse.ArgumentParser(prog="python -m deployment", description="写出容器、系统服务、代理和监测的文件。")
    parser.add_argument("--workers", type=int, default=Site().workers, help="提供网页的进程数")
    parser.add_argument("--leaders", type=int, default=Site().leaders, help="收取消息的进程数，其中一个工作，其余待命")
    parser.add_argument("--origin", default=Site().origin, help="用户在浏览器里输入的网址")
    parser.add_argument("--database", choices=["sqlite", DATABASE], default=Site().database, help="资料库用什么保存")
    parser.add_argument("--channels", default="telegram", help="逗号隔开：wecom、dingtalk、telegram，用哪个写哪个")
    parser.add_argument("--into", type=Path, default=Path("packaging"), help="写到哪个文件夹")
    parser.add_argument("--run", type=Path, metavar="文件夹", help="不写文件，在本机运行这些进程，数据放在这里")
    parser.add_argument("--messengers", action="store_true", help="同 --run 一起用：连收取消息的进程也运行")
    wanted = parser.parse_args()
    site = Site(wanted.origin, wanted.workers, wanted.leaders, wanted.database, tuple(wanted.channels.split(",")))
    if wanted.run is not None:
        run(site, wanted.run, messengers=wanted.messengers)
        return
    for name, text in files(site).items():
        place = wanted.into / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
