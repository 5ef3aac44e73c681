"""From a staff list to coverage on the board's page: who goes first, seats, attendance."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from drystane.training.models import Booking, Course, Session
from tests.browser.example import Example, set_clock
from tests.browser.journey.steps import is_told, sees
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOON = datetime(2015, 9, 2, 12, 0, tzinfo=UTC)
STAFF = "Payroll reference,Team,Post\nRC-1015,Trading Standards,Trainee\nRC-1016,Trading Standards,Trainee\n"
DONE = "Payroll reference,Course,Date\nRC-2003,WRAP,1/9/2015\n"


def brings_in(lorna: Visitor, what: str, content: str, file: Path, said: str) -> None:
    file.write_text(content, "utf-8")
    lorna.open(reverse("training:index"))
    lorna.follow("Bring a list in")
    lorna.pick(what)
    lorna.page.get_by_label("The file").set_input_files(file)
    lorna.press("Read the file")
    lorna.press("Look at what it would do")
    lorna.press("Bring it in")
    expect(lorna.page.get_by_text(said)).to_be_visible()


def shares_out_the_seats(lorna: Visitor) -> None:
    lorna.open(reverse("training:index"))
    lorna.follow("Workshop to Raise Awareness of Prevent (WRAP)", exact=True)
    sees(lorna, "Regulatory Services goes first.", "(recommendation 2.3)", "First by decision. Place 1")
    lorna.check("training-first")
    lorna.press("Work it out")
    sees(lorna, "With 20 seats on any day", "Putting Regulatory Services first costs")
    lorna.follow("Share out seats")
    lorna.press("Suggest")
    sees(lorna, "nobody is booked before that", "The priority costs")
    lorna.check("training-seats")
    assert not Booking.objects.exists()
    lorna.follow("Book these seats")
    lorna.type({"Why": "As the board asked"})
    lorna.press("Book these seats")
    is_told(lorna, "20 people are booked.")


def takes_attendance(lorna: Visitor) -> None:
    session = Session.objects.get(on=NOON.date())
    lorna.open(reverse("training:index"))
    lorna.follow("2 September 2015, Renfrewshire House")
    sees(lorna, "12 of 12 taken")
    lorna.check("training-session")
    lorna.follow("Take attendance")
    lorna.check("training-attendance")
    lorna.press("Take attendance")
    is_told(lorna, "Attendance is taken. Whoever was there is in date.")
    assert set(session.bookings.values_list("state", flat=True)) == {"attended"}


def test_from_a_staff_list_to_coverage_on_the_boards_page(example: Example, tmp_path: Path) -> None:
    set_clock(NOON)
    lorna, morag = example.at_desk("lorna"), example.at_desk("morag")
    morag.open(reverse("board:meetings"))
    sees(morag, "56 of 177 in date", "Regulatory Services, who go first: 4 of 46")

    brings_in(lorna, "Staff to be trained", STAFF, tmp_path / "staff.csv", "2 added, 0 changed")
    brings_in(lorna, "Completed training", DONE, tmp_path / "done.csv", "1 added, 0 changed")
    shares_out_the_seats(lorna)
    takes_attendance(lorna)

    attended = Booking.objects.filter(state="attended")
    first = attended.filter(staff__team__service__code="regulatory-services").count()
    morag.open(reverse("board:meetings"))
    sees(morag, "69 of 179 in date", f"Regulatory Services, who go first: {5 + first} of 48")
    course = Course.objects.get(code="wrap")
    for name, url in (
        ("training", reverse("training:index")),
        ("training-coverage", f"{reverse('training:coverage')}?course={course.ref}&by=team"),
        ("training-teams", reverse("training:teams")),
        ("training-courses", reverse("training:courses")),
    ):
        morag.open(url)
        morag.check(name)
    for name in ("staff", "due"):
        lorna.open(reverse(f"training:{name}"))
        lorna.check(f"training-{name}")
