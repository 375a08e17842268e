"""What DingTalk pushes, as its documentation shows it, and what is made of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.dingtalk import cards
from bot.dingtalk.api import ChatPlace
from bot.dingtalk.cards import CardState
from bot.dingtalk.reading import chat_of, incoming_of
from bot.dingtalk.wire import frame_of
from bot.messenger.incoming import FileRef, Incoming
from bot.messenger.screens import Button

MESSAGE = {
    "conversationId": "cidAs/XS+BLnA==",
    "chatbotCorpId": "ding1",
    "msgId": "msgLICYe==",
    "senderNick": "李明",
    "isAdmin": True,
    "senderStaffId": "16650",
    "sessionWebhookExpiredTime": 1690367502152,
    "senderCorpId": "ding1",
    "conversationType": "2",
    "conversationTitle": "测试群",
    "isInAtList": True,
    "sessionWebhook": "https://oapi.dingtalk.com/robot/sendBySession?session=76da36b4",
    "text": {"content": " 党支部几个人能成立 "},
    "msgtype": "text",
}


def raw(data: dict[str, Any], topic: str = "/v1.0/im/bot/messages/get") -> str:
    headers = {"topic": topic, "messageId": "212ca9d7_974", "contentType": "application/json", "time": "1690362102194"}
    return json.dumps({"specVersion": "1.0", "type": "CALLBACK", "headers": headers, "data": json.dumps(data)})


def read(data: dict[str, Any], topic: str = "/v1.0/im/bot/messages/get") -> Incoming:
    frame = frame_of(raw(data, topic))
    assert frame
    event = incoming_of(frame, at=1.0)
    assert event
    return event


def test_a_mention_in_a_group_is_a_question() -> None:
    event = read(MESSAGE)
    assert (event.id, event.subject, event.name, event.text) == ("msgLICYe==", "16650", "李明", "党支部几个人能成立")
    assert event.shared
    assert chat_of(event) == ChatPlace("16650", "cidAs/XS+BLnA==")


def test_who_writes_alone_is_answered_alone() -> None:
    event = read({**MESSAGE, "conversationType": "1"})
    assert not event.shared
    assert chat_of(event) == ChatPlace("16650")


@pytest.mark.parametrize(
    ("said", "text", "file", "other"),
    [
        pytest.param(
            {"msgtype": "file", "content": {"fileName": "规则.docx", "downloadCode": "LJ"}},
            "",
            FileRef(url="LJ", name="规则.docx"),
            "",
            id="a_file",
        ),
        pytest.param(
            {"msgtype": "picture", "content": {"pictureDownloadCode": "p", "downloadCode": "m"}},
            "",
            FileRef(url="m", name="图片.jpg"),
            "",
            id="a_picture",
        ),
        pytest.param(
            {"msgtype": "audio", "content": {"downloadCode": "m", "recognition": "三会一课是什么"}},
            "三会一课是什么",
            None,
            "",
            id="spoken_words",
        ),
        pytest.param({"msgtype": "video", "content": {"downloadCode": "m"}}, "", None, "video", id="a_video"),
        pytest.param(
            {"msgtype": "richText", "content": {"richText": [{"text": "@助手"}, {"text": "怎么抓降本"}]}},
            "怎么抓降本",
            None,
            "",
            id="text_with_a_mention",
        ),
    ],
)
def test_each_kind_of_message(said: dict[str, Any], text: str, file: FileRef | None, other: str) -> None:
    event = read({**{key: value for key, value in MESSAGE.items() if key != "text"}, **said})
    assert (event.text, event.file, event.other) == (text, file, other)


def tap(card: str, **behind: Any) -> dict[str, Any]:
    content = {"cardPrivateData": {"actionIds": ["s:abc:1:1"], "params": {}, **behind}}
    return {"type": "actionCallback", "outTrackId": card, "userId": "16650", "content": json.dumps(content)}


def test_a_tap_knows_its_group_by_its_card() -> None:
    """DingTalk does not promise to name the conversation."""
    for place in (ChatPlace("16650", "cidAs/XS+BLnA=="), ChatPlace("16650")):
        event = read(tap(cards.name_of("msgLICYe==", place)), "/v1.0/card/instances/callback")
        assert (event.tapped, event.shared, chat_of(event)) == ("s:abc:1:1", bool(place.group), place)


def test_a_template_of_the_unit_may_send_what_is_behind_a_button_as_a_parameter() -> None:
    event = read(tap("r1", actionIds=["button_1"], params={"action": "v:abc:u"}), "/v1.0/card/instances/callback")
    assert event.tapped == "v:abc:u"


def test_a_question_on_a_button_comes_back_with_a_tap() -> None:
    shown = cards.card_variables("答复", ((Button(label="那医院呢？", data="q:0"),),), CardState.DONE)
    (button,) = json.loads(shown["sys_full_json_obj"])["msgButtons"]
    event = read(tap("r1", actionIds=[button["id"]]), "/v1.0/card/instances/callback")
    assert (event.tapped, event.label) == ("q:0", "那医院呢？")


def test_what_cannot_be_read_is_nothing() -> None:
    """Neither a stranger from another organisation, nor a tap on no button, nor noise."""
    assert frame_of("{") is None
    for data, topic in (
        ({**MESSAGE, "senderStaffId": ""}, "/v1.0/im/bot/messages/get"),
        ({"msgId": "1"}, "/v1.0/im/bot/messages/get"),
        ({"outTrackId": "r1", "userId": "1", "content": "{}"}, "/v1.0/card/instances/callback"),
        ({"outTrackId": "r1", "userId": "1", "content": "no json"}, "/v1.0/card/instances/callback"),
    ):
        frame = frame_of(raw(data, topic))
        assert frame
        assert incoming_of(frame, at=0.0) is None


def test_acknowledgements_are_as_published() -> None:
    """A ping gives back what came with it; a tap answers with an empty change of the card."""
    frame = frame_of(raw(MESSAGE))
    assert frame
    assert json.loads(frame.acknowledged()) == {
        "code": 200,
        "headers": {"contentType": "application/json", "messageId": "212ca9d7_974"},
        "message": "OK",
        "data": '{"response": null}',
    }
    headers = {"topic": "ping", "messageId": "1", "contentType": "application/json"}
    ping = frame_of(json.dumps({"type": "SYSTEM", "headers": headers, "data": '{"opaque": "1-x"}'}))
    assert ping
    assert json.loads(ping.acknowledged())["data"] == '{"opaque": "1-x"}'
