"""The room as a whole: every use case over one core, for the people it may speak to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.page_pictures import Draw
from bot.services.access_tokens import Tokens
from bot.services.answering import Readers
from bot.services.arrivals import Arrivals
from bot.services.asking import Asking
from bot.services.choices import PersonalChoices
from bot.services.core import Core
from bot.services.documents import Documents
from bot.services.events import Event, Tell
from bot.services.exports import Exports
from bot.services.former_texts import FormerTexts
from bot.services.handing_in import HandingIn
from bot.services.intake import Intake
from bot.services.joining import Joining
from bot.services.library_core import LibraryCore
from bot.services.oversight import Oversight
from bot.services.own_texts import OwnTexts
from bot.services.photo_pages import PhotoPages
from bot.services.practices import Practices
from bot.services.provisions import Provisions
from bot.services.rehearsal import Rehearsal
from bot.services.replies import Replies
from bot.services.rights import Rights
from bot.services.searching import Searching
from bot.services.signing_in import SigningIn
from bot.services.standards import Standards
from bot.services.unanswered import Unanswered
from bot.services.verdicts import Verdicts
from bot.services.witness import Witness
from knowledge.catalog.audit import AuditLog
from knowledge.library import Library
from knowledge.people import People
from knowledge.writing.model_writer import ModelWriter


@dataclass(frozen=True)
class Assistant:
    """What a channel is given; each part is one thing that can be done."""

    people: People
    rights: Rights
    asking: Asking
    replies: Replies
    searching: Searching
    provisions: Provisions
    practices: Practices
    documents: Documents
    exports: Exports
    verdicts: Verdicts
    unanswered: Unanswered
    standards: Standards
    choices: PersonalChoices
    joining: Joining
    arrivals: Arrivals
    own_texts: OwnTexts
    signing_in: SigningIn
    tokens: Tokens
    oversight: Oversight
    photo_pages: PhotoPages
    handing_in: HandingIn | None
    """None where nothing reads files."""


def assistant_over(  # noqa: PLR0913  # one part each
    core: Core,
    people: People,
    own_texts: Callable[[Rights], OwnTexts],
    *,
    files: tuple[Library, Intake] | None = None,
    draw: Draw | None = None,
    quota: int = 0,
    shown_over: Mapping[str, frozenset[str]] = MappingProxyType({}),
    also: Sequence[Tell] = (),
) -> Assistant:
    """Return the room over a core.

    Args:
        core: What is held, found and answered.
        people: Whom the administrator named.
        own_texts: What reads and checks the texts that people bring.
        files: Where files that people hand in go, and what reads them.
        draw: What draws pages of scans, where there is something.
        quota: Questions that one person may ask in a day; 0 for any number.
        shown_over: Labels of what may be shown over a channel, by its name; over the others, whatever somebody may see.
        also: Who is told of every event, beside the audit log.
    """
    listeners: tuple[Tell, ...] = (Witness(AuditLog(core.catalog.database)), *also)

    def tell(event: Event) -> None:
        for listener in listeners:
            listener(event)

    rights, rehearsal = Rights(people, core.labels, shown_over), Rehearsal(core)
    replies = Replies(core, rights, rehearsal)
    asking, documents = Asking(core, rights, tell, quota), Documents(core, rights, tell, draw)
    practices, choices = Practices(core, rights, asking, tell), PersonalChoices(core, tell)
    return Assistant(
        people=people,
        rights=rights,
        asking=asking,
        replies=replies,
        searching=Searching(core, rights, tell),
        provisions=Provisions(core, rights, tell),
        practices=practices,
        documents=documents,
        exports=Exports(replies, practices, tell),
        verdicts=Verdicts(core, replies, tell),
        unanswered=Unanswered(core, rights, documents),
        standards=Standards(core, rights, replies, tell),
        choices=choices,
        joining=Joining(core, rights, tell),
        arrivals=Arrivals(core, rights, rehearsal, choices, tell),
        own_texts=own_texts(rights),
        signing_in=SigningIn(core, rights, tell),
        tokens=Tokens(core.catalog.database, rights, tell),
        oversight=Oversight(core, rights, tell, *(files or (None, None))),
        photo_pages=PhotoPages(core),
        handing_in=HandingIn(core, rights, tell, *files, FormerTexts(files[0])) if files else None,
    )


def assistant_of(  # noqa: PLR0913  # one part each
    library: Library,
    people: People,
    *,
    readers: Readers = Readers(),  # noqa: B008 - a tuple of None
    writer: ModelWriter | None = None,
    intake: Intake | None = None,
    drafts_online: bool = False,
    draw: Draw | None = None,
    quota: int = 0,
    shown_over: Mapping[str, frozenset[str]] = MappingProxyType({}),
    also: Sequence[Tell] = (),
) -> Assistant:
    """Return the room over an open library.

    Args:
        library: What is held.
        people: Whom the administrator named.
        readers: What reads question and text together.
        writer: A chat model, where there is one.
        intake: What reads files, where there is something.
        drafts_online: Whether own texts may be sent over a messenger on the internet too.
        draw: As of `assistant_over`.
        quota: The same.
        shown_over: The same.
        also: The same.
    """
    core = LibraryCore(library, readers, writer)

    def own_texts(rights: Rights) -> OwnTexts:
        read = None if intake is None else intake.own_text
        may_be_sent = intake is not None and (drafts_online or intake.profile == "intranet")
        return OwnTexts(core.rules, rights, library, core.judge, read, may_be_sent)

    files = None if intake is None else (library, intake)
    return assistant_over(
        core, people, own_texts, files=files, draw=draw, quota=quota, shown_over=shown_over, also=also
    )
