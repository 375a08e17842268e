"""Going to the office's page and coming back: to the same browser, once, in time."""

from __future__ import annotations

from bot.web.sign_on.journeys import LONGEST_SECONDS, MOST_AWAY, Journeys


def test_somebody_comes_back_once_to_the_browser_that_they_left() -> None:
    """What they had written is there; for another browser, and a second time, nothing is."""
    journeys = Journeys()
    journey = journeys.begin("mine", after="/find", question="几个人")
    assert len({*journey}) == len(journey)
    back = journeys.end(journey.state, "mine")
    assert back is not None
    assert (back.after, back.question, back.journey) == ("/find", "几个人", journey)
    assert journeys.end(journey.state, "mine") is None
    another = journeys.begin("mine", after="/", question="")
    assert journeys.end(another.state, "yours") is None
    assert journeys.end("", "mine") is None


def test_a_journey_ends_after_ten_minutes() -> None:
    """An address that lay about opens nothing."""
    now = [100.0]
    journeys = Journeys(lambda: now[0])
    journey = journeys.begin("mine", after="/", question="")
    now[0] += LONGEST_SECONDS + 1
    assert journeys.end(journey.state, "mine") is None


def test_nobody_fills_the_memory() -> None:
    """Who left first is forgotten first."""
    journeys = Journeys()
    first = journeys.begin("mine", after="/", question="")
    for _ in range(MOST_AWAY):
        last = journeys.begin("yours", after="/", question="")
    assert journeys.end(first.state, "mine") is None
    assert journeys.end(last.state, "yours") is not None


def test_what_somebody_wrote_who_did_not_come_back_is_forgotten() -> None:
    """With the next one who leaves after their time."""
    now = [100.0]
    journeys = Journeys(lambda: now[0])
    journeys.begin("mine", after="/", question="青石岭的干部怎样安排？")
    now[0] += LONGEST_SECONDS + 1
    journeys.begin("yours", after="/", question="")
    assert "青石岭" not in repr(vars(journeys))
