"""What every test shares."""

from collections.abc import Iterator

import pytest

pytest_plugins = ["tests.under_test"]


@pytest.fixture(autouse=True)
def _trail_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test with real commits the tables are emptied, which the trail's triggers would refuse.

    Emptying sends `post_migrate`, which puts the triggers back.
    """
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not commits and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    from drystane.audit import triggers  # noqa: PLC0415  # Django is not set up when this file is read

    request.getfixturevalue("transactional_db")
    yield
    triggers.drop()
