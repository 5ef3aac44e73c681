"""What is said when a page cannot be given."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from drystane.access.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_site")]


def test_what_is_hidden_and_what_is_absent_are_answered_with_the_same_words(aileens: Client) -> None:
    """An account that does not exist, for an administrator; and an address that nothing answers to."""
    User.objects.update(partnership_role="administrator")
    absent = aileens.get("/accounts/000000000000/")
    nowhere = aileens.get("/accounts/000000000000/nothing/")
    assert absent.status_code == nowhere.status_code == 404
    assert main_part(absent.content) == main_part(nowhere.content)
    assert reverse("partners:purpose") in main_part(absent.content)


def main_part(content: bytes) -> str:
    return content.decode().split("<main", 1)[1].split("</main>", 1)[0]


def test_somebody_not_signed_in_is_not_asked_for_a_purpose(client: Client) -> None:
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert reverse("partners:purpose") not in response.content.decode()


def test_a_refusal_says_why_in_the_views_own_words(aileens: Client) -> None:
    response = aileens.get("/parts/?status=403")
    assert response.status_code == 403
    assert "Your role in the Integrity Group does not let you agree an action." in response.content.decode()


def test_a_mistake_of_ours_is_owned_without_asking_the_database(aileens: Client) -> None:
    aileens.raise_request_exception = False
    response = aileens.get("/wrong/")
    assert response.status_code == 500
    assert "nothing was changed" in response.content.decode()
    assert "ZeroDivisionError" not in response.content.decode()


def test_a_form_that_has_expired_says_so(aileen: User) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(aileen)
    response = careful.post("/form/", {})
    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()


def test_a_request_that_makes_no_sense_is_told_so(aileens: Client) -> None:
    response = aileens.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "could not be understood" in response.content.decode()


@pytest.mark.parametrize("path", ["/nothing/", "/parts/?status=403"])
def test_htmx_finds_the_sentence_to_say(aileens: Client, path: str) -> None:
    assert aileens.get(path).content.decode().count("data-said") == 1


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_the_site_answers_with_these_pages(status: int) -> None:
    handler = get_resolver("drystane.site.urls").resolve_error_handler(status)
    assert handler.__module__ == "drystane.site.errors"
