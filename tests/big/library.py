"""The strategy of the large partnership, with its figures and messages, and the threats."""

from dataclasses import dataclass
from typing import Any

from drystane.documents.models import Source
from drystane.strategy.models import (
    Adoption,
    Audience,
    CaseStudy,
    Edition,
    Figure,
    Message,
    Objective,
    Recommendation,
    Strategy,
)
from drystane.threats.models import Threat, ThreatView
from tests.big.basis import Calendar, pick, ref_of
from tests.cast import Partnership

FIGURES, MESSAGES, CASE_STUDIES, THREATS, VIEWS = 200, 40, 10, 12, 36
OBJECTIVES = ("Divert", "Deter", "Detect", "Disrupt")


@dataclass(frozen=True)
class Library:
    edition: Edition
    recommendations: list[Recommendation]
    figures: list[Figure]
    messages: list[Message]
    threats: list[Threat]


def make_library(cast: Partnership, calendar: Calendar, recommendations: int) -> Library:
    source = Source.objects.create(code="invented", title="An invented source", publisher="Nobody")
    cited: dict[str, Any] = {"source": source, "place": "page 1", "cite_status": "sourced"}
    edition = make_edition(cast, calendar, cited)
    return Library(
        edition=edition,
        recommendations=make_recommendations(edition, recommendations, cited),
        figures=make_figures(edition, calendar, cited),
        messages=make_messages(edition, cited),
        threats=make_threats(cited),
    )


def make_edition(cast: Partnership, calendar: Calendar, cited: dict[str, Any]) -> Edition:
    """Adopted by the board, so that the wall is drawn from it."""
    strategy = Strategy.objects.create(
        ref=ref_of("strategy", ""), code="big", title="Invented strategy", publisher="Nobody"
    )
    edition = Edition.objects.create(
        ref=ref_of("edition", ""),
        strategy=strategy,
        code="2015",
        title="Invented strategy",
        published_on=calendar.day(-80),
        **cited,
    )
    Adoption.objects.create(
        ref=ref_of("adoption", ""),
        edition=edition,
        group=cast.board,
        adopted_on=calendar.day(-60),
        by=cast.morag,
        at=calendar.moment(-60),
    )
    CaseStudy.objects.bulk_create(
        CaseStudy(
            ref=ref_of("case study", number),
            edition=edition,
            code=f"case-{number}",
            title=f"What happened in case {number}",
            objective=pick(OBJECTIVES, number).upper(),
            lesson="Ask earlier.",
            **cited,
        )
        for number in range(CASE_STUDIES)
    )
    return edition


def make_recommendations(edition: Edition, many: int, cited: dict[str, Any]) -> list[Recommendation]:
    objectives = Objective.objects.bulk_create(
        Objective(
            ref=ref_of("objective", title),
            edition=edition,
            code=title.upper(),
            title=title,
            order=order,
            **cited,
        )
        for order, title in enumerate(OBJECTIVES, start=1)
    )
    return Recommendation.objects.bulk_create(
        Recommendation(
            ref=ref_of("recommendation", number),
            edition=edition,
            objective=pick(objectives, number),
            objective_status="sourced",
            audience=pick(Audience.values, number // len(objectives)),
            code=f"2015-R{number:04}",
            order=number,
            text=f"Look again at how thing {number} is bought, licensed and checked, and tell the others.",
            **cited,
        )
        for number in range(many)
    )


def make_figures(edition: Edition, calendar: Calendar, cited: dict[str, Any]) -> list[Figure]:
    return Figure.objects.bulk_create(
        Figure(
            ref=ref_of("figure", number),
            edition=edition,
            code=f"figure-{number}",
            measure=f"measure-{number // 5}",
            label=f"Groups known in year {number}",
            value=number,
            unit="groups",
            as_of=calendar.day(-400),
            **cited,
        )
        for number in range(FIGURES)
    )


def make_messages(edition: Edition, cited: dict[str, Any]) -> list[Message]:
    return Message.objects.bulk_create(
        Message(
            ref=ref_of("message", number),
            edition=edition,
            code=f"M{number}",
            audience=pick(Audience.values, number),
            text=f"Thing {number} pays for something worse.",
            **cited,
        )
        for number in range(MESSAGES)
    )


def make_threats(cited: dict[str, Any]) -> list[Threat]:
    threats = Threat.objects.bulk_create(
        Threat(ref=ref_of("threat", number), code=f"threat-{number}", name=f"Threat {number}", kind="primary")
        for number in range(THREATS)
    )
    ThreatView.objects.bulk_create(
        ThreatView(
            ref=ref_of("view", number),
            threat=pick(threats, number),
            period=f"20{number // THREATS + 10}",
            direction="up",
            confidence="reported",
            text="Said of it then.",
            **cited,
        )
        for number in range(VIEWS)
    )
    return threats
