from __future__ import annotations

from bot.telegram.twins import Seen


def test_private_chats_share_their_numbers() -> None:
    """A message of another private chat explains a number; that of a supergroup does not."""
    seen = Seen()
    for chat, number in ((1, 10), (2, 12), (-1001, 11), (1, 14)):
        seen.add(chat, number)
    assert seen.highest(2) == 14
    assert seen.unknown(1, above=10, below=14) == [11, 13]
    assert seen.unknown(-1001, above=9, below=13) == [10, 12]
