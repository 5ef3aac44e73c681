"""What an operator does with series of counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction

from drystane.access.models import User
from drystane.audit import trail
from drystane.documents.models import NEEDS_SOURCE, Source
from drystane.threats.models import CountSeries, Threat, YearCount
from drystane.threats.series_file import CHECKED, BadSeriesFile, SeriesRows, YearRow, read_series
from drystane.threats.trend import Change, Count, Trend, trend


@dataclass
class Brought:
    """The codes of the series of a file, by what became of them."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)


def import_series(path: Path, *, by: User | None, at: datetime) -> Brought:
    """Bring in a file of counts. Raises BadSeriesFile, and then nothing is written."""
    return bring_in(read_series(path), by=by, at=at)


@transaction.atomic
def bring_in(
    found: Sequence[SeriesRows],
    *,
    by: User | None,
    at: datetime,
    worked_out: Mapping[tuple[str, tuple[YearRow, ...]], Trend] | None = None,
) -> Brought:
    """Keep the series, each with its trend. The same again changes nothing.

    `worked_out` holds trends that are known already, by code and counts: fitting one takes seconds.
    """
    threats = {one.code: one for one in Threat.objects.all()}
    sources = {one.code: one for one in Source.objects.all()}
    if faults := [words for one in found for words in faults_of(one, threats, sources)]:
        raise BadSeriesFile("\n".join(faults))
    brought = Brought()
    kept = {one.code: one for one in CountSeries.objects.prefetch_related("counts")}
    for rows in found:
        series = kept.get(rows.code)
        said = said_of(rows, threats, sources)
        if series is not None and is_same(series, said, rows.years):
            brought.same.append(rows.code)
            continue
        (brought.changed if series else brought.added).append(rows.code)
        series = series or CountSeries(code=rows.code)
        for name, value in said.items():
            setattr(series, name, value)
        series.take((worked_out or {}).get((rows.code, rows.years)) or trend_of(series, rows.years))
        keep(series, rows.years)
        trail.record("series.imported", series, by=by, at=at, details={"years": len(rows.years)})
    return brought


def faults_of(rows: SeriesRows, threats: Mapping[str, Threat], sources: Mapping[str, Source]) -> list[str]:
    said, faults = rows.said, []
    if said["threat"] not in threats:
        faults.append(f"Row {rows.row}, “Threat”: there is no threat with the code {said['threat']}.")
    if said["source"] and said["source"] not in sources:
        faults.append(f"Row {rows.row}, “Source code”: there is no source with the code {said['source']}.")
    if CHECKED[said["checked"]] in NEEDS_SOURCE and not said["source"]:
        faults.append(f"Row {rows.row}, “Checked”: name the source, or say that this was not checked.")
    return faults


def said_of(
    rows: SeriesRows, threats: Mapping[str, Threat], sources: Mapping[str, Source]
) -> dict[str, object]:
    return {
        "name": rows.said["name"],
        "threat": threats[rows.said["threat"]],
        "source": sources.get(rows.said["source"]),
        "place": rows.said["place"],
        "cite_status": CHECKED[rows.said["checked"]],
        "cite_note": rows.said["note"],
    }


def is_same(series: CountSeries, said: Mapping[str, object], years: Sequence[YearRow]) -> bool:
    kept = sorted((one.year, one.count, one.among, one.counted_otherwise) for one in series.counts.all())
    new = [(one.year, one.count, one.among, one.counted_otherwise) for one in years]
    return kept == new and all(getattr(series, name) == value for name, value in said.items())


def trend_of(series: CountSeries, years: Sequence[YearRow]) -> Trend:
    return trend(
        [Count(one.year, one.count, one.among) for one in years if one.count is not None],
        changes=[Change(one.year, one.counted_otherwise) for one in years if one.counted_otherwise],
        source=series.stands_on,
    )


def keep(series: CountSeries, years: Sequence[YearRow]) -> None:
    series.save()
    series.counts.all().delete()
    YearCount.objects.bulk_create(
        YearCount(
            series=series,
            year=one.year,
            count=one.count,
            among=one.among,
            counted_otherwise=one.counted_otherwise,
        )
        for one in years
    )
