"""What is counted of threats in the example: invented, and marked so.

The trends of its series are kept beside them, since the libraries that fit one take seconds to load. A test
fits them again.
"""

from datetime import UTC, datetime
from typing import Any

from drystane.sheets.reading import read_book
from drystane.site.demo.reading import read
from drystane.strategy.packs import PACKS
from drystane.threats.operations import bring_in
from drystane.threats.series_file import SeriesRows, series_in
from drystane.threats.trend import Course, Method, Trend

AT = datetime(2015, 8, 24, 9, 0, tzinfo=UTC)
TRENDS = PACKS / "example" / "series_trends.yaml"


def load() -> None:
    found = example_series()
    years = {one.code: one.years for one in found}
    kept = {(code, years[code]): of_yaml(said) for code, said in read(TRENDS).items()}
    bring_in(found, by=None, at=AT, worked_out=kept)


def load_published() -> None:
    bring_in(series_in(read_book(PACKS / "series.csv")), by=None, at=AT)


def example_series() -> list[SeriesRows]:
    return series_in(read_book(PACKS / "example" / "series.csv"))


def of_yaml(said: dict[str, Any]) -> Trend:
    return Trend(**{**said, "course": Course(said["course"]), "method": Method(said["method"])})
