"""What WeCom publishes of its limits, and how it refuses: page 101463 of its documentation, as of 2026-03-13."""

from __future__ import annotations

TEXT_BYTES = 20_480
"""Of one text, in UTF-8."""

KEY_BYTES, TASK_BYTES = 1_024, 128
"""Of a button's key, and of a card's number."""

BUTTONS = 6
"""On one card."""

CHUNK_BYTES, MOST_CHUNKS = 512 * 1024, 100
"""Of a file that is sent: each piece before it is encoded, and how many."""

PER_MINUTE, PER_HOUR = 30, 1_000
"""Messages into one conversation, answers and all others together."""

STREAM_SECONDS, EVENT_SECONDS = 360.0, 5.0
"""How long a growing text may grow, from its first frame; and how long an event may be answered at once."""

HEARTBEAT_SECONDS = 30.0

INVALID_REQUEST, TOO_OFTEN, EXPIRED, NOT_SUBSCRIBED = 846605, 846607, 846608, 846609
"""Refusals that are known: nothing to answer, over the limits, the text no longer grows, the connection is nobody's."""
