"""How each kind of record reads as a strand of a thread. Whoever asks brings along what is named here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from drystane.assessment.models import Gap
from drystane.board.models import (
    Decision,
    DraftItem,
    Paper,
    PaperRecommendation,
    Spotlight,
    Tasking,
)
from drystane.documents.models import Cited, CiteStatus
from drystane.documents.packs import spoken
from drystane.marking.models import Marked
from drystane.plans.models import Action, PlanMessage
from drystane.site.origins import address_of, words_of
from drystane.strategy.models import Edition, Message, Recommendation
from drystane.threats.models import Threat

MOST = 50  # strands of one kind: a thread is read, not searched


@dataclass(frozen=True)
class Strand:
    """One record at the other end of a thread."""

    kind: str
    words: str
    url: str
    state: str = ""
    marking: str = ""  # printed beside it where it is not OFFICIAL


def of_recommendation(asked: Recommendation) -> Strand:
    return Strand(
        "Recommendation",
        f"{asked.code}: {asked.text}",
        asked.get_absolute_url(),
        f"Edition {asked.edition.code}",
    )


def of_edition(edition: Edition) -> Strand:
    return Strand("Edition", str(edition), edition.get_absolute_url())


def of_threat(threat: Threat) -> Strand:
    return Strand("Threat", threat.name, f"{reverse('threats:index')}?threat={threat.ref}")


def of_message(message: Message) -> Strand:
    if message.edition is not None:
        url = f"{reverse('strategy:messages', args=[message.edition.ref])}#{message.ref}"
    else:
        url = message.get_absolute_url()
    return Strand("Message", message.text, url, f"For {message.get_audience_display().lower()}")


def of_spotlight(spotlight: Spotlight) -> Strand:
    on = spotlight.item.meeting.on
    return Strand(
        "Spotlight",
        f"{spotlight.topic}, {spoken(on)}",
        spotlight.get_absolute_url(),
        f"By {spotlight.body.name}",
        beyond_official(spotlight.item),
    )


def of_tasking(tasking: Tasking) -> Strand:
    words = f"{tasking.to_group.name}: {tasking.asked}"
    return Strand("Tasking", words, tasking.get_absolute_url(), tasking.get_state_display())


def of_action(action: Action) -> Strand:
    words = f"{action.plan.title}: {action.title}"
    return Strand(
        "Action", words, action.get_absolute_url(), action.get_status_display(), beyond_official(action)
    )


def of_gap(gap: Gap) -> Strand:
    return Strand(
        "Gap",
        f"{gap.group.name}: {gap}",
        gap.get_absolute_url(),
        gap.get_state_display(),
        beyond_official(gap),
    )


def of_decision(decision: Decision) -> Strand:
    on = decision.item.meeting.on
    words = f"{decision.item.title}, {spoken(on)}" + (f": {decision.words}" if decision.words else "")
    return Strand(
        "Decision",
        words,
        decision.get_absolute_url(),
        decision.get_outcome_display(),
        beyond_official(decision.item),
    )


def of_paper(paper: Paper) -> Strand:
    return Strand(
        "Paper", paper.heading, paper.get_absolute_url(), paper.get_state_display(), beyond_official(paper)
    )


def of_paper_recommendation(asked: PaperRecommendation) -> Strand:
    return Strand(
        "Recommendation of a paper",
        f"{asked.paper.heading}, {asked.order}: {asked}",
        asked.paper.get_absolute_url(),
        asked.paper.get_state_display(),
        beyond_official(asked.paper),
    )


def of_plan_message(carried: PlanMessage) -> Strand:
    return Strand("Plan", f"Carried by {carried.plan.title}", carried.plan.get_absolute_url())


def of_origin(item: DraftItem) -> Strand:
    marking = beyond_official(item.draft)
    return Strand("Read from", words_of(item), address_of(item), item.get_state_display(), marking)


def of_source(fact: Cited) -> Iterator[Strand]:
    if fact.source is not None:
        words = ", ".join(filter(None, [str(fact.source), fact.place]))
        yield Strand("Source", words, fact.source.address, CiteStatus(fact.cite_status).label)


def beyond_official(record: Marked) -> str:
    return record.marking_label if record.is_sensitive else ""


def strands(of: Callable[[Any], Strand], rows: QuerySet[Any] | list[Any]) -> Iterator[Strand]:
    """Each row as a strand, and a last one where there are more than anybody reads here."""
    found = list(rows[: MOST + 1])
    yield from map(of, found[:MOST])
    if len(found) > MOST:
        yield Strand(of(found[0]).kind, f"More than {MOST}: the first are shown here.", "")
