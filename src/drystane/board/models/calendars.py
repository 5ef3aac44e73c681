"""The address under which somebody's calendar program reads their dates."""

from typing import Self

from django.db import models

from drystane.access.models import User
from drystane.audit.refs import Referenced
from drystane.board.cabinet import digest_of


class CalendarAddressQuerySet(models.QuerySet["CalendarAddress"]):
    def visible_to(self, user: User) -> Self:
        """One's own only."""
        return self.filter(owner=user) if user.is_active else self.none()

    def in_force(self) -> Self:
        return self.filter(revoked_at=None)

    def opened_by(self, token: str) -> "CalendarAddress | None":
        """The address with that token, unless it was taken back or its owner's account is closed.

        A token is drawn at random and long, so a plain digest of it cannot be guessed back.
        """
        found = self.in_force().filter(digest=digest_of(token.encode()), owner__is_active=True)
        return found.select_related("owner").first()


class CalendarAddress(Referenced):
    """Whoever holds its token reads what its owner may see of OFFICIAL dates. Kept as a digest only."""

    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarAddressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner"],
                condition=models.Q(revoked_at=None),
                name="one_calendar_address_in_force",
                violation_error_message="You have an address already. Take it back first.",
            )
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.owner}"
