"""The course of a yearly count: from its interval, or not known with a reason."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drystane.threats.trend import BadSeries, Change, Count, Course, Method, Trend, trend


def series(*counts: int, first: int = 2009) -> list[Count]:
    return [Count(first + number, count) for number, count in enumerate(counts)]


def course(*counts: int) -> Trend:
    return trend(series(*counts), source="Invented")


def test_a_steady_rise_is_up_and_says_by_how_much() -> None:
    found = course(*(round(100 * 1.1**year) for year in range(8)))
    assert found.course is Course.UP
    assert found.change == pytest.approx(0.1, abs=0.01)
    assert found.why.startswith("Up by about 10 % a year, 2009 to 2016 (between ")


def test_a_steady_fall_is_down() -> None:
    found = course(*(round(400 * 0.85**year) for year in range(8)))
    assert found.course is Course.DOWN
    assert found.change == pytest.approx(-0.15, abs=0.01)


def test_a_rise_whose_interval_holds_nothing_is_uncertain() -> None:
    found = course(4, 6, 3, 7, 5, 6)
    assert found.course is Course.UNCERTAIN
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0 < found.high
    assert "either way" in found.why


def test_an_even_series_has_no_slope() -> None:
    found = course(30, 30, 30, 30, 30, 30)
    assert found.change == pytest.approx(0, abs=1e-9)
    assert found.method is Method.QUASI_POISSON
    assert found.course is Course.UNCERTAIN


def test_a_perfectly_even_series_still_has_the_width_of_chance() -> None:
    found = course(20, 20, 20, 20, 20)
    assert found.low is not None
    assert found.high is not None
    slope_error = 1 / math.sqrt(
        20 * 10
    )  # Poisson: one over the root of the mean times the sum of squared years
    reach = 3.182446 * slope_error
    assert found.high == pytest.approx(math.expm1(reach), rel=1e-4)
    assert found.low == pytest.approx(math.expm1(-reach), rel=1e-4)


def test_counts_that_scatter_widely_are_fitted_as_negative_binomial() -> None:
    found = course(12, 90, 30, 160, 25, 200, 60)
    assert found.method is Method.NEGATIVE_BINOMIAL
    assert found.dispersion is not None
    assert found.dispersion > 2


def test_a_population_that_grows_as_fast_is_no_trend() -> None:
    counts = [Count(2009 + year, round(100 * 1.1**year), 10_000 * 1.1**year) for year in range(8)]
    found = trend(counts, source="Invented")
    assert found.course is Course.UNCERTAIN
    assert found.change == pytest.approx(0, abs=0.005)


@pytest.mark.parametrize(
    ("counts", "changes", "source", "why"),
    [
        (series(1, 2, 3, 4), (), "S1", "Only 4 years are counted; a course needs 5."),
        ([], (), "S1", "No year is counted; a course needs 5."),
        (series(3, 3, 3, 3, 3), (), "", "No source is given for these counts."),
        (series(0, 0, 0, 0, 0), (), "S1", "Nothing was counted in any of these years."),
        (
            series(3, 3, 3, 3, 3, 3),
            [Change(2014, "one police service")],
            "S1",
            "Counted otherwise since 2014 (one police service); since then only one year is counted and "
            "a course needs 5.",
        ),
    ],
)
def test_not_known_says_why(counts: list[Count], changes: list[Change], source: str, why: str) -> None:
    found = trend(counts, changes=changes, source=source)
    assert (found.course, found.why) == (Course.NOT_KNOWN, why)
    assert (found.change, found.low, found.high) == (None, None, None)


def test_a_change_in_what_is_counted_splits_the_series() -> None:
    before, after = series(500, 400, 300, 200, 100), series(10, 12, 14, 17, 20, 24, first=2014)
    whole = trend([*before, *after], source="Invented")
    split = trend([*before, *after], changes=[Change(2014, "one police service")], source="Invented")
    assert whole.course is Course.DOWN
    assert split.course is Course.UP
    assert (split.first, split.points) == (2014, 6)


def test_a_gap_in_the_years_is_no_nought() -> None:
    full = [(2009 + year, round(100 * 1.2**year)) for year in range(9)]
    with_gaps = [Count(year, count) for year, count in full if year not in {2011, 2014}]
    assert trend(with_gaps, source="Invented").change == pytest.approx(0.2, abs=0.01)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Count(2015, -3), "2015 counts -3"),
        (lambda: Count(2015, 3, 0), "among 0"),
        (lambda: trend([Count(2015, 1), Count(2015, 2)], source="S"), "2015 stands twice"),
        (lambda: trend([Count(2014, 1, 10.0), Count(2015, 2)], source="S"), "2015 has no population"),
    ],
)
def test_what_cannot_be_a_series_is_refused(make: object, said: str) -> None:
    assert callable(make)
    with pytest.raises(BadSeries, match=said):
        make()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 500), min_size=5, max_size=14))
def test_the_course_follows_from_the_interval_whatever_the_order(counts: list[int]) -> None:
    points = series(*counts)
    found = trend(points, source="Invented")
    assert trend(points[::-1], source="Invented") == found
    if found.change is None or found.low is None or found.high is None:
        assert not any(counts)
        return
    assert found.low <= found.change <= found.high
    assert (found.course is Course.UP) == (found.low > 0)
    assert (found.course is Course.DOWN) == (found.high < 0)
