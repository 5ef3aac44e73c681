"""What an audience can do: the page a board writes for it, and what of it anybody may read."""

from typing import Self

from django.db import models
from django.urls import reverse

from drystane.access.models import User
from drystane.audit.constraints import all_or_none
from drystane.audit.refs import Referenced
from drystane.partners.models import Group
from drystane.partners.sight import seen_through
from drystane.strategy.models import Audience, Message


class AudiencePageQuerySet(models.QuerySet["AudiencePage"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("group", user, marked=False))


class AudiencePage(Referenced):
    """What a board would say to one audience, in plain words. Only what is published leaves the house."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=30, choices=Audience.choices)
    title = models.CharField(max_length=100)
    intro = models.TextField()
    help_line = models.TextField("who to tell", help_text="Whom to ring, and what happens then.")
    title_gd = models.CharField("title in Gaelic", max_length=100, blank=True)
    intro_gd = models.TextField("first words in Gaelic", blank=True)
    help_line_gd = models.TextField("who to tell, in Gaelic", blank=True)
    is_invented = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = AudiencePageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "audience"],
                name="one_page_a_board_and_audience",
                violation_error_message="This board has a page for that audience already.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("comms:page", args=[self.ref])

    @property
    def governing_group(self) -> Group:
        return self.group


class PagePointQuerySet(models.QuerySet["PagePoint"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("page__group", user, marked=False))


class PagePoint(Referenced):
    """A message that a page gives, in its place."""

    page = models.ForeignKey(AudiencePage, on_delete=models.CASCADE, related_name="points")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()

    objects = PagePointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "message"], name="message_once_on_a_page"),
        ]

    def __str__(self) -> str:
        return str(self.message)


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("page__group", user, marked=False))

    def standing(self) -> Self:
        """What anybody may read now."""
        return self.filter(withdrawn_at=None)


class Publication(Referenced):
    """The chair's decision that anybody may read these words. The words are kept as they were decided on."""

    page = models.ForeignKey(AudiencePage, on_delete=models.PROTECT, related_name="publications")
    audience = models.CharField(max_length=30, choices=Audience.choices)
    body = models.TextField()
    messages = models.ManyToManyField(Message, related_name="+")
    page_version = models.PositiveIntegerField()
    why = models.TextField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        constraints = [
            all_or_none("withdrawn_by", "withdrawn_at", name="publication_withdrawn_by_and_when"),
            models.UniqueConstraint(
                fields=["audience"],
                condition=models.Q(withdrawn_at=None),
                name="one_public_page_an_audience",
                violation_error_message="Another page is published for this audience. Take it down first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page}, published"

    @property
    def governing_group(self) -> Group:
        return self.page.group
