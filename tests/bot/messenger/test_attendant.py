"""What is kept of events while they are seen to, over whichever messenger."""

from __future__ import annotations

import asyncio

from bot.messenger.event_inbox import MOST_ATTEMPTS
from bot.wecom.channel import serve_wecom
from tests.bot.telegram.fake_assistant import FakeAssistant
from tests.bot.wecom.emulator import emulated
from tests.bot.wecom.running import conversation, door, of_wecom

ASKERS = ("一", "二", "三", "四")


def attempts(assistant: FakeAssistant) -> list[int]:
    with assistant.database.reading() as connection:
        return sorted(number for (number,) in connection.exec_driver_sql("SELECT attempts FROM inbox").all())


def test_what_waits_for_others_is_not_held_guilty_of_their_deaths() -> None:
    """A question counts as begun when it is let in, or whoever waits through eight deaths of a process is given up."""

    async def run() -> None:
        assistant = FakeAssistant(seconds=0.5)
        of_wecom(assistant.people, *ASKERS)
        async with conversation(assistant) as wecom:
            for name in ASKERS:
                await wecom.say(name, "什么是三会一课")
            await wecom.until(lambda: assistant.most_at_once == 2)
            assert attempts(assistant) == [0, 0, 1, 1]
            await wecom.until(lambda: len(wecom.answers()) == len(ASKERS))

    asyncio.run(run())


def test_what_ended_too_many_processes_is_given_up() -> None:
    """A question that was begun as often as that is answered with a sentence, and not tried again."""

    async def run() -> None:
        assistant = FakeAssistant()
        of_wecom(assistant.people, *ASKERS)
        with assistant.database.writing() as connection:
            begun = f"UPDATE inbox SET attempts = {MOST_ATTEMPTS} WHERE number = NEW.number"  # noqa: S608 - a number
            connection.exec_driver_sql(f"CREATE TRIGGER deadly AFTER INSERT ON inbox BEGIN {begun}; END")
        async with conversation(assistant) as wecom:
            await wecom.say("一", "什么是三会一课")
            await wecom.until(lambda: len(wecom.answers()) == 1)
        assert assistant.asked == []

    asyncio.run(run())


def test_what_comes_again_while_it_is_in_hand_is_taken_and_answered_once() -> None:
    """After every break the service pushes all that is not answered; nothing of that is a second question."""

    async def run() -> None:
        assistant = FakeAssistant(seconds=0.3)
        of_wecom(assistant.people, *ASKERS)
        async with conversation(assistant) as wecom:
            numbers = [await wecom.say(name, "什么是三会一课") for name in ASKERS]
            await wecom.until(lambda: assistant.most_at_once == 2)
            for subscriptions in (2, 3):
                await wecom.break_off()
                await wecom.until(lambda subscriptions=subscriptions: wecom.subscriptions == subscriptions)  # type: ignore[misc]
            await wecom.until(lambda: len(wecom.answers()) == len(ASKERS))
            await wecom.quiet()
            assert [len(wecom.answers()[number]) for number in numbers] == [1] * len(ASKERS)
        assert len(assistant.asked) == len(ASKERS)

    asyncio.run(run())


def test_what_comes_while_the_process_ends_is_answered_by_the_next_one() -> None:
    """An orderly end takes its time over what is being answered; the connection that needs still brings questions."""

    async def run() -> None:
        assistant = FakeAssistant(seconds=0.6)
        of_wecom(assistant.people, *ASKERS)
        async with emulated() as wecom:
            stop = asyncio.Event()
            ending = asyncio.ensure_future(serve_wecom(assistant.room, assistant.database, door(wecom), stop))
            await wecom.until(lambda: wecom.subscriptions > 0)
            await wecom.say("一", "什么是三会一课")
            await wecom.until(lambda: assistant.most_at_once == 1)
            stop.set()
            late = await wecom.say("二", "党小组会多久开一次")
            await ending
            assert len(wecom.answers()) == 1
            assert 0 in attempts(assistant)  # kept, whether or not the service would push it again
            stop.clear()
            next_one = asyncio.ensure_future(serve_wecom(assistant.room, assistant.database, door(wecom), stop))
            await wecom.until(lambda: late in wecom.answers())
            stop.set()
            await next_one
        assert len(assistant.asked) == 2

    asyncio.run(run())
