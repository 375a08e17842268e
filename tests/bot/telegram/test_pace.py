from __future__ import annotations

from bot.telegram.pace import ALL_PER_SECOND, GROUP_PER_MINUTE, Pace


def paced(gap: float = 1.0) -> tuple[Pace, list[float]]:
    """A pace, and the time by its clock."""
    now = [100.0]
    return Pace(gap, clock=lambda: now[0]), now


def test_a_chat_is_written_to_once_a_second() -> None:
    """After a message the chat waits for the rest of the second; others do not."""
    pace, now = paced()
    pace.note(1)
    now[0] += 0.25
    assert (pace.wait(1), pace.wait(2)) == (0.75, 0.0)


def test_a_group_is_written_to_less_often() -> None:
    """Once a group has had its messages of a minute, it waits until the first of them is a minute old."""
    pace, now = paced()
    for _ in range(GROUP_PER_MINUTE):
        pace.note(-5)
        now[0] += 1
    assert pace.wait(-5) == 60 - GROUP_PER_MINUTE


def test_all_chats_share_a_second() -> None:
    """When many are written to at once, the next waits until a second has passed."""
    pace, _ = paced()
    for chat in range(ALL_PER_SECOND):
        pace.note(chat + 1)
    assert pace.wait(999) == 1.0
