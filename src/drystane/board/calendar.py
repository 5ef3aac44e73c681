"""The dates that somebody may see, for their calendar program. Never anything OFFICIAL-SENSITIVE."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from drystane.access.models import User
from drystane.board.ical import Entry
from drystane.board.models import Ask, Meeting, Tasking
from drystane.board.models.taskings import AWAITED
from drystane.plans.models import OPEN, Action

BACK, AHEAD = timedelta(days=60), timedelta(days=400)


def gather_calendar(user: User, *, today: date, site: str) -> list[Entry]:
    """From two months back to a year ahead. `site` is where the addresses in it begin."""
    between = (today - BACK, today + AHEAD)
    return [
        *meetings(user, between, site),
        *taskings(user, between, site),
        *asks(user, between, site),
        *actions(user, between, site),
    ]


Between = tuple[date, date]


def meetings(user: User, between: Between, site: str) -> Iterator[Entry]:
    rows = Meeting.objects.visible_to(user).filter(on__range=between).select_related("group")
    for meeting in rows.order_by("on", "ref"):
        starts_at = None
        if meeting.starts_at is not None:
            starts_at = datetime.combine(meeting.on, meeting.starts_at, ZoneInfo(settings.TIME_ZONE))
        yield Entry(
            uid=uid(meeting.ref),
            on=meeting.on,
            starts_at=starts_at,
            summary=f"Meeting of the {meeting.group}",
            where=meeting.venue,
            url=site + meeting.get_absolute_url(),
        )


def taskings(user: User, between: Between, site: str) -> Iterator[Entry]:
    rows = Tasking.objects.visible_to(user).filter(state__in=AWAITED, report_back_on__range=between)
    for tasking in rows.select_related("to_group").order_by("report_back_on", "ref"):
        yield Entry(
            uid=uid(tasking.ref),
            on=tasking.report_back_on,
            summary=f"{tasking.to_group} reports back: {tasking.asked}",
            url=site + tasking.get_absolute_url(),
        )


def asks(user: User, between: Between, site: str) -> Iterator[Entry]:
    rows = Ask.objects.visible_to(user).unanswered().filter(due_on__range=between)
    for ask in rows.select_related("of_group", "of_body").order_by("due_on", "ref"):
        yield Entry(
            uid=uid(ask.ref),
            on=ask.due_on,
            summary=f"Asked of {ask.of_whom}: {ask.asked}",
            url=site + ask.get_absolute_url(),
        )


def actions(user: User, between: Between, site: str) -> Iterator[Entry]:
    rows = Action.objects.visible_to(user).filter(status__in=OPEN, due_on__range=between)
    for action in rows.select_related("plan").order_by("due_on", "ref"):
        assert action.due_on is not None  # noqa: S101  # the range leaves out those without
        yield Entry(
            uid=uid(action.ref),
            on=action.due_on,
            summary=f"Due: {action.title}",
            detail=action.plan.title,
            url=site + action.get_absolute_url(),
        )


def uid(ref: str) -> str:
    return f"{ref}@drystane"
