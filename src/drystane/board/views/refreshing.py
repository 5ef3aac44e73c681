"""What a newer edition means here, as far as one may see it, and the way to each thing that is to be done."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.assessment.carrying import answers_touched, undecided
from drystane.board.models import Paper
from drystane.board.refreshing import Sight, new_and_untasked, superseded
from drystane.board.views.taskings import boards_run_by
from drystane.marking.models import highest, label
from drystane.partners.sight import may
from drystane.plans.repointing import MOST, Touched, touched_actions
from drystane.strategy.models import Comparison
from drystane.strategy.refreshing import by_recommendation


@page(methods={"GET"}, needs="sign-in")
def refresh(request: Request, ref: str) -> HttpResponse:
    user = request.user
    rows = Comparison.objects.visible_to(user).select_related("earlier", "later")
    comparison = get_object_or_404(rows, ref=ref)
    sight = Sight.of(user)
    actions = touched_actions(comparison, sight.actions, by_recommendation(comparison))
    answers = answers_touched(comparison, sight.answers)
    new = list(new_and_untasked(comparison, comparison.later, sight))
    return render(
        request,
        "board/refresh.html",
        {
            "comparison": comparison,
            "earlier": comparison.earlier,
            "later": comparison.later,
            "actions": [(one, way_to_repoint(request, one)) for one in actions],
            "is_cut": len(actions) == MOST,
            "new": new,
            "may_task": boards_run_by(user).exists(),
            "answers": answers.count(),
            "undecided": undecided(comparison, answers).count(),
            "figures": superseded(comparison, Paper.objects.visible_to(user)),
            "page_marking": label(
                highest(one.action.marking for one in actions), [one.action.descriptor for one in actions]
            ),
        },
    )


def way_to_repoint(request: Request, one: Touched) -> str:
    """To the form by which its chair or lead officer gives it the new recommendation, if there is one."""
    if not may(request.user, Permission.DIRECT_ACTION, one.action):
        return ""
    to = f"?to={one.after[0].ref}" if one.after else ""
    return reverse("plans:repoint", args=[one.action.ref]) + to
