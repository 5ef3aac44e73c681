"""What the lists of actions show, and who may take them away as a file."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import QueryDict

from drystane.access import clock
from drystane.access.models import User
from drystane.access.policy import Permission
from drystane.marking.models import Marking, label
from drystane.partners.models import Organisation
from drystane.partners.sight import seats_of
from drystane.plans.forms.choices import short
from drystane.plans.forms.filters import ActionFilters
from drystane.plans.models import Action, Plan
from drystane.plans.models.actions import ActionQuerySet, exportable_by
from drystane.sheets.columns import Column
from drystane.sheets.jobs import Found, exports
from drystane.sheets.listing import listed

NOBODY = "Nobody yet"


def columns(today: date) -> Sequence[Column]:
    return (
        Column("label", "No.", lambda action: action.label, sort=("code",)),
        Column("title", "Action", lambda action: action.title, sort=("title",), links=True),
        Column(
            "lead",
            "Led by",
            lead,
            sort=("lead_person__name", "lead_body__name"),
        ),
        Column("due", "Due", lambda action: action.due_on, sort=("due_on",)),
        Column("status", "Status", lambda action: action.get_status_display(), sort=("status",)),
        Column(
            "brag",
            "BRAG",
            lambda action: action.shown_colour(today).value.capitalize(),
            sort=("urgency", "due_on"),
        ),
        Column(
            "objective",
            "Objective",
            lambda action: action.objective.capitalize(),
            sort=("objective", "prevention_level"),
        ),
    )


def columns_of_file(today: date) -> Sequence[Column]:
    """A file holds what an action says beyond the list."""
    return (
        *columns(today),
        Column("plan", "Plan", lambda action: action.plan.title),
        Column("body", "Lead body", body),
        Column("level", "Level of prevention", lambda action: short(action.prevention_level)),
        Column("brag_reason", "Why this colour", lambda action: reason(action, today)),
        Column("marking", "Marking", lambda action: action.marking_label),
        Column("detail", "In more detail", lambda action: action.detail),
        Column("recommendation", "Recommendation", recommendation),
        Column("starts", "Starts", lambda action: action.starts_on),
        Column("first_due", "First due", lambda action: action.original_due_on),
        Column("last_update", "Last reported", lambda action: action.last_update_on),
        Column("money", "Pounds", lambda action: action.money),
        Column("staff_days", "Staff days", lambda action: action.staff_days),
        Column("resources", "Other resources", lambda action: action.resources),
        Column("community", "Community", lambda action: action.get_community_display()),
        Column("measure", "Measure", lambda action: action.measure),
        Column("baseline", "Baseline", lambda action: action.baseline),
        Column("target", "Target", lambda action: action.target),
        Column("mainstreamed_on", "Everyday work since", lambda action: action.mainstreamed_on),
        Column("mainstreamed_to", "Everyday work of", lambda action: action.mainstreamed_to),
        Column("source", "Source", lambda action: action.citation),
        Column("invented", "Invented for the example", lambda action: action.invented),
    )


def lead(action: Action) -> str:
    return action.lead_person.name if action.lead_person else NOBODY


def body(action: Action) -> str:
    return action.lead_body.name if action.lead_body else ""


def reason(action: Action, today: date) -> str:
    ruled = action.rating(today)
    if action.brag_override:
        return f"Somebody judged it so. By the rule it is {ruled.colour.value}: {ruled.reason}"
    return ruled.reason


def recommendation(action: Action) -> str:
    return action.recommendation.code if action.recommendation else ""


# What a list shows of each action. The database sorts thousands of rows, and is quicker with narrow ones.
SHOWN = (
    *("ref", "marking", "descriptor", "code", "title", "status", "objective", "prevention_level", "invented"),
    *("starts_on", "due_on", "last_update_on", "last_progress", "brag_override"),
    *("plan", "lead_person", "lead_body"),
)


def seen_actions(user: User, today: date) -> ActionQuerySet:
    """Names are fetched for one page's rows only: joined, they would be fetched for all that are sorted."""
    found = Action.objects.visible_to(user).with_urgency(today).only(*SHOWN)
    return found.prefetch_related(
        Prefetch("lead_person", User.objects.only("name")),
        Prefetch("lead_body", Organisation.objects.only("name")),
    )


def seen_over_plans(user: User, today: date) -> ActionQuerySet:
    return seen_actions(user, today).prefetch_related(Prefetch("plan", Plan.objects.only("ref", "title")))


def seen_for_file(user: User, today: date) -> ActionQuerySet:
    """With all that a file says of them."""
    return seen_over_plans(user, today).only().select_related("recommendation", "source")


def filters(user: User, today: date, *, over_plans: bool) -> Callable[[QueryDict], ActionFilters]:
    plans = Plan.objects.visible_to(user).order_by("title") if over_plans else None
    return lambda query: ActionFilters(query, user=user, today=today, plans=plans)


def may_take(user: User, rows: QuerySet[Any]) -> bool:
    """All of them or none: a file with some left out would look whole."""
    return takes_all_it_sees(user) or not rows.exclude(exportable_by(user)).exists()


def takes_all_it_sees(user: User) -> bool:
    """Whether the roles alone say yes, which spares looking at every row."""
    seats = seats_of(user)
    if not seats.seen <= seats.where(Permission.EXPORT_OFFICIAL):
        return False
    return not user.purpose or seats.where(Permission.SEE_SENSITIVE) <= seats.where(
        Permission.EXPORT_SENSITIVE
    )


def marking_of(rows: QuerySet[Any]) -> str:
    """The marking of a page or file that holds these: the highest, with every descriptor."""
    sensitive = rows.filter(marking=Marking.SENSITIVE).order_by()
    descriptors = set(sensitive.values_list("descriptor", flat=True).distinct())
    return label(Marking.SENSITIVE if descriptors else Marking.OFFICIAL, descriptors)


@exports("actions")
def find_actions(user: User, query: QueryDict) -> Found:
    """The rows of a long file, asked for again when it is made."""
    today = clock.today()
    shown = columns_of_file(today)
    rows = listed(
        seen_for_file(user, today),
        query,
        columns=shown,
        filters=filters(user, today, over_plans=True),
        default_sort="brag",
    )
    if not may_take(user, rows):
        raise PermissionDenied("Your role does not let you take these actions away as a file.")
    return shown, rows.iterator(chunk_size=500)
