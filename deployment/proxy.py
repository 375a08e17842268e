"""The description as configuration of nginx: before the page, and before a Chroma server on another machine."""

from __future__ import annotations

from urllib.parse import urlsplit

from deployment.description import CHROMA, PROXY, Place, Site, worker_names
from deployment.written import HEAD


def before_the_page(site: Site, place: Place, *, certificates: str) -> str:
    """Return what goes into `conf.d`: one worker for one person, another one where theirs is gone."""
    servers = "\n".join(
        f"  server {place.host(name)}:{place.port(name)} max_fails=1 fail_timeout=5s;" for name in worker_names(site)
    )
    port = 443 if place.host(PROXY) == "127.0.0.1" else place.port(PROXY)
    return (
        HEAD
        + f"""\
# 同一个人（同一个程序）固定在一个进程上：上传的批次、待核对的稿件、正在写的答复在它的内存里。
map "$cookie_ronghe$http_authorization" $visitor {{
  "" $remote_addr;
  default "$cookie_ronghe$http_authorization";
}}

upstream ronghe {{
  hash $visitor consistent;
{servers}
  keepalive 32;
}}

server {{
  listen {port} ssl;
  server_name {urlsplit(site.origin).hostname};
  ssl_certificate     {certificates}/ronghe.pem;
  ssl_certificate_key {certificates}/ronghe.key;
  ssl_protocols TLSv1.2 TLSv1.3;
  client_max_body_size 70m;

  # 这三个网址给机房内部看，不对外。
  location ~ ^/(healthz|readyz|metrics)$ {{
    return 404;
  }}

  location / {{
    proxy_pass http://ronghe;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    # 答复边写边出现；一个进程不在，没有送出去的请求换一个进程。
    proxy_buffering off;
    proxy_read_timeout 300s;
    proxy_connect_timeout 2s;
    proxy_next_upstream error timeout http_502 http_503;
    proxy_next_upstream_tries 2;
  }}
}}
"""
    )


def before_chroma(place: Place) -> str:
    """Return what asks for the token: Chroma itself asks for none."""
    return (
        HEAD
        + f"""\
# Chroma 服务放在另一台机器上时，它只监听本机，前面用这一段核对令牌（与 RONGHE_CHROMA_TOKEN 相同）。
map $http_authorization $may_ask_chroma {{
  default 0;
  "Bearer 请换成足够长的随机令牌" 1;
}}

server {{
  listen 8001 ssl;
  ssl_certificate     /etc/ssl/ronghe.pem;
  ssl_certificate_key /etc/ssl/ronghe.key;
  client_max_body_size 64m;

  location / {{
    if ($may_ask_chroma = 0) {{
      return 401;
    }}
    proxy_pass http://127.0.0.1:{place.port(CHROMA)};
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_read_timeout 120s;
  }}
}}
"""
    )
