"""People who sign in. What they may do is decided by the roles they hold in groups (`policy`)."""

from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from drystane.audit.refs import Referenced


class PartnershipRole(models.TextChoices):
    """What somebody does for the whole partnership. None of these opens any content."""

    NONE = "", "None"
    ADMINISTRATOR = "administrator", "Administrator"
    AUDITOR = "auditor", "Auditor"


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: "User") -> Self:
        """Colleagues know one another: anybody signed in may see who has an account."""
        return self if user.is_active else self.none()


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, user: "User") -> UserQuerySet:
        return self.get_queryset().visible_to(user)

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(Referenced, AbstractBaseUser):
    """Somebody with an account: an officer, a councillor, a third-sector colleague."""

    username = models.CharField(
        max_length=60, unique=True, error_messages={"unique": "Somebody already signs in with that name."}
    )
    name = models.CharField(max_length=120)
    post = models.CharField(max_length=160, blank=True, help_text="The post held, as papers name it.")
    email = models.EmailField(blank=True)
    partnership_role = models.CharField(
        max_length=20, choices=PartnershipRole.choices, blank=True, default=PartnershipRole.NONE
    )
    is_active = models.BooleanField(default=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    must_change_password = models.BooleanField(
        default=False, help_text="The password was made by an administrator, who has seen it."
    )
    is_invented = models.BooleanField(default=False, help_text="Made up for the worked example.")

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    # Why this person needs OFFICIAL-SENSITIVE records just now. Given per sign-in and
    # never stored here: without it, sensitive records stay out of everything shown.
    purpose: str = ""
    # The groups this person sits in, for as long as one request lasts (see `partners.sight`).
    seats: Any = None

    def __str__(self) -> str:
        return self.name

    @property
    def is_administrator(self) -> bool:
        return self.partnership_role == PartnershipRole.ADMINISTRATOR

    @property
    def is_auditor(self) -> bool:
        return self.partnership_role == PartnershipRole.AUDITOR
