"""Results as others report them, and as a file that holds all that was said."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import Settings

from drystane.access import clock
from drystane.access.policy import Role
from drystane.assessment.models import Evidence
from drystane.assessment.operations import NewEvidence, add_evidence, verify_answer
from drystane.assessment.rating import Answered, Kind, heat, rate
from drystane.assessment.tests.conftest import MINUTES, Meeting, answer_of, rated, say
from drystane.assessment.tests.test_pages import signed_in
from drystane.partners.models import Membership
from tests.cast import NOW, TODAY

SECRET = NewEvidence(
    type="audit", title="Where it is weak", on=TODAY, owner="Audit", marking="sensitive", descriptor="locsen"
)


@pytest.fixture(autouse=True)
def _autumn(settings: Settings) -> None:
    settings.EXAMPLE_CLOCK = clock.ExampleClock(NOW)


def test_what_is_not_known_is_among_the_not_met() -> None:
    asked = [Answered(f"I{result}", "Checks", Kind.RATED, result) for result in range(5)]
    asked += [Answered("I5", "Checks", Kind.UNKNOWN), Answered("I6", "Other", Kind.NOT_APPLICABLE)]
    assert rate(asked).reported == {"not met": 4, "met": 1, "exceeding": 1}
    assert heat(asked)["Other"].reported == {"not met": 0, "met": 0, "exceeding": 0}


@pytest.mark.django_db
def test_the_page_counts_each_topic_and_the_whole(submitted: Meeting) -> None:
    page = signed_in(submitted.cast.shona).get(results(submitted.theirs)).content.decode()
    said = " ".join(page.split())
    assert (
        "3 not met, 0 met, 0 exceeding. What is not known counts as not met: 1 of those not met is not"
        in said
    )
    row = said.partition('<th scope="row">Altogether</th>')[2].partition("</tr>")[0]
    assert row.replace(" ", "") == "<td>3</td><td>1</td><td>0</td><td>0</td>"


@pytest.mark.django_db
def test_the_page_of_a_group_leads_to_its_own_assessments(submitted: Meeting) -> None:
    group = submitted.cast.prevent
    address = f"{reverse('assessment:index')}?group={group.ref}"
    client = signed_in(submitted.cast.morag)
    assert f'<a href="{address}">' in client.get(reverse("partners:group", args=[group.ref])).content.decode()
    page = client.get(address).content.decode()
    assert str(submitted.theirs) in page
    assert str(submitted.ours) not in page
    assert client.get(f"{reverse('assessment:index')}?group=nobody").status_code == 404


def results(assessment: Any, query: str = "") -> str:
    return reverse("assessment:results", args=[assessment.ref]) + query


def rows_of(answer: Any) -> list[dict[str, str]]:
    assert answer.status_code == 200
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.django_db
def test_the_file_holds_all_that_was_said(meeting: Meeting) -> None:
    answer = answer_of(meeting.ours, "I1")
    say(answer, rated(4, note="Each year", confidence="high"), by=meeting.cast.tam, evidence=(MINUTES,))
    add_evidence(answer, SECRET, by=meeting.cast.tam, at=NOW)
    add_evidence(
        answer, NewEvidence(type="audit", title="Audit", on=TODAY, owner="Audit"), by=meeting.isla, at=NOW
    )
    answer.refresh_from_db()
    verify_answer(answer, seen=answer.version, result=3, by=meeting.cast.iain, at=NOW, note="Not tested")

    row = rows_of(signed_in(meeting.cast.iain).get(results(meeting.ours, "?export=csv")))[0]

    assert (row["Reference"], row["Question"], row["Result"]) == (answer.ref, "I1", "4: Exceeding")
    assert (row["Note"], row["How sure"], row["Verifier's score"]) == ("Each year", "High", "3: Met")
    assert (row["Counts as"], row["As others report it"]) == ("3", "Met")
    assert (row["What shows it"], row["Marking of the evidence"]) == ("Audit", "OFFICIAL")
    assert row["What else shows it"].splitlines() == [
        "Minutes or report: Minutes, 3 August 2015, Clerk",
        "Audit or test: Where it is weak, 2 September 2015, Audit (OFFICIAL-SENSITIVE LOCSEN)",
    ]


@pytest.mark.django_db
def test_sensitive_evidence_goes_only_into_hands_that_may_take_it(submitted: Meeting) -> None:
    """The assessment is submitted and OFFICIAL; one piece of what it rests on is not."""
    answer, cast = answer_of(submitted.ours, "I1"), submitted.cast
    Evidence.objects.filter(answer=answer).update(marking="sensitive", descriptor="locsen", title="Weak")
    address = results(submitted.ours, "?export=xlsx")

    def holds_it(who: Any, purpose: str = "Reporting") -> bool:
        taken = signed_in(who, purpose=purpose).get(results(submitted.ours, "?export=csv"))
        return "Weak" in taken.content.decode()

    assert holds_it(cast.iain)
    assert not holds_it(cast.iain, purpose="")  # cannot see it
    assert not holds_it(cast.tam)  # sees it, and may not take it away
    assert b"OFFICIAL-SENSITIVE" not in unzipped(signed_in(cast.tam).get(address))
    assert b"OFFICIAL-SENSITIVE LOCSEN" in unzipped(signed_in(cast.iain).get(address))


def unzipped(answer: Any) -> bytes:
    import zipfile
    from io import BytesIO

    assert answer.status_code == 200
    with zipfile.ZipFile(BytesIO(answer.content)) as held:
        return b"".join(held.read(name) for name in held.namelist())


@pytest.mark.django_db
def test_whoever_may_not_take_rows_away_has_no_file(submitted: Meeting) -> None:
    Membership.objects.filter(user=submitted.cast.tam).update(role=Role.OBSERVER)
    assert signed_in(submitted.cast.tam).get(results(submitted.ours, "?export=csv")).status_code == 403
