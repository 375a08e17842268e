"""Buttons -> cards of WeCom, six to a card; what does not fit stands behind 更多. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.messenger import texts as shared
from bot.messenger.incoming import Incoming, number_for
from bot.messenger.markdown import plain_of
from bot.messenger.screens import Button, Rows, Screen
from bot.wecom import texts
from bot.wecom.limits import BUTTONS, KEY_BYTES
from bot.wecom.requests import ButtonCard, CardButton, CardTitle, NoticeCard

LABEL, TITLE, LINE = 10, 26, 30
"""Characters of a button, of a card's title and of the line below it that are shown whole."""

_MORE = "\tmore\t"
"""What the key of 更多 begins with; the buttons that it leads to follow."""


def card_of(event: Incoming, screen: Screen, rows: Rows) -> ButtonCard:
    """Return the card with the first buttons of rows; its number follows from the event, so that it is sent once."""
    buttons = [button for row in rows for button in row]
    is_answer = any(button.data.startswith(("s:", "n:")) for button in buttons)
    first = plain_of(screen.parts[0]).strip().split("\n")[0]
    title = (
        CardTitle(title=shared.CHOOSE, desc=shared.CHOOSE_BY_NUMBER)
        if is_answer
        else CardTitle(title=_cut(first, TITLE))
    )
    return ButtonCard(main_title=title, button_list=_laid_out(buttons), task_id=f"c{number_for(event.id):x}")


def after_tap(card: ButtonCard | None, key: str, task_id: str) -> ButtonCard | NoticeCard:
    """Return what stands in the place of a card that was tapped: the same again, or the buttons behind 更多."""
    if key.startswith(_MORE):
        rest = [Button(label=label, data=data) for label, data in json.loads(key[len(_MORE) :])]
        title = card.main_title if card is not None else CardTitle(title=shared.CHOOSE)
        return ButtonCard(main_title=title, button_list=_laid_out(rest), task_id=task_id)
    if card is not None:
        return card
    return NoticeCard(main_title=CardTitle(title=texts.RECEIVED, desc=texts.RECEIVED_WHY), task_id=task_id)


def is_more(data: str) -> bool:
    """Tell whether a button only turns the card over."""
    return data.startswith(_MORE)


def pressed_key(key: str) -> tuple[str, str]:
    """Return the data of a button and what stood on it."""
    if key.startswith(_MORE):
        return key, texts.MORE
    data, _, label = key.partition("\n")
    return data, label


def _laid_out(buttons: Sequence[Button]) -> tuple[CardButton, ...]:
    shown = list(buttons[:BUTTONS])
    rest = list(buttons[BUTTONS:])
    if rest:
        rest.insert(0, shown.pop())
    laid = [CardButton(text=_cut(button.label, LABEL), key=_key(button)) for button in shown]
    if rest:
        laid.append(CardButton(text=texts.MORE, style=2, key=_more_key(rest)))
    return tuple(laid)


def _key(button: Button) -> str:
    return f"{button.data}\n{button.label}".encode()[:KEY_BYTES].decode(errors="ignore")


def _more_key(rest: Sequence[Button]) -> str:
    """Return a key that holds as many of the other buttons as fit."""
    pairs = [(button.label, button.data) for button in rest]
    while True:
        key = _MORE + json.dumps(pairs, ensure_ascii=False, separators=(",", ":"))
        if len(key.encode()) <= KEY_BYTES:
            return key
        pairs.pop()


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
