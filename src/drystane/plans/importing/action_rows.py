"""What a list of actions says of each, under which headings."""

from collections.abc import Mapping

from drystane.plans.forms.choices import short
from drystane.plans.models import Action
from drystane.sheets.cells import figures, iso
from drystane.sheets.kinds import Values
from drystane.sheets.tables import Field

TEXTS = ("code", "title", "detail", "resources", "measure", "baseline", "target")
FIELDS = (
    Field("ref", "Reference", also=("ref", "drystane reference")),
    Field("plan", "Plan", "choice", ("action plan", "plan title"), needed=True, for_all=True),
    Field(
        "code",
        "No.",
        also=("no", "number", "code", "action no", "action number", "id"),
        most=20,
        empty=r"#\w{5}",
    ),
    Field(
        "title",
        "Action",
        also=("title", "action title", "what", "what will be done", "task"),
        needed=True,
        most=200,
    ),
    Field("detail", "In more detail", also=("detail", "details", "description", "notes", "action detail")),
    Field(
        "lead",
        "Led by",
        "choice",
        ("lead", "owner", "who", "lead officer", "lead person", "responsible", "action owner"),
    ),
    Field(
        "body",
        "Lead body",
        "choice",
        ("lead agency", "agency", "organisation", "lead organisation", "partner"),
    ),
    Field("starts", "Starts", "day", ("start", "start date", "starts on", "from")),
    Field(
        "due",
        "Due",
        "day",
        ("due date", "due on", "by when", "deadline", "target date", "timescale", "completion date"),
    ),
    Field("status", "Status", "choice", ("state", "progress", "stage")),
    Field("objective", "Objective", "choice", ("strategic objective", "strand", "theme")),
    Field("level", "Level of prevention", "choice", ("prevention level", "prevention", "level")),
    Field("recommendation", "Recommendation", "choice", ("recommendation code", "rec")),
    Field("money", "Pounds", "number", ("cost", "money", "budget", "£", "cost £"), places=2),
    Field("staff_days", "Staff days", "number", ("days", "staff time"), places=1),
    Field("resources", "Other resources", also=("resources", "resource")),
    Field("community", "Community", "choice", ("community involvement",)),
    Field(
        "measure",
        "Measure",
        also=("measure of success", "performance measure", "success measure", "outcome measure"),
    ),
    Field("baseline", "Baseline", most=200),
    Field("target", "Target", most=200),
    Field("marking", "Marking", "choice", ("protective marking", "classification")),
    Field("mainstreamed_on", "Everyday work since", "day"),
    Field("mainstreamed_to", "Everyday work of", most=200),
    *(
        Field(key, heading, said_only=True)
        for key, heading in (
            ("brag", "BRAG"),
            ("brag_reason", "Why this colour"),
            ("first_due", "First due"),
            ("last_update", "Last reported"),
            ("source", "Source"),
            ("invented", "Invented for the example"),
        )
    ),
)


def said_of(action: Action, plan: str, people: Mapping[int, str]) -> Values:
    lead = people.get(action.lead_person_id or 0, "")
    return {
        "ref": action.ref,
        "plan": plan,
        **{key: getattr(action, key) for key in TEXTS},
        "lead": lead,
        "body": action.lead_body.name if action.lead_body else "",
        "starts": iso(action.starts_on),
        "due": iso(action.due_on),
        "status": action.get_status_display(),
        "objective": action.objective.capitalize(),
        "level": short(action.prevention_level),
        "recommendation": action.recommendation.code if action.recommendation else "",
        "money": figures(action.money),
        "staff_days": figures(action.staff_days),
        "community": action.get_community_display(),
        "marking": action.marking_label,
        "mainstreamed_on": iso(action.mainstreamed_on),
        "mainstreamed_to": action.mainstreamed_to,
    }
