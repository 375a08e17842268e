"""Figures of the running program for Prometheus: what is told by events is counted, what stands is read when asked.

No person, no question and no name of a document is in a label: their values are a handful of our own words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.process_collector import ProcessCollector

from bot.logs import current_channel
from bot.services.events import Event, Replied
from knowledge.answers import Answer, Reply
from knowledge.catalog.inbox import queued
from knowledge.library import Library

SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 60.0)
"""Upper ends of the histograms: retrieval is asked to take .25, an answer without a model two to five."""


class Figures:
    """The figures of one process; called with every event of the room."""

    media_type = CONTENT_TYPE_LATEST

    def __init__(self, token: str) -> None:
        self.token = token
        """What whoever wants them has to show."""

        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        counter, histogram = self._counter, self._histogram
        self._answers = counter("answers", "Replies.", ("outcome", "strength", "writer", "channel"))
        self._removed = counter("removed_sentences", "Sentences of the chat model that did not pass the checks.")
        self._fallbacks = counter("model_fallbacks", "Answers quoted because the chat model gave nothing of use.")
        self._first = histogram("first_block_seconds", "From the question to the first words of the reply.")
        self._whole = histogram("answer_seconds", "From the question to the end of the reply.")
        self._stages = histogram("stage_seconds", "Time of a stage of an answer.", ("stage",))

    def __call__(self, event: Event) -> None:
        """Count a reply."""
        if not isinstance(event, Replied):
            return
        reply = event.reply
        self._answers.labels(**_labels(reply)).inc()
        self._first.observe(event.first_seconds)
        self._whole.observe(event.seconds)
        if reply.seconds.total:
            self._stages.labels(stage="retrieve").observe(reply.seconds.retrieve)
            self._stages.labels(stage="write").observe(reply.seconds.write)
        if isinstance(reply, Answer):
            self._removed.inc(len(reply.checks.removed))
            self._fallbacks.inc(reply.fallback)

    def watch(self, library: Library, running: Callable[[], int], leads: Callable[[], bool]) -> None:
        """Read the state of a library, the number of answers being written and the lead whenever somebody asks."""
        self._registry.register(_Standing(library, running, leads))

    def text(self) -> str:
        """Return all of them in Prometheus's form."""
        return generate_latest(self._registry).decode()

    def _counter(self, name: str, what: str, labels: tuple[str, ...] = ()) -> Counter:
        return Counter(f"ronghe_{name}", what, labels, registry=self._registry)

    def _histogram(self, name: str, what: str, labels: tuple[str, ...] = ()) -> Histogram:
        return Histogram(f"ronghe_{name}", what, labels, buckets=SECONDS, registry=self._registry)


class _Standing:
    """What is read when somebody asks."""

    def __init__(self, library: Library, running: Callable[[], int], leads: Callable[[], bool]) -> None:
        self._library = library
        self._running = running
        self._leads = leads

    def describe(self) -> Iterator[Metric]:
        """Describe nothing: nothing is to be read before somebody asks."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Yield them."""
        library = self._library
        gauges = {
            "queue_messages": ("Messages of messengers that wait for their turn.", queued(library.catalog.database)),
            "answers_running": ("Answers of the page being written or waiting.", self._running()),
            "index_ready": ("Whether this process has a vector index to search.", int(library.index_is_ready)),
            "index_lag_changes": ("Changes of the catalog that the index lacks.", library.index_lag),
            "leader": ("Whether this process keeps the long connections.", int(self._leads())),
        }
        for name, (what, value) in gauges.items():
            yield GaugeMetricFamily(f"ronghe_{name}", what, value)
        reloads = library.cache_reloads
        yield CounterMetricFamily("ronghe_cache_reloads", "How often all vectors were read anew.", reloads)


def _labels(reply: Reply) -> dict[str, str]:
    return {
        "outcome": reply.reply,
        "strength": reply.strength if isinstance(reply, Answer) else "",
        "writer": reply.writer if isinstance(reply, Answer) else "",
        "channel": current_channel() or "terminal",
    }
