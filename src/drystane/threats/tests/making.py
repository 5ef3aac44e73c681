"""Files of counts, and what they are about."""

from collections.abc import Sequence
from pathlib import Path

from drystane.documents.models import Source
from drystane.sheets.write import write_csv
from drystane.threats.models import Threat
from drystane.threats.series_file import FIELDS

HEADINGS = [one.heading for one in FIELDS]
RISING = [(year, 10 + 3 * (year - 2009)) for year in range(2009, 2016)]


def threat_and_source() -> None:
    Threat.objects.create(code="cyber", name="Cyber crime", kind="primary")
    Source.objects.create(code="S1", title="The launch")


def row(year: object, count: object, **said: object) -> list[object]:
    """A row as a good file has it; `said` says otherwise, by the keys of the fields."""
    usual: dict[str, object] = {
        "series": "reports",
        "name": "Reports",
        "threat": "cyber",
        "year": year,
        "count": count,
        "source": "S1",
        "checked": "Sourced",
    }
    return [{**usual, **said}.get(field.key, "") for field in FIELDS]


def save(folder: Path, rows: Sequence[Sequence[object]], name: str = "counts.csv") -> Path:
    path = folder / name
    path.write_bytes(write_csv(HEADINGS, rows))  # type: ignore[arg-type]  # a test writes what it likes
    return path
