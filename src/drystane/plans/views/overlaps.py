"""Pairs of actions that may be one piece of work: those that wait, one of them, those decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from drystane.access import clock
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.marking.models import highest, label
from drystane.plans import judging
from drystane.plans.effort import effort_saved
from drystane.plans.forms.overlaps import (
    LeadForm,
    MergeForm,
    NoteForm,
    OverlapFilters,
    PairForm,
    ReasonForm,
    SequenceForm,
)
from drystane.plans.lists import takes_all_it_sees
from drystane.plans.models import Action, Decision, Judgement, Overlap, OverlapState, Plan, Step
from drystane.plans.models.actions import exportable_by
from drystane.plans.models.overlaps import OverlapQuerySet
from drystane.plans.pair_story import changed_sides, story_of_pair
from drystane.plans.story import Event
from drystane.plans.substance import prints_of
from drystane.sheets.columns import Column
from drystane.sheets.listing import Listing

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


@page(methods={"GET"}, needs="sign-in")
def decided(request: Request) -> HttpResponse:
    return listed(request, seen_pairs(request.user).decided(), of_decided=True)


def listed(request: Request, rows: OverlapQuerySet, *, of_decided: bool) -> HttpResponse:
    plans = Plan.objects.visible_to(request.user).order_by("title")

    def filters(query: QueryDict) -> OverlapFilters:
        return OverlapFilters(query, plans=plans, of_decided=of_decided)

    columns = OF_FILE if "export" in request.GET else COLUMNS
    listing = Listing(
        request, rows, columns=columns, filters=filters, default_sort="-score", may_export=may_take
    )
    if listing.wants_export:
        marking = marking_of(listing.rows)
        title = "Overlaps decided" if of_decided else "Overlaps that wait"
        return listing.export("overlaps", title=title, marking=marking, at=clock.now())
    context = {"listing": listing, "of_decided": of_decided, "page_marking": marking_of(rows)}
    if of_decided:
        context["saved"] = effort_saved(rows)
    return render(request, "plans/overlaps.html", context)


@dataclass(frozen=True)
class Verb:
    """One thing that can be decided about a pair."""

    words: str  # on the button
    what: str  # what will happen, and how to take it back
    form: type[PairForm]
    do: Callable[..., Judgement]  # takes the pair, what the form asked, by and at
    said: str  # once it is done
    from_states: frozenset[OverlapState] = frozenset({OverlapState.WAITING})


def decide(decision: Decision) -> Callable[..., Judgement]:
    def do(overlap: Overlap, **given: Any) -> Judgement:
        return judging.judge(overlap, decision, **given)

    return do


def propose(overlap: Overlap, *, lead: Action, **given: Any) -> Judgement:
    return judging.propose_merge(overlap, kept=lead, **given)


TAKEN_BACK = "It can be taken back at any time, with a reason."
PROPOSED = frozenset({OverlapState.PROPOSED})
VERBS = {
    "merge": Verb(
        words="Merge them",
        what="One of the two stays. The other leaves the plan as “merged into another”; its history, its "
        "reasons and its address stay, and the bodies that were to do it support the one that stays. Where "
        f"two groups are concerned, the other group has to confirm first. {TAKEN_BACK} Undoing it puts "
        "everything back as it was.",
        form=MergeForm,
        do=propose,
        said="The merge is proposed, or done where both are your group's.",
    ),
    "lead": Verb(
        words="One leads, the other supports",
        what=f"Both actions stay. Each page says which of the two leads. {TAKEN_BACK}",
        form=LeadForm,
        do=decide(Decision.LEAD),
        said="It is on record which of the two leads.",
    ),
    "sequence": Verb(
        words="One after the other",
        what=f"Both actions stay. Each page says which of the two comes first. {TAKEN_BACK}",
        form=SequenceForm,
        do=decide(Decision.SEQUENCE),
        said="It is on record which of the two comes first.",
    ),
    "link": Verb(
        words="Link them",
        what=f"Both actions stay as they are, and each page leads to the other. {TAKEN_BACK}",
        form=NoteForm,
        do=decide(Decision.LINK),
        said="The two are linked.",
    ),
    "apart": Verb(
        words="Keep them apart",
        what="Both actions stay as they are. The pair is not asked about again unless one of the two comes "
        f"to say something else; your reason is then shown. {TAKEN_BACK}",
        form=ReasonForm,
        do=decide(Decision.APART),
        said="The two are kept apart.",
    ),
    "confirm": Verb(
        words="Confirm the merge",
        what="The other group proposed it, and it is done once you confirm it. It can be undone by either "
        "group, with a reason; everything is then put back as it was.",
        form=NoteForm,
        do=judging.confirm_merge,
        said="The two are merged.",
        from_states=PROPOSED,
    ),
    "decline": Verb(
        words="Decline the merge",
        what="Nothing is merged. The other group reads your reason, and the pair waits again.",
        form=ReasonForm,
        do=judging.decline_merge,
        said="The merge is declined.",
        from_states=PROPOSED,
    ),
    "take_back": Verb(
        words="Take it back",
        what="The pair waits again. A merge is undone: status, colour, gap and supporting bodies are put "
        "back as they were. A link ends. What was decided stays on record with your reason.",
        form=ReasonForm,
        do=judging.take_back,
        said="It is taken back, and the pair waits again.",
        from_states=frozenset({OverlapState.PROPOSED, OverlapState.DECIDED}),
    ),
}


@dataclass(frozen=True)
class Choice:
    words: str
    url: str


def choices(pair: Overlap, person: User, steps: Sequence[Judgement]) -> list[Choice]:
    mine = judging.judges_for(person, pair)
    return [
        Choice(verb.words, reverse("plans:judge", args=[pair.ref, name]))
        for name, verb in VERBS.items()
        if mine and is_possible(name, pair, mine, steps)
    ]


def is_possible(name: str, pair: Overlap, mine: Sequence[Any], steps: Sequence[Judgement]) -> bool:
    """Whether whoever judges for these groups may do it now."""
    if pair.state not in VERBS[name].from_states:
        return False
    proposal = next((step for step in steps if step.step == Step.PROPOSED), None)  # the newest stands first
    if pair.state != OverlapState.PROPOSED or proposal is None:
        return name == "take_back" or all(side.is_open for side in pair.sides)
    answering = [group for group in pair.groups if group.pk != proposal.acting_for_id]
    if name == "take_back":
        return proposal.acting_for in mine
    return any(group in mine for group in answering)


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
            "sides": [{"action": side} for side in pair.sides],
            "state": state_of(pair),
            "story": story_of_pair(steps),
            "before": answer,
            "before_said": story_of_pair([answer])[0] if answer else None,
            "changed": changed_sides(pair, answer) if answer else [],
            "choices": choices(pair, request.user, steps),
            "page_marking": marking_of_pair(pair),
        },
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
            "page_marking": marking_of_pair(pair),
        },
    )
