"""Pairs of actions that may be one piece of work: those that wait, one of them, those decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from drystane.access import clock
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.marking.models import highest, label
from drystane.partners.sight import require, seats_of
from drystane.plans import judging
from drystane.plans.effort import effort_saved
from drystane.plans.finding import COMPARED_BY, start_search
from drystane.plans.forms.overlaps import (
    FacetsForm,
    OverlapFilters,
)
from drystane.plans.likeness import ShownFacet, facets_read, facets_shown, has_model
from drystane.plans.lists import takes_all_it_sees
from drystane.plans.models import (
    Action,
    Judgement,
    Overlap,
    OverlapSearch,
    OverlapState,
    Plan,
    Step,
)
from drystane.plans.models.actions import exportable_by
from drystane.plans.models.overlaps import OverlapQuerySet
from drystane.plans.owning import owner_advised
from drystane.plans.pair_story import changed_sides, story_of_pair
from drystane.plans.story import Event
from drystane.plans.substance import given_facets, prints_of
from drystane.plans.views.deciding import VERBS, choices, is_possible
from drystane.plans.views.verbs import seen_action, told
from drystane.sheets.columns import Column
from drystane.sheets.jobs import Found, exports
from drystane.sheets.listing import Listing
from drystane.sheets.listing import listed as chosen

JUDGE = Permission.JUDGE_OVERLAP
BEST_FIRST = "-score"
SETTLES_WHOSE = {"merge", "lead", "confirm"}
SIDES = ("first__plan__group", "second__plan__group")


def state_of(pair: Overlap) -> str:
    return pair.get_decision_display() if pair.decision else pair.get_state_display()


COLUMNS = (
    Column("pair", "Pair", lambda pair: pair.first.title, sort=("first__title", "second__title"), links=True),
    Column("reasons", "Why", lambda pair: " ".join(pair.why)),
    Column("score", "Same work", lambda pair: round(pair.duplicate * 100), sort=("duplicate", "related")),
    Column("related", "Belong together", lambda pair: round(pair.related * 100), sort=("related",)),
    Column("state", "State", state_of, sort=("state", "decision")),
)
OF_FILE = (
    *COLUMNS,
    Column("with", "And", lambda pair: pair.second.title),
    Column("plan", "Plan", lambda pair: pair.first.plan.title),
    Column("other_plan", "And plan", lambda pair: pair.second.plan.title),
    Column("group", "Group", lambda pair: pair.first.plan.group.name),
    Column("other_group", "And group", lambda pair: pair.second.plan.group.name),
    Column("found", "Compared on", lambda pair: pair.found_at.date()),
)


def seen_pairs(user: User) -> OverlapQuerySet:
    return Overlap.objects.visible_to(user).select_related(*SIDES)


def may_take(user: User, rows: QuerySet[Any]) -> bool:
    """All of them or none, and only where both actions may be taken."""
    if takes_all_it_sees(user):
        return True
    theirs = Action.objects.filter(exportable_by(user)).order_by().values("pk")
    return not rows.exclude(first__in=theirs, second__in=theirs).exists()


def marking_of(pairs: QuerySet[Overlap]) -> str:
    """The marking of a page that lists these: the highest of their actions', with every descriptor."""
    sides = [
        pairs.order_by().values_list(f"{side}__marking", f"{side}__descriptor")
        for side in ("first", "second")
    ]
    found = set(sides[0].union(sides[1]))
    return label(highest(marking for marking, _ in found), [descriptor for _, descriptor in found])


@page(methods={"GET"}, needs="sign-in")
def overlaps(request: Request) -> HttpResponse:
    """Those that nobody has decided, the likeliest first."""
    return listed(request, seen_pairs(request.user).undecided(), of_decided=False)


@exports("overlaps")
def find_waiting(user: User, query: QueryDict) -> Found:
    return to_take(user, query, seen_pairs(user).undecided(), of_decided=False)


@exports("overlaps-decided")
def find_decided(user: User, query: QueryDict) -> Found:
    return to_take(user, query, seen_pairs(user).decided(), of_decided=True)


def to_take(user: User, query: QueryDict, pairs: OverlapQuerySet, *, of_decided: bool) -> Found:
    rows = chosen(
        pairs, query, columns=OF_FILE, filters=filters_for(user, of_decided), default_sort=BEST_FIRST
    )
    if not may_take(user, rows):
        raise PermissionDenied("Your role does not let you take these pairs away as a file.")
    return OF_FILE, rows.iterator(chunk_size=500)


def filters_for(user: User, of_decided: bool) -> Callable[[QueryDict], OverlapFilters]:
    plans = Plan.objects.visible_to(user).order_by("title")
    return lambda query: OverlapFilters(query, plans=plans, of_decided=of_decided)


@page(methods={"GET"}, needs="sign-in")
def decided(request: Request) -> HttpResponse:
    return listed(request, seen_pairs(request.user).decided(), of_decided=True)


def listed(request: Request, rows: OverlapQuerySet, *, of_decided: bool) -> HttpResponse:
    columns = OF_FILE if "export" in request.GET else COLUMNS
    listing = Listing(
        request,
        rows,
        columns=columns,
        filters=filters_for(request.user, of_decided),
        default_sort=BEST_FIRST,
        may_export=may_take,
    )
    if listing.wants_export:
        marking = marking_of(listing.rows)
        title = "Overlaps decided" if of_decided else "Overlaps that wait"
        name = "overlaps-decided" if of_decided else "overlaps"
        return listing.export(name, title=title, marking=marking, at=clock.now())
    context = {"listing": listing, "of_decided": of_decided, "page_marking": marking_of(rows)}
    if of_decided:
        context["saved"] = effort_saved(rows)
    else:
        search = OverlapSearch.objects.visible_to(request.user).order_by("-asked_at", "-pk").first()
        may_find = bool(seats_of(request.user).where(JUDGE))
        context |= {"search": search, "may_find": may_find, "by_words_alone": not has_model()}
    return render(request, "plans/overlaps.html", context)


