"""A browser of the test client, in which somebody is signed in."""

from django.test import Client

from drystane.access.models import User
from drystane.partners.middleware import PURPOSE


def signed_in(user: User, *, purpose: str = "") -> Client:
    """As this person, perhaps with a purpose for sensitive records."""
    client = Client()
    client.force_login(user)
    if purpose:
        session = client.session
        session[PURPOSE] = {"words": purpose, "until": "2099-01-01T00:00:00+00:00"}
        session.save()
    return client
