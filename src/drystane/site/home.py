"""What the home page answers: where are the holes, when do we meet, what waits for me."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from drystane.access.models import User
from drystane.access.policy import Permission
from drystane.assessment.models import ANSWERABLE, Agreement, Answer, Assessment
from drystane.board.models import (
    AgendaItem,
    Ask,
    Draft,
    Meeting,
    Paper,
    PaperRecommendation,
    SpotlightOutcome,
    Tasking,
    TaskingState,
)
from drystane.documents.packs import spoken
from drystane.marking.models import Marking, label
from drystane.partners.sight import Seats, seats_of
from drystane.plans.brag import Colour
from drystane.plans.models import OPEN, Action, Overlap, OverlapState, Status
from drystane.strategy.models import Adoption, Edition
from drystane.training.waiting import waiting_in_training

SOON = timedelta(days=60)
SILENCE = timedelta(days=60)  # before an action without an update is asked about; amber comes later
PAIRS = 5  # that may be one job: the likeliest; the list of overlaps holds the rest
NO_WORDS = Value("", output_field=CharField())
MOST = 15  # of one kind, and of all: the lists of the rooms hold the rest
TO_RATE = (
    *("ref", "title", "status", "marking", "descriptor", "brag_override"),
    *("starts_on", "due_on", "last_update_on", "last_progress"),
)


@dataclass(frozen=True, order=True)
class Waiting:
    """Something that waits for this person, each one click from being done."""

    due_on: date
    words: str
    url: str
    kind: str
    urgency: str = "grey"
    is_silent: bool = False  # nothing has been heard of it for SILENCE
    action: str = ""  # the public id of the action to report on


def marking_for(user: User) -> str:
    """How a page is marked that draws the wall and says what waits: as high as anything they count or name.

    Without a purpose nothing sensitive is among it, and nothing is asked. Else one query.
    """
    if not user.purpose:
        return label(Marking.OFFICIAL)
    first, *others = [
        rows.filter(marking=Marking.SENSITIVE).order_by().values_list("descriptor", flat=True)
        for rows in (
            Action.objects.visible_to(user),
            AgendaItem.objects.visible_to(user),
            Assessment.objects.visible_to(user),
            Draft.objects.visible_to(user),
        )
    ]
    descriptors = set(first.union(*others))
    return label(Marking.SENSITIVE if descriptors else Marking.OFFICIAL, descriptors)


def edition_to_show(on: date) -> tuple[list[Edition], Edition | None, set[int]]:
    """The editions published by then, the one the wall is drawn from, and those a board has adopted.

    The newest edition that was adopted or tasked from; where there is none, the newest.
    """
    adoptions = Adoption.objects.filter(edition=OuterRef("pk"))
    taskings = Tasking.objects.standing().filter(recommendation__edition=OuterRef("pk"))
    editions: list[Any] = list(  # with what is asked of each beside it
        Edition.objects.published_by(on).annotate(is_adopted=Exists(adoptions), is_tasked=Exists(taskings))
    )
    chosen = next((edition for edition in editions if edition.is_adopted or edition.is_tasked), None)
    adopted = {edition.pk for edition in editions if edition.is_adopted}
    return editions, chosen or next(iter(editions), None), adopted


def waits_for(user: User, *, today: date) -> list[Waiting]:
    """What waits for this person, most urgent first."""
    seats = seats_of(user)
    found = [
        *what_was_asked(user, seats, today),
        *outcomes_to_follow(user, seats, today),
        *assessments(user, seats, today),
        *my_actions(user, today),
        *actions_to_agree(user, seats, today),
        *papers_to_finish(user, seats, today),
        *papers_read_in(user, seats, today),
        *training(seats, today),
    ]
    return sorted(found, key=lambda waiting: (waiting.due_on, waiting.words))


@dataclass(frozen=True)
class Asked:
    """A tasking, an ask or a meeting, as far as a line of the list tells of it."""

    kind: str
    ref: str
    asked: str
    due_on: date
    state: str
    whom: str


def what_was_asked(user: User, seats: Seats, today: date) -> Iterator[Waiting]:
    """Taskings that a group of mine has to accept, return or report on soon, or that came back to a board of
    mine; asks whose day has passed; meetings of mine to close. All are OFFICIAL. One query."""
    answers, runs = seats.where(Permission.ANSWER_TASKING), seats.where(Permission.RUN_BOARD)
    mine = Q(to_group__in=answers)
    given = mine & Q(state=TaskingState.GIVEN)
    due = mine & Q(state=TaskingState.ACCEPTED, report_back_on__lte=today + SOON)
    back = Q(state=TaskingState.RETURNED, board__in=runs)
    taskings = Tasking.objects.visible_to(user).filter(given | due | back)
    asks = Ask.objects.visible_to(user).overdue(today).filter(meeting__state=Meeting.State.PLANNED)
    asks = asks.filter(Q(of_group__in=answers) | Q(meeting__group__in=runs))
    whom = Coalesce("of_group__name", "of_body__name", "of_post")
    past = Meeting.objects.visible_to(user).filter(state=Meeting.State.PLANNED, on__lte=today, group__in=runs)
    rows = taskings.values_list(
        Value("tasking"), "ref", "asked", "report_back_on", "state", "to_group__name"
    ).union(
        asks.values_list(Value("ask"), "ref", "asked", "due_on", "state", whom),
        past.values_list(Value("meeting"), "ref", Value(""), "on", "state", "group__name"),
        all=True,
    )
    for row in rows.order_by("report_back_on", "ref")[: MOST * 2]:
        found = Asked(*row)
        words, kind = said_of(found)
        late = found.due_on < today and (found.kind != "tasking" or found.state == TaskingState.ACCEPTED)
        yield Waiting(
            due_on=found.due_on,
            words=words,
            url=reverse(f"board:{found.kind}", args=[found.ref]),
            kind=kind,
            urgency="red" if late else "amber",
        )


def said_of(found: Asked) -> tuple[str, str]:
    """What is to be done about it, and what kind of thing that is."""
    if found.kind == "ask":
        return f"{found.whom} was asked and has not answered: {found.asked}", "Ask overdue"
    if found.kind == "meeting":
        day = spoken(found.due_on)
        return f"Record the outcomes and close: {found.whom}, {day}", "Meeting"
    if found.state == TaskingState.RETURNED:
        return f"{found.whom} returned: {found.asked}", "Tasking returned"
    if found.state == TaskingState.GIVEN:
        return f"Accept or return for {found.whom}: {found.asked}", "Tasking"
    return f"Report back to the board: {found.asked}", "Report back"


def outcomes_to_follow(user: User, seats: Seats, today: date) -> Iterator[Waiting]:
    """What a spotlight led to, of which nothing has come by the next meeting: amber on the board's page."""
    rows = (
        SpotlightOutcome.objects.visible_to(user)
        .not_followed_up(today)
        .filter(spotlight__item__meeting__group__in=seats.where(Permission.RUN_BOARD))
        .select_related("spotlight__item__meeting", "message", "action")
        .order_by("spotlight__item__meeting__on", "ref")
    )
    for outcome in rows[:MOST]:
        yield Waiting(
            due_on=outcome.spotlight.meeting.on,
            words=f"Nothing has come yet of the spotlight “{outcome.spotlight.topic}”: {outcome.said}",
            url=outcome.spotlight.get_absolute_url(),
            kind="Spotlight outcome",
            urgency="amber",
        )


