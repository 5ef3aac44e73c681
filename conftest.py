"""What every test shares."""

from collections.abc import Iterator

import pytest

pytest_plugins = ["tests.under_test"]

ASKS_A_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="leave out the tests that would not notice which database",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--database-only"):
        return
    left_out = [item for item in items if not notices_the_database(item)]
    items[:] = [item for item in items if notices_the_database(item)]
    config.hook.pytest_deselected(items=left_out)


def notices_the_database(item: pytest.Item) -> bool:
    """It has one for itself, or starts a program that has."""
    fixtures = set(getattr(item, "fixturenames", ()))
    marked = any(item.get_closest_marker(name) for name in ("django_db", "server"))
    return marked or bool(fixtures & ASKS_A_DATABASE)


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
