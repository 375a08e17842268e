"""The words by which people ask, as parts of patterns for folded text."""

from __future__ import annotations

import re

HOW = "怎么|怎样|如何"
WHAT = "什么|啥|哪|谁|几|多少|多久|多长|何时|为何"
WHETHER = "是否|能否|可否|是不是|能不能|可不可以|有没有"

ASKS = re.compile(rf"{HOW}|{WHAT}|{WHETHER}|[吗呢?？]")
"""Stands in whatever asks something."""
