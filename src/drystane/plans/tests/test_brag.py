"""The colour of an action follows a written rule and says why."""

from datetime import date, timedelta
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drystane.plans.brag import PROGRESS, RULES, STATUSES, Colour, Facts, brag

TODAY = date(2015, 9, 2)
CARE = {Colour.BLUE: 0, Colour.GREEN: 0, Colour.GREY: 0, Colour.AMBER: 1, Colour.RED: 2}


def days(count: int | None) -> date | None:
    return None if count is None else TODAY + timedelta(days=count)


def action(
    status: str,
    *,
    starts: int | None = -60,
    due: int | None = 200,
    updated: int | None = -5,
    progress: str = "",
) -> Facts:
    """An action as it stands today, its dates counted in days from today."""
    return Facts(status, days(starts), days(due), days(updated), progress, TODAY)


MISSED = "It was due on 1 September 2015 and has not been closed."
OFF_TRACK = "The last report says that it is off track and will miss its date."
AT_RISK = "The last report says that it is at risk."
DUE_TODAY = "It is due on 2 September 2015, within 30 days, and has not been reported on track."
DUE_SOON = "It is due on 2 October 2015, within 30 days, and has not been reported on track."
SILENT = "Nothing has been heard of it since 3 June 2015, more than 90 days ago."
UNREPORTED = "It is under way and nothing has been reported yet."
ON_TRACK = "It was reported on track on 28 August 2015."
REPORTED_DONE = "It was reported done on 28 August 2015 and waits to be closed."
IN_HAND = "It is under way and nothing says that it is late."
NOT_BEGUN = "It is agreed and has not begun yet."


@pytest.mark.parametrize(
    ("facts", "colour", "reason"),
    [
        (action("dropped", due=-90), "grey", "It was dropped."),
        (action("mainstreamed", due=-90), "blue", "Complete: it has become everyday work."),
        (action("done", due=-90, progress="off_track"), "blue", "It is complete."),
        (action("under_way", due=-1, progress="done"), "red", MISSED),
        (action("proposed", due=-1), "red", MISSED),
        (action("under_way", progress="off_track"), "red", OFF_TRACK),
        (action("under_way", progress="at_risk"), "amber", AT_RISK),
        (action("under_way", due=0), "amber", DUE_TODAY),
        (action("under_way", due=30), "amber", DUE_SOON),
        (action("under_way", due=31), "green", IN_HAND),
        (action("under_way", due=20, progress="on_track"), "green", ON_TRACK),
        (action("under_way", due=20, progress="done"), "green", REPORTED_DONE),
        (action("under_way", starts=-91, updated=None), "amber", SILENT),
        (action("under_way", starts=-90, updated=None), "green", IN_HAND),
        (action("under_way", starts=-400, updated=-91, progress="on_track"), "amber", SILENT),
        (action("under_way", starts=None, updated=None), "amber", UNREPORTED),
        (action("agreed", starts=-91, updated=None), "amber", SILENT),
        (action("agreed", starts=10, updated=-95, progress="on_track"), "grey", NOT_BEGUN),
        (action("agreed", starts=None, due=None, updated=None), "grey", NOT_BEGUN),
        (action("proposed", starts=None, updated=None), "grey", "It has not been agreed yet."),
    ],
)
def test_the_rule(facts: Facts, colour: str, reason: str) -> None:
    rating = brag(**vars(facts))
    assert (rating.colour, rating.reason) == (colour, reason)


@pytest.mark.parametrize(
    ("status", "progress", "sentence"),
    [
        ("begun", "", "There is no status 'begun'."),
        ("agreed", "fine", "There is no progress 'fine'."),
    ],
)
def test_an_unknown_word_is_refused(status: str, progress: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        brag(**vars(action(status, progress=progress)))


def test_every_rule_has_a_sentence_of_its_own() -> None:
    sentences = [str(rule.__doc__) for rule, _ in RULES]
    known = {"due_on", "last_update_on", "last_heard_of"}
    assert len(set(sentences)) == len(sentences)
    for sentence in sentences:
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert {name for _, name, _, _ in Formatter().parse(sentence) if name} <= known


near = st.none() | st.dates(TODAY - timedelta(days=300), TODAY + timedelta(days=300))
everything = st.builds(
    Facts,
    status=st.sampled_from(sorted(STATUSES)),
    starts_on=near,
    due_on=near,
    last_update_on=near,
    last_progress=st.sampled_from(sorted(PROGRESS)),
    today=st.dates(TODAY - timedelta(days=300), TODAY + timedelta(days=300)),
)


@given(everything)
def test_every_action_has_a_colour_and_a_whole_sentence(facts: Facts) -> None:
    rating = brag(**vars(facts))
    assert rating.reason.endswith(".")
    assert "{" not in rating.reason
    assert "unknown" not in rating.reason


@given(everything, st.integers(1, 400))
def test_time_alone_never_makes_an_action_look_better(facts: Facts, later: int) -> None:
    now = brag(**vars(facts))
    then = brag(**{**vars(facts), "today": facts.today + timedelta(days=later)})
    assert CARE[then.colour] >= CARE[now.colour]
