"""An action that the board's work asks for: into which plan, and in which words."""

from datetime import date

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from drystane.access.choosing import offer
from drystane.access.pages import Request
from drystane.partners.models import Group
from drystane.plans.forms.action import ActionForm
from drystane.plans.models import Plan
from drystane.strategy.models import Recommendation


def running_plans(groups: QuerySet[Group], on: date) -> QuerySet[Plan]:
    return (
        Plan.objects.filter(group__in=groups, ends_on__gte=on)
        .select_related("group")
        .order_by("title", "ref")
    )


def chosen_plan(request: Request, plans: QuerySet[Plan]) -> Plan | None:
    """The plan that the address names; where there is only one, that one. None asks which."""
    if ref := request.GET.get("plan"):
        return get_object_or_404(plans, ref=ref)
    found = list(plans[:2])
    return found[0] if len(found) == 1 else None


def action_form(
    request: Request,
    plan: Plan,
    *,
    may_mark: bool,
    recommendation: Recommendation | None = None,
    title: str = "",
) -> ActionForm:
    """The plans' own form, begun with what was asked."""
    form = ActionForm(
        request.POST or None,
        plan=plan,
        may_mark=may_mark,
        initial={"recommendation": recommendation, "title": title[:200]},
    )
    if recommendation is not None:  # it may be of another edition than the one in force
        asked = Recommendation.objects.filter(edition=recommendation.edition_id)
        offer(form, "recommendation", asked.order_by("order", "code"))
    return form
