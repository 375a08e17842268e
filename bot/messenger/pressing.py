"""A button that was tapped -> what it shows. One table by the patterns of the buttons' data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from bot.messenger import callbacks, page_view, provision_callbacks, texts
from bot.messenger.desk import Desk
from bot.messenger.file_desk import DECIDE_FILE, DECIDE_FORMER, FileDesk, department_choices, file_choices
from bot.messenger.joining_desk import DECIDE, STRIKE, JoiningDesk
from bot.messenger.ledger import Ledger
from bot.messenger.own_file_desk import OWN_FILE, OwnFileDesk
from bot.messenger.page_desk import scanned_pages
from bot.messenger.practice_desk import PracticeDesk
from bot.messenger.provision_desk import ProvisionDesk
from bot.messenger.screens import Screen
from bot.messenger.settings_desk import TOGGLE, SettingsDesk
from bot.messenger.standards_desk import DELETE, WRITE, StandardsDesk
from bot.messenger.verdict_desk import VERDICT, VerdictDesk
from bot.services.handing_in import NO_SUCH_LABEL
from bot.services.jobs import Job
from knowledge.callers import Visit

DOCUMENTS = r"^d:([0-9]{1,6})$"
PLAN = r"^pl:[0-7](?::[0-3])?$"
_QUESTIONS = (callbacks.ASK, callbacks.NEXT, callbacks.AGAIN)


class Pressed(NamedTuple):
    """A button, as it was tapped."""

    data: str
    label: str
    words: str
    """What stood behind the last `/plan` or `/find` here."""

    shared: bool

    @property
    def leads_to_question(self) -> bool:
        """Whether it asks something."""
        return any(re.fullmatch(pattern, self.data) for pattern in _QUESTIONS)

    @property
    def is_on_a_file(self) -> bool:
        """Whether it has a file read or stored."""
        return any(re.fullmatch(pattern, self.data) for pattern in (DECIDE_FILE, DECIDE_FORMER, OWN_FILE))

    def question(self, desk: Desk, visit: Visit) -> str | None:
        """Return what it asks; None where that is not kept any more."""
        if re.fullmatch(callbacks.ASK, self.data):
            return self.label or None
        if found := re.fullmatch(callbacks.NEXT, self.data):
            return desk.following(found[1], int(found[2]), visit)
        found = re.fullmatch(callbacks.AGAIN, self.data)
        return desk.assistant.unanswered.question(int(found[1]), visit) if found else None


class Pressing(NamedTuple):
    """What is given to the work of a button."""

    found: re.Match[str]
    button: Pressed
    desk: Desk
    visit: Visit
    job: Job


Told = tuple[int, Screen]
"""A person, and what they are told."""

Result = Screen | str | tuple[Screen, Mapping[str, bytes]] | tuple[Screen, Mapping[str, bytes], Told | None] | None


def pressed(button: Pressed, desk: Desk, visit: Visit, job: Job) -> tuple[Screen, Mapping[str, bytes], Told | None]:
    """Return what a button shows, its files, and whom it gives news of what.

    Raises:
        KnowledgeError: It could not be done.
    """
    for pattern, show in BUTTONS.items():
        if (found := re.fullmatch(pattern, button.data)) is not None:
            return _whole(show(Pressing(found, button, desk, visit, job)))
    return Screen(parts=(texts.BUTTON_UNKNOWN,)), {}, None


def _whole(result: Result) -> tuple[Screen, Mapping[str, bytes], Told | None]:
    if result is None or isinstance(result, str):
        return Screen(parts=(result or texts.REPLY_EXPIRED,)), {}, None
    if isinstance(result, Screen):
        return result, {}, None
    return result if len(result) == 3 else (*result, None)  # noqa: PLR2004 - the two forms of a result


def _original(tap: Pressing) -> Result:
    file = tap.desk.original(callbacks.opening_of(tap.found), tap.visit)
    if file is None:
        return texts.SOURCE_GONE
    return Screen(parts=(texts.EXPORTED.format(names=file[0]),)), dict([file])


def _exported(tap: Pressing) -> Result:
    ending = ".xlsx" if tap.found[1] else ".docx"
    files = tap.desk.assistant.exports.of(tap.found[2], tap.visit, ending=ending)
    return Screen(parts=(texts.EXPORTED.format(names="、".join(files)),)), files


def _pages(tap: Pressing) -> Result:
    title, pages = scanned_pages(tap.desk, callbacks.opening_of(tap.found), tap.visit)
    if not pages:
        return page_view.NO_PICTURE
    captions = tuple(page_view.CAPTION.format(title=title, number=page.number) for page in pages)
    return Screen(parts=captions), {f"原页{page.number}.jpg": page.jpeg for page in pages}


def _turned(tap: Pressing) -> Result:
    turn = provision_callbacks.turn(tap.button.data)
    return (ProvisionDesk(tap.desk.assistant).turned(turn, tap.visit) if turn else None) or texts.SOURCE_GONE


def _more_words(tap: Pressing) -> Result:
    page = provision_callbacks.words_page_of(tap.button.data)
    if page is None or not tap.button.words:
        return texts.BUTTON_UNKNOWN
    return ProvisionDesk(tap.desk.assistant).words_found(tap.button.words, tap.visit, page)


def _planned(tap: Pressing) -> Result:
    if not tap.button.words:
        return texts.BUTTON_UNKNOWN
    chosen = tuple(map(int, tap.button.data.split(":")[1:]))
    return PracticeDesk(tap.desk.assistant, tap.desk).plan(tap.button.words, tap.visit, chosen)


def _judged(tap: Pressing) -> Result:
    screen = VerdictDesk(tap.desk).judged(tap.found[1], tap.found[2], tap.visit)
    if screen is None:
        return None
    if tap.found[2] == "d":
        return Screen(parts=(texts.WHAT_IS_WRONG,), rows=screen.rows)
    return Screen(parts=(texts.THANKS_FOR_VERDICT,))


def _own_file(tap: Pressing) -> Result:
    where = tap.visit.conversation
    file = tap.desk.own_files.find(where, tap.found[2])
    if file is None:
        return texts.OWN_GONE
    if tap.found[1] == "x":
        tap.desk.own_files.forget(where)
        return texts.OWN_LEFT
    own = OwnFileDesk(tap.desk)
    return own.checked(file, tap.visit) if tap.found[1] == "c" else own.opened(file)


def _file(tap: Pressing) -> Result:
    handing_in, number, choice = tap.desk.assistant.handing_in, tap.found[1], tap.found[2]
    if handing_in is None or not handing_in.waits(number, tap.visit):
        return texts.FILE_GONE
    files, labels = FileDesk(handing_in), handing_in.labels(tap.visit)
    match choice:
        case "s":
            return files.previewed(number, tap.visit).model_copy(update={"rows": file_choices(number, labels)})
        case "d":
            return Screen(parts=(texts.WHICH_DEPARTMENT,), rows=department_choices(number, labels))
        case "b":
            return Screen(parts=(texts.WHAT_OF_FILE,), rows=file_choices(number, labels))
        case "n":
            return files.given_back(number, tap.visit)
    label = files.label(choice, tap.visit)
    return NO_SUCH_LABEL if label is None else files.stored(number, label, tap.visit, tap.job)


def _former(tap: Pressing) -> Result:
    handing_in = tap.desk.assistant.handing_in
    return (
        texts.FORMER_GONE
        if handing_in is None
        else FileDesk(handing_in).former_decided(tap.found[1], tap.found[2], tap.visit)
    )


def _decided(tap: Pressing) -> Result:
    screen, news = JoiningDesk(tap.desk.assistant).decided(tap.found[1], tap.found[2], tap.visit)
    return screen, {}, news


def _alone(show: Callable[[Pressing], Result]) -> Callable[[Pressing], Result]:
    """Return what works only where nobody reads along."""
    return lambda tap: texts.SETTINGS_IN_PRIVATE if tap.button.shared else show(tap)


BUTTONS: Mapping[str, Callable[[Pressing], Result]] = {
    callbacks.OPEN: lambda tap: tap.desk.opened(callbacks.opening_of(tap.found), tap.visit),
    callbacks.ORIGINAL: _original,
    page_view.PAGE: _pages,
    callbacks.BACK: lambda tap: tap.desk.restored(tap.found[1], tap.visit),
    callbacks.WHOLE: lambda tap: tap.desk.whole(tap.found[1], tap.visit),
    callbacks.STARTER: lambda tap: tap.desk.starters(int(tap.found[1])),
    callbacks.EXPORT: _exported,
    provision_callbacks.PROVISION: _turned,
    provision_callbacks.FIND: _more_words,
    PLAN: _planned,
    VERDICT: _judged,
    TOGGLE: _alone(lambda tap: SettingsDesk(tap.desk.assistant.choices).turned(tap.visit.reader, tap.found[1])),
    DOCUMENTS: _alone(lambda tap: Ledger(tap.desk.assistant).documents(int(tap.found[1]), tap.visit)),
    DECIDE: _decided,
    STRIKE: lambda tap: JoiningDesk(tap.desk.assistant).struck(int(tap.found[1]), tap.visit),
    WRITE: lambda tap: StandardsDesk(tap.desk.assistant).wanted(int(tap.found[1]), tap.visit) or texts.BUTTON_UNKNOWN,
    DELETE: lambda tap: StandardsDesk(tap.desk.assistant).deleted(int(tap.found[1]), tap.visit),
    OWN_FILE: _own_file,
    DECIDE_FILE: _file,
    DECIDE_FORMER: _former,
}
