"""The calendar file, checked against what RFC 5545 asks of its bytes."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drystane.board.ical import MOST_OCTETS, Entry, calendar, folded, text

DAY = date(2015, 9, 2)


def lines(entry: Entry) -> list[str]:
    return calendar([entry], name="Drystane").decode().split("\r\n")


def test_a_day_and_a_moment() -> None:
    on_a_day = lines(Entry(uid="a@drystane", on=DAY, summary="Report"))
    summer = datetime(2015, 9, 2, 14, 0, tzinfo=ZoneInfo("Europe/London"))
    at_two = lines(Entry(uid="b@drystane", on=DAY, summary="Meeting", starts_at=summer))

    assert "DTSTART;VALUE=DATE:20150902" in on_a_day
    assert "DTSTART:20150902T130000Z" in at_two, "British summer time is an hour ahead"
    assert on_a_day[0] == "BEGIN:VCALENDAR"
    assert on_a_day[-2:] == ["END:VCALENDAR", ""]


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("a, b; c\\d", "a\\, b\\; c\\\\d"),
        ("one\r\ntwo\nthree\rfour", "one\\ntwo\\nthree\\nfour"),
        ("bell\x07", "bell"),
        ("END:VEVENT\nBEGIN:VEVENT", "END:VEVENT\\nBEGIN:VEVENT"),
    ],
)
def test_words_cannot_become_lines_of_their_own(words: str, written: str) -> None:
    assert text(words) == written


@example("x" * 200)
@example("€" * 60)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_a_folded_line_is_short_and_unfolds_to_itself(line: str) -> None:
    pieces = folded(line).split(b"\r\n")
    assert all(len(piece) <= MOST_OCTETS for piece in pieces)
    assert [piece.decode() for piece in pieces], "each piece holds whole letters"
    assert b"".join([pieces[0], *(piece[1:] for piece in pieces[1:])]).decode() == line
    assert all(piece.startswith(b" ") for piece in pieces[1:])


def test_the_same_entries_in_any_order_give_the_same_bytes() -> None:
    entries = [Entry(uid=f"{name}@drystane", on=DAY, summary=name) for name in "cab"]
    assert calendar(entries, name="D") == calendar(reversed(entries), name="D")
