"""What happens to a paper while it is written: its versions, and what people say of it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from drystane.access.models import User
from drystane.audit.constraints import all_or_none
from drystane.audit.refs import Referenced
from drystane.board.models.papers import Paper
from drystane.marking.models import Marked
from drystane.partners.models import Group
from drystane.partners.sight import seen_through

GROUP = "paper__item__meeting__group"


def seen_with_paper(user: User) -> Q:
    """Rows are marked as their paper was when they were made: its marking may have been lowered since."""
    return seen_through(GROUP, user) & seen_through(GROUP, user, marking="paper__marking")


class PaperVersionQuerySet(models.QuerySet["PaperVersion"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_with_paper(user))


class PaperCommentQuerySet(models.QuerySet["PaperComment"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_with_paper(user))

    def unresolved(self) -> Self:
        return self.filter(resolved_at=None)


class PaperVersion(Referenced, Marked):
    """The whole text of a paper as one change left it. Added, never edited."""

    class What(models.TextChoices):
        BEGUN = "begun", "Began the paper"
        FRONT = "front", "Changed the front"
        SECTION = "section", "Wrote"
        FORM = "form", "Chose another form"
        LINES = "lines", "Filled in the lines of the form"
        RECOMMENDED = "recommended", "Added a recommendation"
        REWORDED = "reworded", "Changed a recommendation"
        WITHDRAWN = "withdrawn", "Took a recommendation out"
        APPENDED = "appended", "Added an appendix"
        TAKEN_OUT = "taken_out", "Took an appendix out"
        MARKED = "marked", "Changed the marking"
        EXEMPTED = "exempted", "Said what is exempt"
        RESTORED = "restored", "Went back to an earlier version"
        APPROVED = "approved", "Approved the paper"

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=12, choices=What.choices)
    section = models.SlugField(max_length=40, blank=True)
    body = models.TextField()
    took_approval_back = models.BooleanField(default=False)
    restores = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = PaperVersionQuerySet.as_manager()

    class Meta(Marked.Meta):
        constraints = [
            *Marked.Meta.constraints,
            models.UniqueConstraint(fields=["paper", "number"], name="version_has_its_own_number"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {self.paper}"

    def get_absolute_url(self) -> str:
        return reverse("board:paper_version", args=[self.ref])

    @property
    def governing_group(self) -> Group:
        return self.paper.governing_group


class PaperComment(Referenced, Marked):
    """What somebody says of a draft. It is part of no printed form."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="comments")
    section = models.SlugField(max_length=40, blank=True, help_text="Empty for the paper as a whole.")
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reply = models.TextField(blank=True)
    resolved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = PaperCommentQuerySet.as_manager()

    class Meta(Marked.Meta):
        constraints = [
            *Marked.Meta.constraints,
            all_or_none("resolved_by", "resolved_at", name="comment_resolved_by_and_at_together"),
            models.CheckConstraint(
                name="comment_resolved_with_a_reply",
                condition=Q(reply="", resolved_at=None) | (~Q(reply="") & Q(resolved_at__isnull=False)),
                violation_error_message="Say what you did about the comment.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def governing_group(self) -> Group:
        return self.paper.governing_group
