"""No list, taken away as a file, can carry a formula into a spreadsheet, whatever people have typed."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.db import models
from django.http import QueryDict

from drystane.access.models import User
from drystane.plans.models import Overlap
from drystane.sheets.columns import About, written
from drystane.sheets.jobs import LISTINGS, finder
from drystane.strategy.models import CaseStudy, Comparison, Edition
from drystane.threats.models import Threat, ThreatView
from tests.cast import NOW, make_overlap
from tests.noninterference.stage import Stage, set_up
from tests.test_house import our_models

pytestmark = pytest.mark.django_db

HOSTILE = ("=cmd|' /C calc'!A0", "+1+cmd|x", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", "'=1", "＝1+1")
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# A post is typed only where no group or person is named, a reply only to what is resolved.
ONLY_WHERE: dict[str, dict[str, str | bool | None]] = {
    "assessment.Gap.accepted_why": {"state": "accepted"},
    "board.Ask.of_post": {"of_group": None},
    "board.Attendance.post": {"person": None},
    "board.Declaration.post": {"person": None},
    "board.PaperComment.reply": {"resolved_at__isnull": False},
    "training.Completion.withdrawn_because": {"withdrawn_at__isnull": False},
    "training.SeatPlan.reason": {"decided_at__isnull": False},
}
ABOUT = About(title="=1+1", marking="OFFICIAL", at=NOW, note="=1+1")
KEPT = {"ref", "username", "password", "canonical", "hash", "previous_hash", "last_progress", "descriptor"}
MADE_BY_THE_PROGRAM = {"kept_as", "bare", "bare_also", "became_ref"}  # from what was typed, and never shown


def typed_by_people() -> Iterator[tuple[type[models.Model], str, int]]:
    """Each field that holds free text, and how much it takes."""
    for model in our_models():
        for field in model._meta.local_fields:
            free = isinstance(field, models.CharField | models.TextField) and not field.choices
            if (
                free
                and not field.unique
                and not isinstance(field, models.SlugField)
                and field.name not in KEPT | MADE_BY_THE_PROGRAM
            ):
                yield model, field.name, field.max_length or 1000


def make_everything_hostile(words: str) -> None:
    for model, name, most in typed_by_people():
        if model._meta.app_label not in {"audit", "sheets"} and len(words) <= most and name != "code":
            rows = model._default_manager.filter(**ONLY_WHERE.get(f"{model._meta.label}.{name}", {}))
            rows.update(**{name: words})


def add_what_is_published() -> None:
    threat = Threat.objects.create(code="one", name="Scams", kind=Threat.Kind.THEME)
    ThreatView.objects.create(threat=threat, period="2015", direction="up", confidence="firm")
    CaseStudy.objects.create(edition=Edition.objects.latest("published_on"), code="one", title="A study")


def who_takes(listing: str, stage: Stage) -> User:
    """Somebody who sees many of its rows and may take them away."""
    people = {
        "accounts": ("", "administrator"),
        "trail": ("", "auditor"),
        "staff": ("desk", "chair"),
        **dict.fromkeys(("actions", "gaps", "overlaps", "overlaps-decided"), ("integrity", "chair")),
    }
    person = stage.world.people[people.get(listing, ("board", "chair"))]
    person.purpose = "Preparing the review"
    return person


def files() -> Iterator[tuple[str, str, bytes]]:
    stage = set_up()
    add_what_is_published()
    refs = stage.world.refs
    comparison = Comparison.objects.get().ref
    make_overlap(*[action for action in stage.actions if action.plan.group.code == "integrity"][:2])
    Overlap.objects.filter(ref=refs["overlap"]).update(state="decided", decision="apart")
    query = QueryDict(f"edition={refs['edition']}&meeting={refs['meeting']}&comparison={comparison}")
    for words in HOSTILE:
        make_everything_hostile(words)
        for listing in sorted(LISTINGS):
            for kind in ("csv", "xlsx"):
                columns, rows = finder(listing)(who_takes(listing, stage), query)
                yield listing, kind, written(kind, columns, rows, ABOUT)


def is_number(cell: str) -> bool:
    return cell.lstrip("+-").replace(".", "", 1).isdigit()


@pytest.mark.slow
def test_no_cell_of_any_list_is_a_formula() -> None:
    finder("actions")  # loads every room's listings
    hostile_cells: dict[str, int] = dict.fromkeys(LISTINGS, 0)
    for listing, kind, content in files():
        if kind == "csv":
            cells = [cell for row in csv.reader(StringIO(content.decode("utf-8-sig"))) for cell in row]
            assert [cell for cell in cells if cell.startswith(RUNS) and not is_number(cell)] == [], listing
            hostile_cells[listing] += sum(cell.startswith("'") for cell in cells)
        else:
            book = openpyxl.load_workbook(BytesIO(content))
            kinds = {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row}
            assert "f" not in kinds, listing
            assert not any(cell.hyperlink for row in book.worksheets[0].iter_rows() for cell in row), listing
    untried = {listing for listing, count in hostile_cells.items() if not count}
    assert untried == {"trail"}, "the trail holds codes and names of accounts, and nothing that anybody types"
