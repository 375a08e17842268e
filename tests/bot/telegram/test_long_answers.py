"""Answers far longer than a message of Telegram holds."""

from __future__ import annotations

import random
import re

import pytest

from bot.messenger.markup import MAX_UNITS, units
from knowledge.answers import Answer
from knowledge.blocks import StatementBlock
from tests.bot.telegram import replies
from tests.bot.telegram.emulator import BESIDE, emulated, load
from tests.bot.telegram.fake_assistant import READER, FakeAssistant
from tests.bot.telegram.running import in_event_loop

pytestmark = BESIDE

PIECES = (
    "每季度由党支部牵头召开一次融合例会，研究生产经营中的难题。",
    "<b>标签</b>、&amp;与<a href='x'>链接</a>照原样写出；",
    "😀👨‍👩‍👧‍👦🇨🇳",
    "𠮷祥𪚥",
    "\n\n",
    "\n- 项",
    "“引文里的‘引文’”。",
    "[1]",
    "*_`~|",
    "无标点的长句" * 40,
    "\u200b",
    "a" * 300,
)


def long_answer(number: int) -> Answer:
    """An answer of 4,000 to 20,000 characters, drawn by chance from hard pieces."""
    draw = random.Random(number)
    text, length = "开头。", draw.randint(4_000, 20_000)
    while len(text) < length:
        text += draw.choice(PIECES)
    cited = (replies.citation(1, replies.document(1)),)
    said = (StatementBlock(text=text, markers=(1,)),)
    return replies.ANSWER.model_copy(update={"blocks": said, "citations": cited})


@pytest.mark.slow
@pytest.mark.parametrize("answers", [pytest.param(12, id="12"), pytest.param(200, id="200", marks=pytest.mark.fault)])
def test_every_character_arrives(answers: int) -> None:
    """Whatever stands in a long answer, all of it arrives, in pieces that Telegram takes, buttons under the last."""

    async def run() -> None:
        asked = {f"第{number}个长答": long_answer(number) for number in range(answers)}
        no_limits = load().FloodLimits.preset("off")
        async with emulated(FakeAssistant(replies=dict(asked)), text_unit="utf16", flood=no_limits) as emulator:
            for question, reply in asked.items():
                await emulator.send_text(READER, question)
                await emulator.wait_idle(quiet=0.15, timeout=20, chat_id=READER)
                messages = await emulator.messages_in(READER, outgoing=True)
                own = messages[[n for n, each in enumerate(messages) if each["reply_to"]][-1] :]
                assert all(units(message["text"]) <= MAX_UNITS for message in own)
                shown = "".join(re.sub(r"\n（\d+/\d+）$", "", message["text"]) for message in own)
                assert bare(shown).startswith(bare(reply.text))
                assert [bool(message["buttons"]) for message in own] == [False] * (len(own) - 1) + [True]

    in_event_loop(run, seconds=60 + 10 * answers)()


def bare(text: str) -> str:
    """Return a text without white space, which may be lost where it is cut."""
    return re.sub(r"\s", "", text)
