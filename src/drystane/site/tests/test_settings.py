"""The settings file as it is, before a test changes any of it."""

from drystane.site import settings


def test_passwords_are_stored_slowly() -> None:
    """The tests themselves use a quick hasher; the settings must not."""
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
