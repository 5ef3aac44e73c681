"""The sample pages stand in for the site, and static files keep their plain names."""

import pytest
from django.test import Client
from pytest_django import Settings

from drystane.access.models import User


@pytest.fixture
def sample_site(settings: Settings) -> None:
    settings.ROOT_URLCONF = "drystane.site.tests.sample"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def aileen() -> User:
    return User.objects.create_user("aileen", None, name="Aileen", post="Station Commander")


@pytest.fixture
def aileens(client: Client, aileen: User) -> Client:
    """Aileen at a browser, signed in."""
    client.force_login(aileen)
    return client
