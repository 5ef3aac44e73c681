"""Where a record was read from: the paper and the place in it. And what asked for it, by one query."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F, Model, QuerySet, Value
from django.db.models.fields import CharField, DateField, IntegerField
from django.urls import reverse

from drystane.access.models import User
from drystane.board.models import DraftItem, PaperRecommendation, Tasking
from drystane.plans.models import Action
from drystane.strategy.models import Edition, Figure, Message, Recommendation

Kind = DraftItem.Kind
READ: dict[type[Model], Kind] = {
    Action: Kind.ACTION,
    Tasking: Kind.TASKING,
    Message: Kind.MESSAGE,
    Figure: Kind.FIGURE,
    PaperRecommendation: Kind.RECOMMENDATION,
}


def origins(thing: Model, user: User) -> Iterator[DraftItem]:
    """The findings that became this record. One query for a kind that is read in papers, none for others."""
    if type(thing) in READ:
        seen = DraftItem.objects.visible_to(user).select_related("draft")
        found = seen.filter(became=READ[type(thing)], became_ref=thing.ref)  # type: ignore[attr-defined]  # each has one
        yield from found.defer("draft__text", "draft__layout").order_by("at", "ref")


def words_of(item: DraftItem) -> str:
    return ", ".join(filter(None, [item.draft.title, item.place]))


def address_of(item: DraftItem) -> str:
    """The place itself, which whoever sees the draft may see."""
    return f"{reverse('board:draft_text', args=[item.draft.ref])}#at-{item.ref}"


RECOMMENDED, TOLD = "a recommendation", "b message"  # in this order


def asked_and_told(
    asked: QuerySet[Recommendation], told: QuerySet[Message]
) -> tuple[list[Recommendation], list[Message]]:
    """Both kinds by one query, as far as a strand of a thread reads them. None of them is ever sensitive."""
    both = asked.order_by().values_list(
        Value(RECOMMENDED, output_field=CharField()),
        F("edition__published_on"),
        F("order"),
        *COLUMNS,
    )
    rows = both.union(
        told.order_by().values_list(
            Value(TOLD, output_field=CharField()),
            Value(None, output_field=DateField()),
            Value(0, output_field=IntegerField()),
            *COLUMNS,
        ),
        all=True,
    )
    recommendations, messages = [], []
    for kind, _, _, code, ref, text, audience, edition, edition_ref in sorted(rows, key=first_said):
        whose = Edition(code=edition, ref=edition_ref) if edition_ref else None
        if kind == RECOMMENDED:
            recommendations.append(Recommendation(ref=ref, code=code, text=text, edition=whose))
        else:
            messages.append(Message(ref=ref, code=code, text=text, audience=audience, edition=whose))
    return recommendations, messages


COLUMNS = ("code", "ref", "text", "audience", "edition__code", "edition__ref")


def first_said(row: tuple[str, date | None, int, str]) -> tuple[str, date, int, str]:
    return row[0], row[1] or date.min, row[2], row[3]
