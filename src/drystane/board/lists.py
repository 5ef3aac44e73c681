"""What the board room's lists show, and who may take them away as a file."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.timezone import localdate

from drystane.access import clock
from drystane.access.models import User
from drystane.board.forms import MeetingFilters, TaskingFilters
from drystane.board.forms.asks import AskFilters
from drystane.board.models import Ask, Draft, Meeting, Tasking
from drystane.board.models.asks import AskQuerySet
from drystane.board.models.drafts import DraftQuerySet
from drystane.board.models.meetings import MeetingQuerySet
from drystane.board.models.taskings import TaskingQuerySet
from drystane.plans.models import Action
from drystane.sheets.columns import Column
from drystane.sheets.jobs import Found, exports
from drystane.sheets.listing import listed


def tasking_columns(today: date) -> Sequence[Column]:
    return (
        Column("asked", "What is asked", lambda tasking: tasking.asked, sort=("asked",), links=True),
        Column("group", "Asked of", lambda tasking: tasking.to_group.name, sort=("to_group__name",)),
        Column("due", "Report back by", lambda tasking: tasking.report_back_on, sort=("report_back_on",)),
        Column("state", "State", lambda tasking: tasking.get_state_display(), sort=("state",)),
        Column("late", "Late", lambda tasking: "Late" if tasking.is_late(today) else ""),
    )


def tasking_columns_of_file(today: date) -> Sequence[Column]:
    """With the reference, by which a row is known when the list comes in again."""
    return (Column("ref", "Reference", lambda tasking: tasking.ref), *tasking_columns(today))


def seen_taskings(user: User) -> TaskingQuerySet:
    return Tasking.objects.visible_to(user).select_related("to_group", "board")


def tasking_filters(today: date) -> Callable[[QueryDict], TaskingFilters]:
    return lambda query: TaskingFilters(query, today=today)


def may_take_taskings(user: User, rows: QuerySet[Tasking]) -> bool:
    """All of them or none: a file with some left out would look whole."""
    return not rows.exclude(pk__in=Tasking.objects.exportable_by(user).values("pk")).exists()


@exports("taskings")
def find_taskings(user: User, query: QueryDict) -> Found:
    today = clock.today()
    columns = tasking_columns_of_file(today)
    rows = listed(
        seen_taskings(user), query, columns=columns, filters=tasking_filters(today), default_sort="due"
    )
    if not may_take_taskings(user, rows):
        raise PermissionDenied("Your role does not let you take these taskings away as a file.")
    return columns, rows.iterator(chunk_size=500)


DRAFT_COLUMNS = (
    Column("title", "Paper", lambda draft: draft.title, sort=("title",), links=True),
    Column("kind", "Kind", lambda draft: draft.get_kind_display(), sort=("kind",)),
    Column("read", "Read in on", lambda draft: localdate(draft.read_at), sort=("read_at",)),
    Column("waiting", "Waiting", lambda draft: draft.waiting, sort=("waiting",)),
    Column("found", "Found", lambda draft: draft.found, sort=("found",)),
    Column("state", "State", lambda draft: draft.get_state_display(), sort=("state",)),
)


def seen_drafts(user: User) -> DraftQuerySet:
    return Draft.objects.visible_to(user).defer("text", "layout").with_progress()


MEETING_COLUMNS = (
    Column("on", "Date", lambda meeting: meeting.on, sort=("on",), links=True),
    Column("board", "Board", lambda meeting: meeting.group.name, sort=("group__name",)),
    Column("venue", "Where", lambda meeting: meeting.venue, sort=("venue",)),
    Column("state", "State", lambda meeting: meeting.get_state_display(), sort=("state",)),
)


def seen_meetings(user: User) -> MeetingQuerySet:
    return Meeting.objects.visible_to(user).select_related("group")


def may_take_meetings(user: User, rows: QuerySet[Meeting]) -> bool:
    return not rows.exclude(pk__in=Meeting.objects.exportable_by(user).values("pk")).exists()


@exports("meetings")
def find_meetings(user: User, query: QueryDict) -> Found:
    rows = listed(
        seen_meetings(user), query, columns=MEETING_COLUMNS, filters=MeetingFilters, default_sort="-on"
    )
    if not may_take_meetings(user, rows):
        raise PermissionDenied("Your role does not let you take these meetings away as a file.")
    return MEETING_COLUMNS, rows.iterator(chunk_size=500)


def ask_columns(today: date) -> Sequence[Column]:
    return (
        Column("asked", "What is asked for", lambda ask: ask.asked, sort=("asked",), links=True),
        Column("of", "Asked of", lambda ask: ask.of_whom),
        Column("meeting", "For the meeting of", lambda ask: ask.meeting.on, sort=("meeting__on",)),
        Column("due", "By", lambda ask: ask.due_on, sort=("due_on",)),
        Column("state", "State", lambda ask: ask.get_state_display(), sort=("state",)),
        Column("overdue", "Overdue", lambda ask: "Overdue" if ask.is_overdue(today) else ""),
    )


def seen_asks(user: User) -> AskQuerySet:
    return Ask.objects.visible_to(user).select_related("meeting", "of_group", "of_body")


def ask_filters(today: date) -> Callable[[QueryDict], AskFilters]:
    return lambda query: AskFilters(query, today=today)


def may_take_asks(user: User, rows: QuerySet[Ask]) -> bool:
    return not rows.exclude(pk__in=Ask.objects.exportable_by(user).values("pk")).exists()


@exports("asks")
def find_asks(user: User, query: QueryDict) -> Found:
    today = clock.today()
    columns = ask_columns(today)
    rows = listed(seen_asks(user), query, columns=columns, filters=ask_filters(today), default_sort="due")
    if not may_take_asks(user, rows):
        raise PermissionDenied("Your role does not let you take these asks away as a file.")
    return columns, rows.iterator(chunk_size=500)


def log_columns(raised: Mapping[int, date], today: date) -> Sequence[Column]:
    """The rolling action log. `raised` says for each action at which meeting it was asked for."""
    return (
        Column("raised", "Raised on", lambda action: raised[action.pk]),
        Column("action", "Action", lambda action: action.title, sort=("title",), links=True),
        Column("owner", "Who", owner, sort=("lead_person__name",)),
        Column("due", "Due", lambda action: action.due_on, sort=("due_on",)),
        Column("status", "Status", lambda action: action.get_status_display(), sort=("status",)),
        Column("brag", "BRAG", lambda action: action.shown_colour(today).capitalize()),
    )


def owner(action: Action) -> str:
    names = (action.lead_person, action.lead_body)
    return ", ".join(str(name) for name in names if name) or "Nobody yet"


def may_take_log(user: User, rows: QuerySet[Action]) -> bool:
    return not rows.exclude(pk__in=Action.objects.exportable_by(user).values("pk")).exists()
