"""Somebody's sign-in ends while a page is open: they sign in again and are back where they were."""

from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from drystane.access.models import User
from drystane.sheets.models import ExportJob
from drystane.site.demo import PASSWORD
from tests.browser.example import Example
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in_again(visitor: Visitor, username: str) -> None:
    expect(visitor.page.get_by_role("heading", name="Sign in", level=1)).to_be_visible()
    visitor.type({"User name": username, "Password": PASSWORD})
    visitor.press("Sign in")


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_while_a_form_is_filled_in(example: Example, has_script: bool) -> None:
    morag = example.visitor("morag", java_script_enabled=has_script)
    morag.sign_in(User.objects.get(username="morag"))
    morag.open(reverse("board:give_tasking"))
    morag.type({"What is asked": "Something long in the writing."})
    Session.objects.all().delete()
    morag.press("Give the tasking")
    sign_in_again(morag, "morag")
    expect(morag.page.get_by_role("heading", name="Give a tasking", level=1)).to_be_visible()
    morag.left_in_peace()


def test_while_a_file_is_waited_for(example: Example) -> None:
    """htmx asks for a part of the page, which the sign-in page must not take the place of."""
    morag = User.objects.get(username="morag")
    job = ExportJob.objects.create(
        owner=morag.ref,
        listing="actions",
        kind="csv",
        title="Actions",
        marking="OFFICIAL",
        asked_at=datetime(2015, 9, 1, 8, 0, tzinfo=UTC),
    )
    visitor = example.at_desk("morag")
    visitor.open(job.get_absolute_url())
    expect(visitor.page.get_by_role("status").filter(has_text="Waiting for its turn.")).to_be_visible()
    Session.objects.all().delete()
    sign_in_again(visitor, "morag")
    ExportJob.objects.filter(pk=job.pk).update(state=ExportJob.State.WORKING, rows_total=59, rows_done=20)
    expect(visitor.page.get_by_role("status").filter(has_text="20 of 59 rows are written.")).to_be_visible()
    ExportJob.objects.filter(pk=job.pk).update(state=ExportJob.State.DONE, rows_done=59)
    expect(visitor.page.get_by_role("heading", name="The file is ready")).to_be_visible()
    visitor.left_in_peace()


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_before_one_signs_out(example: Example, has_script: bool) -> None:
    """The address that was sent to answers no GET, so one cannot come back to it."""
    morag = example.visitor("morag", java_script_enabled=has_script)
    morag.sign_in(User.objects.get(username="morag"))
    morag.open(reverse("plans:index"))
    Session.objects.all().delete()
    morag.page.get_by_role("button", name="Sign out").first.click()
    sign_in_again(morag, "morag")
    expect(morag.page.get_by_role("heading", level=1)).to_be_visible()
    morag.left_in_peace()
