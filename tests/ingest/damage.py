"""Damages texts of our own the way copying does; each function does, by chance, what one repair undoes."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Damage = Callable[[str, float, Random], str]
HAN = re.compile("[\u4e00-\u9fff]")

READINGS = ("dǎng", "jiàn", "yè", "wù", "xué", "xí", "zhī", "bù")
JUNK = "asdfgh精品资料 999888777666"


def paragraphs(text: str) -> list[str]:
    return text.split("\n")


def pinyin(text: str, rate: float, random: Random) -> str:
    """Give characters their reading in brackets."""
    return HAN.sub(lambda m: m[0] + (f"({random.choice(READINGS)})" if random.random() < rate / 2 else ""), text)


def invisible(text: str, rate: float, random: Random) -> str:
    """Put zero-width and control characters between characters."""
    return HAN.sub(lambda m: m[0] + (random.choice("\u200b\u200d\ufeff\x08") if random.random() < rate else ""), text)


def emoji(text: str, rate: float, random: Random) -> str:
    """Put emoji behind sentences."""
    return re.sub("。", lambda m: m[0] + (random.choice("🎉👍🔥✅") if random.random() < rate * 2 else ""), text)


def full_width(text: str, rate: float, random: Random) -> str:
    """Write numbers in full-width digits."""
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return re.sub(r"\d+", lambda m: m[0].translate(wide) if random.random() < rate * 4 else m[0], text)


def entities(text: str, rate: float, random: Random) -> str:
    """Leave character references and tags of a page in the text."""
    remains = ("&nbsp;", "<b>", "</b>", "<span class='a'>", "<!-- x -->")
    return re.sub("，", lambda m: m[0] + (random.choice(remains) if random.random() < rate * 2 else ""), text)


def wraps(text: str, rate: float, random: Random) -> str:  # noqa: ARG001  # the width stands for the rate
    """Break lines at one width, as a mail program does."""
    width = 24 + round(rate * 60)
    return "\n".join(line[at : at + width] for line in paragraphs(text) for at in range(0, max(len(line), 1), width))


def page_numbers(text: str, rate: float, random: Random) -> str:
    """Put page numbers between paragraphs."""
    numbers = iter(range(1, 999))
    return "\n".join(
        line + (f"\n— {next(numbers)} —" if line and random.random() < rate * 3 else "") for line in paragraphs(text)
    )


def junk(text: str, rate: float, random: Random) -> str:
    """Put one meaningless line between paragraphs, three times or more; for less see `stray`."""
    written = [line for line in paragraphs(text) if line]
    return "\n".join(
        line + (f"\n{JUNK}" if index < 3 or random.random() < rate * 3 else "") for index, line in enumerate(written)
    )


def repeats(text: str, rate: float, random: Random) -> str:
    """Give long paragraphs twice."""
    return "\n".join(
        f"{line}\n{line}" if len(line) > 60 and random.random() < rate * 3 else line for line in paragraphs(text)
    )


def furniture(text: str, rate: float, random: Random) -> str:
    """Put a page around the text, the larger the rate the more of it."""
    above = ["首页 > 党建工作 > 正文", "设为首页 加入收藏", "首页 | 要闻 | 党建 | 文化 | 服务"]
    below = ["上一篇：示例新闻", "下一篇：示例通知", "分享到：微信 微博", "【打印本页】", "友情链接"]
    below += ["版权所有：示例单位", "技术支持：示例公司"]
    wanted = max(1, round(rate * 10 * len(below)))
    random.shuffle(below)
    return "\n".join([*above[: max(1, round(rate * 30))], text, *below[:wanted]])


ABBREVIATED = {"习近平": ("xjp", "XJP"), "党中央": ("D中央",), "党支部": ("D支部",), "党建": ("D建",), "党员": ("D员",)}


def abbreviations(text: str, rate: float, random: Random) -> str:
    """Write listed words by their letters, in either case, wherever they stand."""

    def shortened(match: re.Match[str]) -> str:
        return random.choice(ABBREVIATED[match[0]]) if random.random() < rate * 2 else match[0]

    return re.sub("|".join(ABBREVIATED), shortened, text)


def stray(text: str, rate: float, random: Random) -> str:
    """Put a meaningless line into the text once, at the higher rates twice: too seldom to be known by repetition."""
    written = [line for line in paragraphs(text) if line]
    for _ in range(1 if rate < 0.1 else 2):
        written.insert(random.randrange(2, len(written)), JUNK)
    return "\n".join(written)


KINDS: dict[str, Damage] = {
    damage.__name__: damage
    for damage in (
        pinyin, invisible, emoji, full_width, entities, wraps, page_numbers, junk, repeats, furniture, abbreviations
    )
}  # fmt: skip
