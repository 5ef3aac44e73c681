"""A partner tells the board what it sees, and what the board makes of it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from drystane.access.models import User
from drystane.audit.constraints import all_or_none
from drystane.audit.refs import Referenced
from drystane.board.models.meetings import AgendaItem, Meeting
from drystane.partners.models import Group, Organisation
from drystane.partners.sight import seen_through
from drystane.plans.models import Action, PlanMessage, Status
from drystane.strategy.models import Message


class SpotlightQuerySet(models.QuerySet["Spotlight"]):
    def visible_to(self, user: User) -> Self:
        """A spotlight is seen by whoever sees its item."""
        return self.filter(seen_through("item__meeting__group", user, marking="item__marking"))


class Spotlight(Referenced):
    """A session in which a partner tells a meeting about one subject. It has its item's marking."""

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="spotlight")
    topic = models.CharField(max_length=200)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=160, help_text="The post, not the person.")
    about = models.TextField(blank=True)
    material = models.CharField(max_length=300, blank=True, help_text="What was shown or handed out.")
    held_by = models.CharField(max_length=300, blank=True, help_text="Where the material is held.")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    is_invented = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = SpotlightQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="material_says_where_it_is_held",
                condition=Q(material="") | ~Q(held_by=""),
                violation_error_message="Say where the material is held.",
            )
        ]

    def __str__(self) -> str:
        return self.topic

    def get_absolute_url(self) -> str:
        return reverse("board:spotlight", args=[self.ref])

    @property
    def meeting(self) -> Meeting:
        return self.item.meeting

    @property
    def governing_group(self) -> Group:
        return self.item.meeting.group


class SpotlightOutcomeQuerySet(models.QuerySet["SpotlightOutcome"]):
    def visible_to(self, user: User) -> Self:
        """Both ends must be seen: the spotlight's item, and the action or message that came of it."""
        actions = seen_through("action__plan__group", user, marking="action__marking")
        messages = Q(message__in=Message.objects.visible_to(user).values("pk"))
        return self.filter(
            seen_through("spotlight__item__meeting__group", user, marking="spotlight__item__marking"),
            Q(action=None) | actions,
            Q(message=None) | messages,
        )

    def not_followed_up(self, on: date) -> Self:
        """Nothing has come of it, and the board's next meeting after its own has come."""
        later = Meeting.objects.filter(
            group=OuterRef("spotlight__item__meeting__group"),
            on__gt=OuterRef("spotlight__item__meeting__on"),
            on__lte=on,
        )
        return self.filter(Exists(later)).exclude(followed_up())


class SpotlightOutcome(Referenced):
    """What the board made of a spotlight: one of five things, and what became of it."""

    class Kind(models.TextChoices):
        MESSAGE = "message", "A message"
        ACTION = "action", "An action"
        ISSUE = "issue", "A strategic issue"
        PRACTICE = "practice", "Good practice"
        NOTHING = "nothing", "No action, because"

    spotlight = models.ForeignKey(Spotlight, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.TextField(blank=True)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    what_came = models.TextField(blank=True)
    what_came_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    what_came_at = models.DateTimeField(null=True, blank=True)

    objects = SpotlightOutcomeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="spotlight_outcome_has_what_its_kind_needs",
                condition=Q(kind="message", message__isnull=False, action=None, owner=None)
                | Q(kind="action", action__isnull=False, message=None, owner=None)
                | (Q(kind="issue", owner__isnull=False, action=None, message=None) & ~Q(words=""))
                | (Q(kind__in=["practice", "nothing"], owner=None, action=None, message=None) & ~Q(words="")),
                violation_error_message="Say what came of the spotlight in words, and who owns an issue.",
            ),
            all_or_none("what_came_by", "what_came_at", name="what_came_of_it_by_and_at_together"),
            models.UniqueConstraint(fields=["spotlight", "action"], name="spotlight_action_once"),
            models.UniqueConstraint(fields=["spotlight", "message"], name="spotlight_message_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.said}"

    @property
    def governing_group(self) -> Group:
        return self.spotlight.governing_group

    @property
    def said(self) -> str:
        """In the words of the message, the action, or its own."""
        return self.message.text if self.message else self.action.title if self.action else self.words

    @property
    def takes_words(self) -> bool:
        """Its follow-up is told in words; of the others it is read from the message or the action."""
        return self.kind in TOLD_IN_WORDS


TOLD_IN_WORDS = frozenset({SpotlightOutcome.Kind.ISSUE, SpotlightOutcome.Kind.PRACTICE})


def followed_up() -> Q:
    """A plan carries the message; the action's group has agreed or dropped it; somebody has said what came of
    the issue or the practice. Of "no action, because" nothing needs to come."""
    return (
        Q(kind="message", message__in=PlanMessage.objects.values("message"))
        | (Q(kind="action") & ~Q(action__status=Status.PROPOSED))
        | Q(kind__in=TOLD_IN_WORDS, what_came_at__isnull=False)
        | Q(kind="nothing")
    )
