"""What the example's meetings hold besides their papers: attendance, spotlights, asks, a minute."""

from typing import Any

from drystane.board.minutes import draft_minute
from drystane.board.models import AgendaItem, AskState, Meeting, Spotlight
from drystane.board.operations import asking, attending, spotlight
from drystane.board.operations import meeting as meetings
from drystane.board.operations.closing import close_meeting
from drystane.board.operations.minuting import approve_minute, write_minute
from drystane.partners.operations import set_quorum
from drystane.plans.models import Plan
from drystane.site.demo.groups import Partnership
from drystane.site.demo.reading import at


class SessionLoader:
    """Holds what the rows point to."""

    def __init__(self, rows: dict[str, Any], partnership: Partnership) -> None:
        self.rows, self.partnership = rows, partnership
        self.morag = partnership.people["morag"]
        self.plans = {plan.code: plan for plan in Plan.objects.all()}

    def load(self) -> None:
        """Before any later meeting is closed, so that each hands on to the next as it would have done."""
        earlier = self.load_earlier()
        set_quorum(earlier.group, self.rows["quorum"], by=self.morag, at=at(earlier.on))
        for row in self.rows["attendance"]:
            self.load_attendance(row)
        for row in self.rows["declarations"]:
            self.load_declaration(row)
        for row in self.rows["spotlights"]:
            self.load_spotlight(row)
        self.close(earlier)
        for row in self.rows["asks"]:
            self.load_ask(row)

    def load_earlier(self) -> Meeting:
        row = self.rows["earlier_meeting"]
        planned = at(row["on"].replace(day=1))
        meeting = meetings.plan_meeting(
            group=self.partnership.groups["board"],
            on=row["on"],
            starts_at=None,
            venue=row["venue"],
            by=self.morag,
            at=planned,
            is_invented=True,
        )
        for item in row["items"]:
            fields = {"title": item["title"], "kind": item["kind"], "purpose": item["for"]}
            meetings.add_item(meeting, fields=fields, by=self.morag, at=planned)
        return meeting

    def load_attendance(self, row: dict[str, Any]) -> None:
        meeting = Meeting.objects.get(on=row["meeting"])
        people, bodies = self.partnership.people, self.partnership.organisations
        presences = {
            people[name]: presence for presence in ("present", "apologies") for name in row[presence]
        }
        when = at(meeting.on, hour=13)
        attending.call_register(meeting, presences, seen=meeting.version, by=self.morag, at=when)
        for guest in row["guests"]:
            attending.add_guest(
                meeting,
                post=guest["post"],
                body=bodies[guest["body"]],
                instead_of=people.get(guest["instead_of"] or ""),
                by=self.morag,
                at=when,
            )

    def item(self, row: dict[str, Any]) -> AgendaItem:
        return AgendaItem.objects.get(meeting__on=row["meeting"], title=row["item"])

    def load_declaration(self, row: dict[str, Any]) -> None:
        attending.declare_interest(
            self.item(row),
            person=self.partnership.people[row["person"]],
            post="",
            nature=row["nature"],
            left_the_room=row["left_the_room"],
            by=self.morag,
            at=at(row["meeting"], hour=13),
        )

    def load_spotlight(self, row: dict[str, Any]) -> None:
        fields = {name: row[name] for name in ("topic", "post", "about", "material", "held_by")}
        fields |= {"body": self.partnership.organisations[row["body"]], "is_invented": True}
        given = spotlight.give_spotlight(
            self.item(row), fields=fields, by=self.morag, at=at(row["meeting"].replace(day=1))
        )
        for outcome in row["outcomes"]:
            self.load_outcome(given, dict(outcome))

    def load_outcome(self, given: Spotlight, row: dict[str, Any]) -> None:
        groups, when = self.partnership.groups, at(given.meeting.on, hour=14)
        kind = row.pop("kind")
        if kind == "message":
            row["group"] = groups[row["group"]]
            spotlight.outcome_message(given, **row, by=self.morag, at=when)
        elif kind == "action":
            plan = self.plans[row.pop("plan")]
            invented = {"cite_status": "invented", "invented": "all of it"}
            spotlight.outcome_action(given, plan, fields={**row, **invented}, by=self.morag, at=when)
        else:
            owner = groups.get(row.get("owner", ""))
            spotlight.outcome_in_words(given, kind, words=row["words"], owner=owner, by=self.morag, at=when)

    def close(self, earlier: Meeting) -> None:
        """Its minute is drafted, and approved at the next meeting."""
        closed = at(earlier.on, hour=16)
        minute = write_minute(earlier, text=draft_minute(earlier), seen=0, by=self.morag, at=closed)
        close_meeting(earlier, by=self.morag, at=closed)
        following = Meeting.objects.next_after(earlier.on)
        assert following is not None  # noqa: S101  # the example plans it
        minute.meeting.refresh_from_db()
        chair = self.partnership.people["cllr_gordon"]
        approve_minute(minute, at_meeting=following, seen=minute.version, by=chair, at=at(following.on))

    def load_ask(self, row: dict[str, Any]) -> None:
        ask = asking.ask_for(
            Meeting.objects.get(on=row["meeting"]),
            asked=row["asked"],
            due_on=row["due_on"],
            of_group=self.partnership.groups.get(row.get("of_group", "")),
            of_body=self.partnership.organisations.get(row.get("of_body", "")),
            of_post=row.get("of_post", ""),
            by=self.morag,
            at=at(row["on"]),
            is_invented=True,
        )
        for answer in row["answers"]:
            asking.answer(ask, AskState(answer["to"]), by=self.morag, at=at(answer["on"]), why=answer["why"])
