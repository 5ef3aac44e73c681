"""The answers of an assessment: what was said, on what it rests, who stood by it, how it was worded before."""

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from drystane.access.models import User
from drystane.assessment import rating
from drystane.assessment.models.assessments import Assessment
from drystane.assessment.models.instruments import Question
from drystane.assessment.rating import NEEDS_EVIDENCE, TARGET, Answered
from drystane.audit.constraints import all_or_none
from drystane.audit.refs import Referenced
from drystane.marking.models import Marked, Marking
from drystane.partners.models import Group
from drystane.partners.sight import seen_through


class Kind(models.TextChoices):
    """`rating.Kind`, as a column keeps it."""

    RATED = rating.Kind.RATED.value, rating.Kind.RATED.label
    UNKNOWN = rating.Kind.UNKNOWN.value, rating.Kind.UNKNOWN.label
    NOT_APPLICABLE = rating.Kind.NOT_APPLICABLE.value, rating.Kind.NOT_APPLICABLE.label


RESULTS = [(step.result, f"{step.result}: {step.label}") for step in rating.SCALE]


class Progress(models.TextChoices):
    """Which way it goes, whatever the result."""

    BEGINNING = "beginning", "Only beginning"
    IMPROVING = "improving", "Improving"
    STEADY = "steady", "Steady"
    SLIPPING = "slipping", "Slipping"


class Confidence(models.TextChoices):
    """How sure whoever answered is."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class Said(models.Model):
    """What somebody says in answer to a question."""

    kind = models.CharField(max_length=16, choices=Kind.choices, blank=True)
    result = models.PositiveSmallIntegerField(choices=RESULTS, null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why it does not apply.")
    progress = models.CharField(max_length=10, choices=Progress.choices, blank=True)
    confidence = models.CharField(max_length=10, choices=Confidence.choices, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        abstract = True


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("assessment__group", user, marking="assessment__marking"))

    def unanswered(self) -> Self:
        return self.filter(kind="")

    def unverified(self) -> Self:
        return self.exclude(kind="").filter(verified_by=None)

    def without_evidence(self) -> Self:
        """Those that claim 3 or 4 and show nothing for it."""
        high = Q(result__in=NEEDS_EVIDENCE) | Q(verified_result__in=NEEDS_EVIDENCE)
        shown = Evidence.objects.current().filter(answer=OuterRef("pk"))
        return self.filter(high).exclude(Exists(shown))

    def in_order(self) -> Self:
        return self.select_related("question").order_by("question__order", "pk")

    def as_answered(self) -> list[Answered]:
        """In the order of the questions, for the calculations. One query."""
        return [answer.answered for answer in self.in_order()]


class Answer(Referenced, Said):
    """The place for one answer; it stands from the day the assessment opens, empty at first."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_result = models.PositiveSmallIntegerField(
        choices=RESULTS, null=True, blank=True, help_text="Where whoever verified it rates it otherwise."
    )
    version = models.PositiveIntegerField(default=1)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "question"], name="question_answered_once"),
            models.CheckConstraint(
                name="a_result_goes_with_a_rated_answer",
                condition=Q(kind=Kind.RATED, result__gte=0, result__lte=TARGET)
                | (~Q(kind=Kind.RATED) & Q(result=None)),
                violation_error_message="Choose a result from 0 to 4, or say that you do not know.",
            ),
            models.CheckConstraint(
                name="not_applicable_needs_a_reason",
                condition=~Q(kind=Kind.NOT_APPLICABLE) | ~Q(reason=""),
                violation_error_message="Say why the question does not apply to you.",
            ),
            all_or_none("answered_by", "answered_at", name="answered_by_and_at"),
            all_or_none("verified_by", "verified_at", name="verified_by_and_at"),
            models.CheckConstraint(
                name="an_answer_has_somebody_behind_it",
                condition=Q(kind="", answered_by=None, verified_by=None)
                | (~Q(kind="") & Q(answered_by__isnull=False)),
                violation_error_message="An answer has somebody who gave it.",
            ),
            models.CheckConstraint(
                name="nobody_verifies_their_own_answer",
                condition=Q(verified_by=None) | ~Q(verified_by=F("answered_by")),
                violation_error_message="Somebody else has to verify this answer.",
            ),
            models.CheckConstraint(
                name="a_verified_result_goes_with_a_verified_rating",
                condition=Q(verified_result=None)
                | Q(
                    kind=Kind.RATED,
                    verified_by__isnull=False,
                    verified_result__gte=0,
                    verified_result__lte=TARGET,
                ),
                violation_error_message="Only a rated answer can be rated otherwise when it is verified.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question.code}, {self.assessment}"

    def get_absolute_url(self) -> str:
        return reverse("assessment:answer", args=[self.ref])

    @property
    def governing_group(self) -> Group:
        return self.assessment.group

    def belongs_to(self, user: User) -> bool:
        return self.answered_by_id == user.pk

    @property
    def counts(self) -> int | None:
        """The result that goes into every sum: the verifier's where it differs, 0 where nobody knows."""
        return self.answered.counts

    @property
    def answered(self) -> Answered:
        """As the calculations know it."""
        result = self.result if self.verified_result is None else self.verified_result
        return Answered(
            question=self.question.code,
            topic=self.question.topic,
            kind=rating.Kind(self.kind) if self.kind else None,
            result=result,
            harm=self.question.harm,
            on_duty=bool(self.question.duty),
        )


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: User) -> Self:
        """Both its assessment's marking and its own have to let it be seen."""
        path = "answer__assessment__group"
        theirs = seen_through(path, user, marking="answer__assessment__marking")
        return self.filter(theirs & seen_through(path, user))

    def current(self) -> Self:
        return self.filter(withdrawn_at=None)