def assessments(user: User, seats: Seats, today: date) -> Iterator[Waiting]:
    """Questions to answer, answers to verify, positions to confirm or decline: a line each. One query."""
    answers = Answer.objects.filter(assessment=OuterRef("pk"))
    proposed = Agreement.objects.proposed().filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")))
    rows: QuerySet[Any] = (  # with what waits beside each
        Assessment.objects.visible_to(user)
        .filter(group__in=seats.where(Permission.ANSWER_QUESTIONS))
        .select_related("group", "instrument")
        .annotate(
            left=number_of(answers.unanswered()),
            unverified=number_of(answers.unverified().exclude(answered_by=user)),
            proposed=number_of(proposed.exclude(proposed_for=OuterRef("group")).exclude(proposed_by=user)),
        )
        .filter(Q(state__in=ANSWERABLE) | Q(proposed__gt=0))
    )
    verifies, agrees = seats.where(Permission.VERIFY_ANSWERS), seats.where(Permission.AGREE_POSITION)
    for row in rows.order_by("due_on", "ref")[:MOST]:
        lines = (
            (row.left, "question", "to answer", row.is_open, "assessment:questions"),
            (row.unverified, "answer", "to verify", row.is_open and row.group_id in verifies, ""),
            (row.proposed, "position", "to agree to or decline", row.group_id in agrees, "assessment:common"),
        )
        for count, noun, verb, is_mine, address in lines:
            if count and is_mine:
                yield Waiting(
                    due_on=row.due_on if row.is_open else today,
                    words=f"{count} {noun}{'s' if count > 1 else ''} {verb}: {row}",
                    url=reverse(address, args=[row.ref]) if address else row.get_absolute_url(),
                    kind="Self-assessment",
                    urgency="red" if row.is_late(today) else "amber",
                )


