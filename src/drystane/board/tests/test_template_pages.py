"""The page on which an administrator puts a Word template of the partnership's own in the place of ours."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from drystane.access.models import User
from drystane.audit.models import Event
from drystane.board.tests.browsing import words_in
from drystane.documents.word import TEMPLATES
from tests.cast import Partnership
from tests.clients import signed_in

PAGE = reverse("board:templates")


@pytest.fixture
def client(cast: Partnership, settings: Settings, tmp_path: Path) -> Client:
    settings.HOME = tmp_path
    User.objects.filter(pk=cast.iain.pk).update(partnership_role="administrator")
    return signed_in(cast.iain)


def sent(client: Client, content: bytes) -> str:
    file = SimpleUploadedFile("own.docx", content)
    return words_in(client.post(PAGE, {"form": "highland", "file": file}, follow=True))


def test_the_one_in_use_can_be_taken_and_put_in_again_and_taken_out(client: Client, tmp_path: Path) -> None:
    taken = client.get(reverse("board:template_file", args=["highland"]))
    assert taken.content == (TEMPLATES / "highland.docx").read_bytes()
    assert "<td>Your own</td>" not in words_in(client.get(PAGE))

    assert "<td>Your own</td>" in sent(client, taken.content)
    assert (tmp_path / "templates" / "highland.docx").read_bytes() == taken.content

    page = words_in(client.post(reverse("board:template_remove", args=["highland"]), follow=True))
    assert "<td>Your own</td>" not in page
    assert list(Event.objects.filter(verb__startswith="template.").values_list("verb", flat=True)) == [
        "template.installed",
        "template.removed",
    ]


def test_whatever_is_wrong_with_it_stands_on_the_page(client: Client, tmp_path: Path) -> None:
    page = sent(client, b"not a Word file")
    assert "Below stands everything to mend in it." in page
    assert "<li>It is not a Word document, or it is damaged." in page
    assert list((tmp_path / "templates").iterdir()) == []


@pytest.mark.parametrize("name", ["template_remove", "template_file"])
def test_a_form_that_nobody_has_described_is_not_there(client: Client, name: str) -> None:
    address = reverse(f"board:{name}", args=["dundee"])
    ask = client.post if name == "template_remove" else client.get
    assert ask(address).status_code == 404
