"""How the pages of this room say a figure."""

from collections.abc import Mapping

from django import template

from drystane.assessment.rating import Standing

register = template.Library()


@register.filter
def mean_of(topics: Mapping[str, Standing], topic: str) -> str:
    """A topic's average to one place; a dash where nothing counts or it was not asked."""
    standing = topics.get(topic)
    return "–" if standing is None or standing.mean is None else f"{standing.mean:.1f}"


@register.filter
def reported_in_words(reported: Mapping[str, int]) -> str:
    """ "3 not met, 12 met, 1 exceeding." """
    return ", ".join(f"{number} {words}" for words, number in reported.items()) + "."
