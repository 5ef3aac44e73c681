"""Finding all pairs: what changed since it was last compared is compared with everything else.

It may be stopped at any time: sentences already read are kept, and pairs are written in whole batches.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django_tasks import task

from drystane.access import clock
from drystane.access.models import User
from drystane.audit import trail
from drystane.marking.models import Marking
from drystane.plans import likeness
from drystane.plans.judging import ask_again
from drystane.plans.models import (
    OPEN,
    SEARCH_MOVES,
    Action,
    Compared,
    Decision,
    Judgement,
    Overlap,
    OverlapSearch,
    OverlapState,
    SearchState,
    Step,
)
from drystane.plans.overlap.works import Likeness, Work
from drystane.plans.substance import RELATED, given_facets, print_of

if TYPE_CHECKING:
    from drystane.closeness.sentences import SentenceModel
    from drystane.plans.overlap.index import Index

# What is put before people: what looks like the same work, or clearly belongs together.
SAME, TOGETHER = 0.5, 0.65
FEW = 100  # changed actions: up to so many are asked one by one, more all together
NEAREST = 12
BATCH = 200  # pairs written at once
BROKEN = "Something went wrong in Drystane."
CUT_OFF = timedelta(hours=1)

Told = Callable[[int], object]  # per cent


@dataclass(frozen=True)
class Found:
    compared: int
    new: int
    again: int  # decided before, and asked about again since one of the two changed
    by_words_alone: bool


@dataclass(frozen=True)
class Side:
    action: Action
    print: str


def find_overlaps(*, at: datetime, told: Told = lambda _: None, by_words_alone: bool = False) -> Found:
    """Compare what has changed, among the open OFFICIAL actions, with all of them. What was compared by words
    alone is compared anew once sentences can be read."""
    model = None if by_words_alone else likeness.sentence_model()
    rows = Action.objects.filter(marking=Marking.OFFICIAL, status__in=OPEN)
    actions = list(rows.select_related(*RELATED))
    given = given_facets(rows)
    sides = {one.ref: Side(one, print_of(one, given.get(one.pk, {}))) for one in actions}
    works = [likeness.work_of(one, given.get(one.pk, {})) for one in actions]
    Compared.objects.exclude(action__in=rows).delete()
    known = dict(Compared.objects.values_list("action__ref", "said"))
    said = {ref: compared_print(side, model) for ref, side in sides.items()}
    changed = {ref for ref in sides if known.get(ref) != said[ref]}
    if not changed:
        return Found(0, 0, 0, by_words_alone=False)
    index = made_ready(works, model, told)
    new, again, how = 0, 0, COMPARED_BY[model is not None]
    before = {(pair.first_id, pair.second_id): pair for pair in pairs_of(sides, changed)}
    met: set[tuple[int, int]] = set()
    for batch in batches(alike(index, works, changed, told)):
        with transaction.atomic():
            for one, other, found in batch:
                first, second = sorted((sides[one], sides[other]), key=lambda side: side.action.pk)
                key = (first.action.pk, second.action.pk)
                met.add(key)
                pair = before.get(key)
                if pair is None:
                    pair = Overlap(first=first.action, second=second.action, compared_by=how)
                    write(pair, first, second, found, at)
                    new += 1
                else:
                    pair.compared_by = how
                    write(pair, first, second, found, at)
                    again += bool(asked_anew(pair, at))
    with transaction.atomic():
        no_longer = [pair.pk for key, pair in before.items() if key not in met and pair.is_waiting]
        Overlap.objects.filter(pk__in=no_longer, judgements=None).delete()
        Compared.objects.filter(action__ref__in=changed).delete()
        Compared.objects.bulk_create(
            (Compared(action=sides[ref].action, said=said[ref]) for ref in sorted(changed)),
            batch_size=500,
        )
    told(100)
    return Found(len(changed), new, again, by_words_alone=index.model is None)


def compared_print(side: Side, model: "SentenceModel | None") -> str:
    return f"{'words' if model is None else 'sents'}{side.print[:59]}"


def made_ready(works: list[Work], model: "SentenceModel | None", told: Told) -> "Index":
    """Every sentence read, and kept as soon as it is: that is what takes long."""
    from drystane.plans.overlap.index import Index  # noqa: PLC0415  # numpy is loaded by whoever compares

    vectors = likeness.kept_vectors()
    if model is not None:
        for start in range(0, len(works), 1_000):
            some = works[start : start + 1_000]
            before = len(vectors.known)
            vectors.of([work.text for work in some], model, lambda _: None)
            if len(vectors.known) > before:
                likeness.keep_vectors(vectors, works)
            told(min(80, 80 * (start + len(some)) // len(works)))
    return Index(works, model=model, vectors=vectors)


def alike(
    index: "Index", works: list[Work], changed: set[str], told: Told
) -> Iterator[tuple[str, str, Likeness]]:
    """Each pair of which a side changed, once."""
    if len(changed) > FEW:

        def come(done: int) -> None:
            told(80 + 20 * done // len(works))

        for pair in index.pairs(told=come):
            if {pair.a.key, pair.b.key} & changed and is_worth_a_look(pair.likeness):
                yield pair.a.key, pair.b.key, pair.likeness
        return
    seen: set[frozenset[str]] = set()
    for work in works:
        if work.key in changed:
            for twin in index.twins(work, limit=NEAREST):
                key = frozenset((work.key, twin.work.key))
                if key not in seen and is_worth_a_look(twin.likeness):
                    seen.add(key)
                    yield work.key, twin.work.key, twin.likeness


def is_worth_a_look(found: Likeness) -> bool:
    return found.duplicate >= SAME or found.related >= TOGETHER


def batches(
    found: Iterator[tuple[str, str, Likeness]],
) -> Iterator[list[tuple[str, str, Likeness]]]:
    some: list[tuple[str, str, Likeness]] = []
    for one in found:
        some.append(one)
        if len(some) == BATCH:
            yield some
            some = []
    if some:
        yield some


def pairs_of(sides: dict[str, Side], changed: set[str]) -> list[Overlap]:
    theirs = [sides[ref].action.pk for ref in changed]
    return list(Overlap.objects.filter(Q(first__in=theirs) | Q(second__in=theirs)))


def write(pair: Overlap, first: Side, second: Side, found: Likeness, at: datetime) -> None:
    """The scores and reasons of now. What was decided is not touched by it."""
    pair.duplicate, pair.related = found.duplicate, found.related
    pair.reasons = "\n".join(reason.sentence for reason in found.reasons) or "Their words are alike."
    pair.first_print, pair.second_print = first.print, second.print
    pair.found_at = at
    pair.save()


COMPARED_BY = {True: "words and sentences", False: "words alone"}


def asked_anew(pair: Overlap, at: datetime) -> bool:
    """Whether it had been answered, and is asked again because a side says something else since."""
    if pair.state == OverlapState.WAITING or pair.decision == Decision.MERGE:
        return False
    answers = Judgement.objects.filter(overlap=pair, step__in=[Step.PROPOSED, Step.DECIDED])
    last = answers.latest("at", "pk")
    if (last.first_print, last.second_print) == (pair.first_print, pair.second_print):
        return False
    ask_again(pair, at=at)
    return True


@transaction.atomic
def start_search(*, by: User | None, at: datetime) -> OverlapSearch:
    """Have it done beside the page. One that waits already will see what has changed until it begins."""
    waiting = OverlapSearch.objects.filter(state=SearchState.WAITING, asked_at__gt=at - CUT_OFF).first()
    if waiting is not None:
        return waiting
    search = OverlapSearch.objects.create(asked_by=by, asked_at=at)
    trail.record("overlaps.asked_for", search, by=by, at=at)
    make_search.enqueue(search.ref)
    return search


@task()
def make_search(ref: str) -> None:
    search = OverlapSearch.objects.get(ref=ref)
    pass_search_on(search, SearchState.WORKING)
    try:
        found = find_overlaps(at=clock.now(), told=lambda per_cent: come_to(search, per_cent))
    except Exception:
        pass_search_on(search, SearchState.FAILED, why=BROKEN)
        raise
    pass_search_on(
        search, SearchState.DONE, per_cent=100, by_words_alone=found.by_words_alone, finished_at=clock.now()
    )


def come_to(search: OverlapSearch, per_cent: int) -> None:
    OverlapSearch.objects.filter(pk=search.pk).update(per_cent=per_cent)


def pass_search_on(search: OverlapSearch, to: SearchState, **fields: object) -> None:
    before = SearchState(search.state)
    if to not in SEARCH_MOVES[before]:
        return  # somebody else has it in hand
    OverlapSearch.objects.filter(pk=search.pk, state=before).update(state=to, **fields)
    search.refresh_from_db()
