"""What the lists of an edition show on the page, and what they take along as a file. All of it is public."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404

from drystane.access.models import User
from drystane.documents.models import Cited
from drystane.sheets.columns import Column
from drystane.sheets.jobs import Found, exports
from drystane.sheets.listing import listed
from drystane.strategy.forms import (
    CaseStudyFilters,
    EditionFilters,
    FigureFilters,
    MessageFilters,
    RecommendationFilters,
)
from drystane.strategy.models import CaseStudy, Contradiction, Edition, Figure, Message, Recommendation

# A file asked for in the background is made from its query alone, so that has to name the edition.
EDITION = "edition"


def may_take(user: User, rows: QuerySet[Any]) -> bool:  # noqa: ARG001  # published: anybody signed in
    return user.is_active


def of_edition(filters: type[EditionFilters], edition: Edition) -> Callable[[QueryDict], Any]:
    return lambda query: filters(query, edition=edition)


def source_of(fact: Cited) -> str:
    return ", ".join(filter(None, [str(fact.source or ""), fact.place]))


CITED = (
    Column("source", "Source", source_of),
    Column("checked", "Checked", lambda fact: fact.get_cite_status_display(), sort=("cite_status",)),
    Column("note", "Note on the source", lambda fact: fact.cite_note),
)

# Recommendations

IN_ORDER = ("order", "code")
RECOMMENDATION_COLUMNS = (
    Column("code", "Code", lambda asked: asked.code, sort=IN_ORDER, links=True),
    Column("text", "What is asked", lambda asked: asked.text, sort=("text",)),
    Column("audience", "For whom", lambda asked: asked.get_audience_display(), sort=("audience", *IN_ORDER)),
    Column(
        "objective",
        "Objective",
        lambda asked: asked.objective.title,
        sort=("objective__order", *IN_ORDER),
    ),
)
RECOMMENDATIONS_AS_FILE = (
    *RECOMMENDATION_COLUMNS,
    Column("objective_status", "Who gave the objective", lambda asked: asked.get_objective_status_display()),
    *CITED,
)


def seen_recommendations(user: User, edition: Edition) -> QuerySet[Recommendation]:
    found = Recommendation.objects.visible_to(user).filter(edition=edition)
    return found.select_related("objective", "source")


# Figures


def value_of(figure: Figure) -> Decimal | int:
    """A whole number without its two noughts."""
    return int(figure.value) if figure.value == figure.value.to_integral_value() else figure.value


def disputed_by(figure: Figure) -> str:
    return "; ".join(
        f"{row.other.words}, {row.other.as_of_text} ({row.other.source or 'no source'}): {row.why}"
        for row in figure.contradictions.all()
    )


FIGURE_COLUMNS = (
    Column("label", "What it counts", lambda figure: figure.label, sort=("label", "as_of"), links=True),
    Column("value", "Value", lambda figure: figure.words, sort=("unit", "value")),
    Column("as_of", "As of", lambda figure: figure.as_of_text or figure.as_of, sort=("as_of",)),
    CITED[0],
    CITED[1],
)
FIGURES_AS_FILE = (
    Column("code", "Code", lambda figure: figure.code),
    FIGURE_COLUMNS[0],
    Column("value", "Value", value_of, sort=("unit", "value")),
    Column("unit", "Unit", lambda figure: figure.get_unit_display()),
    Column("qualifier", "Qualifier", lambda figure: figure.qualifier),
    Column("base", "Of what", lambda figure: figure.base),
    Column("as_of", "As of", lambda figure: figure.as_of, sort=("as_of",)),
    *CITED,
    Column("disputed", "Disputed by", disputed_by),
)


def seen_figures(user: User, edition: Edition) -> QuerySet[Figure]:
    return with_disputes(Figure.objects.visible_to(user).filter(edition=edition))


def with_disputes(figures: QuerySet[Figure]) -> QuerySet[Figure]:
    """Each with whatever contradicts it, so that no page shows one without the other."""
    against = Contradiction.objects.select_related("other__source", "other__edition").order_by("other__code")
    return figures.select_related("source", "edition").prefetch_related(
        Prefetch("contradictions", queryset=against)
    )


# Messages

MESSAGE_COLUMNS = (
    Column("text", "Message", lambda message: message.text, sort=("text",)),
    Column("audience", "For whom", lambda message: message.get_audience_display(), sort=("audience", "code")),
    CITED[1],
)
MESSAGES_AS_FILE = (Column("code", "Code", lambda message: message.code), *MESSAGE_COLUMNS[:2], *CITED)


def seen_messages(user: User, edition: Edition) -> QuerySet[Message]:
    return Message.objects.visible_to(user).filter(edition=edition).select_related("source")


# Case studies

CASE_STUDIES_AS_FILE = (
    Column("title", "Title", lambda study: study.title, sort=("title",)),
    Column("objective", "Objective", lambda study: study.objective, sort=("objective", "title")),
    Column("threat", "Threat", lambda study: study.threat.name if study.threat else ""),
    Column("harmed", "Who was harmed", lambda study: study.who_was_harmed),
    Column("partners", "Partners", lambda study: study.partners),
    Column("done", "What was done", lambda study: study.what_was_done),
    Column("result", "Result", lambda study: study.result),
    Column("lesson", "Lesson", lambda study: study.lesson),
    *CITED,
)


def seen_case_studies(user: User, edition: Edition) -> QuerySet[CaseStudy]:
    found = CaseStudy.objects.visible_to(user).filter(edition=edition)
    return found.select_related("threat", "source", "edition")


# The same lists once more, for files made in the background.


def edition_asked(user: User, query: QueryDict) -> Edition:
    return get_object_or_404(Edition.objects.visible_to(user), ref=query.get(EDITION, ""))


def found(
    rows: QuerySet[Any],
    query: QueryDict,
    columns: Sequence[Column],
    filters: Callable[[QueryDict], Any],
    default_sort: str,
) -> Found:
    return columns, listed(rows, query, columns=columns, filters=filters, default_sort=default_sort).iterator(
        chunk_size=500
    )


@exports("recommendations")
def find_recommendations(user: User, query: QueryDict) -> Found:
    edition = edition_asked(user, query)
    filters = of_edition(RecommendationFilters, edition)
    return found(seen_recommendations(user, edition), query, RECOMMENDATIONS_AS_FILE, filters, "code")


@exports("figures")
def find_figures(user: User, query: QueryDict) -> Found:
    edition = edition_asked(user, query)
    return found(seen_figures(user, edition), query, FIGURES_AS_FILE, FigureFilters, "label")


@exports("messages")
def find_messages(user: User, query: QueryDict) -> Found:
    edition = edition_asked(user, query)
    filters = of_edition(MessageFilters, edition)
    return found(seen_messages(user, edition), query, MESSAGES_AS_FILE, filters, "audience")


@exports("case-studies")
def find_case_studies(user: User, query: QueryDict) -> Found:
    edition = edition_asked(user, query)
    filters = of_edition(CaseStudyFilters, edition)
    return found(seen_case_studies(user, edition), query, CASE_STUDIES_AS_FILE, filters, "title")
