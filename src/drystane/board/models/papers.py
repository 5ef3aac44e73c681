"""A paper before the board: its text, the figures it cites, what it recommends and what that rests on."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from drystane.access.models import User
from drystane.audit.constraints import all_or_none
from drystane.audit.refs import Referenced
from drystane.board.models.files import StoredFile
from drystane.board.models.meetings import AgendaItem, Meeting
from drystane.board.models.taskings import Tasking
from drystane.marking.models import Marked
from drystane.partners.models import Group
from drystane.partners.sight import seen_through
from drystane.plans.models import Action
from drystane.strategy.models import Edition, Figure, Message, Recommendation


class Verb(models.TextChoices):
    """What a board can be asked to do: every recommendation begins with one of these."""

    NOTE = "note", "note"
    AGREE = "agree", "agree"
    APPROVE = "approve", "approve"
    ADD = "add", "add"
    PRIORITISE = "prioritise", "prioritise"
    ENDORSE = "endorse", "endorse"
    REMIT = "remit", "remit"
    REQUEST = "request", "request"
    INSTRUCT = "instruct", "instruct"
    SCRUTINISE = "scrutinise", "scrutinise"
    WELCOME = "welcome", "welcome"
    TASK = "task", "task"
    ADOPT = "adopt", "adopt"


def exemption() -> "models.CharField[str, str]":
    """The paragraph of Schedule 7A by which something is kept from the public; empty for what is open."""
    return models.CharField(max_length=4, blank=True, default="")


class FormOfBoardQuerySet(models.QuerySet["FormOfBoard"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("group", user, marked=False))


class FormOfBoard(Referenced):
    """The form in which a board's new papers begin."""

    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="+")
    form = models.SlugField(max_length=40)
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    chosen_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = FormOfBoardQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.group}: {self.form}"

    @property
    def governing_group(self) -> Group:
        return self.group


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("item__meeting__group", user))


class Paper(Referenced, Marked):
    """A report to a meeting, written in a council's own form."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        APPROVED = "approved", "Approved"

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="paper")
    form = models.SlugField(max_length=40, default="renfrewshire")
    to = models.CharField(max_length=200)
    report_by = models.CharField(max_length=200, help_text="The post, not the person.")
    heading = models.CharField(max_length=240)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_invented = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = PaperQuerySet.as_manager()

    class Meta(Marked.Meta):
        constraints = [
            *Marked.Meta.constraints,
            all_or_none("approved_by", "approved_at", name="paper_approved_by_and_at_together"),
        ]

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return reverse("board:paper", args=[self.ref])

    @property
    def meeting(self) -> Meeting:
        return self.item.meeting

    @property
    def governing_group(self) -> Group:
        return self.item.meeting.group


class Paragraph(models.Model):
    """A numbered paragraph under one of the form's headings. A figure it cites stands as [[figure:CODE]]."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="paragraphs")
    section = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    exempt_under = exemption()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "section", "order"], name="paragraph_has_its_own_place")
        ]

    def __str__(self) -> str:
        return self.text


class Citation(models.Model):
    """A figure this paper uses, so that its source, its date and whatever disputes it are printed with it."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="citations")
    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "figure"], name="figure_cited_once_a_paper")]

    def __str__(self) -> str:
        return f"{self.paper} cites {self.figure}"


class PaperRecommendationQuerySet(models.QuerySet["PaperRecommendation"]):
    def visible_to(self, user: User) -> Self:
        """A recommendation is seen by whoever sees its paper."""
        return self.filter(seen_through("paper__item__meeting__group", user, marking="paper__marking"))

    def undecided(self) -> Self:
        return self.filter(decisions=None)


class PaperRecommendation(Referenced):
    """One thing the paper asks the board to do."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="recommendations")
    order = models.PositiveSmallIntegerField()
    verb = models.CharField(max_length=12, choices=Verb.choices)
    text = models.TextField(help_text="What follows the verb.")
    exempt_under = exemption()

    objects = PaperRecommendationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "order"], name="recommendation_has_its_own_number")
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display().capitalize()} {self.text}"

    @property
    def governing_group(self) -> Group:
        return self.paper.governing_group


class Rest(models.Model):
    """What a recommendation of a paper rests on: exactly one row elsewhere, which the reader can open."""

    recommendation = models.ForeignKey(PaperRecommendation, on_delete=models.CASCADE, related_name="rests_on")
    tasking = models.ForeignKey(Tasking, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="recommendation_rests_on_one_row",
                condition=(
                    Q(tasking__isnull=False, action=None, asked_by=None, message=None)
                    | Q(tasking=None, action__isnull=False, asked_by=None, message=None)
                    | Q(tasking=None, action=None, asked_by__isnull=False, message=None)
                    | Q(tasking=None, action=None, asked_by=None, message__isnull=False)
                ),
                violation_error_message="Name one row that the recommendation rests on.",
            )
        ]

    def __str__(self) -> str:
        return (
            f"{self.recommendation} rests on {self.tasking or self.action or self.asked_by or self.message}"
        )


class Appendix(models.Model):
    """Something behind the paper: an edition of the strategy, a text of its own, or a file."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="appendices")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=240)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    exempt_under = exemption()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "order"], name="appendix_has_its_own_number")]

    def __str__(self) -> str:
        return f"Appendix {self.order}: {self.title}"


class ExemptTable(models.Model):
    """A table that is counted for the paper and kept from the public."""

    class Which(models.TextChoices):
        RESOURCES = "resources", "Resources by level of prevention"
        LOG = "log", "Rolling action log"
        WALL = "wall", "The wall"
        REFRESH = "refresh", "What the refresh changes"
        OVERLAPS = "overlaps", "No duplicated effort"

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="exempt_tables")
    which = models.CharField(max_length=10, choices=Which.choices)
    exempt_under = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "which"], name="table_exempt_once_a_paper"),
            models.CheckConstraint(
                name="exempt_table_says_under_what",
                condition=~Q(exempt_under=""),
                violation_error_message="Say under which paragraph the table is exempt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_which_display()}, exempt under paragraph {self.exempt_under}"
