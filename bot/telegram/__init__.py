"""Telegram as one way to ask: an adapter around the same core."""