class Evidence(Referenced, Marked):
    """What an answer rests on: where it is and who has it, never the thing itself."""

    class Type(models.TextChoices):
        POLICY = "policy", "Policy or procedure"
        MINUTES = "minutes", "Minutes or report"
        RECORD = "record", "Register, log or list"
        SAMPLE = "sample", "Sample of files"
        TRAINING = "training", "Training record"
        AUDIT = "audit", "Audit or test"
        OTHER = "other", "Other"

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="evidence")
    type = models.CharField(max_length=10, choices=Type.choices)
    title = models.CharField(max_length=200)
    on = models.DateField("date")
    owner = models.CharField(
        max_length=160, help_text="The post or service that has it, not a person's name."
    )
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta(Marked.Meta):
        constraints = [
            *Marked.Meta.constraints,
            all_or_none("withdrawn_by", "withdrawn_at", name="evidence_withdrawn_by_and_at"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def governing_group(self) -> Group:
        return self.answer.assessment.group


class AnswerVersionQuerySet(models.QuerySet["AnswerVersion"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("answer__assessment__group", user))

    def refused(self) -> Self:
        return self.filter(is_refused=True)

    def kept(self) -> Self:
        return self.filter(is_refused=False)


class AnswerVersion(Referenced, Said, Marked):
    """One saved wording of an answer, or one refused because somebody else had saved in between.

    What was thought on the way stays OFFICIAL-SENSITIVE when the answer itself is submitted.
    """

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(help_text="The version it made; of a refused one, that it was over.")
    is_refused = models.BooleanField(default=False)
    evidence = models.TextField(blank=True, help_text="The evidence sent with it, in words.")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = AnswerVersionQuerySet.as_manager()

    class Meta(Marked.Meta):
        constraints = [
            *Marked.Meta.constraints,
            models.UniqueConstraint(
                fields=["answer", "number"], condition=Q(is_refused=False), name="answer_version_once"
            ),
            models.CheckConstraint(
                name="answer_versions_stay_sensitive",
                condition=Q(marking=Marking.SENSITIVE),
                violation_error_message="Earlier wordings of an answer stay OFFICIAL-SENSITIVE.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer}, {'refused' if self.is_refused else f'version {self.number}'}"

    @property
    def governing_group(self) -> Group:
        return self.answer.assessment.group


class VerificationQuerySet(models.QuerySet["Verification"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("answer__assessment__group", user))


class Verification(Referenced, Marked):
    """Somebody other than whoever answered looked at it and stood by it, or rated it otherwise."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="verifications")
    number = models.PositiveIntegerField(help_text="The version of the answer that was looked at.")
    result = models.PositiveSmallIntegerField(choices=RESULTS, null=True, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = VerificationQuerySet.as_manager()

    class Meta(Marked.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.answer}: verified"

    @property
    def governing_group(self) -> Group:
        return self.answer.assessment.group
