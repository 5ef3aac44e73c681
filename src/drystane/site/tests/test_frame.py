"""What stands round every page."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from drystane.access.models import PartnershipRole, User
from drystane.site.context import ROOMS, current
from drystane.site.tests.test_forms import GOOD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_site")]


def rooms_on(page: str) -> list[str]:
    nav = re.findall(r'<span class="ds_site-navigation__label">([^<]+)</span>', page)
    assert nav[: len(nav) // 2] == nav[len(nav) // 2 :], "the phone's menu and the wide one differ"
    return nav[: len(nav) // 2]


@pytest.mark.parametrize(
    ("role", "extra"),
    [
        (PartnershipRole.NONE, []),
        (PartnershipRole.AUDITOR, ["Trail"]),
        (PartnershipRole.ADMINISTRATOR, ["Accounts", "Templates"]),
    ],
)
def test_one_is_offered_the_rooms_one_may_enter(
    aileens: Client, aileen: User, role: str, extra: list[str]
) -> None:
    User.objects.filter(pk=aileen.pk).update(partnership_role=role)
    everybodys = [room.label for room in ROOMS if room.label not in {"Trail", "Accounts", "Templates"}]
    assert rooms_on(aileens.get("/").content.decode()) == everybodys + extra


def test_somebody_not_signed_in_is_offered_none(client: Client) -> None:
    page = client.get("/sign-in/").content.decode()
    assert rooms_on(page) == []
    assert "Sign out" not in page


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/", "/"),
        ("/plans/", "/plans/"),
        ("/plans/actions/abc/", "/plans/"),
        ("/board/meetings/1/", "/board/meetings/"),
        ("/account/", ""),
        ("/planska/", ""),
    ],
)
def test_the_room_one_is_in_is_shown(path: str, here: str) -> None:
    assert current(["/", "/plans/", "/board/", "/board/meetings/"], path) == here


def test_the_marking_stands_at_the_top_and_at_the_bottom(aileens: Client) -> None:
    for path, words in [("/", "OFFICIAL"), ("/sensitive/", "OFFICIAL-SENSITIVE COMMERCIAL")]:
        page = aileens.get(path).content.decode()
        assert re.findall(r'<p class="marking[^>]*>.*?</span>([^<]+)</p>', page) == [words, words]


def test_a_person_made_up_is_told_that_this_is_an_example(aileens: Client, aileen: User) -> None:
    assert "Invented example" not in aileens.get("/").content.decode()
    User.objects.filter(pk=aileen.pk).update(is_invented=True)
    assert "Invented example" in aileens.get("/").content.decode()


def test_the_partnership_has_its_name_on_it(aileens: Client, settings: Settings) -> None:
    settings.PARTNERSHIP_NAME = "Invented Partnership"
    assert "Invented Partnership" in aileens.get("/").content.decode()


@pytest.mark.parametrize(
    "path", ["/", "/form/", "/parts/", "/sensitive/", "/sign-in/", "/account/", "/nothing/"]
)
def test_no_page_holds_script_or_style_in_itself(aileens: Client, path: str) -> None:
    page = aileens.get(path).content.decode()
    assert not re.search(r"<style|<script(?![^>]* src=)| style=| on[a-z]+=|hx-on|javascript:", page)
    assert not re.search(r'(src|href)="(https?:)?//', page), "nothing is asked of another machine"


def test_the_policy_refuses_everything_else(aileens: Client) -> None:
    policy = aileens.get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_message_is_a_named_region(aileens: Client) -> None:
    paper = SimpleUploadedFile("paper.txt", b"words")
    page = aileens.post("/form/", {**GOOD, "paper": paper}).content.decode()
    assert (
        '<section class="ds_notification ds_reversed ds_notification--success flash" aria-label="Done"'
        in page
    )
    assert "The action is proposed." in page
    assert 'aria-label="Please note"' in page


def test_htmx_is_told_to_run_nothing_and_to_keep_nothing(aileens: Client) -> None:
    page = aileens.get("/").content.decode()
    for setting in (
        '"allowEval": false',
        '"allowScriptTags": false',
        '"selfRequestsOnly": true',
        '"historyCacheSize": 0',
    ):
        assert setting in page
    assert 'hx-headers=\'{"X-CSRFToken": "' in page


def test_the_frame_asks_no_more_of_the_database_than_who_one_is(aileens: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        aileens.get("/sensitive/")
    assert len(queries) == 2, "the session and the person"
