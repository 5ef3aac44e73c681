"""What an action says, as far as it matters to whether two are the same work, and a print of it.

Two decisions about a pair rest on the same ground while both prints are the same.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping

from drystane.plans.models import Action, GivenFacet, Overlap

NOTHING = "-"  # somebody said that there is none
Given = Mapping[str, str]  # what people said of an action's facets, by the name of the facet

# What `print_of` looks at beside the row itself.
RELATED = (
    *("plan__group", "lead_person", "lead_body", "lead_service", "source"),
    *("recommendation__edition", "message", "threat"),  # not the gap, which may be sensitive
)


def print_of(action: Action, given: Given) -> str:
    """Changes with the title, the detail, the dates, the owner, what it answers and what it is read as. What
    is reported of it, and who supports it, change nothing."""
    said = {
        "title": action.title,
        "detail": action.detail,
        "dates": [day.isoformat() if day else "" for day in (action.starts_on, action.due_on)],
        "owner": [
            action.plan.ref,
            action.lead_person.ref if action.lead_person else "",
            action.lead_body.code if action.lead_body else "",
            action.lead_service.code if action.lead_service else "",
        ],
        "answers": [
            action.recommendation.ref if action.recommendation else "",
            str(action.gap_id or ""),
            action.message.ref if action.message else "",
            action.threat.code if action.threat else "",
        ],
        "facets": sorted(given.items()),
    }
    text = json.dumps(said, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def given_facets(actions: Iterable[Action]) -> dict[int, dict[str, str]]:
    """For each action what people said its facets are: of each facet the newest word. One query."""
    rows = GivenFacet.objects.filter(action__in=actions).order_by("at", "pk")
    return newest(rows.values_list("action", "facet", "value"))


def newest(rows: Iterable[tuple[int, str, str]]) -> dict[int, dict[str, str]]:
    """Of rows in the order of their giving. An empty value lets the text speak again."""
    found: dict[int, dict[str, str]] = {}
    for action, facet, value in rows:
        if value:
            found.setdefault(action, {})[facet] = value
        else:
            found.get(action, {}).pop(facet, None)
    return found


def prints_of(overlap: Overlap) -> tuple[str, str]:
    """What both sides say now."""
    rows = Action.objects.filter(pk__in=[overlap.first_id, overlap.second_id]).select_related(*RELATED)
    sides = {side.pk: side for side in rows}
    given = given_facets(sides.values())
    first, second = sides[overlap.first_id], sides[overlap.second_id]
    return print_of(first, given.get(first.pk, {})), print_of(second, given.get(second.pk, {}))
