"""Parts of pages, when the sign-in has ended meanwhile."""

import pytest
from django.test import Client

from drystane.access.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_site")]
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/plans/?page=2"}


def test_the_whole_page_goes_to_sign_in_and_will_come_back(client: Client) -> None:
    response = client.post("/parts/?status=200", headers=HTMX)
    assert response.status_code == 200
    assert response["HX-Redirect"] == "/sign-in/?next=%2Fplans%2F%3Fpage%3D2"
    assert response.content == b""


def test_another_hosts_page_is_not_come_back_to(client: Client) -> None:
    response = client.get("/parts/", headers={**HTMX, "HX-Current-URL": "https://elsewhere.test/plans/"})
    assert response["HX-Redirect"] == "/sign-in/"


def test_without_htmx_the_browser_is_sent_as_ever(client: Client) -> None:
    response = client.get("/parts/")
    assert (response.status_code, response["Location"]) == (302, "/sign-in/?next=/parts/")


def test_a_temporary_password_sends_the_whole_page_too(aileens: Client, aileen: User) -> None:
    User.objects.filter(pk=aileen.pk).update(must_change_password=True)
    response = aileens.post("/parts/", headers=HTMX)
    assert response["HX-Redirect"].startswith("/account/password/")


def test_another_redirect_is_left_alone(aileens: Client) -> None:
    response = aileens.get("/sign-in/", headers=HTMX)
    assert (response.status_code, response["Location"]) == (302, "/")
