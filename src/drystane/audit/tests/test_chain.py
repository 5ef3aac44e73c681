"""The chain as a calculation."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from drystane.audit import chain


@dataclass(frozen=True)
class Link:
    seq: int
    canonical: str
    previous_hash: str
    hash: str


def link(seq: int, previous: str, text: str = "") -> Link:
    text = text or chain.canonical({"seq": seq, "verb": "action.agreed"})
    return Link(seq, text, previous, chain.link_hash(previous, text))


def links(count: int) -> list[Link]:
    made: list[Link] = []
    for seq in range(1, count + 1):
        made.append(link(seq, made[-1].hash if made else chain.START))
    return made


def fault_at(given: list[Link]) -> int | None:
    fault = chain.verify(given)
    return fault.seq if fault else None


def test_a_chain_holds() -> None:
    assert chain.verify(links(5)) is None


def test_an_empty_chain_holds() -> None:
    assert chain.verify([]) is None


def test_canonical_text_does_not_depend_on_the_order_of_keys() -> None:
    assert chain.canonical({"b": 1, "a": "é"}) == '{"a":"\\u00e9","b":1}'
    assert chain.canonical({"a": "é", "b": 1}) == chain.canonical({"b": 1, "a": "é"})


def test_a_hash_is_of_the_one_before_and_the_text() -> None:
    # printf '%064d\n{"seq":1}' 0 | sha256sum
    expected = "a453da8151216b5ae0a15c5377bc79da35cc4f629a9e9a3dcab70bf0b485609a"
    assert chain.link_hash(chain.START, '{"seq":1}') == expected


def test_a_moment_is_written_in_universal_time() -> None:
    summer = timezone(timedelta(hours=1))
    assert chain.moment(datetime(2015, 9, 2, 10, 0, tzinfo=summer)) == "2015-09-02T09:00:00.000000+00:00"
    assert chain.moment(datetime(2015, 9, 2, 9, 0, tzinfo=UTC)) == "2015-09-02T09:00:00.000000+00:00"


def test_a_moment_needs_its_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        chain.moment(datetime(2015, 9, 2, 10, 0))  # noqa: DTZ001  # the point of the test


def test_the_first_fault_is_named() -> None:
    given = links(5)
    given[2] = replace(given[2], canonical=given[2].canonical.replace("agreed", "closed"))
    fault = chain.verify(given)
    assert fault == chain.Fault(3, "Event 3 has been changed: its text does not give its hash.")


def test_a_changed_event_with_a_new_hash_does_not_lead_to_the_next() -> None:
    given = links(5)
    given[2] = link(3, given[1].hash, '{"seq":3,"verb":"action.closed"}')
    fault = chain.verify(given)
    assert fault == chain.Fault(4, "Event 4 does not follow from the one before it: their hashes differ.")


def test_a_missing_event_is_found() -> None:
    given = links(5)
    del given[2]
    assert chain.verify(given) == chain.Fault(3, "Event 4 stands where event 3 should.")


@pytest.mark.parametrize(
    "text",
    [
        '{"seq": 3}',
        '{"seq":3,"at":1}',
        '{"seq":3,"seq":3}',
        '{"seq":3,"name":"é"}',
        '{"seq":4}',
        '{"seq":3.0}',
        '{"seq":"3"}',
        "{}",
        "[3]",
        "3",
        "",
        "no JSON",
        "[" * 100_000,
        "9" * 5_000,
        '{"seq":3,"half a pair":"\ud800"}',
    ],
)
def test_text_that_nobody_of_ours_wrote_is_found_even_with_good_hashes(text: str) -> None:
    given = links(2)
    given.append(link(3, given[-1].hash, text or " "))
    assert fault_at(given) == 3


def test_links_are_given_back_until_the_first_that_does_not_hold() -> None:
    given = links(5)
    given[3] = replace(given[3], previous_hash=chain.START)
    followed = chain.follow(given)
    assert [next(followed).seq for _ in range(3)] == [1, 2, 3]
    with pytest.raises(chain.Broken, match="Event 4"):
        next(followed)
