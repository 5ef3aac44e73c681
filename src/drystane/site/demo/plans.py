"""The example's plans: fifty real actions, with invented dates, owners and updates, marked so."""

from typing import Any

from drystane.documents.models import Source
from drystane.partners.models import Organisation, Service
from drystane.plans import operations
from drystane.plans.models import Action, Plan, Progress, Status
from drystane.site.demo.groups import Partnership
from drystane.site.demo.reading import at, read
from drystane.strategy.models import Message, Recommendation
from drystane.strategy.packs import PACKS
from drystane.threats.models import Threat

OTHERWISE = {"lead_person": "lead", "re_dates": "dates moved", "community_text": "community"}


def load(example: dict[str, Any], partnership: Partnership) -> dict[str, Action]:
    plans: dict[str, Plan] = {}
    for row in example["plans"]:  # a parent stands before its children
        plans[row["code"]] = Plan.objects.create(
            code=row["code"],
            title=row["title"],
            group=partnership.groups[row["group"]],
            parent=plans[row["parent"]] if row["parent"] else None,
            starts_on=row["starts_on"],
            ends_on=row["ends_on"],
        )
    facts = {
        row["code"]: row
        for row in [*read(PACKS / "plans" / "real_actions.yaml")["actions"], *example["new_actions"]]
    }
    loader = ActionLoader(partnership)
    actions = {
        row["code"]: loader.load(plans[row["plan"]], facts[row["code"]], row) for row in example["actions"]
    }
    for row in example["messages_in_plans"]:
        operations.add_message(
            plans[row["plan"]],
            loader.messages[row["message"]],
            by=partnership.people[row["added_by"]],
            at=at(row["on"]),
        )
    return actions


class ActionLoader:
    """Holds what actions point to, so that each is looked up once."""

    def __init__(self, partnership: Partnership) -> None:
        self.partnership = partnership
        self.sources = {source.code: source for source in Source.objects.all()}
        self.recommendations = {found.code: found for found in Recommendation.objects.all()}
        self.messages = {message.code: message for message in Message.objects.all()}
        self.threats = {threat.code: threat for threat in Threat.objects.all()}

    def load(self, plan: Plan, facts: dict[str, Any], row: dict[str, Any]) -> Action:
        """The action as proposed, then everything that happened to it, in the order of its days."""
        people = self.partnership.people
        first, *moves = row["moves"]
        action = operations.propose_action(
            plan,
            fields=self.fields(facts, row),
            supporting_bodies=[self.partnership.organisations[code] for code in row["supporting"]],
            by=people[first["by"]],
            at=at(first["on"]),
        )
        happened = [
            *((entry["on"], 0, self.move, entry) for entry in moves),
            *((entry["on"], 1, self.redate, entry) for entry in row["re_dates"]),
            *((entry["on"], 2, self.update, entry) for entry in row["updates"]),
            *((entry["on"], 3, self.override, entry) for entry in row.get("overrides", [])),
        ]
        for _, _, happen, entry in sorted(happened, key=lambda event: event[:2]):
            happen(action, {**entry, "mainstreamed_to": row["mainstreamed_to"]})
        return action

    def fields(self, facts: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
        cite = facts["cite"]
        body, service = self.body(row["lead_body"])
        return {
            "code": row["code"],
            "title": facts["title"],
            "detail": facts["detail"],
            "objective": facts["objective"] or "",
            "recommendation": self.recommendations.get(facts["recommendation"] or ""),
            "message": self.messages.get(row["message"] or ""),
            "threat": self.threats.get(row["threat"] or ""),
            "lead_person": self.partnership.people.get(row["lead_person"] or ""),
            "lead_body": body,
            "lead_service": service,
            "resources": row["resources"],
            "money": row["money"],
            "staff_days": row["staff_days"],
            "prevention_level": facts["prevention_level"] or "",
            "community": row["community"],
            "community_text": row["community_text"],
            "starts_on": row["starts_on"],
            "due_on": row["original_due_on"],
            "measure": row["measure"],
            "baseline": row["baseline"],
            "target": row["target"],
            "source": self.sources.get(cite["source"] or ""),
            "place": cite["place"],
            "cite_status": cite["status"],
            "cite_note": " ".join(filter(None, [f"Taken by {facts['taken_by']}.", cite["note"]])),
            "invented": in_words(row["invented"]),
        }

    def body(self, code: str | None) -> tuple[Organisation | None, Service | None]:
        """A lead body is named by the code of an organisation or of one of its services."""
        if code in self.partnership.services:
            service = self.partnership.services[code]
            return service.organisation, service
        return self.partnership.organisations.get(code or ""), None

    def move(self, action: Action, entry: dict[str, Any]) -> None:
        to = Status(entry["to"])
        also: dict[str, Any] = {}
        if to == Status.MAINSTREAMED:
            also = {"mainstreamed_on": entry["on"], "mainstreamed_to": entry["mainstreamed_to"]}
        operations.move(
            action,
            to,
            seen=action.version,
            by=self.partnership.people[entry["by"]],
            at=at(entry["on"]),
            why=entry.get("why", ""),
            **also,
        )

    def redate(self, action: Action, entry: dict[str, Any]) -> None:
        operations.redate_action(
            action,
            to=entry["to"],
            seen=action.version,
            by=self.partnership.people[entry["by"]],
            at=at(entry["on"], hour=11),
            why=entry["why"],
        )

    def update(self, action: Action, entry: dict[str, Any]) -> None:
        operations.update_action(
            action,
            progress=Progress(entry["progress"]),
            text=entry["text"],
            on=entry["on"],
            by=self.partnership.people[entry["by"]],
            at=at(entry["on"], hour=12),
        )

    def override(self, action: Action, entry: dict[str, Any]) -> None:
        operations.override_brag(
            action,
            colour=entry["colour"],
            seen=action.version,
            by=self.partnership.people[entry["by"]],
            at=at(entry["on"], hour=13),
            why=entry["why"],
        )


def in_words(fields: list[str]) -> str:
    """The made-up parts as a reader would name them."""
    words = (OTHERWISE.get(field, field).replace("_", " ").replace(" on", " date") for field in fields)
    return ", ".join(sorted(set(words)))
