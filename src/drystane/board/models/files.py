"""A file that stands behind a paper. Its bytes lie in the home folder under a name that tells nothing."""

from typing import Self

from django.db import models

from drystane.access.models import User
from drystane.audit.refs import Referenced
from drystane.marking.models import Marked
from drystane.partners.models import Group
from drystane.partners.sight import seen_through


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def visible_to(self, user: User) -> Self:
        """Its own marking and that of its paper both have to be open to them."""
        group = "paper__item__meeting__group"
        return self.filter(seen_through(group, user), seen_through(group, user, marking="paper__marking"))


class StoredFile(Referenced, Marked):
    """What somebody uploaded: its digest, the name they gave it, and where its bytes lie."""

    # A paper lies in the module beside this one.
    paper = models.ForeignKey("board.Paper", on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=120)
    kept_as = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = StoredFileQuerySet.as_manager()

    class Meta(Marked.Meta):
        pass

    def __str__(self) -> str:
        return self.name

    @property
    def governing_group(self) -> Group:
        return self.paper.governing_group
