"""Promises about several columns at once."""

from django.db.models import CheckConstraint, Q


def all_or_none(*fields: str, name: str) -> CheckConstraint:
    """The fields are filled together or left empty together, as who and when are."""
    filled = Q(**{f"{field}__isnull": False for field in fields})
    empty = Q(**{f"{field}__isnull": True for field in fields})
    return CheckConstraint(
        condition=filled | empty,
        name=name,
        violation_error_message=f"Give all of these or none: {', '.join(fields)}.",
    )
