"""Who looks at the counts behind a threat, and at three editions side by side."""

from drystane.threats.models import CountSeries
from tests.browser.look import Look


def counted() -> str:
    return CountSeries.objects.get(code="example-cyber-reports").ref


THREAT_LOOKS: dict[str, list[Look]] = {
    "threats:series": [Look("audrey", counted)],
    "threats:side_by_side": [Look("cllr_gordon")],
}
