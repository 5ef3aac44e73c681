"""The example's self-assessments, positions and gaps: every hard case of a comparison, all invented."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from drystane.assessment import operations
from drystane.assessment.models import (
    WORKING,
    Answer,
    AnswerVersion,
    Assessment,
    Evidence,
    Gap,
    Instrument,
    Kind,
    Subject,
    Verification,
)
from drystane.assessment.operations import Given, KeptAsDraft
from drystane.assessment.rating import NEEDS_EVIDENCE
from drystane.audit import trail
from drystane.partners.models import Group
from drystane.plans.models import Plan
from drystane.plans.operations import propose_action
from drystane.site.demo.groups import Partnership
from drystane.site.demo.reading import at, read
from drystane.strategy.packs import PACKS

BEGAN = date(2015, 4, 1)
UNKNOWN, NOT_APPLICABLE, UNANSWERED = "?", "-", "."


def load(partnership: Partnership) -> dict[str, Assessment]:
    """What the two groups and one more say of themselves, what they agree, and what becomes of two gaps."""
    example = read(PACKS / "example" / "self_assessment.yaml")
    board = partnership.groups["board"]
    operations.load_instruments(kept_by=board, by=None, at=at(BEGAN))
    assessments = {row["key"]: AssessmentLoader(partnership, row).load() for row in example["assessments"]}
    for row in example["positions"]:
        load_position(row, assessments, partnership)
    for row in example["gaps"]["accepted"]:
        gap = gap_of(row, assessments)
        operations.accept_gap(
            gap,
            review_on=row["review_on"],
            seen=gap.version,
            by=partnership.people[row["by"]],
            at=at(row["on"]),
            why=row["why"],
        )
    for row in example["gaps"]["actions"]:
        propose_action(
            Plan.objects.get(code=row["plan"]),
            fields={name: row[name] for name in ("title", "detail", "objective", "due_on", "measure")}
            | {"cite_status": "invented", "invented": "everything"},
            gap=gap_of(row, assessments),
            by=partnership.people[row["by"]],
            at=at(row["on"]),
        )
    return assessments


def gap_of(row: dict[str, Any], assessments: dict[str, Assessment]) -> Gap:
    return Gap.objects.get(answer__assessment=assessments[row["assessment"]], code=row["question"])


def load_position(row: dict[str, Any], assessments: dict[str, Assessment], partnership: Partnership) -> None:
    ours, theirs = assessments[row["ours"]], assessments[row["theirs"]]
    agreement = operations.propose_position(
        Subject.objects.get(code=row["subject"]),
        ours=ours,
        theirs=theirs,
        position=row["position"],
        reason=row["reason"],
        lead_group=partnership.groups[row["lead"]],
        by=partnership.people[row["proposed"]["by"]],
        at=at(row["proposed"]["on"]),
    )
    for verb in (operations.confirm_position, operations.decline_position):
        answer = row.get("confirmed" if verb is operations.confirm_position else "declined")
        if answer:
            verb(
                agreement,
                acting_for=theirs.group,
                seen=agreement.version,
                by=partnership.people[answer["by"]],
                at=at(answer["on"]),
                why=answer["why"],
            )


@dataclass
class AssessmentLoader:
    """One assessment. Opened, overtaken and submitted by the operations that people use; its answers are
    written together, each with the rows of its history, because saving them singly would take seconds."""

    partnership: Partnership
    row: dict[str, Any]

    def load(self) -> Assessment:
        row, people = self.row, self.partnership.people
        group: Group = self.partnership.groups[row["group"]]
        opened, submitted = row["opened"], row["submitted"]
        assessment = operations.open_assessment(
            Instrument.objects.get(code=row["instrument"], edition=row["edition"]),
            group=group,
            year=row["year"],
            due_on=opened["due_on"],
            by=people[opened["by"]],
            at=at(opened["on"]),
            is_invented=True,
        )
        self.write(assessment)
        for overtaken in row.get("overtaken", []):
            self.overtake(assessment, overtaken)
        if submitted:
            assessment.refresh_from_db()
            operations.submit(
                assessment,
                seen=assessment.version,
                by=people[submitted["by"]],
                at=at(submitted["on"]),
            )
        return assessment

    def write(self, assessment: Assessment) -> None:
        said = list(self.said(assessment))
        Answer.objects.bulk_update(
            said,
            [
                *("kind", "result", "reason", "progress", "confidence", "note", "answered_by", "answered_at"),
                *("verified_by", "verified_at", "verified_result", "version"),
            ],
        )
        by, when = self.who("answered")
        _, verified_at = self.who("verified")
        AnswerVersion.objects.bulk_create(
            AnswerVersion(answer=answer, number=2, by=by, at=when, **asdict(self.given(answer)), **WORKING)
            for answer in said
        )
        Verification.objects.bulk_create(
            Verification(
                answer=answer,
                number=2,
                result=answer.verified_result,
                note=self.otherwise().get(answer.question.code, {}).get("note", ""),
                by=answer.verified_by,
                at=verified_at,
                **WORKING,
            )
            for answer in said
            if answer.verified_by is not None
        )
        Evidence.objects.bulk_create(self.evidence(said))
        trail.record("example.answers_written", assessment, by=None, at=when, details={"answers": len(said)})

    def said(self, assessment: Assessment) -> Iterator[Answer]:
        """Each answered place, as its operations would leave it: saved once, then verified."""
        by, when = self.who("answered")
        verifier, verified_at = self.who("verified")
        marks = self.row["results"].split()
        for answer, mark in zip(assessment.answers.in_order(), marks, strict=True):
            if mark == UNANSWERED:
                continue
            given = self.meant(answer.question.code, mark)
            for name, value in asdict(given).items():
                setattr(answer, name, value)
            answer.answered_by, answer.answered_at, answer.version = by, when, 2
            if answer.question.code not in self.row.get("not_verified", []):
                answer.verified_by, answer.verified_at = verifier, verified_at
                answer.verified_result = self.otherwise().get(answer.question.code, {}).get("result")
            yield answer

    def meant(self, code: str, mark: str) -> Given:
        row = self.row
        kinds = {UNKNOWN: Kind.UNKNOWN, NOT_APPLICABLE: Kind.NOT_APPLICABLE}
        return Given(
            kind=kinds.get(mark, Kind.RATED),
            result=None if mark in kinds else int(mark),
            reason=row.get("not_applicable", {}).get(code, ""),
            progress=row.get("progress", {}).get(code, "steady"),
            confidence=row.get("confidence", {}).get(code, "medium"),
            note=row.get("notes", {}).get(code, ""),
        )

    def given(self, answer: Answer) -> Given:
        return Given(
            kind=answer.kind,
            result=answer.result,
            reason=answer.reason,
            progress=answer.progress,
            confidence=answer.confidence,
            note=answer.note,
        )

    def evidence(self, said: list[Answer]) -> Iterator[Evidence]:
        by, when = self.who("answered")
        own = {shown["question"]: shown for shown in self.row.get("evidence", [])}
        for answer in said:
            if answer.result not in NEEDS_EVIDENCE:
                continue
            shown = own.get(answer.question.code, {})
            yield Evidence(
                answer=answer,
                type=shown.get("type", Evidence.Type.RECORD),
                title=shown.get("title", answer.question.asks_for),
                on=shown.get("on", when.date() - timedelta(days=30)),
                owner=shown.get("owner", "Community Safety"),
                marking=shown.get("marking", "official"),
                descriptor=shown.get("descriptor", ""),
                added_by=by,
                added_at=when,
            )

    def overtake(self, assessment: Assessment, row: dict[str, Any]) -> None:
        """Save over a version that somebody else has saved in between: it is refused, and kept."""
        answer = assessment.answers.select_related("assessment").get(question__code=row["question"])
        given = Given(kind=Kind.RATED, result=row["result"], note=row["note"])
        try:
            operations.answer_question(
                answer,
                given=given,
                seen=answer.version - 1,
                by=self.partnership.people[row["by"]],
                at=at(row["on"]),
            )
        except KeptAsDraft:
            return
        raise AssertionError("Nobody saved this answer in between.")

    def otherwise(self) -> dict[str, dict[str, Any]]:
        return {entry["question"]: entry for entry in self.row.get("rated_otherwise", [])}

    def who(self, step: str) -> tuple[Any, Any]:
        return self.partnership.people[self.row[step]["by"]], at(self.row[step]["on"])
