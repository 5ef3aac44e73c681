"""Answers brought in from a spreadsheet: by whoever may answer by hand. Nothing is verified by a list."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.access.policy import Permission, roles_with
from drystane.assessment.models import RESULTS, Answer, Assessment, Confidence, Evidence, Kind, Progress
from drystane.assessment.operations import (
    Given,
    KeptAsDraft,
    NewEvidence,
    add_evidence,
    answer_question,
)
from drystane.assessment.operations.answering import SHOW_IT
from drystane.assessment.operations.restoring import restore_answer
from drystane.assessment.rating import NEEDS_EVIDENCE
from drystane.marking.models import Descriptor, Marking, label
from drystane.partners.importing.permitted import Permitted, named_apart, refused
from drystane.partners.models import Group
from drystane.sheets import kinds
from drystane.sheets.cells import choices_of, day, iso, spoken
from drystane.sheets.kinds import Change, Fault, Record, Values, restored
from drystane.sheets.tables import Field

ANSWER = ("result", "reason", "progress", "confidence", "note")
EVIDENCE = ("type", "title", "on", "owner")
MEANINGS = {  # how a result is said: the kind of answer, and the result
    **{words: (Kind.RATED, result) for result, words in RESULTS},
    Kind.UNKNOWN.label: (Kind.UNKNOWN, None),
    Kind.NOT_APPLICABLE.label: (Kind.NOT_APPLICABLE, None),
}
ALSO_SAID = {
    **{str(result): words for result, words in RESULTS},
    **{words.partition(": ")[2]: words for _, words in RESULTS},
    **dict.fromkeys(("do not know", "we do not know", "don't know", "unknown"), Kind.UNKNOWN.label),
    **dict.fromkeys(("does not apply", "n/a", "na"), Kind.NOT_APPLICABLE.label),
    "not answered yet": "",
}
PROGRESS = {one.label: one.value for one in Progress}
CONFIDENCE = {one.label: one.value for one in Confidence}
TYPES = {one.label: one.value for one in Evidence.Type}
OFFICIAL = label(Marking.OFFICIAL)
MARKINGS = {
    OFFICIAL: (Marking.OFFICIAL, ""),
    **{label(Marking.SENSITIVE, [one]): (Marking.SENSITIVE, one.value) for one in Descriptor},
}

SUBMITTED = "It is submitted, so its answers stand. Open it again first."
NO_QUESTION = "This self-assessment asks no such question."
NOBODY_BEHIND_IT = "An answer has somebody who gave it: bring the list in as yourself."
CHANGED_MEANWHILE = (
    "Somebody has just changed one of these answers. Nothing was brought in: look again first."
)
MARKED_ALREADY = "It is shown already, marked otherwise. Withdraw it on its page and add it anew."


class Answers(kinds.Kind):
    """A row is one question's answer. The newest piece of evidence stands beside it; another one is added."""

    name = "answers"
    title = "Answers of a self-assessment"
    model = Answer
    governed_by = ("assessment__group", "assessment__instrument", "question")
    keys = (("ref",), ("assessment", "question"))
    fields = (
        Field("ref", "Reference", also=("ref", "drystane reference")),
        Field("assessment", "Self-assessment", "choice", ("assessment",), needed=True, for_all=True),
        Field("question", "Question", also=("question no", "code", "no", "number"), needed=True),
        Field("result", "Result", "choice", ("score", "rating", "answer")),
        Field("reason", "Why it does not apply", also=("reason",)),
        Field("progress", "Which way it goes", "choice", ("progress", "direction")),
        Field("confidence", "How sure", "choice", ("confidence",)),
        Field("note", "Note", also=("notes", "comment", "comments")),
        Field("type", "Kind of evidence", "choice", ("evidence type",)),
        Field("title", "What shows it", also=("evidence", "evidence title"), most=200),
        Field("on", "Date of the evidence", "day", ("its date", "evidence date")),
        Field(
            "owner",
            "The post or service that has it",
            also=("evidence owner", "held by"),
            most=160,
        ),
        Field("handling", "Marking of the evidence", "choice", ("evidence marking",)),
        *(
            Field(key, heading, said_only=True)
            for key, heading in (
                ("topic", "Topic"),
                ("text", "What is asked"),
                ("counts", "Counts as"),
                ("outside", "As others report it"),
                ("before", "The year before"),
                ("verified", "Verifier's score"),
                ("others", "What else shows it"),
            )
        ),
    )

    def __init__(self, person: User | None, at: datetime) -> None:
        super().__init__(person, at)
        self.permitted = Permitted(person)

    @classmethod
    def open_to(cls, person: User | None) -> bool:
        mine = roles_with(Permission.ANSWER_QUESTIONS)
        return person is None or Group.objects.where_role(person, mine).exists()

    # What names mean

    @cached_property
    def assessments(self) -> dict[str, Assessment]:
        seen = Assessment.objects.visible_to(self.person) if self.person else Assessment.objects.all()
        rows = seen.select_related("group", "instrument")
        return named_apart((str(one), one.ref, one) for one in rows)

    @cached_property
    def evidence(self) -> dict[int, list[Evidence]]:
        """What each answer rests on, as far as the person may see, the newest last."""
        seen = Evidence.objects.visible_to(self.person) if self.person else Evidence.objects.all()
        found: dict[int, list[Evidence]] = {}
        for one in seen.current().order_by("added_at", "pk"):
            found.setdefault(one.answer_id, []).append(one)
        return found

    @cached_property
    def shown_for(self) -> set[int]:
        """The answers that rest on anything, seen or not: as when one answers by hand."""
        shown = Evidence.objects.current().filter(answer__assessment__in=self.assessments.values())
        return set(shown.values_list("answer_id", flat=True))

    def words(self) -> Mapping[str, Mapping[str, str]]:
        return {
            "assessment": choices_of(
                self.assessments, {one.ref: name for name, one in self.assessments.items()}
            ),
            "result": choices_of(MEANINGS, ALSO_SAID),
            "progress": choices_of(PROGRESS),
            "confidence": choices_of(CONFIDENCE),
            "type": choices_of(TYPES),
            "handling": choices_of(MARKINGS),
        }

    def records(self) -> Iterator[Record]:
        names = {one.pk: name for name, one in self.assessments.items()}
        rows = (
            Answer.objects.filter(assessment__in=self.assessments.values())
            .select_related(*self.governed_by)
            .order_by("assessment__ref", "question__order")
        )
        for answer in rows:
            said = said_by(answer, names[answer.assessment_id], self.evidence.get(answer.pk, []))
            yield Record(answer.ref, said, answer)

    def descriptors(self, record: Record) -> Iterable[str]:
        shown = (one.descriptor for one in self.evidence.get(record.thing.pk, []))
        return filter(None, (record.thing.assessment.descriptor, *shown))

    def news(self, values: Values, record: Record | None) -> Values:
        """Without evidence that is shown already. What is not said to be sensitive is OFFICIAL."""
        if record is None or not any(values.get(key) for key in EVIDENCE):
            return values
        shown = self.same_piece(values, record)
        if shown is None:
            return {"handling": OFFICIAL, **values}
        if values.get("handling", marked(shown)) != marked(shown):
            return values
        return {key: said for key, said in values.items() if key not in (*EVIDENCE, "handling")}

    def same_piece(self, values: Values, record: Record) -> Evidence | None:
        said = [spoken(values.get(key, "")) for key in EVIDENCE]
        pieces = self.evidence.get(record.thing.pk, [])
        return next((one for one in pieces if [spoken(v) for v in piece_said(one)] == said), None)

    # What speaks against a row

    def refusal(self, thing: Answer, *, is_new: bool) -> str:  # noqa: ARG002  # none is new
        if self.person is None:
            return NOBODY_BEHIND_IT
        group, permission = thing.assessment.group, Permission.ANSWER_QUESTIONS
        return "" if self.permitted.may(permission, group, thing.assessment) else refused(group, permission)

    def faults(self, values: Values, changes: Sequence[Change], record: Record | None) -> Iterator[Fault]:
        if record is None:
            yield self.fault("question", values, NO_QUESTION)
            return
        if reason := self.refusal(record.thing, is_new=False):
            yield Fault("", record.thing.assessment.group.name, reason)
        if not record.thing.assessment.is_open:
            yield Fault("", str(record.thing.assessment), SUBMITTED)
            return
        changed = {one.key for one in changes}
        if changed & {*EVIDENCE, "handling"}:
            yield from self.faults_of_evidence(values, record)
        if changed & set(ANSWER):
            yield from self.faults_of_answer(values, record)

    def fault(self, key: str, values: Values, mend: str) -> Fault:
        return Fault(f"“{self.field(key).heading}”", values.get(key, "nothing"), mend)

    def faults_of_evidence(self, values: Values, record: Record) -> Iterator[Fault]:
        for key in EVIDENCE:
            if not values.get(key):
                yield self.fault(key, values, f"Fill in “{self.field(key).heading}”, or leave all of it out.")
        if values.get("on", "") > timezone.localdate(self.at).isoformat():
            yield self.fault("on", values, "Evidence has a date that has come.")
        if self.same_piece(values, record) is not None:
            yield self.fault("handling", values, MARKED_ALREADY)

    def faults_of_answer(self, values: Values, record: Record) -> Iterator[Fault]:
        now = {**record.values, **values}
        kind, result = MEANINGS.get(now["result"], ("", None))
        if not kind:
            yield self.fault("result", values, "Give a result, or say that you do not know.")
        if kind == Kind.NOT_APPLICABLE and not now["reason"]:
            yield self.fault("reason", values, "Say why the question does not apply to you.")
        if kind != Kind.NOT_APPLICABLE and values.get("reason"):
            yield self.fault("reason", values, "Only what does not apply has this reason. Leave it empty.")
        is_shown = values.get("title") or record.thing.pk in self.shown_for
        if result in NEEDS_EVIDENCE and not is_shown:
            yield self.fault("result", values, SHOW_IT)

    # Doing it

    def add_all(self, rows: Sequence[Values]) -> Sequence[Answer]:
        if rows:
            raise NotAllowed(NO_QUESTION)
        return []

    def change(self, record: Record, changes: Mapping[str, str], why: str) -> Answer:  # noqa: ARG002
        if self.person is None:
            raise NotAllowed(NOBODY_BEHIND_IT)
        answer: Answer = record.thing
        now = {**record.values, **changes}
        pieces = [new_piece(now)] if changes.keys() & set(EVIDENCE) else []
        if not changes.keys() & set(ANSWER):
            for one in pieces:
                add_evidence(answer, one, by=self.person, at=self.at)
            return answer
        try:
            answer_question(
                answer, given=given(now), evidence=pieces, seen=answer.version, by=self.person, at=self.at
            )
        except KeptAsDraft as error:  # undone with the rest, so there is no draft to speak of
            raise NotAllowed(CHANGED_MEANWHILE) from error
        return answer

    def beside(self, thing: Answer) -> dict[str, Any]:
        return {"evidence": sorted(thing.evidence.current().values_list("ref", flat=True))}

    def restore(self, thing: Answer, before: Mapping[str, Any], why: str) -> None:
        if self.person is None:
            raise NotAllowed(NOBODY_BEHIND_IT)
        restore_answer(
            thing,
            fields=restored(Answer, before),
            evidence=before["evidence"],
            seen=thing.version,
            by=self.person,
            at=self.at,
            why=why,
        )

    def remove_all(self, things: Sequence[Answer]) -> None:
        if things:
            raise NotAllowed(NO_QUESTION)


