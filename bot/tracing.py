"""Traces of answers for OpenTelemetry: off unless an address is set, and nothing but ids and times in them."""

from __future__ import annotations

from collections.abc import Sequence
from time import time_ns
from typing import TYPE_CHECKING

from bot.logs import current_channel, current_request
from bot.services.events import Event, Replied
from bot.services.witness import shown_passages
from knowledge.trace import Step

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor

_NS = 1_000_000_000


class Traces:
    """Writes down each reply with its steps, once it is there; called with every event of the room."""

    def __init__(self, processor: SpanProcessor, worker: str) -> None:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider

        self._provider = TracerProvider(resource=Resource({"service.name": "ronghe", "service.instance.id": worker}))
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("ronghe")

    def __call__(self, event: Event) -> None:
        """Write down a reply."""
        if not isinstance(event, Replied):
            return
        end = time_ns()
        begin = end - int(event.seconds * _NS)
        with self._tracer.start_as_current_span("ask", start_time=begin, end_on_exit=False) as span:
            span.set_attributes(
                {
                    "ronghe.request": current_request(),
                    "ronghe.channel": current_channel(),
                    "ronghe.outcome": event.reply.reply,
                    "ronghe.passages": list(shown_passages(event.reply)),
                }
            )
            self._steps(event.reply.trace, begin)
        span.end(end)

    def _steps(self, steps: Sequence[Step], begin: int) -> None:
        """Write down the steps one after another; what came of them has titles in it, and stays here."""
        for step in steps:
            end = begin + int(step.seconds * _NS)
            self._tracer.start_span(step.name, start_time=begin).end(end)
            begin = end


def traces_to(url: str, worker: str) -> Traces:
    """Return traces that are sent to an OTLP collector over gRPC, some at a time and beside the answers.

    Those of the last seconds are lost with the process: an end must not wait for a collector.

    Raises:
        ModuleNotFoundError: The extra `otel` is not installed.
    """
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    exporter = OTLPSpanExporter(endpoint=url, insecure=url.startswith("http://"))
    return Traces(BatchSpanProcessor(exporter), worker)
