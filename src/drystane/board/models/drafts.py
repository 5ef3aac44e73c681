"""A paper that the machine has read, and what it found: a person accepts, mends or rejects each finding."""

from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from drystane.access.models import User
from drystane.audit.refs import Referenced
from drystane.marking.models import Marked
from drystane.partners.models import Group
from drystane.partners.sight import seen_through


class DraftState(models.TextChoices):
    OPEN = "open", "Open"
    PUT_AWAY = "put_away", "Put away"


DRAFT_MOVES = {
    DraftState.OPEN: {DraftState.PUT_AWAY},
    DraftState.PUT_AWAY: {DraftState.OPEN},
}


class ItemState(models.TextChoices):
    WAITING = "waiting", "Waiting for you"
    ACCEPTED = "accepted", "Accepted"
    MENDED = "mended", "Mended and accepted"
    REJECTED = "rejected", "Rejected"


ITEM_MOVES = {
    ItemState.WAITING: {ItemState.ACCEPTED, ItemState.MENDED, ItemState.REJECTED},
    ItemState.ACCEPTED: {ItemState.WAITING},
    ItemState.MENDED: {ItemState.WAITING},
    ItemState.REJECTED: {ItemState.WAITING},
}


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("group", user))

    def open(self) -> Self:
        return self.filter(state=DraftState.OPEN)

    def with_progress(self) -> Self:
        """Each with how many of its findings wait, and how many there are."""
        return self.annotate(
            waiting=Count("items", filter=Q(items__state=ItemState.WAITING)), found=Count("items")
        )


class Draft(Referenced, Marked):
    """A paper read in for a board. None of it is a record until a person has accepted it, item by item."""

    class Kind(models.TextChoices):
        REPORT = "report", "Report"
        MINUTE = "minute", "Minute"
        ACTION_LOG = "action_log", "Action log"
        STRATEGY = "strategy", "Strategy"

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=240)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=DraftState.choices, default=DraftState.OPEN)
    # Emptied together when the time for keeping them is over.
    text = models.TextField(blank=True, help_text="All that the paper says, with single spaces.")
    layout = models.JSONField(default=dict, help_text="Where its pages and lines begin and end.")
    name = models.CharField(max_length=120)
    kept_as = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField()
    is_invented = models.BooleanField(default=False)

    objects = DraftQuerySet.as_manager()

    class Meta(Marked.Meta):
        constraints = [
            *Marked.Meta.constraints,
            models.UniqueConstraint(
                fields=["kept_as"], condition=~Q(kept_as=""), name="a_file_behind_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("board:draft", args=[self.ref])

    @property
    def governing_group(self) -> Group:
        return self.group

    @property
    def is_open(self) -> bool:
        return self.state == DraftState.OPEN

    def may_become(self) -> set[DraftState]:
        return DRAFT_MOVES[DraftState(self.state)]


class DraftItemQuerySet(models.QuerySet["DraftItem"]):
    def visible_to(self, user: User) -> Self:
        """What was found in a paper is seen by whoever sees the draft."""
        return self.filter(seen_through("draft__group", user, marking="draft__marking"))

    def waiting(self) -> Self:
        return self.filter(state=ItemState.WAITING)

    def taken(self) -> Self:
        return self.filter(state__in=TAKEN)


class DraftItem(Referenced):
    """One finding: where it stands in the paper, what the machine made of it, what a person did with it."""

    class Kind(models.TextChoices):
        CHECK = "check", "Please check"
        PAPER = "paper", "Meeting and paper"
        GROUP = "group", "Group"
        RECOMMENDATION = "recommendation", "Recommendation"
        TASKING = "tasking", "Tasking"
        ACTION = "action", "Action"
        FIGURE = "figure", "Figure"
        MESSAGE = "message", "Message"

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="items")
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    text = models.TextField(blank=True, help_text="Word for word as in the paper.")
    page = models.PositiveIntegerField(null=True, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    paragraph = models.CharField(max_length=20, blank=True, help_text="Its number in the paper.")
    doubt = models.TextField(blank=True, help_text="What a person should look at, in a sentence.")
    machine = models.JSONField(default=dict, help_text="What the machine proposes, field by field.")
    person = models.JSONField(null=True, blank=True, help_text="What a person made of it, field by field.")
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.WAITING)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)
    why = models.TextField(blank=True)
    became = models.CharField(max_length=16, choices=Kind.choices, blank=True)
    became_ref = models.CharField(max_length=12, blank=True, db_index=True)
    made = models.JSONField(null=True, blank=True, help_text="The record as it was made, to tell a change.")
    version = models.PositiveIntegerField(default=1)

    objects = DraftItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "order"], name="finding_has_its_own_place"),
            models.CheckConstraint(
                name="finding_ends_after_it_begins",
                condition=Q(end__gte=models.F("start")),
                violation_error_message="A finding ends after it begins.",
            ),
            models.CheckConstraint(
                name="decided_findings_say_when",
                condition=Q(state="waiting", at=None, by=None) | (~Q(state="waiting") & Q(at__isnull=False)),
                violation_error_message="A finding that was decided says when.",
            ),
            models.CheckConstraint(
                name="taken_findings_say_what_they_became",
                condition=Q(state__in=["accepted", "mended"], became_ref__gt="")
                | Q(state__in=["waiting", "rejected"], became="", became_ref=""),
                violation_error_message="A finding that was accepted says what it became, and only then.",
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.doubt

    def get_absolute_url(self) -> str:
        return reverse("board:draft_item", args=[self.ref])

    @property
    def governing_group(self) -> Group:
        return self.draft.group

    @property
    def is_waiting(self) -> bool:
        return self.state == ItemState.WAITING

    @property
    def is_taken(self) -> bool:
        return self.state in TAKEN

    @property
    def place(self) -> str:
        """Where it stands, as one tells another: "paragraph 2.1", "page 3"."""
        if self.paragraph:
            return f"paragraph {self.paragraph}"
        return f"page {self.page}" if self.page else ""

    def may_become(self) -> set[ItemState]:
        return ITEM_MOVES[ItemState(self.state)]


TAKEN = frozenset({ItemState.ACCEPTED, ItemState.MENDED})


class DraftMoveQuerySet(models.QuerySet["DraftMove"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("item__draft__group", user, marking="item__draft__marking"))


class DraftMove(Referenced):
    """Somebody decided about a finding, or took the decision back. Added, never edited."""

    item = models.ForeignKey(DraftItem, on_delete=models.PROTECT, related_name="moves")
    before = models.CharField(max_length=10, choices=ItemState.choices)
    to = models.CharField(max_length=10, choices=ItemState.choices)
    why = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = DraftMoveQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.item}: {self.get_to_display()}"

    @property
    def governing_group(self) -> Group:
        return self.item.draft.group
