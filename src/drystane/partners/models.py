"""Organisations, the groups they meet in, and who holds which role in a group."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from drystane.access.models import User
from drystane.access.policy import Role
from drystane.audit.refs import Referenced


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: User) -> Self:
        """Who is in the partnership is public."""
        return self if user.is_active else self.none()


class Organisation(Referenced):
    """A body in the partnership: the council, the police, a charity."""

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        POLICE = "police", "Police"
        FIRE = "fire", "Fire and rescue"
        HEALTH = "health", "Health and social care"
        THIRD_SECTOR = "third_sector", "Third sector"
        JUSTICE = "justice", "Justice"
        EDUCATION = "education", "Education"
        BUSINESS = "business", "Business"
        OTHER = "other", "Other"

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)

    objects = OrganisationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class ServiceQuerySet(models.QuerySet["Service"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_active else self.none()


class Service(Referenced):
    """A part of a body that does work of its own: Regulatory Services, Procurement."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="services")
    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="service_named_once_in_its_body")
        ]

    def __str__(self) -> str:
        return self.name


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, user: User) -> Self:
        """The groups one may ask something of are known to everybody in the partnership."""
        return self if user.is_active else self.none()

    def where_role(self, user: User, roles: frozenset[str] | None = None) -> Self:
        """The groups in which this person holds one of the roles (any role, if none are named) today."""
        held = Membership.objects.current().filter(user=user)
        if roles is not None:
            held = held.filter(role__in=roles)
        return self.filter(pk__in=held.values("group"))


class Group(Referenced):
    """People from several bodies who answer for something together."""

    class Kind(models.TextChoices):
        BOARD = "board", "Board"
        GROUP = "group", "Group"
        DESK = "desk", "Desk"

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.GROUP)
    about = models.TextField(blank=True)
    quorum = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many of those who decide have to be there."
    )
    overseen_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="oversees"
    )
    version = models.PositiveIntegerField(default=1)

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="group_does_not_oversee_itself",
                condition=~Q(overseen_by=F("pk")),
                violation_error_message="A group cannot oversee itself.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def governing_group(self) -> "Group":
        return self


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, user: User) -> Self:
        """Who sits on which group is known in the partnership, and who once did is history we keep."""
        return self if user.is_active else self.none()

    def current(self) -> Self:
        return self.filter(left_at=None)


class Membership(Referenced):
    """A role somebody holds, or held, in a group. Rows end; they are never edited into another role."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in Role])
    body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    joined_at = models.DateTimeField()
    joined_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    left_because = models.CharField(max_length=200, blank=True)
    handed_to = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_over_from"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "group"],
                condition=Q(left_at=None),
                name="one_current_role_in_a_group",
                violation_error_message="This person already holds a role in this group.",
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_began",
                condition=Q(left_at=None) | Q(left_at__gte=F("joined_at")),
                violation_error_message="Somebody cannot leave before joining.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.name}, {Role(self.role).label.lower()} of {self.group.name}"

    @property
    def governing_group(self) -> Group:
        return self.group
