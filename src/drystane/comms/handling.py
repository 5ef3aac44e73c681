"""The marking of a page that shows several campaigns: the highest among them."""

from collections.abc import Iterable

from drystane.comms.models import Campaign
from drystane.marking.models import highest, label


def marking_of(campaigns: Iterable[Campaign]) -> str:
    shown = list(campaigns)
    return label(highest(one.marking for one in shown), [one.descriptor for one in shown])
