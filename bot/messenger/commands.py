"""What people may type, and what each command shows. One table; nothing here knows which messenger it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from bot.messenger import manual, rendering, texts
from bot.messenger.desk import Desk
from bot.messenger.joining_desk import JoiningDesk
from bot.messenger.ledger import Ledger
from bot.messenger.practice_desk import PracticeDesk
from bot.messenger.provision_desk import ProvisionDesk
from bot.messenger.screens import Screen
from bot.messenger.settings_desk import SettingsDesk
from bot.messenger.standards_desk import StandardsDesk
from bot.messenger.verdict_desk import VerdictDesk
from bot.services.standards import Approval
from bot.services.verdicts import GivenVerdict
from knowledge.callers import Visit

Showing = tuple[Screen, Mapping[str, bytes]]
"""A screen, and files by name."""


class CommandLine(NamedTuple):
    """What a command does."""

    show: Callable[[Desk, str, Visit], Showing]
    door: Literal["question", "lookup"] = "lookup"


def _only(show: Callable[[Desk, str, Visit], Screen], empty: str = "") -> Callable[[Desk, str, Visit], Showing]:
    """Return what shows a screen; without words, how the command is used, where it needs any."""

    def showing(desk: Desk, words: str, visit: Visit) -> Showing:
        return (Screen(parts=(empty,)) if empty and not words else show(desk, words, visit)), {}

    return showing


def _practices(desk: Desk) -> PracticeDesk:
    return PracticeDesk(desk.assistant, desk)


def _exported(desk: Desk, words: str, visit: Visit) -> Showing:
    files = desk.assistant.exports.of(None, visit, ending=".xlsx" if "xls" in words.lower() else ".docx")
    return Screen(parts=(texts.EXPORTED.format(names="、".join(files)),)), files


def _judged(*, good: bool) -> Callable[[Desk, str, Visit], Screen]:
    def judged(desk: Desk, words: str, visit: Visit) -> Screen:
        kept = desk.assistant.replies.meant(None, visit)
        if kept is None:
            return Screen(parts=(texts.NO_ANSWER_YET,))
        reason = "" if good else words
        desk.assistant.verdicts.give(GivenVerdict(visit=visit, reply_id=kept.id, good=good, reason=reason))
        return Screen(parts=(texts.THANKS_FOR_VERDICT,))

    return judged


def _settings(desk: Desk, _: str, visit: Visit) -> Screen:
    if visit.conversation is not None and visit.conversation.shared:
        return Screen(parts=(texts.SETTINGS_IN_PRIVATE,))
    return SettingsDesk(desk.assistant.choices).shown(visit.reader)


def _reported(desk: Desk, _: str, visit: Visit) -> Showing:
    handing_in = desk.assistant.handing_in
    found = handing_in.last_report(visit) if handing_in is not None else None
    if found is None:
        return Screen(parts=(texts.NO_REPORT,)), {}
    return rendering.lines_screen(found[0].split("\n")), {texts.REPORT_FILE: found[1]}


def _approved(desk: Desk, words: str, visit: Visit) -> Screen:
    return StandardsDesk(desk.assistant).approved(Approval(visit=visit, words=words))


COMMANDS: Mapping[str, CommandLine] = {
    "start": CommandLine(_only(lambda desk, _words, _visit: desk.welcome())),
    "help": CommandLine(_only(lambda desk, _words, visit: desk.help(visit))),
    "new": CommandLine(_only(lambda desk, _words, visit: desk.new_topic(visit))),
    "ask": CommandLine(_only(lambda _desk, _words, _visit: Screen(parts=(texts.EMPTY_QUESTION,)))),
    "reg": CommandLine(
        _only(lambda desk, words, visit: ProvisionDesk(desk.assistant).looked_up(words, visit), texts.EMPTY_REFERENCE)
    ),
    "find": CommandLine(
        _only(lambda desk, words, visit: ProvisionDesk(desk.assistant).words_found(words, visit), texts.EMPTY_WORDS)
    ),
    "case": CommandLine(
        _only(lambda desk, words, visit: _practices(desk).examples(words, visit), texts.EMPTY_CASE), "question"
    ),
    "formula": CommandLine(
        _only(lambda desk, words, visit: _practices(desk).formula(words, visit), texts.EMPTY_FORMULA), "question"
    ),
    "plan": CommandLine(_only(lambda desk, words, visit: _practices(desk).plan(words, visit, ()), texts.EMPTY_PLAN)),
    "learn": CommandLine(
        _only(lambda desk, words, visit: _practices(desk).learn(words, visit), texts.EMPTY_LEARN), "question"
    ),
    "export": CommandLine(_exported),
    "settings": CommandLine(_only(_settings)),
    "sources": CommandLine(_only(lambda desk, _words, visit: Ledger(desk.assistant).sources(None, visit))),
    "why": CommandLine(_only(lambda desk, _words, visit: Ledger(desk.assistant).why(None, visit))),
    "good": CommandLine(_only(_judged(good=True))),
    "bad": CommandLine(_only(_judged(good=False))),
}
"""What anybody may send who may ask."""

ADMINISTRATION: Mapping[str, CommandLine] = {
    "approve": CommandLine(_only(lambda desk, words, visit: JoiningDesk(desk.assistant).requested(words, visit))),
    "users": CommandLine(_only(lambda desk, _words, visit: JoiningDesk(desk.assistant).listed(visit))),
    "unanswered": CommandLine(_only(lambda desk, _words, visit: VerdictDesk(desk).listed(visit))),
    "standard": CommandLine(_only(_approved)),
    "standards": CommandLine(_only(lambda desk, _words, visit: StandardsDesk(desk.assistant).listed(visit))),
    "documents": CommandLine(_only(lambda desk, _words, visit: Ledger(desk.assistant).documents(1, visit))),
    "stats": CommandLine(_only(lambda desk, _words, visit: Ledger(desk.assistant).statistics(visit))),
}
"""What only administrators may send, alone with the bot; for others these commands do not exist."""

UPLOADING: Mapping[str, CommandLine] = {
    "upload": CommandLine(
        _only(lambda _desk, _words, _visit: Screen(parts=(manual.UPLOAD_IN_OFFICES.format(secrecy=texts.SECRECY),)))
    ),
    "report": CommandLine(_reported),
}
"""What those may send who may hand in documents."""
