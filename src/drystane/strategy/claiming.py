"""Single figures that somebody has read in a paper, beside the packs that bring in whole editions."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.documents.models import Source
from drystane.strategy.models import Contradiction, Figure


@transaction.atomic
def keep_figure(
    fields: Mapping[str, Any],
    *,
    contradicts: Mapping[Figure, str],
    by: User | None,
    at: datetime,
) -> Figure:
    """Keep a figure that stands in no edition, and why it disagrees with each that it contradicts.

    Raises ValidationError where the fields contradict one another.
    """
    figure = Figure(code=fresh_code(fields), edition=None, **fields)
    figure.full_clean(exclude=["edition"])
    figure.save()
    Contradiction.objects.bulk_create(
        Contradiction(figure=one, other=two, why=why)
        for other, why in contradicts.items()
        for one, two in ((figure, other), (other, figure))
    )
    trail.record("figure.kept", figure, by=by, at=at, details={"contradicts": len(contradicts)})
    return figure


def fresh_code(fields: Mapping[str, Any]) -> str:
    """As in the packs, the year and the measure; numbered where that is taken."""
    year = fields["as_of"].year if fields.get("as_of") else "undated"
    stem = f"{year}-{fields['measure']}"[:70]
    taken = set(Figure.objects.filter(code__startswith=stem).values_list("code", flat=True))
    tried = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(code for code in tried if code not in taken)


@transaction.atomic
def take_back_figure(figure: Figure, *, by: User | None, at: datetime) -> None:
    """As if it had never been kept. Raises NotAllowed once a paper cites it or a pack has it."""
    if figure.edition_id is not None:
        raise NotAllowed("This figure is an edition's own.")
    gone, source = copy(figure), figure.source
    Contradiction.objects.filter(Q(figure=figure) | Q(other=figure)).delete()
    try:
        figure.delete()
    except ProtectedError as error:
        raise NotAllowed(f"A paper cites “{gone}” by now.") from error
    trail.record("figure.taken_back", gone, by=by, at=at)
    forget_source(source)


def forget_source(source: Source | None) -> None:
    """Of a source that nothing else cites nobody need know. Raises nothing where something does."""
    if source is None:
        return
    try:
        with transaction.atomic():
            source.delete()
    except ProtectedError:
        return  # something else cites it
