from __future__ import annotations

from knowledge.catalog.database import Database
from knowledge.catalog.inbox import Inbox, queued


def test_an_update_is_kept_until_it_is_answered(database: Database) -> None:
    """What was received and not answered is there for the next process, in the order of arrival."""
    inbox = Inbox(database, bot=1)
    for number, payload in ((7, "甲"), (5, "乙"), (9, "丙")):
        assert inbox.receive(number, payload, person=3)
    inbox.finish(5)
    other = Database.open(database.home)
    database.close()
    assert Inbox(other, bot=1).waiting() == ["甲", "丙"]
    other.close()


def test_an_update_is_received_once(database: Database) -> None:
    """The same number again is dropped, answered or not; another bot's numbers are its own."""
    inbox = Inbox(database, bot=1)
    assert inbox.receive(7, "甲", person=3)
    assert not inbox.receive(7, "甲", person=3)
    inbox.finish(7)
    assert not inbox.receive(7, "甲", person=3)
    assert Inbox(database, bot=2).receive(7, "甲", person=3)


def test_attempts_are_counted(database: Database) -> None:
    """Each beginning of work counts; what nobody sent is kept too."""
    inbox = Inbox(database, bot=1)
    for number, person in ((1, 3), (2, None)):
        inbox.receive(number, "问", person=person)
    assert [inbox.begin(1), inbox.begin(1), inbox.begin(2)] == [1, 2, 1]


def test_the_queue_is_what_was_not_begun(database: Database) -> None:
    """A message counts as waiting until work on it begins, whichever bot it came to."""
    first, other = Inbox(database, bot=1), Inbox(database, bot=2)
    first.receive(7, "{}", person=1)
    other.receive(7, "{}", person=1)
    assert queued(database) == 2
    first.begin(7)
    assert queued(database) == 1
    database.close()
