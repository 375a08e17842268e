"""Clients made for OpenAI's form, unchanged, over a real connection."""

from __future__ import annotations

import re
from typing import Any

import pytest
from langchain_openai import ChatOpenAI
from openai import AuthenticationError, OpenAI

from bot.services.access_tokens import WantedToken
from bot.web.site import Site
from tests.bot.web.api.conftest import person_of
from tests.bot.web.chromium import served

QUESTION = "国企怎么推动党建和业务融合？"


def token_for(site: Site) -> str:
    person = person_of(site, "reader")
    return site.assistant.tokens.make(WantedToken(person=person, name="试验"), person)[0]


def test_the_client_of_openai_reads_answers(site: Site) -> None:
    """Models, an answer, a stream with its sources at the end, and a fault as its own exception."""
    with served(site) as address:
        client = OpenAI(base_url=f"{address}/v1", api_key=token_for(site), max_retries=0)
        assert [model.id for model in client.models.list()] == ["ronghe"]
        asked: dict[str, Any] = {"model": "ronghe", "messages": [{"role": "user", "content": QUESTION}]}
        whole = client.chat.completions.create(**asked)
        text = whole.choices[0].message.content or ""
        assert re.search(r"\[1\]", text)
        chunks = list(client.chat.completions.create(**asked, stream=True))
        assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == text
        cited = [(each.model_extra or {})["citations"] for each in (chunks[-1], whole)]
        assert len(cited[0]) == len(cited[1])
        with pytest.raises(AuthenticationError, match="令牌"):
            OpenAI(base_url=f"{address}/v1", api_key="ronghe_x", max_retries=0).models.list()


def test_langchain_reads_answers(site: Site) -> None:
    """As the manual has it."""
    with served(site) as address:
        chat = ChatOpenAI(model="ronghe", base_url=f"{address}/v1", api_key=token_for(site))
        assert "[1]" in str(chat.invoke(QUESTION).content)
        assert "[1]" in "".join(str(piece.content) for piece in chat.stream(QUESTION))