def my_actions(user: User, today: date) -> Iterator[Waiting]:
    """Actions I lead that are red or amber, late or soon due, and those of which nothing was heard lately."""
    led = Action.objects.visible_to(user).led_by(user).filter(status__in=OPEN - {Status.PROPOSED})
    for action in led.order_by("due_on").only(*TO_RATE)[: MOST * 2]:
        colour = action.shown_colour(today)
        is_silent = has_been_silent(action, today)
        if colour in {Colour.RED, Colour.AMBER} or is_silent:
            why = "It was judged so." if action.brag_override else action.rating(today).reason
            yield Waiting(
                due_on=action.due_on or today,
                words=f"{action.title}. {why}",
                url=action.get_absolute_url(),
                kind="Your action",
                urgency=colour.value,
                is_silent=is_silent,
                action=action.ref,
            )


def has_been_silent(action: Action, today: date) -> bool:
    """Begun, and no update since long before today; the start counts as one."""
    heard = max((day for day in (action.last_update_on, action.starts_on) if day), default=None)
    begun = action.status == Status.UNDER_WAY or (heard is not None and heard <= today)
    return begun and heard is not None and today - heard > SILENCE


def actions_to_agree(user: User, seats: Seats, today: date) -> Iterator[Waiting]:
    """Proposals of the plans I direct, and pairs of actions that may be one job. One query."""
    proposed = (
        Action.objects.visible_to(user)
        .filter(status=Status.PROPOSED, plan__group__in=seats.where(Permission.DIRECT_ACTION))
        .order_by()
        .values("plan__ref", "plan__title")
        .annotate(count=Count("pk"))
        .values_list("plan__title", "plan__ref", NO_WORDS, NO_WORDS, "count")
    )
    for first, ref, second, state, count in sorted(proposed.union(pairs_to_decide(user, seats), all=True)):
        if count:
            yield Waiting(
                due_on=today,
                words=f"{count} proposed action{'s' if count > 1 else ''} to agree or drop in {first}",
                url=f"{reverse('plans:plan', args=[ref])}?status={Status.PROPOSED}",
                kind="To agree",
                urgency="amber",
            )
        else:
            asked = "Answer the proposal to merge" if state == OverlapState.PROPOSED else "One job or two?"
            yield Waiting(
                due_on=today,
                words=f"{asked} “{first}” and “{second}”",
                url=reverse("plans:overlap", args=[ref]),
                kind="Overlap",
            )


def pairs_to_decide(user: User, seats: Seats) -> QuerySet[Any, Any]:
    """The likeliest of those of which a side is a group's of mine, OFFICIAL on both sides."""
    pairs = Overlap.objects.visible_to(user).undecided().touching(seats.where(Permission.JUDGE_OVERLAP))
    official = pairs.filter(first__marking=Marking.OFFICIAL, second__marking=Marking.OFFICIAL)
    likeliest = official.order_by("-duplicate", "-related", "ref")[:PAIRS]
    return (
        Overlap.objects.filter(pk__in=likeliest.values("pk"))
        .order_by()
        .values_list("first__title", "ref", "second__title", "state", Value(0))
    )


