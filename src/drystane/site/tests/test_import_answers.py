"""Answers brought in as a list are given as by hand: the same rights and evidence, and never verified."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from drystane.access import clock
from drystane.access.policy import Role
from drystane.assessment.models import Answer, Kind
from drystane.assessment.operations import Given, NewEvidence, add_evidence, verify_answer
from drystane.assessment.tests.conftest import (
    MINUTES,
    NOW,
    Meeting,
    answer_of,
    fill,
    make_meeting,
    rated,
    say,
)
from drystane.audit.models import Event
from drystane.partners.models import Membership
from drystane.sheets.cells import DayOrder
from drystane.sheets.models import ImportJob
from drystane.site import bringing
from drystane.site.tests.import_hands import (
    as_csv,
    brought_in,
    confirmed,
    counts,
    newest,
    previewed,
    undone,
    words_of,
)
from tests.clients import signed_in

pytestmark = pytest.mark.django_db
State = ImportJob.State
HEADINGS: list[Any] = [
    "Self-assessment",
    "Question",
    "Result",
    "Why it does not apply",
    "Which way it goes",
    "Note",
]
SHOWN = ["Kind of evidence", "What shows it", "Date of the evidence", "The post or service that has it"]
OURS = "Integrity, Integrity Group, 2015"
THEIRS = "Prevent, Prevent Group, 2015"
PIECE = ["Minutes or report", "Minutes", "2015-08-03", "Clerk"]


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    settings.EXAMPLE_CLOCK = clock.ExampleClock(datetime(2015, 9, 2, 14, tzinfo=UTC))


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting()


def cleared(meeting: Meeting, name: str = "tam") -> Client:
    """Somebody who has said why they need sensitive records."""
    client = signed_in(getattr(meeting.cast, name))
    session = client.session
    session["purpose"] = {"words": "This year's assessment", "until": "2099-01-01T00:00:00+00:00"}
    session.save()
    return client


def faults(page: Any) -> list[str]:
    (part,) = [part for part in page.context["shown"] if part.verdict == "rejected"]
    return [bringing.fault_in_words(fault) for row in part.rows for fault in row.faults]


def test_answers_and_what_they_rest_on_come_in_and_nothing_is_verified(meeting: Meeting) -> None:
    rows: list[list[Any]] = [
        [*HEADINGS, *SHOWN],
        [OURS, "I1", 3, "", "Improving", "We look each year", *PIECE],
        [OURS, "I2", "do not know", "", "", "", "", "", "", ""],
        [OURS, "I3", "n/a", "We let no halls", "", "", "", "", "", ""],
    ]
    job = brought_in(cleared(meeting), as_csv(rows), kind="answers")
    assert (job.state, job.why) == (State.DONE, "")
    first, second, third = Answer.objects.filter(assessment=meeting.ours).in_order()
    assert (first.kind, first.result, first.progress, first.note) == (
        Kind.RATED,
        3,
        "improving",
        "We look each year",
    )
    assert (first.answered_by, first.verified_by) == (meeting.cast.tam, None)
    shown = first.evidence.get()
    assert (shown.type, shown.title, shown.owner, shown.marking) == (
        "minutes",
        "Minutes",
        "Clerk",
        "official",
    )
    assert second.kind == Kind.UNKNOWN
    assert (third.kind, third.reason) == (Kind.NOT_APPLICABLE, "We let no halls")
    assert [version.number for version in first.versions.all()] == [2]
    verbs = list(Event.objects.values_list("verb", flat=True))
    assert verbs.count("answer.saved") == 3
    assert "answer.verified" not in verbs


def test_the_same_file_again_changes_nothing_even_after_more_evidence(meeting: Meeting) -> None:
    client = cleared(meeting)
    content = as_csv([[*HEADINGS, *SHOWN], [OURS, "I1", 3, "", "", "", *PIECE]])
    brought_in(client, content, kind="answers")
    answer = answer_of(meeting.ours, "I1")
    later = NewEvidence(type="audit", title="Audit", on=MINUTES.on, owner="Auditor")
    add_evidence(answer, later, by=meeting.cast.tam, at=NOW)
    page = previewed(client, content, kind="answers")
    assert counts(page) == {"added": 0, "changed": 0, "same": 1, "rejected": 0}


def test_a_row_of_evidence_alone_leaves_the_answer_and_its_verification(meeting: Meeting) -> None:
    answer = say(answer_of(meeting.ours, "I1"), rated(2), by=meeting.cast.tam)
    verify_answer(answer, seen=answer.version, by=meeting.cast.iain, at=NOW)
    rows: list[list[Any]] = [["Question", *SHOWN], ["I1", *PIECE]]
    job = brought_in(cleared(meeting), as_csv(rows), kind="answers", **{"all-assessment": OURS})
    assert job.state == State.DONE, job.why
    answer.refresh_from_db()
    assert (answer.result, answer.verified_by) == (2, meeting.cast.iain)
    assert answer.evidence.get().title == "Minutes"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["I1", 4, "", "", "", "", "", ""], "needs at least one piece of evidence"),
        (["I1", "n/a", "", "", "", "", "", ""], "Say why the question does not apply to you."),
        (["I1", 2, "Because", "", "", "", "", ""], "Only what does not apply has this reason"),
        (["I1", 5, "", "", "", "", "", ""], "Write one of these: 0"),
        (["I1", "", "", "Note", "", "", "", ""], "Give a result, or say that you do not know."),
        (["I1", 2, "", "", "Minutes or report", "Minutes", "", "Clerk"], "Fill in “Date of the evidence”"),
        (["I1", 2, "", "", *PIECE[:2], "2015-09-03", "Clerk"], "Evidence has a date that has come."),
        (["I9", 2, "", "", "", "", "", ""], "This self-assessment asks no such question."),
    ],
)
def test_what_cannot_be_taken_says_how_to_mend_it(meeting: Meeting, row: list[Any], said: str) -> None:
    rows: list[list[Any]] = [["Question", "Result", "Why it does not apply", "Note", *SHOWN], row]
    page = previewed(cleared(meeting), as_csv(rows), kind="answers", **{"all-assessment": OURS})
    assert counts(page)["rejected"] == 1
    assert said in " ".join(faults(page))


def test_a_result_that_no_longer_fits_its_reason_drops_it(meeting: Meeting) -> None:
    say(
        answer_of(meeting.ours, "I1"),
        Given(kind=Kind.NOT_APPLICABLE, reason="No halls"),
        by=meeting.cast.tam,
    )
    job = brought_in(cleared(meeting), as_csv([HEADINGS, [OURS, "I1", 1, "", "", ""]]), kind="answers")
    assert job.state == State.DONE, job.why
    answer = answer_of(meeting.ours, "I1")
    assert (answer.result, answer.reason) == (1, "")


def test_another_groups_assessment_is_refused_as_one_that_is_not_there(meeting: Meeting) -> None:
    rows: list[list[Any]] = [HEADINGS, [THEIRS, "P1", 1, "", "", ""], ["Absent", "P1", 1, "", "", ""]]
    there, absent = faults(previewed(cleared(meeting), as_csv(rows), kind="answers"))
    assert there.replace(THEIRS, "") == absent.replace("Absent", "")


def test_a_hidden_answer_is_refused_as_one_that_is_not_there(meeting: Meeting) -> None:
    hidden = answer_of(meeting.theirs, "P1").ref
    rows: list[list[Any]] = [["Reference", "Result"], [hidden, 1], ["000000000000", 1]]
    page = previewed(cleared(meeting), as_csv(rows), kind="answers", **{"all-assessment": OURS})
    there, absent = faults(page)
    assert there.replace(hidden, "") == absent.replace("000000000000", "")


def test_without_a_purpose_no_open_assessment_is_there(meeting: Meeting) -> None:
    page = previewed(
        signed_in(meeting.cast.tam), as_csv([HEADINGS, [OURS, "I1", 1, "", "", ""]]), kind="answers"
    )
    assert "Leave it empty: there is none." in faults(page)[0]


def test_a_submitted_assessment_takes_no_list(meeting: Meeting) -> None:
    fill(meeting.ours, [2, 1, 0], by=meeting.cast.tam, verifier=meeting.cast.iain)
    page = previewed(cleared(meeting), as_csv([HEADINGS, [OURS, "I1", 1, "", "", ""]]), kind="answers")
    assert counts(page)["rejected"] == 1


def test_whoever_may_no_longer_answer_changes_nothing(meeting: Meeting) -> None:
    client = cleared(meeting)
    previewed(client, as_csv([HEADINGS, [OURS, "I1", 1, "", "", ""]]), kind="answers")
    Membership.objects.filter(user=meeting.cast.tam).update(role=Role.OBSERVER)
    assert confirmed(client).state == State.FAILED
    assert answer_of(meeting.ours, "I1").kind == ""


def test_the_second_of_two_people_is_told(meeting: Meeting) -> None:
    client = cleared(meeting)
    previewed(client, as_csv([HEADINGS, [OURS, "I1", 1, "", "", ""]]), kind="answers")
    say(answer_of(meeting.ours, "I1"), rated(2), by=meeting.isla)
    assert (confirmed(client).state, newest().why) == (State.FAILED, bringing.CHANGED_MEANWHILE)
    assert answer_of(meeting.ours, "I1").result == 2


def test_undoing_says_again_what_was_said_and_withdraws_what_was_shown(meeting: Meeting) -> None:
    answer = say(answer_of(meeting.ours, "I1"), rated(2, note="Before"), by=meeting.isla)
    verify_answer(answer, seen=answer.version, by=meeting.cast.iain, at=NOW)
    client = cleared(meeting)
    rows: list[list[Any]] = [
        [*HEADINGS, *SHOWN],
        [OURS, "I1", 3, "", "", "After", *PIECE],
        [OURS, "I2", 1, *[""] * 7],
    ]
    job = brought_in(client, as_csv(rows), kind="answers")
    assert job.state == State.DONE, job.why
    assert undone(client, job).state == State.UNDONE, job.why
    answer.refresh_from_db()
    assert (answer.result, answer.note, answer.answered_by) == (2, "Before", meeting.isla)
    assert (answer.verified_by, answer.version) == (meeting.cast.iain, 4)
    assert not answer.evidence.current().exists()
    assert answer.evidence.get().withdrawn_why == "The import of list.csv was undone."
    assert answer_of(meeting.ours, "I2").kind == ""
    assert [version.number for version in answer.versions.order_by("number")] == [2, 3, 4]


def test_what_rests_on_more_evidence_since_is_not_undone(meeting: Meeting) -> None:
    client = cleared(meeting)
    job = brought_in(client, as_csv([HEADINGS, [OURS, "I1", 1, "", "", ""]]), kind="answers")
    add_evidence(answer_of(meeting.ours, "I1"), MINUTES, by=meeting.isla, at=NOW)
    assert undone(client, job).state == State.DONE
    assert job.why.startswith("Somebody has changed “I1, Integrity")
    assert answer_of(meeting.ours, "I1").result == 1


def test_the_operator_gives_no_answers(meeting: Meeting, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(as_csv([HEADINGS, [OURS, "I1", 1, "", "", ""]]))
    job = bringing.bring(path, kind="answers", file_name="list.csv", by=None, at=NOW)
    book = bringing.book_in(job)
    columns = bringing.columns_suggested(job, book)
    bringing.choose(job, book, columns=columns, order=DayOrder.DAY_FIRST, for_all={})
    (row,) = bringing.look(job, None)
    assert "bring the list in as yourself" in row.faults[0].mend


@pytest.mark.parametrize("written", ["csv", "xlsx"])
def test_the_results_as_their_page_exports_them_come_in_again_unchanged(
    meeting: Meeting, written: str
) -> None:
    say(answer_of(meeting.ours, "I1"), rated(3, note="x"), by=meeting.isla, evidence=(MINUTES,))
    say(answer_of(meeting.ours, "I2"), Given(kind=Kind.UNKNOWN), by=meeting.isla)
    client = cleared(meeting, "iain")
    answer = client.get(f"/assessment/{meeting.ours.ref}/results/?export={written}")
    assert answer.status_code == 200, words_of(answer)
    page = previewed(client, answer.content, kind="answers", **{"all-assessment": OURS})
    assert counts(page) == {"added": 0, "changed": 0, "same": 3, "rejected": 0}, faults(page)


def test_a_preview_costs_the_same_for_one_row_and_for_many(
    meeting: Meeting, django_assert_max_num_queries: object
) -> None:
    client = cleared(meeting)
    rows: list[list[Any]] = [[OURS, f"I{number}", 3, "", "", "", *PIECE] for number in (1, 2, 3)]
    previewed(client, as_csv([[*HEADINGS, *SHOWN], *rows]), kind="answers")
    with django_assert_max_num_queries(15):  # type: ignore[operator]  # pytest-django's, without a type
        assert counts(client.get(f"/imports/{newest().ref}/"))["changed"] == 3
