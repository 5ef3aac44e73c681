"""Papers kept as they were: for the board when its meeting closed, for the public when they were released."""

from typing import Self

from django.db import models
from django.db.models import Q

from drystane.access.models import User
from drystane.audit.constraints import all_or_none
from drystane.audit.refs import Referenced
from drystane.board.models.meetings import Meeting
from drystane.board.models.papers import Paper
from drystane.marking.models import Marked, Marking
from drystane.partners.models import Group
from drystane.partners.sight import seen_through


class StoredPackQuerySet(models.QuerySet["StoredPack"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("meeting__group", user))

    def for_board(self) -> Self:
        return self.filter(variant=StoredPack.Variant.BOARD)

    def for_public(self) -> Self:
        return self.filter(variant=StoredPack.Variant.PUBLIC)

    def published(self) -> Self:
        """What anybody may read: released, not withdrawn, of a paper that is not sensitive as a whole."""
        return self.for_public().filter(
            released_at__isnull=False,
            withdrawn_at=None,
            marking=Marking.OFFICIAL,
            paper__marking=Marking.OFFICIAL,
        )


class StoredPack(Referenced, Marked):
    """A paper as it was when its meeting closed, or as its public version was released.

    Every later report of that meeting, and the published page, renders this.
    """

    class Variant(models.TextChoices):
        BOARD = "board", "For the board"
        PUBLIC = "public", "For the public"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="stored_packs")
    variant = models.CharField(max_length=8, choices=Variant.choices, default=Variant.BOARD)
    version = models.PositiveIntegerField(
        default=0, help_text="The version of the paper it was gathered from."
    )
    body = models.TextField()
    digest = models.CharField(max_length=64)
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = StoredPackQuerySet.as_manager()

    class Meta(Marked.Meta):
        constraints = [
            *Marked.Meta.constraints,
            models.UniqueConstraint(
                fields=["paper"], condition=Q(variant="board"), name="one_pack_of_a_paper_for_its_board"
            ),
            models.UniqueConstraint(
                fields=["paper"],
                condition=Q(variant="public", released_at__isnull=False, withdrawn_at=None),
                name="one_public_version_of_a_paper_at_a_time",
            ),
            models.CheckConstraint(
                name="only_public_versions_are_released",
                condition=Q(released_at=None, withdrawn_at=None)
                | Q(variant="public", released_at__isnull=False),
                violation_error_message="Only a public version is released, and then withdrawn.",
            ),
            all_or_none("released_by", "released_at", name="pack_released_by_and_at_together"),
            all_or_none("withdrawn_by", "withdrawn_at", name="pack_withdrawn_by_and_at_together"),
        ]

    def __str__(self) -> str:
        return f"Pack of {self.meeting}"

    @property
    def governing_group(self) -> Group:
        return self.meeting.group
