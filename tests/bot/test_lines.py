from __future__ import annotations

import json
from collections.abc import Iterator

from bot.lines import AskedLine, replies
from knowledge.documents import Frozen
from knowledge.errors import BadRequestError


def _echo(line: AskedLine) -> Frozen:
    if not line.question:
        raise BadRequestError("内容是空的。")
    return line


def test_a_bad_line_is_an_error_in_its_place() -> None:
    """Objects that cannot be read, unknown fields and blank lines give one error each; the others are answered."""
    lines = ['{"question":"一问"}', '{"question":', '{"q":"二问"}', "", "三问"]
    told = [json.loads(each.model_dump_json()) for each in replies(lines, _echo)]
    assert [one.get("question") or one["error"]["code"] for one in told] == [
        "一问",
        "bad_request",
        "bad_request",
        "bad_request",
        "三问",
    ]


def test_what_a_line_does_not_say_is_as_the_command_has_it() -> None:
    """A line's own session and person stand in the place of the usual ones; the day stays."""
    usual = AskedLine.model_validate({"question": "", "session": "s", "as_of": "2020", "as": 5})
    line = AskedLine.model_validate({"question": "一问", "session": "t", "as": 6}).under(usual)
    assert (line.question, line.session, line.as_of, line.user) == ("一问", "t", "2020", "6")


def test_nothing_is_read_ahead() -> None:
    """A reply is there before the next question is: a script can ask what depends on it."""
    read: list[str] = []

    def lines() -> Iterator[str]:
        for each in ("一问", "二问"):
            read.append(each)
            yield each

    next(replies(lines(), _echo))
    assert read == ["一问"]
