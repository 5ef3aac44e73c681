"""What is counted of a threat in the world: published, so that everybody sees it."""

from typing import TYPE_CHECKING

from drystane.threats.models import CountSeries, Threat

if TYPE_CHECKING:
    from tests.policy.world import World


def add_counts(world: "World") -> None:
    threat = Threat.objects.create(code="a-threat", name="A threat", kind="theme")
    series = CountSeries.objects.create(
        threat=threat, code="a-series", name="A series", course="not known", why="No year is counted."
    )
    series.counts.create(year=2015, count=3)
    world.refs["series"] = series.ref
