"""Likely twins of an action that is being written, among those that its writer may see."""

from dataclasses import dataclass

from django.db.models import Q

from drystane.access.models import User
from drystane.partners.models import Group
from drystane.plans import likeness
from drystane.plans.models import Action, Overlap
from drystane.plans.overlap.works import Work

ENOUGH = 0.55  # how much they have to belong together to be worth a writer's look
SHOWN, LOOKED_AT = 5, 20


@dataclass(frozen=True)
class SeenTwin:
    action: Action
    reasons: list[str]
    same: float


@dataclass(frozen=True)
class Twins:
    seen: list[SeenTwin]
    ask: list[Group]  # groups with related work that the writer may not read
    by_words_alone: bool = False
    is_ready: bool = True

    def __bool__(self) -> bool:
        return bool(self.seen or self.ask)

    @property
    def words_alone(self) -> str:
        """Why less may be found than there is, or nothing."""
        if not self.by_words_alone:
            return ""
        until = "until all actions have been compared once"
        because = until if likeness.has_model() else "since the sentence model is not installed"
        return (
            f"Texts are compared by their words alone, {because}: work behind different words may be missed."
        )

    @property
    def code(self) -> str:
        """By which a form says that these were shown."""
        shown = [twin.action.ref for twin in self.seen] + [group.ref for group in self.ask]
        return ".".join(sorted(shown))


NO_TWINS = Twins([], [])


def twins_of(draft: Work, writer: User) -> Twins:
    """Three queries, and none that tells of anything sensitive: such actions are not compared."""
    with likeness.SHELF.lock:
        index = likeness.SHELF.fresh()
        if index is None:
            return Twins([], [], is_ready=False)
        found = {twin.work.key: twin for twin in index.twins(draft, limit=LOOKED_AT, floor=ENOUGH)}
        by_words_alone = index.model is None
    official = likeness.comparable().filter(ref__in=found).exclude(settled_with(draft.key))
    mine = {one.ref: one for one in official.visible_to(writer).select_related("plan__group")}
    theirs = Group.objects.filter(pk__in=official.exclude(ref__in=mine).order_by().values("plan__group"))
    seen = [
        SeenTwin(mine[key], [reason.sentence for reason in twin.likeness.reasons], twin.likeness.duplicate)
        for key, twin in found.items()
        if key in mine
    ]
    return Twins(seen[:SHOWN], list(theirs.order_by("name")), by_words_alone)


def settled_with(ref: str) -> Q:
    """The actions of which somebody decided what they are to this one: of these its writer is not warned."""
    pairs = Overlap.objects.decided()
    return Q(pk__in=pairs.filter(first__ref=ref).values("second")) | Q(
        pk__in=pairs.filter(second__ref=ref).values("first")
    )
