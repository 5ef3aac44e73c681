"""A measure over the years: which points make the line, and where each stands."""

from datetime import date

import pytest

from drystane.strategy.series import BOTTOM, LEFT, NEAR, RIGHT, TOP, Point, chart, nice_top, short, ticks


def point(year: int, value: float, *, month: int = 1, is_disputed: bool = False) -> Point:
    return Point(date(year, month, 1), value, f"{value:g}", is_disputed)


@pytest.mark.parametrize(
    "points",
    [
        [],
        [point(2015, 65)],
        [point(2015, 65), point(2015, 60)],
        [point(2015, 65), point(2016, 66, is_disputed=True)],
        [point(2015, -1), point(2016, 66)],
    ],
    ids=["none", "one", "of one day", "one of them disputed", "below nought"],
)
def test_no_line_without_two_firm_points(points: list[Point]) -> None:
    assert chart(points) is None


def test_the_scale_begins_at_nought_and_points_stand_where_they_belong() -> None:
    drawn = chart([point(2015, 100), point(2017, 50)])
    assert drawn is not None
    first, second = drawn.dots
    assert (first.x, first.y) == (LEFT, TOP), "the highest value at the top, the first year at the left"
    assert second.y == (TOP + BOTTOM) / 2
    assert LEFT < second.x < RIGHT
    assert drawn.up[0].at == BOTTOM
    assert drawn.up[0].words == "0"
    assert drawn.lines == [f"{first.x},{first.y} {second.x},{second.y}"]
    assert drawn.gaps == []


def test_points_are_put_in_order_of_time() -> None:
    drawn = chart([point(2017, 50), point(2015, 100)])
    assert drawn == chart([point(2015, 100), point(2017, 50)])


def test_the_line_leaves_disputed_points_out_and_they_are_still_drawn() -> None:
    drawn = chart([point(2015, 65), point(2016, 60, is_disputed=True), point(2017, 66)])
    assert drawn is not None
    assert [dot.is_disputed for dot in drawn.dots] == [False, True, False]
    assert drawn.lines == [], "a line over a year in which figures contradict one another would hide that"
    assert [gap.words for gap in drawn.gaps] == ["Between 2015 and 2017 the figures contradict one another."]
    assert drawn.has_disputed
    x, y = drawn.dots[1].x, drawn.dots[1].y
    assert drawn.dots[1].diamond == f"{x},{y - 7} {x + 7},{y} {x},{y + 7} {x - 7},{y}"


def test_labels_of_points_close_together_keep_out_of_each_others_way() -> None:
    drawn = chart([point(2015, 65), point(2015, 60, month=3, is_disputed=True), point(2023, 72)])
    assert drawn is not None
    upper, lower, alone = drawn.dots
    assert lower.x - upper.x < NEAR
    assert upper.label_y < upper.y
    assert lower.label_y > lower.y
    assert alone.label_y < alone.y


def test_every_year_is_named_and_many_years_are_thinned_out() -> None:
    few, many = chart([point(2015, 1), point(2017, 2)]), chart([point(1990, 1), point(2020, 2)])
    assert few is not None
    assert many is not None
    assert [tick.words for tick in few.across] == ["2015", "2016", "2017", "2018"]
    assert [tick.words for tick in many.across][:3] == ["1990", "1994", "1998"]


@pytest.mark.parametrize(
    ("highest", "top", "count"),
    [(72, 80, 5), (232, 250, 6), (100, 100, 6), (0.3, 0.3, 4), (3700, 4000, 5), (2_600_000_000, 3e9, 4)],
)
def test_the_top_of_the_scale_is_a_round_number(highest: float, top: float, count: int) -> None:
    assert nice_top(highest) == pytest.approx(top)
    assert ticks(nice_top(highest)) == sorted(ticks(nice_top(highest)))
    assert len(ticks(nice_top(highest))) == count


def test_nothing_but_noughts_still_has_a_scale() -> None:
    drawn = chart([point(2015, 0), point(2016, 0)])
    assert drawn is not None
    assert {dot.y for dot in drawn.dots} == {BOTTOM}


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0"), (0.3, "0.3"), (65, "65"), (3700, "3,700"), (9_000_000, "9m"), (2_600_000_000, "2.6bn")],
)
def test_a_long_number_is_written_short(value: float, words: str) -> None:
    assert short(value) == words


def test_the_line_stops_where_nothing_was_published_for_years_and_says_so() -> None:
    """As the groups of 2015, 2016 and 2023: 232, 196, 101."""
    drawn = chart([point(2015, 232, month=6), point(2016, 196, month=11), point(2023, 101, month=3)])
    assert drawn is not None
    [line] = drawn.lines
    assert len(line.split()) == 2
    assert [gap.words for gap in drawn.gaps] == ["Between 2016 and 2023 no figure was found."]
