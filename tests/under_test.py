"""What is different under test, and nothing more: page assets by their plain names, a cheap password hash.

The hashed names need `collectstatic`, and a hash that is dear to guess takes a fifth of a second. Rubbish is
looked for more seldom, and not among what stays to the end: that is a tenth of the time of a page.
"""

import gc

from django.conf import settings


def pytest_configure() -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # Served from their sources, so that there need be no folder of built ones.
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
