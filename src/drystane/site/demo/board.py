"""The example's board: meetings, taskings, the log of June, and the paper of 2 September 2015."""

from datetime import datetime
from typing import Any

from drystane.board.models import AgendaItem, Meeting, Outcome, Paper, Tasking, TaskingState
from drystane.board.operations import meeting as meetings
from drystane.board.operations import paper as papers
from drystane.board.operations import tasking as taskings
from drystane.board.operations.attaching import attach_file
from drystane.board.operations.closing import close_meeting
from drystane.board.operations.commenting import comment_on, resolve_comment
from drystane.plans.models import Action, Plan, Status
from drystane.plans.operations import move
from drystane.site.demo.groups import Partnership
from drystane.site.demo.reading import at
from drystane.strategy.models import Edition, Message, Recommendation
from drystane.strategy.operations import adopt

PLANNED = "2015-04-15"


def load_meetings(example: dict[str, Any], partnership: Partnership) -> None:
    planned_at = datetime.fromisoformat(f"{PLANNED}T10:00:00+00:00")
    for row in example["meetings"]:
        meeting = meetings.plan_meeting(
            group=partnership.groups[row["group"]],
            on=row["on"],
            starts_at=None,
            venue=row["venue"],
            by=partnership.people["morag"],
            at=planned_at,
            is_invented=row["cite"]["status"] == "invented",
        )
        for item in row["items"]:
            meetings.add_item(
                meeting,
                fields={
                    "order": item["order"],
                    "title": item["title"],
                    "kind": item["kind"],
                    "purpose": item["for"],
                },
                by=partnership.people["morag"],
                at=planned_at,
            )


def load_adoption(example: dict[str, Any], partnership: Partnership) -> None:
    row = example["edition_adoption"]
    adopt(
        Edition.objects.get(code=row["edition"]),
        group=partnership.groups["board"],
        on=row["on"],
        by=None,
        at=at(row["on"]),
        why=row["note"],
    )


def load_taskings(
    example: dict[str, Any], partnership: Partnership, actions: dict[str, Action]
) -> dict[str, Tasking]:
    recommendations = {found.code: found for found in Recommendation.objects.all()}
    given = {}
    for row in example["taskings"]:
        tasking = taskings.give_tasking(
            board=partnership.groups["board"],
            to_group=partnership.groups[row["to_group"]],
            recommendation=recommendations[row["recommendation"]] if row["recommendation"] else None,
            asked=row["asked"],
            report_back_on=row["report_back_on"],
            by=partnership.people[row["by"]],
            at=at(row["on"]),
            is_invented=True,
        )
        for step in row["moves"]:
            taskings.move(
                tasking,
                TaskingState(step["to"]),
                by=partnership.people[step["by"]],
                at=at(step["on"]),
                why=step["why"],
            )
        for code in row["actions"] if tasking.state == TaskingState.ACCEPTED else []:
            taskings.link_action(
                tasking, actions[code], by=partnership.people[row["by"]], at=at(row["on"], hour=11)
            )
        given[row["code"]] = tasking
    return given


STEPS = {
    "open": (Status.AGREED, Status.UNDER_WAY),
    "done": (Status.AGREED, Status.UNDER_WAY, Status.DONE),
}


def load_log(example: dict[str, Any], partnership: Partnership) -> None:
    """What the June meeting asked for. Its decisions are recorded, then it is closed."""
    plan = Plan.objects.get(code="parent")
    morag = partnership.people["morag"]
    for row in example["action_log"]:
        item = AgendaItem.objects.get(meeting__on=row["raised_on"], kind=AgendaItem.Kind.DISCUSSION)
        raised = at(row["raised_on"], hour=14)
        decision = meetings.decide(item, outcome=Outcome.ACTION, words=row["action"], by=morag, at=raised)
        owner = partnership.people[row["owner"]]
        action = meetings.decide_action(
            decision,
            plan,
            fields={
                "code": row["code"],
                "title": row["action"],
                "lead_person": owner,
                "starts_on": row["raised_on"],
                "due_on": row["due_on"],
                "cite_status": "invented",
                "cite_note": row["note"],
                "invented": "all of it",
            },
            by=morag,
            at=raised,
        )
        for to in STEPS[row["status"]]:
            when = raised if to != Status.DONE else at(min(row["due_on"], example["paper"]["on"]))
            move(
                action,
                to,
                seen=action.version,
                by=morag,
                at=when,
                why=row["note"] if to == Status.DONE else "",
            )
    june = Meeting.objects.get(on=example["action_log"][0]["raised_on"])
    close_meeting(june, by=morag, at=at(june.on, hour=16))


def load_paper(
    example: dict[str, Any],
    partnership: Partnership,
    *,
    actions: dict[str, Action],
    taskings: dict[str, Tasking],
) -> Paper:
    row = example["paper"]
    by, when = partnership.people[row["written_by"]], at(example["taskings"][-1]["on"], hour=15)
    item = AgendaItem.objects.get(meeting__on=row["on"], order=row["item"])
    paper = papers.write_paper(
        item,
        fields={
            "form": row["form"],
            "to": row["to"],
            "report_by": row["report_by"],
            "heading": row["heading"],
            "is_invented": True,
        },
        by=by,
        at=when,
    )
    for section, paragraphs in (*row["first_draft"].items(), *row["sections"].items()):
        papers.write_section(paper, section, paragraphs, seen=paper.version, by=by, at=when)
    found: dict[str, dict[str, Any]] = {
        "tasking": dict(taskings),
        "action": dict(actions),
        "recommendation": {asked.code: asked for asked in Recommendation.objects.all()},
        "message": {message.code: message for message in Message.objects.all()},
    }
    for asked in row["recommendations"]:
        rests = [
            {("asked_by" if kind == "recommendation" else kind): found[kind][code]}
            for rest in asked["rests_on"]
            for kind, code in rest.items()
        ]
        papers.recommend(
            paper, verb=asked["verb"], text=asked["text"], rests_on=rests, seen=paper.version, by=by, at=when
        )
    for appendix in row["appendices"]:
        papers.append(
            paper,
            title=appendix["title"],
            edition=Edition.objects.get(code=appendix["edition"]),
            seen=paper.version,
            by=by,
            at=when,
        )
    talk_of(paper, row, partnership)
    return paper


def talk_of(paper: Paper, row: dict[str, Any], partnership: Partnership) -> None:
    """The files behind the paper, and what was said of its draft."""
    people, when = partnership.people, at(row["on"], hour=9)
    for file in row["files"]:
        attach_file(
            paper,
            title=file["title"],
            name=file["name"],
            content=file["text"].encode(),
            seen=paper.version,
            by=people[row["written_by"]],
            at=when,
        )
    for said in row["comments"]:
        comment = comment_on(
            paper, text=said["text"], section=said["section"], by=people[said["by"]], at=when
        )
        resolve_comment(comment, reply=said["reply"], by=people[said["resolved_by"]], at=when)
