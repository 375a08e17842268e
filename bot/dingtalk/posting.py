"""Cards made, grown and changed: each shown once, whatever dies or goes unheard on the way.

A card is named after the event that it answers. Whoever may not be the first to make it changes the one that may be
there, and makes one only where there is none.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple

from bot.dingtalk import cards
from bot.dingtalk.api import Api, ChatPlace
from bot.dingtalk.cards import CardState
from bot.dingtalk.faults import Json, RefusedCallError
from bot.dingtalk.pace import GROUP
from bot.messenger.markdown import pieces_within
from bot.messenger.screens import Rows
from knowledge.errors import ChannelUnavailableError

CREATE = "/v1.0/card/instances/createAndDeliver"
UPDATE = "/v1.0/card/instances"
STREAM = "/v1.0/card/streaming"

WITHOUT_SECONDS = 1800.0
"""For which what was refused for good is not tried."""

LONGEST_PAUSE = 30.0
REMEMBERED = 5000
"""Cards that are known to have been made; whether an older one is there is asked of DingTalk."""

NOT_DELIVERED = "deliverResults"

logger = logging.getLogger(__name__)


class AnswerCard(NamedTuple):
    """A card as it is to be."""

    name: str
    place: ChatPlace
    text: str
    rows: Rows = ()
    state: CardState = CardState.DONE

    @property
    def data(self) -> dict[str, str]:
        """Return its variables."""
        return cards.card_variables(self.text, self.rows, self.state)

    @property
    def opening(self) -> str:
        """Return as much of its text as may be streamed."""
        return pieces_within(self.text, cards.STREAMED_BYTES)[0]


class CardPoster:
    """Of one application; any number of cards at a time."""

    def __init__(self, api: Api, template: str, second: float) -> None:
        """Prepare; `second` is how long the first pause before another try is."""
        self._api, self._template, self._second = api, template or cards.TEMPLATE, second
        self._tried: dict[str, None] = {}
        self._none_until = self._no_growth_until = 0.0

    @property
    def is_open(self) -> bool:
        """Whether cards are taken, as far as is known."""
        return time.monotonic() >= self._none_until

    def may_be_there(self, name: str) -> bool:
        """Tell whether this process made a card, or may have."""
        return name in self._tried

    async def begin(self, card: AnswerCard) -> None:
        """Make a card that is to grow, where limits leave room for it."""
        place, pace = card.place, self._api.pace
        if pace.has_room(CREATE) and (not place.group or pace.has_room(place.group, GROUP)):
            try:
                await self._make(card)
            except ChannelUnavailableError as error:
                self._note(error)

    async def grow(self, card: AnswerCard, *, is_first: bool) -> bool:
        """Show how far a card has come, where limits leave room for it; whether it was shown."""
        pace = self._api.pace
        if time.monotonic() < self._no_growth_until or not pace.has_room(STREAM):
            return False
        try:
            if is_first and pace.has_room(UPDATE):
                await self._api.once("PUT", UPDATE, _changed(card.name, {"flowStatus": CardState.WRITING}))
            await self._api.once("PUT", STREAM, _streamed(card))
        except ChannelUnavailableError as error:
            self._note_growth(error)
            return False
        return True

    async def put(self, card: AnswerCard, *, is_old: bool = False, tries: float = math.inf) -> bool:
        """Make a card as it is to be, whatever was made of it before; False where it is refused.

        Args:
            card: What is to be there.
            is_old: Whether a process before this one may have made it.
            tries: How often a network that breaks is tried again.

        Raises:
            ChannelUnavailableError: So many tries were in vain.
        """
        pause = self._second
        while True:
            try:
                if not ((is_old or card.name in self._tried) and await self._change(card)):
                    await self._make(card)
            except ChannelUnavailableError as error:
                tries -= 1
                if isinstance(error, RefusedCallError) and not error.is_later:
                    self._note(error)
                    return False
                if tries <= 0:
                    raise
                logger.info("dingtalk: a card waits: %s", error)
            else:
                return True
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def add(self, card: AnswerCard) -> None:
        """Change the buttons of a card that is there; left out where it cannot be done."""
        try:
            await self._api.call("PUT", UPDATE, _changed(card.name, card.data))
        except ChannelUnavailableError as error:
            logger.info("dingtalk: buttons were left out: %s", error)

    async def _make(self, card: AnswerCard) -> None:
        """Make a card; unless DingTalk refuses, it may be there whatever else goes wrong."""
        if len(self._tried) >= REMEMBERED:
            del self._tried[next(iter(self._tried))]
        self._tried[card.name] = None
        try:
            async with self._api.within(card.place):
                _check_delivered(await self._api.once("POST", CREATE, self._body(card)))
        except RefusedCallError:
            self._tried.pop(card.name, None)
            raise

    async def _change(self, card: AnswerCard) -> bool:
        """End a card that grows, and show it as it is to be; False where there is none."""
        if time.monotonic() >= self._no_growth_until:
            try:
                await self._api.once("PUT", STREAM, _streamed(card, last=True))
            except RefusedCallError as error:
                if error.is_later:
                    raise
                self._note_growth(error)  # there is no card, or it had ended before
        try:
            await self._api.once("PUT", UPDATE, _changed(card.name, card.data))
        except RefusedCallError as error:
            if error.is_later or error.is_for_good:
                raise
            return False
        return True

    def _note(self, error: ChannelUnavailableError) -> None:
        logger.warning("dingtalk: no card: %s", error)
        if isinstance(error, RefusedCallError) and error.is_for_good:
            self._none_until = time.monotonic() + WITHOUT_SECONDS

    def _note_growth(self, error: ChannelUnavailableError) -> None:
        logger.info("dingtalk: nothing grows: %s", error)
        if isinstance(error, RefusedCallError) and error.is_for_good:
            self._no_growth_until = time.monotonic() + WITHOUT_SECONDS

    def _body(self, card: AnswerCard) -> Json:
        return {
            "cardTemplateId": self._template,
            "outTrackId": card.name,
            "callbackType": "STREAM",
            "cardData": {"cardParamMap": card.data},
            "userIdType": 1,
            **cards.space_of(card.place, self._api.key.client_id),
        }


def _check_delivered(answer: Json) -> None:
    """See that a card that was made can be seen: who may not use the application gets none."""
    result = answer.get("result")
    delivered = result.get("deliverResults") if isinstance(result, dict) else None
    if any(isinstance(each, dict) and each.get("success") is False for each in delivered or ()):
        raise RefusedCallError(NOT_DELIVERED)


def _changed(name: str, data: Mapping[str, str]) -> dict[str, Any]:  # Any: as the interface wants it
    return {
        "outTrackId": name,
        "cardData": {"cardParamMap": data},
        "cardUpdateOptions": {"updateCardDataByKey": True},
        "userIdType": 1,
    }


def _streamed(card: AnswerCard, *, last: bool = False) -> dict[str, Any]:  # Any: as the interface wants it
    return {
        "outTrackId": card.name,
        "guid": str(uuid.uuid4()),
        "key": cards.TEXT,
        "content": card.opening,
        "isFull": True,
        "isFinalize": last,
        "isError": False,
    }
