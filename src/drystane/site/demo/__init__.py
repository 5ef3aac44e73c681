"""The worked example: Renfrewshire, autumn 2015.

The strategy and the board paper are real; the people, the dates and the answers are invented.
"""

from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction

from drystane.access import clock
from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.site.demo import (
    assessment,
    board,
    drafts,
    groups,
    messages,
    overlaps,
    plans,
    refresh,
    threats,
    training,
)
from drystane.site.demo.reading import PASSWORD, read
from drystane.site.demo.sessions import SessionLoader
from drystane.strategy import loading
from drystane.strategy.packs import PACKS

__all__ = ["PASSWORD", "load", "load_content"]

LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}


def load() -> None:
    """Load the example into an empty place. Raises NotAllowed where anybody works already."""
    if User.objects.exists():
        raise NotAllowed("Somebody has an account here, so the example is not loaded over their work.")
    if outside := set(settings.ALLOWED_HOSTS) - LOOPBACK:
        raise NotAllowed(
            f"The example's password is known to everybody, and this place answers to {sorted(outside)[0]}. "
            "Take DRYSTANE_HOSTS away to load it."
        )
    example = read(PACKS / "example" / "renfrewshire_2015.yaml")
    with transaction.atomic():
        load_content()
        partnership = groups.load(example)
        board.load_meetings(example, partnership)
        actions = plans.load(example, partnership)
        overlaps.load(read(PACKS / "example" / "overlaps_2015.yaml"), partnership, actions)
        assessments = assessment.load(partnership)
        board.load_adoption(example, partnership)
        refresh.load(partnership, assessments)
        taskings = board.load_taskings(example, partnership, actions)
        SessionLoader(read(PACKS / "example" / "meetings_2015.yaml"), partnership).load()
        board.load_log(example, partnership)
        board.load_paper(example, partnership, actions=actions, taskings=taskings)
        drafts.load(partnership)
        messages.load(partnership)
        training.load(partnership, actions)
        threats.load()
    loaded_at = datetime.now(UTC)
    clock.keep_example_clock(settings.HOME, loaded_at)
    settings.EXAMPLE_CLOCK = clock.ExampleClock(loaded_at)
    settings.PARTNERSHIP_NAME = settings.EXAMPLE_CLOCK.partnership


def load_content() -> None:
    """Sources, threats with what is counted of them, and the three editions: what any partnership starts
    from."""
    loading.load_sources(PACKS / "sources.yaml")
    loading.load_threats(PACKS / "threats.yaml")
    threats.load_published()
    for code in ("2009", "2015", "2022"):
        loading.load_edition(PACKS / "editions" / f"{code}.yaml")