@page(methods={"POST"}, needs=Permission.JUDGE_OVERLAP)
def find(request: Request) -> HttpResponse:
    """Have the actions compared, by the worker."""
    if not seats_of(request.user).where(JUDGE):
        raise PermissionDenied("None of your roles lets you judge overlaps.")
    start_search(by=request.user, at=clock.now())
    messages.success(request, "The actions are being compared. New pairs appear here as they are found.")
    return redirect("plans:overlaps")


def seen_pair(user: User, ref: str) -> Overlap:
    more = ("lead_person", "lead_body", "recommendation")
    related = [f"{side}__{name}" for side in ("first", "second") for name in more]
    rows = seen_pairs(user).select_related(*SIDES, *related)
    return get_object_or_404(rows, ref=ref)


@page(methods={"GET"}, needs="sign-in")
def overlap(request: Request, ref: str) -> HttpResponse:
    pair = seen_pair(request.user, ref)
    steps = steps_of(pair)
    answer = before(pair, steps)
    return render(
        request,
        "plans/overlap.html",
        {
            "pair": pair,
            "sides": sides_of(pair, request.user),
            "by_words_alone": pair.compared_by == COMPARED_BY[False],
            "state": state_of(pair),
            "story": story_of_pair(steps),
            "before": answer,
            "before_said": story_of_pair([answer])[0] if answer else None,
            "changed": changed_sides(pair, answer) if answer else [],
            "choices": choices(pair, request.user, steps),
            "page_marking": marking_of_pair(pair),
        },
    )


@dataclass(frozen=True)
class Side:
    action: Action
    facets: list[ShownFacet]
    may_correct: bool


def sides_of(pair: Overlap, person: User) -> list[Side]:
    given = given_facets(pair.sides)
    judges = {group.pk for group in judging.judges_for(person, pair)}
    return [
        Side(side, facets_shown(side, given.get(side.pk, {})), side.plan.group_id in judges)
        for side in pair.sides
    ]


@page(methods={"GET", "POST"}, needs=Permission.JUDGE_OVERLAP)
def facets(request: Request, ref: str) -> HttpResponse:
    """What is read from an action's text, and putting that right."""
    found = seen_action(request.user, ref)
    require(request.user, JUDGE, found)
    read = facets_read(found)
    given = given_facets([found]).get(found.pk, {})
    stand = {facet.name: facet.codes for facet in facets_shown(found, given)}
    form = FacetsForm(request.POST or None, initial={**stand, "seen": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            judging.give_facets(
                found,
                {name: codes for name, codes in form.codes().items() if codes != stand[name]},
                read=read,
                seen=form.version_seen,
                by=request.user,
                at=clock.now(),
            )
            start_search(by=request.user, at=clock.now())
            messages.success(request, "It is put right, and the action is compared anew.")
            return redirect(found)
        told(form, found)
    return render(
        request,
        "plans/facets.html",
        {"action": found, "form": form, "read": read, "page_marking": found.marking_label},
    )


def steps_of(pair: Overlap) -> list[Judgement]:
    """What was done about it, the newest first."""
    steps = list(pair.judgements.select_related("by", "acting_for").order_by("-at", "-pk"))
    sides = {side.pk: side for side in pair.sides}
    for step in steps:  # both ends are here already
        step.overlap, step.lead = pair, sides.get(step.lead_id or 0)
    return steps


def before(pair: Overlap, steps: Sequence[Judgement]) -> Judgement | None:
    """The old answer, where the pair is asked about again because one of the two changed."""
    if pair.state != OverlapState.WAITING or not steps or steps[0].step not in {Step.DECIDED, Step.PROPOSED}:
        return None
    return steps[0]


def proposed(pair: Overlap, steps: Sequence[Judgement]) -> Event | None:
    """The merge that waits for an answer."""
    asked = [step for step in steps if step.step == Step.PROPOSED]
    return story_of_pair(asked)[0] if pair.state == OverlapState.PROPOSED else None


def marking_of_pair(pair: Overlap) -> str:
    return label(highest(side.marking for side in pair.sides), [side.descriptor for side in pair.sides])


@page(methods={"GET", "POST"}, needs=Permission.JUDGE_OVERLAP)
def judge(request: Request, ref: str, verb: str) -> HttpResponse:
    pair = seen_pair(request.user, ref)
    mine = judging.judges_for(request.user, pair)
    if not mine:
        raise PermissionDenied("Your role in these groups does not let you judge an overlap.")
    asked = VERBS[verb]
    steps = steps_of(pair)
    if request.method == "GET" and not is_possible(verb, pair, mine, steps):
        messages.info(request, f"This pair is “{state_of(pair).lower()}”: that cannot be done now.")
        return redirect(pair)
    initial = {"seen": pair.version, "looked_at": judging.look_of(*prints_of(pair))}
    form = asked.form(request.POST or None, overlap=pair, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, **({"lead": form.chosen} if "lead" in form.fields else {})}
        with refusals_on(form):
            asked.do(pair, **given, by=request.user, at=clock.now())
            messages.success(request, asked.said)
            return redirect(pair)
        pair = seen_pair(request.user, ref)
        form.look_anew(pair, judging.look_of(*prints_of(pair)))
    return render(
        request,
        "plans/judge.html",
        {
            "pair": pair,
            "verb": asked,
            "form": form,
            "proposal": proposed(pair, steps),
            "advice": owner_advised(pair, request.user) if verb in SETTLES_WHOSE else "",
            "page_marking": marking_of_pair(pair),
        },
    )
