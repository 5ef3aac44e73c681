"""Two editions compared, with one thing to decide on."""

from drystane.partners.models import Group
from drystane.strategy.models import Comparison, Correspondence, Counterpart, Edition
from tests.cast import NOW


def compared(board: Group, earlier: Edition, later: Edition) -> dict[str, str]:
    """The public ids of what was made, by the names that the rules know."""
    comparison = Comparison.objects.create(
        earlier=earlier, later=later, kept_by=board, run_at=NOW, method="words", fingerprint="0"
    )
    correspondence = Correspondence.objects.create(
        comparison=comparison, kind="reworded", proposed="reworded"
    )
    for asked in (earlier.recommendations.order_by("order")[0], later.recommendations.order_by("order")[0]):
        Counterpart.objects.create(
            comparison=comparison,
            correspondence=correspondence,
            recommendation=asked,
            edition_id=asked.edition_id,
        )
    return {
        "comparison": comparison.ref,
        "correspondence": correspondence.ref,
        "edition before": earlier.ref,
    }
