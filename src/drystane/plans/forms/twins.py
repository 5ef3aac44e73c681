"""What stands in a form for an action, compared with the actions there are before it is saved."""

from drystane.access.models import User
from drystane.plans.forms.action import ActionForm
from drystane.plans.models import Action, Plan
from drystane.plans.overlap.works import Work
from drystane.plans.twins import NO_TWINS, Twins, twins_of


def drafted(form: ActionForm, plan: Plan, action: Action | None = None) -> Work:
    given = form.cleaned_data
    body = given.get("lead_service") or given.get("lead_body")
    answers = given.get("recommendation") or given.get("message")
    return Work(
        key=action.ref if action else "",
        title=given["title"],
        detail=given["detail"],
        group=plan.group.name,
        owner=body.name if body else "",
        starts_on=given.get("starts_on"),
        due_on=given.get("due_on"),
        source=answers.ref if answers else "",
    )


def unread_twins(form: ActionForm, plan: Plan, writer: User, action: Action | None = None) -> Twins:
    """Those that whoever sends the form has not been shown: with them shown, it is saved when sent again.
    None for a form that cannot be saved yet."""
    if not form.is_bound or not form.is_valid():
        return NO_TWINS
    found = twins_of(drafted(form, plan, action), writer)
    return NO_TWINS if form.data.get("twins_seen") == found.code else found
