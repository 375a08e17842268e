"""What watches: where Prometheus asks, when it calls somebody, and a dashboard for Grafana."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from deployment.description import Place, Site, leader_names, worker_names
from deployment.written import HEAD, as_yaml

JOB = "ronghe"


class Alert(NamedTuple):
    """When somebody is called, and what they are told."""

    name: str
    when: str
    """In Prometheus's language; true for `minutes`."""

    minutes: int
    severity: str
    summary: str
    """In Chinese: what happened, what it means, what to do."""


ALERTS = (
    Alert(
        "ProcessGone",
        f'up{{job="{JOB}"}} == 0',
        2,
        "critical",
        "{{ $labels.instance }} 没有应答。其他进程照常作答；请看它的日志，确认系统服务在重启它。",
    ),
    Alert(
        "NobodyLeads",
        "sum(ronghe_leader) < 1",
        1,
        "critical",
        "没有进程在收取即时通讯消息。消息留在对方服务器上，不会丢；请检查 leader 的日志和网络。",
    ),
    Alert(
        "TwoLead",
        "sum(ronghe_leader) > 1",
        1,
        "critical",
        "有两个进程同时收取消息，同一问题可能答两遍；请停掉其中一个，检查资料库文件夹是否在网络盘上。",
    ),
    Alert(
        "SlowAnswers",
        "histogram_quantile(0.95, sum by (le) (rate(ronghe_first_block_seconds_bucket[10m]))) > 5",
        10,
        "warning",
        "十分钟内，5% 的提问等了5秒以上才见到第一句。请看处理器是否用满，需要时增加进程。",
    ),
    Alert(
        "IndexAway",
        "max(ronghe_index_ready) == 0",
        5,
        "warning",
        "向量索引用不上，检索逐条比对：答复照常，速度较慢。请检查 Chroma 服务，运行 ronghe doctor。",
    ),
    Alert(
        "IndexBehind",
        "min(ronghe_index_lag_changes) > 0",
        15,
        "warning",
        "向量索引十五分钟没有跟上资料库。大批装入材料时属正常；否则请看持有索引的进程的日志。",
    ),
    Alert(
        "QueueGrows",
        "max(ronghe_queue_messages) > 50",
        5,
        "warning",
        "等候的消息超过50条。请看处理器是否用满、大模型是否变慢。",
    ),
    Alert(
        "ModelFailing",
        "sum(rate(ronghe_model_fallbacks_total[15m])) > 0.2 * sum(rate(ronghe_answers_total[15m]))",
        10,
        "warning",
        "五分之一以上的答复因大模型不可用而改为摘录原文。请检查大模型的接口、密钥和额度。",
    ),
    Alert(
        "ManyWithoutAnswer",
        'sum(rate(ronghe_answers_total{outcome="no_answer"}[1d])) > 0.3 * sum(rate(ronghe_answers_total[1d]))',
        60,
        "info",
        "一天内三成以上的提问没有答案。请在“管理”里看未答的问题，补充材料。",
    ),
)


class Panel(NamedTuple):
    """One picture of the dashboard."""

    title: str
    asked: tuple[tuple[str, str], ...]
    """Expression and legend."""

    unit: str = "short"


def _shares(histogram: str, by: str = "") -> tuple[tuple[str, str], ...]:
    """Return what half, and 95 of 100, do not exceed."""
    among = f"le, {by}" if by else "le"
    rate = f"sum by ({among}) (rate(ronghe_{histogram}_seconds_bucket[5m]))"
    legend = f" {{{{{by}}}}}" if by else ""
    return tuple((f"histogram_quantile({share}, {rate})", f"{share:.0%}{legend}") for share in (0.5, 0.95))


def _an_hour(counter: str) -> str:
    return f"sum(rate(ronghe_{counter}_total[15m])) * 3600"


_EACH = "{{instance}}"
_REPLIES = "sum by (outcome, strength) (rate(ronghe_answers_total[5m])) * 60"

PANELS = (
    Panel("答复（每分钟）", ((_REPLIES, "{{outcome}} {{strength}}"),)),
    Panel("第一句出现", _shares("first_block"), "s"),
    Panel("整篇答复", _shares("answer"), "s"),
    Panel("各阶段用时", _shares("stage", "stage"), "s"),
    Panel("排队和正在写的", (("max(ronghe_queue_messages)", "排队"), ("sum(ronghe_answers_running)", "正在写"))),
    Panel("大模型（每小时）", ((_an_hour("removed_sentences"), "去掉的句子"), (_an_hour("model_fallbacks"), "失败"))),
    Panel("向量索引可用", (("ronghe_index_ready", _EACH),)),
    Panel("向量索引落后（次变动）", (("ronghe_index_lag_changes", _EACH),)),
    Panel("谁在收取消息", (("ronghe_leader", _EACH),)),
    Panel("全部重读（每小时）", (("rate(ronghe_cache_reloads_total[15m]) * 3600", _EACH),)),
    Panel("内存", (('process_resident_memory_bytes{job="ronghe"}', _EACH),), "bytes"),
    Panel("处理器", (('rate(process_cpu_seconds_total{job="ronghe"}[5m])', _EACH),)),
)


def scraped(site: Site, place: Place) -> str:
    """Return Prometheus's configuration."""
    targets = [f"{place.host(name)}:{place.port(name)}" for name in (*worker_names(site), *leader_names(site))]
    job = {
        "job_name": JOB,
        "scrape_interval": "15s",
        "authorization": {"type": "Bearer", "credentials_file": "/etc/prometheus/ronghe.token"},
        "static_configs": [{"targets": targets}],
    }
    told = HEAD + "# ronghe.token 里写 RONGHE_METRICS_TOKEN 的值。\n"
    return told + as_yaml({"rule_files": ["alerts.yml"], "scrape_configs": [job]})


def alerts(site: Site) -> str:
    """Return the rules of all alerts; where no process is for messengers, nobody has to lead."""
    rules = [
        {
            "alert": f"Ronghe{each.name}",
            "expr": each.when,
            "for": f"{each.minutes}m",
            "labels": {"severity": each.severity},
            "annotations": {"summary": each.summary},
        }
        for each in ALERTS
        if site.leaders or "ronghe_leader" not in each.when
    ]
    groups = {"groups": [{"name": JOB, "rules": rules}]}
    return HEAD + as_yaml(groups)


def dashboard() -> str:
    """Return the dashboard as Grafana imports it."""
    whole: dict[str, Any] = {
        "title": "融合助手",
        "uid": "ronghe",
        "schemaVersion": 39,
        "timezone": "browser",
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {"list": [{"name": "source", "type": "datasource", "query": "prometheus"}]},
        "panels": [_panel(number, panel) for number, panel in enumerate(PANELS)],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _panel(number: int, panel: Panel) -> dict[str, Any]:
    return {
        "id": number + 1,
        "type": "timeseries",
        "title": panel.title,
        "datasource": {"type": "prometheus", "uid": "${source}"},
        "gridPos": {"x": 12 * (number % 2), "y": 8 * (number // 2), "w": 12, "h": 8},
        "fieldConfig": {"defaults": {"unit": panel.unit}, "overrides": []},
        "targets": [
            {"refId": chr(ord("A") + place), "expr": expression, "legendFormat": legend}
            for place, (expression, legend) in enumerate(panel.asked)
        ],
    }