def papers_to_finish(user: User, seats: Seats, today: date) -> Iterator[Waiting]:
    """Papers in draft before an open meeting: to finish, and for the chair to approve."""
    drafts = (
        Paper.objects.visible_to(user)
        .filter(
            state=Paper.State.DRAFT,
            item__meeting__state=Meeting.State.PLANNED,
            item__meeting__group__in=seats.where(Permission.RUN_BOARD),
        )
        .select_related("item__meeting")
        .order_by("item__meeting__on")
    )
    for paper in drafts[:MOST]:
        yield Waiting(
            due_on=paper.item.meeting.on,
            words=f"The paper “{paper.heading}” is still a draft",
            url=paper.get_absolute_url(),
            kind="Paper",
            urgency="red" if paper.item.meeting.on < today else "amber",
        )


def papers_read_in(user: User, seats: Seats, today: date) -> Iterator[Waiting]:
    """Papers that were read in, with findings to accept or reject."""
    mine = Draft.objects.open().filter(group__in=seats.where(Permission.RUN_BOARD))
    drafts: QuerySet[Any] = mine.visible_to(user).with_progress().defer("text", "layout")
    for draft in drafts.filter(waiting__gt=0).order_by("read_at", "ref")[:MOST]:
        yield Waiting(
            due_on=today,
            words=f"{draft.waiting} finding{'s' if draft.waiting > 1 else ''} to decide in “{draft}”",
            url=draft.get_absolute_url(),
            kind="Paper read in",
            urgency="amber",
        )


def training(seats: Seats, today: date) -> Iterator[Waiting]:
    """Attendance to take, seats to decide on, and whose training lapses soon. One query, for whoever keeps
    such records, and none for others."""
    if not (kept := seats.where(Permission.RECORD_TRAINING)):
        return
    for kind, ref, on, number in waiting_in_training(kept, today, today + SOON):
        if kind == "session":
            words, url = "Take attendance of the session", reverse("training:attendance", args=[ref])
        elif kind == "plan":
            words, url = "Decide on the seats suggested", reverse("training:seat_plan", args=[ref])
        else:
            people = "1 person" if number == 1 else f"{number} people"
            words, url = f"Training of {people} lapses within 60 days", reverse("training:due")
        yield Waiting(on, words, url, "Training", "red" if on < today else "amber")


@dataclass(frozen=True)
class NextMeeting:
    meeting: Meeting
    waits_for: list[str]


def next_meeting(user: User, *, today: date) -> NextMeeting | None:
    """The next meeting this person may see, and what it still waits for. One query."""
    papers = Paper.objects.visible_to(user)
    asked = PaperRecommendation.objects.filter(paper__in=papers, decisions=None)
    due = Tasking.objects.visible_to(user).filter(
        board=OuterRef("group"), state=TaskingState.ACCEPTED, report_back_on__lte=OuterRef("on")
    )
    meeting: Any = (
        Meeting.objects.visible_to(user)
        .select_related("group")
        .annotate(
            drafts=number_of(papers.filter(item__meeting=OuterRef("pk"), state=Paper.State.DRAFT)),
            undecided=number_of(asked.filter(paper__item__meeting=OuterRef("pk"))),
            due=number_of(due),
        )
        .next_after(today)
    )
    if meeting is None:
        return None
    waits = [
        (meeting.drafts, "paper", "still in draft"),
        (meeting.undecided, "recommendation", "to decide"),
        (meeting.due, "tasking", "to report back by then"),
    ]
    return NextMeeting(
        meeting, [f"{count} {noun}{'s' if count > 1 else ''} {rest}" for count, noun, rest in waits if count]
    )


def number_of(rows: QuerySet[Any]) -> Coalesce:
    """How many rows there are for the row of the query round it."""
    counted = rows.order_by().annotate(same=Value(1)).values("same").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)
