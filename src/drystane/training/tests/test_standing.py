"""Where somebody stands: in date, lapsed, never trained, or nobody knows."""

from datetime import date

import pytest

from drystane.training.standing import Done, Standing, State, months_between, months_later, standing

TODAY = date(2015, 9, 2)


@pytest.mark.parametrize(
    ("done", "whole", "expected"),
    [
        ((), False, Standing(State.NOT_KNOWN)),
        ((), True, Standing(State.NEVER)),
        ((Done(date(2015, 9, 3)),), True, Standing(State.NEVER)),  # tomorrow's does not count yet
        ((Done(date(2010, 1, 4)),), True, Standing(State.IN_DATE, date(2010, 1, 4))),
        (
            (Done(date(2013, 9, 1), date(2015, 9, 2)),),  # it counts until the day before
            False,
            Standing(State.LAPSED, date(2013, 9, 1), date(2015, 9, 2)),
        ),
        (
            (Done(date(2013, 9, 3), date(2015, 9, 3)), Done(date(2009, 5, 1), date(2011, 5, 1))),
            False,
            Standing(State.IN_DATE, date(2013, 9, 3), date(2015, 9, 3)),
        ),
        (
            (Done(date(2014, 9, 3), date(2016, 9, 3), date(2015, 1, 1)),),
            False,
            Standing(State.IN_DATE, date(2014, 9, 3), date(2016, 9, 3), is_legacy=True),
        ),
        (  # who has done the present version too stands on that
            (Done(date(2014, 9, 3), date(2016, 9, 3), date(2015, 1, 1)), Done(date(2015, 2, 1))),
            False,
            Standing(State.IN_DATE, date(2015, 2, 1)),
        ),
    ],
)
def test_standing(done: tuple[Done, ...], whole: bool, expected: Standing) -> None:
    assert standing(done, register_is_whole=whole, today=TODAY) == expected


def test_the_same_day_of_a_later_month_or_its_last() -> None:
    assert months_later(date(2015, 9, 2), 24) == date(2017, 9, 2)
    assert months_later(date(2015, 12, 31), 2) == date(2016, 2, 29)
    assert months_later(date(2015, 1, 31), 1) == date(2015, 2, 28)


def test_only_whole_months_are_counted() -> None:
    assert months_between(date(2015, 1, 3), TODAY) == 7
    assert months_between(date(2015, 1, 2), TODAY) == 8
    assert months_between(date(2016, 1, 2), TODAY) == 0
