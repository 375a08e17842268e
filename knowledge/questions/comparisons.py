"""Questions that compare two things: each is looked up by itself, and they are shown side by side."""

from __future__ import annotations

import re

from knowledge.tokens import fold

_COMPARED = re.compile(
    r"^(?:请问|想问|问一下)?(?P<one>[^，。？?、和与跟]{2,16})(?:和|与|跟|、)(?P<other>[^，。？?]{2,16}?)"
    r"(?:之间|两者|二者)?(?:的|有|是|能|可以|算)?(?:什么|啥|何|哪些|没有|哪里|哪儿|不能|是不是|能不能|可不可以)?的?"
    r"(?:区别|不同|差别|异同|不一样|一样|相同|混用|对比|比较|通用|一回事)(?:在哪里?|是什么|有哪些)?[吗呢么]?[？?。]*$"
)


def compared(question: str) -> tuple[str, str] | None:
    """Return the two things that a question compares, or None when it compares none.

    Example:
        党组和机关党委有什么区别 -> 党组, 机关党委
        苏州和北京的四个融合一样吗 -> 苏州的四个融合, 北京的四个融合
    """
    match = _COMPARED.match(fold(question).strip())
    if match is None:
        return None
    one, other = (re.sub(r"^“([^“”]+)”$", r"\1", match[name].strip()) for name in ("one", "other"))
    if "的" in other and "的" not in one:
        one += other[other.index("的") :]
    return (one, other) if one != other else None