def said_by(answer: Answer, assessment: str, pieces: Sequence[Evidence]) -> Values:
    """What is on record of one answer, as a list says it, with the newest of the evidence named."""
    return {
        "ref": answer.ref,
        "assessment": assessment,
        "question": answer.question.code,
        "result": result_said(answer),
        "reason": answer.reason,
        "progress": answer.get_progress_display(),
        "confidence": answer.get_confidence_display(),
        "note": answer.note,
        **said_of(pieces[-1:]),
    }


def result_said(answer: Answer) -> str:
    return answer.get_result_display() if answer.kind == Kind.RATED else answer.get_kind_display()


def piece_said(one: Evidence) -> tuple[str, ...]:
    return one.get_type_display(), one.title, iso(one.on), one.owner


def marked(one: Evidence) -> str:
    return label(Marking.SENSITIVE, [one.descriptor]) if one.is_sensitive else OFFICIAL


def said_of(newest: Sequence[Evidence]) -> Values:
    return {
        key: said
        for one in newest
        for key, said in zip((*EVIDENCE, "handling"), (*piece_said(one), marked(one)), strict=True)
    }


def given(now: Values) -> Given:
    kind, result = MEANINGS[now["result"]]
    return Given(
        kind=kind,
        result=result,
        reason=now["reason"] if kind == Kind.NOT_APPLICABLE else "",
        progress=PROGRESS.get(now["progress"], ""),
        confidence=CONFIDENCE.get(now["confidence"], ""),
        note=now["note"],
    )


def new_piece(now: Values) -> NewEvidence:
    marking, descriptor = MARKINGS[now["handling"]]
    return NewEvidence(
        type=TYPES[now["type"]],
        title=now["title"],
        on=day(now["on"]),
        owner=now["owner"],
        marking=marking,
        descriptor=descriptor,
    )
