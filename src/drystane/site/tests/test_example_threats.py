"""What is counted of threats in the example, and the trends kept beside it."""

import pytest

from drystane.site.demo import threats as example
from drystane.site.demo.reading import read
from drystane.threats.models import CountSeries
from drystane.threats.operations import trend_of
from drystane.threats.trend import Course


@pytest.mark.slow
def test_the_kept_trends_are_what_a_fit_gives() -> None:
    kept = {code: example.of_yaml(said) for code, said in read(example.TRENDS).items()}
    fitted = {
        one.code: trend_of(CountSeries(cite_status="invented"), one.years) for one in example.example_series()
    }
    assert kept.keys() == {code for code, found in fitted.items() if found.method}
    for code, said in kept.items():
        found = fitted[code]
        assert (said.course, said.why, said.method) == (found.course, found.why, found.method)
        assert (said.change, said.low, said.high) == pytest.approx((found.change, found.low, found.high))


def test_one_rises_one_falls_one_was_counted_otherwise_and_one_is_too_short() -> None:
    kept = {example.of_yaml(said).course for said in read(example.TRENDS).values()}
    assert kept == {Course.UP, Course.DOWN, Course.UNCERTAIN}
    others = [one for one in example.example_series() if one.code not in read(example.TRENDS)]
    assert [any(year.counted_otherwise for year in one.years) for one in others] == [True, False]
    assert {one.said["checked"] for one in example.example_series()} == {"Invented"}
