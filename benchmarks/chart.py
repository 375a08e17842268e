"""A bar chart as SVG, written by hand: no library is worth its weight for one picture."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

COLOURS = ("#2b6cb0", "#c05621", "#2f855a", "#718096", "#a0aec0")
WIDTH, BAR, GAP, LEFT, TOP = 900, 16, 22, 260, 50
"""Pixels."""


def chart(scores: Mapping[str, Mapping[str, float]]) -> str:
    """Return a picture of `scores`: a group for each set, a bar with its figure for each retriever, 0 to 1."""
    names = list(dict.fromkeys(name for group in scores.values() for name in group))
    colours = dict(zip(names, COLOURS, strict=False))
    parts = [
        _text(LEFT + 130 * i + 14, 24, name) + _rect(LEFT + 130 * i, 14, 10, colours[name])
        for i, name in enumerate(names)
    ]
    y = TOP
    for title, group in scores.items():
        parts.append(_text(8, y + BAR, title))
        for name, value in group.items():
            length = value * (WIDTH - LEFT - 60)
            parts += [_rect(LEFT, y, length, colours[name]), _text(LEFT + length + 6, y + BAR - 4, f"{value:.3f}")]
            y += BAR
        y += GAP
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" '
        f'font-family="sans-serif" font-size="12">\n'
        f'<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )


def _rect(x: float, y: float, width: float, colour: str) -> str:
    return f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.1f}" height="{BAR - 4}" fill="{colour}"/>'


def _text(x: float, y: float, text: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}">{escape(text)}</text>'
