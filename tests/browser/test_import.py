"""A list looked at, brought in and undone in a browser, with script and without, at a desk and on a phone."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from drystane.access.models import User
from drystane.plans.models import Action, Plan
from tests.browser.example import Example
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "No.,Action,Plan,Due\nZ1,Walk the harbour with the crew,{plan},3/9/2016\nZ2,Nobody's,No such plan,\n"


def visitor(example: Example, *, script: bool) -> Visitor:
    if script:
        return example.at_desk("morag")
    plain = example.visitor("morag without script", java_script_enabled=False)
    plain.sign_in(User.objects.get(username="morag"))
    return plain


@pytest.mark.parametrize("script", [True, False])
def test_a_list_is_looked_at_brought_in_and_undone(example: Example, tmp_path: Path, script: bool) -> None:
    morag = visitor(example, script=script)
    plan = Plan.objects.get(group__kind="board")
    before = Action.objects.count()
    file = tmp_path / "harbour.csv"
    file.write_text(LIST.format(plan=plan.title), "utf-8")
    morag.open(reverse("plans:index"))
    morag.follow("Bring a list in")
    morag.pick("Actions")
    morag.page.get_by_label("The file").set_input_files(file)
    look(morag, "imports", script)
    morag.press("Read the file")
    look(morag, "import-columns", script)
    morag.press("Look at what it would do")
    expect(morag.page.get_by_text("Nothing has been written yet")).to_be_visible()
    expect(morag.page.get_by_role("cell", name="“No such plan”")).to_be_visible()
    look(morag, "import-preview", script)
    assert Action.objects.count() == before
    morag.press("Bring it in")
    expect(morag.page.get_by_text("1 added, 0 changed")).to_be_visible()
    look(morag, "import-done", script)
    assert Action.objects.count() == before + 1
    morag.press("Undo it")
    expect(morag.page.get_by_role("heading", name="Everything is as it was")).to_be_visible()
    assert Action.objects.count() == before


def look(morag: Visitor, name: str, script: bool) -> None:
    """The check itself is a script."""
    if script:
        morag.check(name)


def test_a_file_that_cannot_be_read_says_so_beside_its_field(example: Example, tmp_path: Path) -> None:
    morag = visitor(example, script=True)
    file = tmp_path / "broken.xlsx"
    file.write_bytes(b"PK\x03\x04 no more")
    morag.open(reverse("imports"))
    morag.pick("Actions")
    morag.page.get_by_label("The file").set_input_files(file)
    morag.press("Read the file")
    expect(morag.page.locator("#error-summary")).to_contain_text("This file is damaged")
    morag.check("imports-with-errors")
