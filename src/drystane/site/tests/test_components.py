import pytest
from django.test import Client

from drystane.access.models import User


@pytest.fixture
def client_of_aileen(client: Client, aileen: User) -> Client:
    client.force_login(aileen)
    return client


@pytest.mark.django_db
@pytest.mark.usefixtures("sample_site")
def test_every_component_is_drawn(client_of_aileen: Client) -> None:
    page = client_of_aileen.get("/").content.decode()
    assert "2 September 2015" in page
