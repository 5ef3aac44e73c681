"""The questions as a page shows them: gathered once, so that a page of dozens is drawn in one plain loop."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import BaseForm
from django.urls import reverse
from django.utils import timezone

from drystane.access.models import User
from drystane.assessment.forms.answering import HANDLING, SAY
from drystane.assessment.models import Answer, Assessment, Confidence, Evidence, Kind, Progress
from drystane.documents.packs import spoken
from drystane.marking.models import Marking, label


@dataclass(frozen=True)
class Options:
    """The choices of the controls, the same for every question."""

    say: Sequence[tuple[str, str]] = tuple(SAY)
    progress: Sequence[tuple[str, str]] = tuple(Progress.choices)
    confidence: Sequence[tuple[str, str]] = tuple(Confidence.choices)
    type: Sequence[tuple[str, str]] = tuple(Evidence.Type.choices)
    handling: Sequence[tuple[str, str]] = tuple(HANDLING)


@dataclass(frozen=True)
class Piece:
    """A piece of evidence as a line."""

    title: str
    words: str
    marking: str  # empty where it is OFFICIAL
    withdraw: str


@dataclass(frozen=True)
class Asked:
    """One question with its answer, or with what was typed and could not be saved."""

    code: str
    text: str
    topic: str
    asks_for: str
    duty: str
    url: str
    save: str
    seen: int
    state: str
    said: Mapping[str, str]
    evidence: Sequence[Piece] = ()
    errors: Sequence[tuple[str, str]] = ()  # the control, and what is wrong
    theirs: Sequence[tuple[str, str]] = ()  # what somebody else saved meanwhile, in words


@dataclass(frozen=True)
class Topic:
    name: str
    questions: Sequence[Asked]


def answers_to_show(assessment: Assessment) -> list[Answer]:
    """In order, with their questions and people. One query."""
    return list(
        Answer.objects.filter(assessment=assessment).in_order().select_related("answered_by", "verified_by")
    )


def evidence_for(answers: Iterable[Answer], user: User) -> dict[int, list[Evidence]]:
    """What each answer rests on, as far as this person may see. One query."""
    found: dict[int, list[Evidence]] = {}
    rows = Evidence.objects.visible_to(user).current().filter(answer__in=[answer.pk for answer in answers])
    for shown in rows.order_by("added_at", "ref"):
        found.setdefault(shown.answer_id, []).append(shown)
    return found


def asked(answer: Answer, evidence: Sequence[Evidence], *, form: BaseForm | None = None) -> Asked:
    """The question with what stands, or with what `form` was sent."""
    question = answer.question
    ref = answer.ref
    refused = form is not None and bool(form.errors)
    return Asked(
        code=question.code,
        text=question.text,
        topic=question.topic,
        asks_for=question.asks_for,
        duty=question.duty,
        url=answer.get_absolute_url(),
        save=reverse("assessment:save", args=[ref]),
        seen=answer.version,
        state=state_of(answer),
        said={name: str(value) for name, value in form.data.items()} if form and refused else said_by(answer),
        evidence=[piece(shown) for shown in evidence],
        errors=list(errors_of(form, question.code)) if form and refused else (),
    )


def said_by(answer: Answer) -> dict[str, str]:
    return {
        "say": str(answer.result) if answer.kind == Kind.RATED else answer.kind,
        "reason": answer.reason,
        "progress": answer.progress,
        "confidence": answer.confidence,
        "note": answer.note,
    }


def in_words(answer: Answer) -> list[tuple[str, str]]:
    """What an answer says, each field with its label, empty ones left out."""
    said = [
        ("Result", result_in_words(answer)),
        ("Why it does not apply", answer.reason),
        ("Which way it goes", answer.get_progress_display()),
        ("How sure", answer.get_confidence_display()),
        ("Note", answer.note),
    ]
    return [(words, value) for words, value in said if value]


def result_in_words(answer: Answer) -> str:
    if answer.kind == Kind.RATED:
        return str(answer.get_result_display())
    return str(answer.get_kind_display()) if answer.kind else "Not answered yet"


def state_of(answer: Answer) -> str:
    if answer.answered_by is None or answer.answered_at is None:
        return "Not answered yet."
    words = f"Saved. {answer.answered_by.name}, {spoken_moment(answer.answered_at)}."
    if answer.verified_by is not None:
        words += f" Verified by {answer.verified_by.name}: a change has to be verified again."
    return words


def spoken_moment(at: datetime) -> str:
    local = timezone.localtime(at)
    half = "am" if local.hour < 12 else "pm"
    return f"{spoken(local.date())} at {local.hour % 12 or 12}.{local:%M} {half}"


def piece(shown: Evidence) -> Piece:
    return Piece(
        title=shown.title,
        words=f"{shown.title} ({shown.get_type_display().lower()}), {spoken(shown.on)}, {shown.owner}",
        marking=label(Marking.SENSITIVE, [shown.descriptor]) if shown.is_sensitive else "",
        withdraw=reverse("assessment:withdraw_evidence", args=[shown.ref]),
    )


LED_TO = frozenset({"say", "reason", "type", "title", "on", "owner", "handling"})  # controls that have an id


def errors_of(form: BaseForm, code: str) -> Iterable[tuple[str, str]]:
    for name, errors in form.errors.items():
        control = f"{name}-{code}" if name in LED_TO else ""
        for error in errors:
            yield control, str(error)


def by_topic(questions: Iterable[Asked]) -> list[Topic]:
    topics: dict[str, list[Asked]] = {}
    for question in questions:
        topics.setdefault(question.topic, []).append(question)
    return [Topic(name, found) for name, found in topics.items()]
