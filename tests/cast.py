"""A small cast that plays every room. All of them are made up."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from drystane.access.models import User
from drystane.access.policy import Role
from drystane.documents.models import CiteStatus
from drystane.partners.models import Group, Membership, Organisation
from drystane.plans.models import Action, Overlap, Plan
from drystane.plans.substance import prints_of
from drystane.strategy.models import Edition, Objective, Recommendation, Strategy

TODAY = date(2015, 9, 2)
NOW = datetime(2015, 9, 2, 14, 0, tzinfo=UTC)
JOINED = datetime(2015, 1, 5, 9, 0, tzinfo=UTC)


@dataclass
class Partnership:
    """A board that oversees two groups, and the people in them."""

    council: Organisation
    fire: Organisation
    charity: Organisation
    board: Group
    integrity: Group
    prevent: Group
    gordon: User  # councillor, chair of the board
    morag: User  # lead officer of the board
    wallace: User  # councillor, member of the board
    iain: User  # chair of Integrity
    tam: User  # member of Integrity
    shona: User  # lead officer of Prevent
    aileen: User  # fire service, member of Prevent
    priya: User  # third sector: contributor in Prevent, observer on the board
    stranger: User  # has an account, sits on nothing
    board_plan: Plan
    integrity_plan: Plan
    prevent_plan: Plan


def make_user(username: str, name: str = "", **fields: Any) -> User:
    return User.objects.create(username=username, name=name or username.capitalize(), password="!", **fields)


def seat(user: User, group: Group, role: Role, body: Organisation | None = None) -> Membership:
    return Membership.objects.create(user=user, group=group, role=role, body=body, joined_at=JOINED)


def make_partnership() -> Partnership:
    council = Organisation.objects.create(code="council", name="Invented Council", kind="council")
    fire = Organisation.objects.create(code="fire", name="Invented Fire Service", kind="fire")
    charity = Organisation.objects.create(code="charity", name="Invented Charity", kind="third_sector")
    board = Group.objects.create(code="board", name="Safer Board", kind=Group.Kind.BOARD)
    integrity = Group.objects.create(code="integrity", name="Integrity Group", overseen_by=board)
    prevent = Group.objects.create(code="prevent", name="Prevent Group", overseen_by=board)
    people = {
        name: make_user(name)
        for name in ("gordon", "morag", "wallace", "iain", "tam", "shona", "aileen", "priya", "stranger")
    }
    seat(people["gordon"], board, Role.CHAIR, council)
    seat(people["morag"], board, Role.LEAD_OFFICER, council)
    seat(people["wallace"], board, Role.MEMBER, council)
    seat(people["priya"], board, Role.OBSERVER, charity)
    seat(people["iain"], integrity, Role.CHAIR, council)
    seat(people["tam"], integrity, Role.MEMBER, council)
    seat(people["shona"], prevent, Role.LEAD_OFFICER, council)
    seat(people["aileen"], prevent, Role.MEMBER, fire)
    seat(people["priya"], prevent, Role.CONTRIBUTOR, charity)
    parent = make_plan(board, "parent", "Safer Action Plan")
    return Partnership(
        council=council,
        fire=fire,
        charity=charity,
        board=board,
        integrity=integrity,
        prevent=prevent,
        board_plan=parent,
        integrity_plan=make_plan(integrity, "integrity", "Integrity Plan", parent=parent),
        prevent_plan=make_plan(prevent, "prevent", "Prevent Plan", parent=parent),
        **people,
    )


def make_plan(group: Group, code: str, title: str, parent: Plan | None = None) -> Plan:
    return Plan.objects.create(
        group=group,
        code=code,
        title=title,
        parent=parent,
        starts_on=date(2015, 4, 1),
        ends_on=date(2017, 3, 31),
    )


def make_action(plan: Plan, title: str = "Check the carriers", **fields: Any) -> Action:
    return Action.objects.create(plan=plan, title=title, **fields)


def make_overlap(one: Action, other: Action, **fields: Any) -> Overlap:
    """A pair as the machine would have found it, compared as the two stand now."""
    first, second = sorted((one, other), key=lambda action: action.pk)
    found = {"duplicate": 0.8, "related": 0.9, "reasons": "Both change the procurement template."}
    pair = Overlap(first=first, second=second, compared_by="by hand", found_at=NOW, **{**found, **fields})
    pair.first_print, pair.second_print = prints_of(pair)
    pair.save()
    return pair


def make_edition(code: str = "2015", *, recommendations: int = 4) -> Edition:
    """An edition with two objectives, its recommendations shared between them."""
    strategy, _ = Strategy.objects.get_or_create(
        code="soc", defaults={"title": "Invented strategy", "publisher": "Nobody"}
    )
    edition = Edition.objects.create(
        strategy=strategy,
        code=code,
        title=f"Strategy {code}",
        published_on=date(int(code), 6, 18),
        cite_status=CiteStatus.INVENTED,
    )
    objectives = [
        Objective.objects.create(
            edition=edition, code=name.upper(), order=order, title=name, cite_status=CiteStatus.INVENTED
        )
        for order, name in enumerate(("Divert", "Deter"), start=1)
    ]
    audiences = ("local_authorities", "businesses", "communities")
    Recommendation.objects.bulk_create(
        Recommendation(
            edition=edition,
            objective=objectives[number % 2],
            objective_status="draft",
            audience=audiences[number % 3],
            code=f"{code}-R{number}",
            order=number,
            text=f"Do thing {number}",
            cite_status=CiteStatus.INVENTED,
        )
        for number in range(recommendations)
    )
    return edition
