"""What everybody chose about how the assistant talks to them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Table, Text, select

from knowledge.callers import Caller
from knowledge.catalog.database import Tables
from knowledge.catalog.schema import metadata
from knowledge.documents import Frozen

chat_settings = Table(
    "chat_settings",
    metadata,
    Column("caller", Text, primary_key=True),
    Column("brief", Boolean),
    Column("streaming", Boolean),
    Column("arrivals", Boolean),
)


class ChatChoices(Frozen):
    """What somebody chose; the defaults hold for everybody else."""

    brief: bool = False
    """Show the conclusion and the first points of an answer, the rest at a tap."""

    streaming: bool = True
    """Show an answer as it grows."""

    arrivals: bool = True
    """Tell when material arrives that answers what was asked in vain."""


class ChatSettings(Tables):
    """The choices of everybody."""

    def of(self, caller: Caller) -> ChatChoices:
        """Return what somebody chose."""
        columns = (chat_settings.c.brief, chat_settings.c.streaming, chat_settings.c.arrivals)
        with self._database.reading() as connection:
            row = connection.execute(select(*columns).where(chat_settings.c.caller == caller.key)).first()
        return ChatChoices(**row._mapping) if row else ChatChoices()  # noqa: SLF001  # the library's public name

    def put(self, caller: Caller, choices: ChatChoices) -> None:
        """Keep what somebody chose."""
        chosen = choices.model_dump()
        added = self._database.insert(chat_settings).values({"caller": caller.key, **chosen})
        with self._database.writing() as connection:
            connection.execute(added.on_conflict_do_update(index_elements=["caller"], set_=chosen))
