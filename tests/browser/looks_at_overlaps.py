"""Who looks at pairs of actions that may be one job."""

from drystane.plans.models import Action, Overlap
from tests.browser.look import Look


def pair(first: str, second: str) -> str:
    return Overlap.objects.get(first__code__in=[first, second], second__code__in=[first, second]).ref


def tenders() -> str:
    """Different words for one job, of two groups, and undecided."""
    return pair("A07", "B05")


def led() -> str:
    return pair("A39", "A41")


def action() -> str:
    return Action.objects.get(code="A07").ref


OVERLAP_LOOKS: dict[str, list[Look]] = {
    "plans:overlaps": [Look("iain")],
    "plans:decided_overlaps": [Look("morag")],
    "plans:overlap": [Look("iain", tenders), Look("morag", led, called="plans-overlap-decided")],
    "plans:facets": [Look("iain", action)],
    "plans:judge": [
        Look("iain", tenders, {"verb": "apart"}, asks=True),
        Look("iain", tenders, {"verb": "merge"}, called="plans-judge-merge"),
    ],
}
