"""What we write out comes in again and changes nothing, for every kind and every format."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from pytest_django import Settings

from drystane.access.models import User
from drystane.assessment.models import Assessment
from drystane.assessment.operations import Given, NewEvidence, answer_question, open_assessment
from drystane.assessment.tests.conftest import make_instrument
from drystane.audit.models import Event
from drystane.board.models import Tasking
from drystane.documents.models import CiteStatus, Source
from drystane.partners.models import Group
from drystane.plans.models import Action, Update
from drystane.sheets.cells import DayOrder
from drystane.sheets.kinds import Verdict
from drystane.sheets.models import ImportJob
from drystane.site import bringing
from drystane.site.bringing import KINDS, book_in, columns_suggested
from drystane.site.current_list import current_file
from drystane.site.tests.import_hands import AT, WRITERS, counts, previewed
from drystane.strategy.models import Recommendation
from drystane.training.models import Completion, Course, CourseVersion, Staff, Team
from tests.cast import NOW, Partnership, make_action, make_edition, make_partnership
from tests.clients import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
AWKWARD = [
    "=1+1",
    "-5",
    "'quoted'",
    "a\nb",
    "  spaces ",
    "Total",
    "£1,000",
    "3/4/2015",
    "Gàidhlig “x”",
    "1.50",
    "@at",
    "TRUE",
]


@pytest.fixture
def cast(settings: Settings, tmp_path: Path) -> Partnership:
    """A partnership with some of everything, in words that a spreadsheet likes to change."""
    settings.HOME = tmp_path
    cast = make_partnership()
    asked = make_edition().recommendations.order_by("order")[0]
    source = Source.objects.create(code="paper", title="A paper")
    Recommendation.objects.filter(pk=asked.pk).update(
        source=source, place="=p1", cite_status=CiteStatus.SOURCED
    )
    for number, words in enumerate(AWKWARD):
        make_action(
            cast.integrity_plan,
            f"{words} {number}" if number % 2 else words,
            code=f"{number}." if number % 3 else "",
            detail=words,
            target=words,
            lead_person=cast.tam if number % 2 else None,
            lead_body=cast.fire,
            starts_on=date(2015, 4, 3),
            due_on=date(2016, 3, 4),
            money="1500.50",
            staff_days="0.5",
            status=("proposed", "agreed", "done", "dropped")[number % 4],
            objective="DIVERT",
            prevention_level="primary",
            recommendation=asked,
        )
    make_action(
        cast.prevent_plan, status="mainstreamed", mainstreamed_on=date(2015, 8, 1), mainstreamed_to="=Team"
    )
    make_action(cast.board_plan, "Hidden", marking="sensitive", descriptor="personal")
    for number, words in enumerate(AWKWARD):
        Tasking.objects.create(
            board=cast.board,
            to_group=cast.integrity,
            asked=f"{words}{number}",
            report_back_on=date(2015, 1, 2),
            given_at=NOW,
        )
    make_answers(cast)
    make_training(cast)
    User.objects.filter(pk=cast.tam.pk).update(name="=Tam", post="-Clerk", email="tam@council.example")
    return cast


def make_training(cast: Partnership) -> None:
    desk = Group.objects.create(code="desk", name="Training desk", kind=Group.Kind.DESK)
    course = Course.objects.create(code="wrap", title="=Workshop (WRAP)", topics=["prevent"])
    version = CourseVersion.objects.create(course=course, name="1.50", valid_months=24)
    for number, words in enumerate(AWKWARD):
        team = Team.objects.create(
            group=desk,
            code=f"t{number}",
            name=words.strip(),
            organisation=cast.council,
            site=words,
            release_a_week=number or None,
            headcount=number,
            register_whole_on=NOW.date() if number % 2 else None,
        )
        staff = Staff.objects.create(
            team=team, reference=f"-{number}", also=f"=V{number}", role=words, started_on=date(2010, 4, 3)
        )
        Completion.objects.create(
            staff=staff,
            course_version=version,
            on=date(2015, 3, 4),
            expires_on=date(2017, 3, 4),
            evidence=words,
            recorded_at=NOW,
        )


def make_answers(cast: Partnership) -> None:
    """As many questions as there are awkward words, answered with them; the last is not answered."""
    instrument = make_instrument("integrity", "1.", questions=len(AWKWARD) + 1)
    found = open_assessment(
        instrument, group=cast.integrity, year=2015, due_on=NOW.date(), by=cast.iain, at=NOW
    )
    for number, (words, answer) in enumerate(zip(AWKWARD, found.answers.in_order(), strict=False)):
        kind, result = (("rated", number % 5), ("unknown", None), ("not_applicable", None))[number % 3]
        pieces = [
            NewEvidence(type="audit", title=title, on=NOW.date(), owner=words) for title in ("Audit", words)
        ]
        said = Given(kind, result, reason=words if kind == "not_applicable" else "", note=words)
        answer_question(answer, given=said, evidence=pieces, seen=answer.version, by=cast.tam, at=NOW)


@pytest.mark.slow
@pytest.mark.parametrize("written", WRITERS)
@pytest.mark.parametrize("name", KINDS)
def test_what_there_is_comes_in_again_unchanged(
    cast: Partnership, tmp_path: Path, name: str, written: str
) -> None:
    rows = list(csv.reader(StringIO(current_file(KINDS[name], None, "csv", AT).decode("utf-8-sig"))))
    path = tmp_path / "list"
    if written == "csv":
        path.write_bytes(current_file(KINDS[name], None, "csv", AT))
    elif written == "xlsx":
        path.write_bytes(current_file(KINDS[name], None, "xlsx", AT))
    else:
        from drystane.sheets.write import unguarded

        path.write_bytes(WRITERS["ods"]([[unguarded(cell) for cell in row] for row in rows]))
    events = Event.objects.count()
    job = bringing.bring(path, kind=name, file_name="list", by=None, at=AT)
    columns = columns_suggested(job, book_in(job))
    assert all(columns.values()), columns
    bringing.choose(job, book_in(job), columns=columns, order=DayOrder.DAY_FIRST, for_all={})
    judged = bringing.look(job, None)
    wrong = [(row.line, row.changes, row.faults) for row in judged if row.verdict is not Verdict.SAME]
    assert wrong == []
    assert len(judged) == len(rows) - 1 > 0
    assert Event.objects.count() == events


@pytest.mark.parametrize("written", ["csv", "xlsx"])
def test_the_list_of_actions_as_pages_export_it_comes_in_again_unchanged(
    cast: Partnership, written: str
) -> None:
    client = signed_in(cast.iain)
    Update.objects.create(
        action=Action.objects.all()[0], progress="on_track", text="x", on=NOW.date(), at=NOW
    )
    exported = client.get(f"/plans/actions/?export={written}").content
    page = previewed(client, exported)
    found = counts(page)
    assert found == {"added": 0, "changed": 0, "rejected": 0, "same": len(AWKWARD)}, page.context["shown"]


def test_the_list_of_taskings_as_its_page_exports_it_is_known_by_reference(cast: Partnership) -> None:
    client = signed_in(cast.morag)
    exported = client.get("/board/taskings/?export=csv").content
    page = previewed(client, exported, kind="taskings")
    assert counts(page) == {"added": 0, "changed": 0, "rejected": 0, "same": len(AWKWARD)}
    # Asked in other words it is still the same tasking.
    page = previewed(client, exported.replace(b"Total", b"Sum"), kind="taskings")
    assert (counts(page)["added"], counts(page)["changed"]) == (0, 1)


def test_an_old_export_brought_back_is_a_restoration(cast: Partnership) -> None:
    """What was exported, changed here and brought in again is as it was exported."""
    client = signed_in(cast.iain)
    exported = client.get("/plans/actions/?export=csv").content
    action = Action.objects.get(code="4.")
    Action.objects.filter(pk=action.pk).update(target="Elsewhere")
    page = previewed(client, exported)
    assert counts(page)["changed"] == 1
    (change,) = next(part for part in page.context["shown"] if part.verdict == "changed").rows[0].changes
    assert (change.key, change.old, change.new) == ("target", "Elsewhere", action.target.strip())
    assert ImportJob.objects.count() == 1


@pytest.mark.parametrize("state", ["open", "submitted"])
@pytest.mark.parametrize("written", ["csv", "xlsx"])
def test_the_answers_as_their_page_exports_them_come_in_again_unchanged(
    cast: Partnership, state: str, written: str
) -> None:
    found = Assessment.objects.get()
    if state == "submitted":
        marked = {"marking": "official", "descriptor": ""}
        Assessment.objects.update(state=state, submitted_at=NOW, **marked)
    client = signed_in(cast.iain, purpose="To answer")
    exported = client.get(f"/assessment/{found.ref}/results/?export={written}").content
    page = previewed(client, exported, kind="answers")
    same = {"added": 0, "changed": 0, "rejected": 0, "same": len(AWKWARD) + 1}
    assert counts(page) == same, page.context["shown"]
