"""Within what WeCom publishes: cards, paces, times, sealed files."""

from __future__ import annotations

import asyncio
import base64
import json
import time

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.messenger.incoming import Incoming
from bot.messenger.screens import Button, Screen
from bot.wecom.cards import after_tap, card_of, is_more, pressed_key
from bot.wecom.channel import VENDOR
from bot.wecom.connection import BotConnection, Credentials, LostError, RefusedError
from bot.wecom.delivery import WeComOutlet
from bot.wecom.frames import Frame, Headers
from bot.wecom.inputs import event_of
from bot.wecom.limits import EXPIRED, INVALID_REQUEST, PER_MINUTE
from bot.wecom.media import unsealed
from bot.wecom.pace import ConversationPace
from bot.wecom.requests import MarkdownMessage, NoticeCard, OwnFields, Stream, StreamBody

EVENT = Incoming(id="m1", subject="lihua", place="single:lihua", text="问", way={"req_id": "r1"}, at=0.0)
STREAM = Stream(id="s1", finish=True, content="答复")
MANY = tuple((Button(label=f"[{n}] 原文", data=f"s:abcdefabcdef:{n}:1"),) for n in range(1, 18))


def test_what_does_not_fit_on_a_card_stands_behind_more() -> None:
    """Six buttons to a card; every one can be reached, under the same number of the card."""
    card, seen = card_of(EVENT, Screen(parts=("x",)), MANY), []
    while True:
        assert len(card.button_list) <= 6
        data = [pressed_key(button.key) for button in card.button_list]
        seen += [label for each, label in data if not is_more(each)]
        further = next((each for each, _ in data if is_more(each)), None)
        if further is None:
            break
        turned = after_tap(card, further, card.task_id)
        assert not isinstance(turned, NoticeCard)
        card = turned
    assert seen == [f"[{n}] 原文" for n in range(1, 18)]


def test_progress_leaves_room_for_answers() -> None:
    """What nobody misses is left out before an answer would have to wait; the thirty-first frame waits."""
    now = [0.0]
    pace = ConversationPace(clock=lambda: now[0])
    shown = 0
    for _ in range(60):
        now[0] += 0.5
        if pace.may_show_progress("p"):
            pace.note("p")
            shown += 1
    assert 0 < shown <= PER_MINUTE - 12
    for _ in range(PER_MINUTE - shown):
        assert pace.wait("p") == 0
        pace.note("p")
    assert 0 < pace.wait("p") <= 60
    assert pace.wait("another") == 0


class Refusing:
    """A connection over which nothing grows any more."""

    is_up = True

    def __init__(self, code: int) -> None:
        self.code, self.pushed = code, list[str]()

    async def respond(self, cmd: str, req_id: str, body: OwnFields, _: object) -> Frame:
        if isinstance(body, MarkdownMessage):
            assert cmd == "aibot_send_msg"
            self.pushed.append(body.markdown.content)
            return Frame(headers=Headers(req_id=req_id))
        assert (cmd, req_id, isinstance(body, StreamBody)) == ("aibot_respond_msg", "r1", True)
        raise RefusedError(self.code, "refused")


@pytest.mark.parametrize(
    ("code", "seconds", "said"),
    [(EXPIRED, 10, 0), (EXPIRED, 1000, 1), (INVALID_REQUEST, 10, 1)],
    ids=["said before", "nobody knows", "no answer any more"],
)
def test_what_can_no_longer_be_an_answer_is_said_once_all_the_same(code: int, seconds: float, said: int) -> None:
    """Within six minutes a text that has ended was said before the crash; afterwards it is said again, and why."""
    connection = Refusing(code)
    outlet = WeComOutlet(connection, ConversationPace(), VENDOR, "internet")  # type: ignore[arg-type]
    event = EVENT.model_copy(update={"at": time.time() - seconds})
    asyncio.run(outlet.answer(event, Screen(parts=("答复",)), {}))
    assert len(connection.pushed) == said
    assert all("答复" in text for text in connection.pushed)


def test_what_came_to_this_process_and_has_ended_was_said_by_it() -> None:
    """However long a question waited: an answer that is refused when it is repeated, unheard, stands there."""
    connection = Refusing(EXPIRED)
    outlet = WeComOutlet(connection, ConversationPace(), VENDOR, "internet")  # type: ignore[arg-type]
    event = EVENT.model_copy(update={"at": time.time() - 1000})
    outlet._since = event.at - 1
    asyncio.run(outlet.answer(event, Screen(parts=("答复",)), {}))
    assert connection.pushed == []


class Breaking(BotConnection):
    """Breaks twice before a frame is heard."""

    breaks = 2

    async def attempt(self, cmd: str, req_id: str, body: OwnFields) -> Frame:  # noqa: ARG002
        self.breaks -= 1
        if self.breaks >= 0:
            raise LostError
        return Frame(headers=Headers(req_id=req_id))


def test_what_is_sent_again_counts_again() -> None:
    """The service counts every frame that reaches it, heard of or not."""

    async def run() -> int:
        async def nothing(_: Frame) -> None:
            """Nothing comes."""

        connection, counted = Breaking(Credentials("b", "s", "ws://127.0.0.1"), nothing), list[str]()
        connection._up.set()

        async def count() -> None:
            counted.append("x")

        await connection.respond("aibot_respond_msg", "r1", StreamBody(stream=STREAM), count)
        return len(counted)

    assert asyncio.run(run()) == 3


def test_a_sealed_file_opens_with_its_own_key_only() -> None:
    """AES-256-CBC, padded to 32 bytes, the key without its padding signs."""
    key, data = bytes(range(32)), "正文".encode()
    padded = data + bytes([32 - len(data)]) * (32 - len(data))
    sealer = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    sealed = sealer.update(padded) + sealer.finalize()
    assert unsealed(sealed, base64.b64encode(key).decode().rstrip("=")) == data
    with pytest.raises(ValueError, match="key"):
        unsealed(sealed, base64.b64encode(bytes(32)).decode())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            {"msgtype": "text", "text": {"content": "@融合助手 三会一课是什么"}, "chattype": "group", "chatid": "g"},
            "三会一课是什么",
        ),
        ({"msgtype": "voice", "voice": {"content": "三会一课是什么"}}, "三会一课是什么"),
        ({"msgtype": "mixed", "mixed": {"msg_item": [{"msgtype": "text", "text": {"content": "看图"}}]}}, "看图"),
        ({"msgtype": "video", "video": {"url": "u", "aeskey": "k"}}, ""),
        ({"msgtype": "news", "unknown": {"a": 1}}, ""),
    ],
)
def test_messages_of_every_kind_are_read(body: dict[str, object], expected: str) -> None:
    """Fields that are not known are passed over; kinds that are not, are told apart from words."""
    whole = json.loads(json.dumps({"msgid": "m", "from": {"userid": "lihua"}, **body}))
    event = event_of(Frame(cmd="aibot_msg_callback", headers=Headers(req_id="r"), body=whole))
    assert event is not None
    assert event.text == expected
    assert bool(event.other) is (expected == "")
