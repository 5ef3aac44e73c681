"""Who looks at two editions compared, and at what the later one means here."""

from drystane.assessment.models import Answer
from drystane.strategy.models import Comparison, Correspondence, Edition
from tests.browser.look import Look


def edition(code: str) -> str:
    return Edition.objects.get(code=code).ref


def comparison() -> str:
    return Comparison.objects.get(later__code="2015").ref


def correspondence(code: str) -> str:
    """Where a recommendation of the earlier edition stands."""
    found = Correspondence.objects.filter(comparison__later__code="2015")
    return found.get(counterparts__recommendation__code=code).ref


def answer() -> str:
    return Answer.objects.get(
        assessment__group__code="integrity", assessment__year=2015, question__code="I10"
    ).ref


def both() -> dict[str, str]:
    return {"earlier": edition("2009"), "later": edition("2015")}


EDITION_LOOKS: dict[str, list[Look]] = {
    "strategy:series": [Look("morag")],
    "strategy:compare": [Look("morag", args=both)],
    "strategy:compare_rest": [Look("morag", args=both)],
    "strategy:compare_run": [Look("morag", args=both)],
    "strategy:correspondence": [Look("morag", lambda: correspondence("2009-BUS-1"))],
    "strategy:decide": [Look("morag", lambda: correspondence("2009-LE-2"))],
    "strategy:take_back": [Look("morag", lambda: correspondence("2009-BUS-1"), asks=True)],
    "assessment:carry": [Look("iain", comparison)],
    "assessment:carry_answer": [Look("iain", args=lambda: {"ref": answer(), "comparison": comparison()})],
    "board:refresh": [Look("morag", comparison)],
}
