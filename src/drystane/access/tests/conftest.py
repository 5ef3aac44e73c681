"""A small site with the pages of this room and a home, and two people."""

import pytest
from django.test import Client
from pytest_django import Settings

from drystane.access.models import User

PASSWORD = "kirk thistle harbour 41"


@pytest.fixture(autouse=True)
def _small_site(settings: Settings) -> None:
    settings.ROOT_URLCONF = "drystane.site.tests.sample"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def aileen(db: None) -> User:
    return User.objects.create_user("aileen", PASSWORD, name="Aileen", post="Station Commander")


@pytest.fixture
def morag(db: None) -> User:
    """The administrator."""
    return User.objects.create_user("morag", PASSWORD, name="Morag", partnership_role="administrator")


@pytest.fixture
def morags(client: Client, morag: User) -> Client:
    client.force_login(morag)
    return client
