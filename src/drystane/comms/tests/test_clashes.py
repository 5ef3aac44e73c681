"""Which uses of messages get in each other's way, and what is said of it."""

from dataclasses import replace
from datetime import date
from itertools import combinations
from random import Random

import pytest

from drystane.comms.clashes import Severity, Use, all_clashes, clash_of, clashes

USE = Use(
    ref="a",
    campaign="one",
    title="Doorsteps",
    group="Prevent Group",
    audience="communities",
    audience_words="Communities",
    channel="radio",
    channel_words="Local radio",
    channel_holds_many=False,
    starts_on=date(2015, 9, 7),
    ends_on=date(2015, 9, 11),
)
OTHER = replace(USE, ref="b", campaign="two", title="Shut the door", group="Harm Group")
HINT = replace(OTHER, title="", channel="", channel_words="", may_be_read=False)


@pytest.mark.parametrize(
    ("change", "severity"),
    [
        ({}, Severity.SAME_PEOPLE_SAME_PLACE),
        ({"channel": "site"}, Severity.SAME_PEOPLE),
        ({"audience": "businesses"}, Severity.SAME_PLACE),
        ({"audience": "businesses", "channel": "site"}, None),
        ({"starts_on": date(2015, 9, 11), "ends_on": date(2015, 9, 20)}, Severity.SAME_PEOPLE_SAME_PLACE),
        ({"starts_on": date(2015, 9, 12), "ends_on": date(2015, 9, 20)}, None),
        ({"starts_on": date(2015, 9, 1), "ends_on": date(2015, 9, 6)}, None),
        ({"campaign": "one"}, None),
    ],
)
def test_what_clashes(change: dict[str, object], severity: Severity | None) -> None:
    found = clash_of(USE, replace(OTHER, **change))  # type: ignore[arg-type]  # a row of a table

    assert (found and found.severity) == severity


def test_a_channel_that_holds_many_is_in_nobodys_way() -> None:
    both = {"channel": "site", "channel_holds_many": True}
    one, other = replace(USE, **both), replace(OTHER, **both, audience="businesses")  # type: ignore[arg-type]

    assert clash_of(one, other) is None
    found = clash_of(one, replace(OTHER, **both))  # type: ignore[arg-type]
    assert found is not None
    assert found.severity == Severity.SAME_PEOPLE


def test_a_clash_says_what_is_on_and_when() -> None:
    (found,) = clashes(USE, [replace(OTHER, starts_on=date(2015, 9, 10), ends_on=date(2015, 9, 30))])

    assert found.sentence == (
        "“Shut the door” of the Harm Group tells communities something else by local radio "
        "from 10 September 2015 to 11 September 2015."
    )


@pytest.mark.parametrize("turned", [False, True])
def test_of_what_may_not_be_read_only_the_group_to_ask_is_said(turned: bool) -> None:
    found = clash_of(HINT, USE) if turned else clash_of(USE, HINT)

    assert found is not None
    assert found.sentence == "Another group has something for communities then: ask Harm Group."
    assert found.use == USE


def test_the_channel_of_what_may_not_be_read_is_not_told() -> None:
    assert clash_of(USE, replace(HINT, audience="businesses", channel="radio")) is None
    assert clash_of(HINT, replace(HINT, ref="c", campaign="three")) is None


def test_the_worst_stands_first() -> None:
    others = [
        replace(OTHER, ref="c", audience="businesses"),
        replace(OTHER, ref="d", channel="site"),
        replace(OTHER, ref="e"),
    ]

    assert [found.severity for found in clashes(USE, others)] == [1, 2, 3]


def test_all_pairs_are_those_found_by_comparing_each_with_each() -> None:
    dice = Random(7)
    uses = [
        replace(
            USE,
            ref=f"u{number:03}",
            campaign=f"c{dice.randrange(20)}",
            audience=dice.choice(["communities", "businesses"]),
            channel=dice.choice(["radio", "site"]),
            starts_on=(first := date(2015, 9, dice.randint(1, 28))),
            ends_on=first.replace(day=min(30, first.day + dice.randrange(5))),
        )
        for number in range(80)
    ]

    found = {frozenset({one.use.ref, one.other.ref}) for one in all_clashes(uses)}

    expected = {frozenset({a.ref, b.ref}) for a, b in combinations(uses, 2) if clash_of(a, b)}
    assert found == expected
    assert len(found) > 50
