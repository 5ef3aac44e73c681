"""Everybody in every relation, and one record of each kind to try them on."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from drystane.access.models import User
from drystane.access.policy import Role
from drystane.assessment.models import (
    WORKING,
    Agreement,
    AgreementMove,
    Answer,
    Assessment,
    Crosswalk,
    Evidence,
    Gap,
    Instrument,
    Question,
    Subject,
)
from drystane.board import cabinet
from drystane.board.models import (
    AgendaItem,
    Appendix,
    Ask,
    Attendance,
    Decision,
    Declaration,
    Meeting,
    Minute,
    Paper,
    PaperComment,
    PaperRecommendation,
    PaperVersion,
    Paragraph,
    Spotlight,
    SpotlightOutcome,
    StoredFile,
    Tasking,
    TaskingState,
)
from drystane.board.operations.changing import keep_version
from drystane.board.tests.papers_read import PAPER, item, keep
from drystane.documents.models import CiteStatus
from drystane.partners.models import Group, Membership
from drystane.sheets.models import ExportJob, ImportJob
from drystane.strategy.models import Figure, Message
from drystane.training.models import (
    Booking,
    Completion,
    Course,
    CourseVersion,
    RoleRule,
    Session,
    Staff,
    Team,
)
from drystane.training.operations.seats import suggest_seats
from tests.cast import (
    NOW,
    Partnership,
    make_action,
    make_edition,
    make_overlap,
    make_partnership,
    make_user,
    seat,
)
from tests.policy.two_editions import compared
from tests.policy.world_of_comms import add_campaigns
from tests.policy.world_of_nudges import token_for
from tests.policy.world_of_threats import add_counts

# A person is named by group and role, ("integrity", "chair"), or else by what they are.
Who = tuple[str, str]
ROLES = [role.value for role in Role]
GROUPS = ["board", "integrity", "prevent"]
DESK = "desk"  # keeps training records; the board oversees it
HOLDERS: list[Who] = [(group, role) for group in [*GROUPS, DESK] for role in ROLES]
LEADERS: list[Who] = [("integrity", "member who leads"), ("integrity", "contributor who leads")]
FORMER: list[Who] = [(f"formerly {group}", "chair") for group in GROUPS]
OUTSIDE: list[Who] = [("", "stranger"), ("", "administrator"), ("", "auditor"), ("", "closed")]
EVERYBODY = HOLDERS + LEADERS + FORMER + OUTSIDE


@dataclass
class World:
    cast: Partnership
    desk: Group
    people: dict[Who, User] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)


def make_world() -> World:
    cast = make_partnership()
    Membership.objects.all().delete()  # only the people below hold a role
    world = World(cast, make_desk(cast))
    add_people(world)
    add_records(world)
    return world


def make_desk(cast: Partnership) -> Group:
    kind = Group.Kind.DESK
    return Group.objects.create(code=DESK, name="Training desk", kind=kind, overseen_by=cast.board)


def add_people(world: World) -> None:
    groups = {
        "board": world.cast.board,
        "integrity": world.cast.integrity,
        "prevent": world.cast.prevent,
        DESK: world.desk,
    }
    for who in EVERYBODY:
        group, role = who
        person = make_user(f"{group}-{role}".replace(" ", "-"))
        world.people[who] = person
        if role == "closed":
            person.is_active = False
            person.save()
        elif role in {"administrator", "auditor"}:
            person.partnership_role = role
            person.save()
        elif group.startswith("formerly "):
            left = seat(person, groups[group.removeprefix("formerly ")], Role(role), world.cast.council)
            Membership.objects.filter(pk=left.pk).update(left_at=NOW, left_by=person)
        elif group:
            seat(person, groups[group], Role(role.removesuffix(" who leads")), world.cast.council)


def add_records(world: World) -> None:
    """What `refs` names is what the addresses are tried with. Sensitive twins end in "!"."""
    cast, refs = world.cast, world.refs
    secret = {"marking": "sensitive", "descriptor": "commercial"}
    lead = world.people["integrity", "member who leads"]
    other_lead = world.people["integrity", "contributor who leads"]
    edition = make_edition()
    recommendation = edition.recommendations.order_by("order")[0]
    refs.update(compared(cast.board, make_edition("2009", recommendations=1), edition))
    figure = Figure.objects.create(
        edition=edition,
        code="a-figure",
        measure="m",
        label="A figure",
        value=60,
        unit="percent",
        cite_status=CiteStatus.INVENTED,
    )
    action = make_action(
        cast.integrity_plan, lead_person=lead, recommendation=recommendation, status="agreed"
    )
    refs["token"] = token_for(lead, action)
    twin = make_action(cast.integrity_plan, lead_person=other_lead, status="agreed")
    hidden = make_action(cast.integrity_plan, "Hidden", status="agreed", **secret)
    hidden_boards = make_action(cast.board_plan, "Hidden too", **secret)
    tasking = Tasking.objects.create(
        board=cast.board,
        to_group=cast.integrity,
        recommendation=recommendation,
        asked="Show it",
        report_back_on=date(2015, 11, 25),
        given_at=NOW,
        state=TaskingState.ACCEPTED,
    )
    meeting = Meeting.objects.create(group=cast.board, on=date(2015, 9, 2))
    open_item = AgendaItem.objects.create(meeting=meeting, order=1, title="Open", kind="discussion")
    decision = Decision.objects.create(item=open_item, outcome="action", words="Do it", at=NOW)
    refs.update(
        edition=edition.ref,
        recommendation=recommendation.ref,
        figure=figure.ref,
        action=action.ref,
        twin=twin.ref,
        tasking=tasking.ref,
        meeting=meeting.ref,
        item=open_item.ref,
        decision=decision.ref,
        plan=cast.integrity_plan.ref,
        group=cast.integrity.ref,
        board=cast.board.ref,
        membership=Membership.objects.get(user=world.people["integrity", "observer"]).ref,
        account=world.people["", "stranger"].ref,
        job=ExportJob.objects.create(
            owner=world.people["integrity", "chair"].ref,
            listing="actions",
            kind="csv",
            title="Actions",
            marking="OFFICIAL",
            asked_at=NOW,
        ).ref,
        **{
            "import": ImportJob.objects.create(
                owner=world.people["integrity", "chair"].ref,
                kind="actions",
                file_name="actions.xlsx",
                asked_at=NOW,
                state=ImportJob.State.FAILED,
            ).ref
        },
        **{"action!": hidden.ref, "board action!": hidden_boards.ref},
        overlap=make_overlap(action, twin).ref,
        **{"overlap!": make_overlap(action, hidden).ref},
        **{"overlap of both": make_overlap(action, make_action(cast.prevent_plan, status="agreed")).ref},
    )
    of_all = Message.objects.create(edition=edition, code="PM", audience="businesses", text="Look twice")
    own = Message.objects.create(group=cast.integrity, code="PG", audience="businesses", text="Look again")
    refs.update({"message": of_all.ref, "message of a group": own.ref})
    add_campaigns(world, of_all)
    add_meeting_records(world, meeting, open_item)
    add_assessments(world)
    add_training(world)
    add_drafts(world)
    add_counts(world)
    for order, (name, marking) in enumerate((("", {}), ("!", secret)), start=2):
        item = AgendaItem.objects.create(meeting=meeting, order=order, title="Paper", kind="paper", **marking)
        paper = Paper.objects.create(item=item, to="Board", report_by="Director", heading="Paper", **marking)
        Paragraph.objects.create(
            paper=paper, section="summary", order=1, text="60 per cent [[figure:a-figure]]"
        )
        Appendix.objects.create(paper=paper, order=1, title="The strategy", edition=edition)
        asked = PaperRecommendation.objects.create(paper=paper, order=1, verb="note", text="it")
        refs.update({f"paper{name}": paper.ref, f"paper item{name}": item.ref, f"asked{name}": asked.ref})
        refs[f"declaration{name}"] = declared(world, item).ref
        add_drafting(world, paper, name)
    talk = AgendaItem.objects.create(meeting=meeting, order=4, title="Talk", kind="discussion", **secret)
    refs["spotlight!"] = shone(world, talk).ref


def add_training(world: World) -> None:
    """What the desk keeps: a team of five with one person booked, and seats suggested for it."""
    desk, refs = world.desk, world.refs
    course = Course.objects.create(code="wrap", title="Workshop", topics=["prevent"])
    given = CourseVersion.objects.create(course=course, name="1", valid_months=24)
    team = Team.objects.create(
        group=desk, code="inspectors", name="Inspectors", organisation=world.cast.council, exposure=3
    )
    rule = RoleRule.objects.create(group=desk, title="Inspectors do the workshop", course=course)
    rule.teams.set([team])
    staff = [Staff.objects.create(team=team, reference=f"P-{number}") for number in range(1, 6)]
    session = Session.objects.create(group=desk, on=date(2015, 9, 1), places=3)
    session.course_versions.set([given])
    booking = Booking.objects.create(session=session, staff=staff[0], state="booked", asked_at=NOW)
    completion = Completion.objects.create(
        staff=staff[1], course_version=given, on=date(2015, 3, 2), recorded_at=NOW
    )
    coming = Session.objects.create(group=desk, on=date(2015, 10, 1), places=3)
    coming.course_versions.set([given])
    plan = suggest_seats(desk, course, [coming], by=None, at=NOW, today=NOW.date())
    refs.update(
        desk=desk.ref,
        course=course.ref,
        team=team.ref,
        rule=rule.ref,
        staff=staff[2].ref,
        session=session.ref,
        booking=booking.ref,
        completion=completion.ref,
        seats=plan.ref,
    )


def add_meeting_records(world: World, meeting: Meeting, item: AgendaItem) -> None:
    """Who was there, what others are asked for, a spotlight and a minute."""
    cast, chair = world.cast, world.people["board", "chair"]
    spotlight = shone(world, item)
    asked = {"meeting": meeting, "asked": "Say it", "due_on": date(2015, 9, 2), "asked_at": NOW}
    world.refs.update(
        spotlight=spotlight.ref,
        outcome=SpotlightOutcome.objects.create(
            spotlight=spotlight, kind="practice", words="Knock twice", at=NOW
        ).ref,
        attendance=Attendance.objects.create(
            meeting=meeting, person=chair, presence="present", decides=True, at=NOW
        ).ref,
        ask=Ask.objects.create(of_group=cast.integrity, **asked).ref,
        minute=Minute.objects.create(meeting=meeting, text="It met.", written_at=NOW).ref,
        **{"ask of a body": Ask.objects.create(of_body=cast.charity, **asked).ref},
    )


def add_drafting(world: World, paper: Paper, name: str) -> None:
    """A file behind the paper, a comment on it and a version of it, each marked as the paper is."""
    marked = {"paper": paper, "marking": paper.marking, "descriptor": paper.descriptor}
    content = f"A list of sites{name}".encode()
    cabinet.folder().mkdir(parents=True, exist_ok=True)
    (cabinet.folder() / f"world{name}").write_bytes(content)
    file = StoredFile.objects.create(
        name="sites.txt",
        kept_as=f"world{name}",
        digest=cabinet.digest_of(content),
        size=len(content),
        uploaded_at=NOW,
        **marked,
    )
    Appendix.objects.create(paper=paper, order=2, title="Sites", file=file)
    by = world.people["board", "contributor"]
    comment = PaperComment.objects.create(text="Say which", by=by, at=NOW, **marked)
    version = keep_version(paper, PaperVersion.What.BEGUN, by=None, at=NOW)
    world.refs.update({f"comment{name}": comment.ref, f"version{name}": version.ref})


def add_drafts(world: World) -> None:
    """A paper read in, with one thing found in it, and its sensitive twin."""
    by = world.people["board", "chair"]
    for name, marked in (("", {}), ("!", {"marking": "sensitive", "descriptor": "commercial"})):
        paper = replace(PAPER, tasks=PAPER.tasks[1:], recommendations=(), statistics=(), groups=())
        draft = keep(world.cast.board, by, replace(paper, please_check=()), **marked)
        world.refs.update({f"draft{name}": draft.ref, f"draft item{name}": item(draft, "action").ref})


def shone(world: World, item: AgendaItem) -> Spotlight:
    return Spotlight.objects.create(
        item=item,
        topic="Doorsteps",
        body=world.cast.fire,
        post="Watch Commander",
        material="Slides",
        held_by="Fire",
        at=NOW,
    )


def declared(world: World, item: AgendaItem) -> Declaration:
    chair = world.people["board", "chair"]
    return Declaration.objects.create(item=item, person=chair, nature="A friend", left_the_room=True, at=NOW)


def add_assessments(world: World) -> None:
    """Integrity's of 2015, submitted, with a position proposed to Prevent; and its of 2016, still open."""
    cast, refs = world.cast, world.refs
    integrity, prevent = (
        Instrument.objects.create(code=code, edition="1", title=code.capitalize())
        for code in ("integrity", "prevent")
    )
    ours, theirs = (
        Question.objects.create(instrument=asked, code=code, order=1, topic="Leadership", text="Who leads?")
        for asked, code in ((integrity, "I1"), (prevent, "P1"))
    )
    crosswalk = Crosswalk.objects.create(
        code="both", title="Both", first=integrity, second=prevent, kept_by=cast.board
    )
    subject = Subject.objects.create(crosswalk=crosswalk, code="S1", order=1, title="Leading")
    subject.questions.set([ours, theirs])
    submitted = {"state": "submitted", "submitted_at": NOW}
    first = assessed(world, ours, "assessment", year=2015, **submitted)
    second = assessed(world, theirs, "assessment of prevent", year=2015, group=cast.prevent, **submitted)
    assessed(world, ours, "assessment!", year=2016, **WORKING)
    agreement = Agreement.objects.create(
        subject=subject,
        first=first,
        second=second,
        position=2,
        reason="Neither is tested",
        lead_group=cast.integrity,
        proposed_by=world.people["integrity", "chair"],
        proposed_at=NOW,
        proposed_for=cast.integrity,
        proposer_level=3,
    )
    AgreementMove.objects.create(agreement=agreement, to="proposed", acting_for=cast.integrity, at=NOW)
    refs.update(
        instrument=integrity.ref, crosswalk=crosswalk.ref, subject=subject.ref, agreement=agreement.ref
    )


def assessed(world: World, question: Question, name: str, **fields: Any) -> Assessment:
    """With one answer, its evidence and its gap; the sensitive twins have the same marking as it."""
    group = fields.pop("group", world.cast.integrity)
    made = Assessment.objects.create(
        group=group,
        instrument=question.instrument,
        due_on=date(2015, 12, 1),
        opened_at=NOW,
        **fields,
    )
    marked = {"marking": made.marking, "descriptor": made.descriptor}
    member = world.people[group.code, "member"]
    answer = Answer.objects.create(
        assessment=made, question=question, kind="rated", result=3, answered_by=member, answered_at=NOW
    )
    evidence = Evidence.objects.create(
        answer=answer, type="record", title="Minutes", on=date(2015, 8, 3), owner="Clerk", added_at=NOW
    )
    gap = Gap.objects.create(
        group=group,
        answer=answer,
        code=question.code,
        title=question.text,
        size=1,
        harm_weight=1,
        duty_weight=1,
        opened_at=NOW,
        **marked,
    )
    suffix = name.removeprefix("assessment")
    names = {"answer": answer, "evidence": evidence, "gap": gap}
    world.refs.update({name: made.ref, **{f"{kind}{suffix}": row.ref for kind, row in names.items()}})
    return made
