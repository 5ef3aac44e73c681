"""Two actions that may be one piece of work: the pair, what was decided about it, and what that changed."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from drystane.access.models import User
from drystane.audit.constraints import all_or_none
from drystane.audit.refs import Referenced
from drystane.partners.models import Group, Organisation
from drystane.partners.sight import seen_by_audience, seen_through
from drystane.plans.models.actions import OPEN, Action, ActionQuerySet, Status


class OverlapState(models.TextChoices):
    WAITING = "waiting", "Waits to be decided"
    PROPOSED = "proposed", "Merge proposed"
    DECIDED = "decided", "Decided"


OVERLAP_MOVES = {
    OverlapState.WAITING: {OverlapState.PROPOSED, OverlapState.DECIDED},
    OverlapState.PROPOSED: {OverlapState.WAITING, OverlapState.DECIDED},
    OverlapState.DECIDED: {OverlapState.WAITING},
}
UNDECIDED = (OverlapState.WAITING, OverlapState.PROPOSED)


class Decision(models.TextChoices):
    MERGE = "merge", "Merged: one takes in the other"
    LEAD = "lead", "One leads, the other supports"
    SEQUENCE = "sequence", "One after the other"
    LINK = "link", "Linked, each stays as it is"
    APART = "apart", "Kept apart"


class Step(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    DECIDED = "decided", "Decided"
    CONFIRMED = "confirmed", "Confirmed"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Taken back"


def sides_seen(user: User, through: str = "") -> Q:
    """A pair tells of both its actions, so only somebody who sees both sees it."""
    first, second = f"{through}first", f"{through}second"
    return seen_through(f"{first}__plan__group", user, marking=f"{first}__marking") & seen_through(
        f"{second}__plan__group", user, marking=f"{second}__marking"
    )


class OverlapQuerySet(models.QuerySet["Overlap"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(sides_seen(user))

    def for_audience(self, group: Group, *, sensitive: bool = False) -> Self:
        """The pairs that a paper written for this group's members may hold."""
        return self.filter(
            seen_by_audience("first__plan__group", group, sensitive=sensitive, marking="first__marking"),
            seen_by_audience("second__plan__group", group, sensitive=sensitive, marking="second__marking"),
        )

    def undecided(self) -> Self:
        """What waits for somebody: work that is closed on either side is no longer done twice."""
        return self.filter(state__in=UNDECIDED, first__status__in=OPEN, second__status__in=OPEN)

    def decided(self) -> Self:
        return self.filter(state=OverlapState.DECIDED)

    def of(self, action: Action) -> Self:
        return self.filter(Q(first=action) | Q(second=action))

    def touching(self, groups: "models.QuerySet[Group] | frozenset[int]") -> Self:
        """Those of which a side lies in a plan of one of these groups."""
        return self.filter(Q(first__plan__group__in=groups) | Q(second__plan__group__in=groups))


def perhaps_done_twice(actions: ActionQuerySet) -> Q:
    """Those of these actions that stand, with another of them, in a pair nobody has decided."""
    among = actions.order_by().values("pk")
    pairs = Overlap.objects.undecided().filter(first__in=among, second__in=among)
    return Q(pk__in=pairs.values("first")) | Q(pk__in=pairs.values("second"))


class Overlap(Referenced):
    """Two actions that the machine found alike, with its reasons. People decide what that means."""

    first = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    duplicate = models.FloatField(help_text="How likely they are the same piece of work, from 0 to 1.")
    related = models.FloatField(help_text="How likely they should be done together, from 0 to 1.")
    reasons = models.TextField(help_text="A sentence a line, the weightiest first.")
    # What each side said when it was compared; see plans/likeness.py.
    first_print = models.CharField(max_length=64)
    second_print = models.CharField(max_length=64)
    compared_by = models.CharField(max_length=60)
    found_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=OverlapState.choices, default=OverlapState.WAITING)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OverlapQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="overlap_once",
                violation_error_message="This pair is listed already.",
            ),
            models.CheckConstraint(
                name="overlap_is_of_two_in_order",
                condition=Q(first__lt=F("second")),
                violation_error_message="A pair is of two actions, the earlier one first.",
            ),
            models.CheckConstraint(
                name="decided_overlaps_say_what",
                condition=(Q(state=OverlapState.DECIDED) & ~Q(decision=""))
                | (~Q(state=OverlapState.DECIDED) & Q(decision="")),
                violation_error_message="Say what was decided.",
            ),
        ]
        indexes = [models.Index(fields=["state", "first", "second"], name="overlap_by_state")]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"

    def get_absolute_url(self) -> str:
        return reverse("plans:overlap", args=[self.ref])

    @property
    def sides(self) -> tuple[Action, Action]:
        return self.first, self.second

    @property
    def groups(self) -> list[Group]:
        """The groups whose plans hold the two: one where both are in plans of the same."""
        return list(dict.fromkeys(side.plan.group for side in self.sides))

    @property
    def why(self) -> list[str]:
        return self.reasons.splitlines()

    @property
    def is_waiting(self) -> bool:
        return self.state in UNDECIDED

    def other(self, action: Action) -> Action:
        return self.second if action.pk == self.first_id else self.first


class JudgementQuerySet(models.QuerySet["Judgement"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(sides_seen(user, "overlap__"))


class Judgement(Referenced):
    """A step somebody took about a pair: proposed, decided, confirmed, declined, taken back. Never edited."""

    overlap = models.ForeignKey(Overlap, on_delete=models.PROTECT, related_name="judgements")
    step = models.CharField(max_length=10, choices=Step.choices)
    decision = models.CharField(max_length=10, choices=Decision.choices)
    # Which of the two stays, leads or comes first, where the decision tells them apart.
    lead = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    acting_for = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # What each side said when this was judged, so that it is asked again once either says something else.
    first_print = models.CharField(max_length=64)
    second_print = models.CharField(max_length=64)

    objects = JudgementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_judgement_of_order_names_its_lead",
                condition=(Q(decision__in=["merge", "lead", "sequence"]) & Q(lead__isnull=False))
                | (Q(decision__in=["link", "apart"]) & Q(lead=None)),
                violation_error_message="Say which of the two stays, leads or comes first.",
            ),
            models.CheckConstraint(
                name="keeping_apart_says_why",
                condition=~Q(decision=Decision.APART, step=Step.DECIDED) | ~Q(why=""),
                violation_error_message="Say why they are kept apart.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.overlap}: {self.get_step_display()}"

    @property
    def follower(self) -> Action | None:
        """The other of the two, where one stays, leads or comes first."""
        return self.overlap.other(self.lead) if self.lead else None


class LinkQuerySet(models.QuerySet["Link"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(sides_seen(user))

    def current(self) -> Self:
        return self.filter(ended_at=None)

    def of(self, action: Action) -> Self:
        return self.filter(Q(first=action) | Q(second=action))


class Link(Referenced):
    """Two actions belong together in a way somebody decided. Links end; they are never edited."""

    class Kind(models.TextChoices):
        LEADS = "lead", "Leads, with the support of"
        BEFORE = "sequence", "Comes before"
        LINKED = "link", "Is linked with"

    first = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    judgement = models.OneToOneField(Judgement, on_delete=models.PROTECT, related_name="link")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="link_is_between_two",
                condition=~Q(first=F("second")),
                violation_error_message="A link is between two actions.",
            ),
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=Q(ended_at=None),
                name="linked_once_at_a_time",
                violation_error_message="These two are linked already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} {self.get_kind_display().lower()} {self.second}"

    def told_of(self, action: Action) -> str:
        """What the other action is to this one."""
        return TOLD[Link.Kind(self.kind)][action.pk != self.first_id]

    def other(self, action: Action) -> Action:
        return self.second if action.pk == self.first_id else self.first


# For each kind: what the second is to the first, what the first is to the second.
TOLD = {
    Link.Kind.LEADS: ("Supported by", "Supports"),
    Link.Kind.BEFORE: ("Comes before", "Comes after"),
    Link.Kind.LINKED: ("Linked with", "Linked with"),
}


class MergeQuerySet(models.QuerySet["Merge"]):
    def visible_to(self, user: User) -> Self:
        kept = seen_through("kept__plan__group", user, marking="kept__marking")
        return self.filter(kept, seen_through("merged__plan__group", user, marking="merged__marking"))

    def standing(self) -> Self:
        return self.filter(undone_at=None)


class Merge(Referenced):
    """One action took in another. Holds all that has to be put back should it be undone."""

    judgement = models.OneToOneField(Judgement, on_delete=models.PROTECT, related_name="merge")
    kept = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    merged = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    status_before = models.CharField(max_length=12, choices=Status.choices)
    brag_before = models.CharField(max_length=10, blank=True)
    bodies_added = models.ManyToManyField(
        Organisation, blank=True, related_name="+", help_text="Those that came to support the kept action."
    )
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_because = models.TextField(blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at=None), name="merged_into_one_at_a_time"
            ),
            all_or_none("undone_by", "undone_at", name="merge_undone_by_and_at_together"),
        ]

    def __str__(self) -> str:
        return f"{self.merged} merged into {self.kept}"


class GivenFacetQuerySet(models.QuerySet["GivenFacet"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("action__plan__group", user, marking="action__marking"))


class GivenFacet(Referenced):
    """Somebody put right what the machine read from an action's text. The newest row of a facet counts."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="given_facets")
    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=300, blank=True, help_text="Empty: as it is read from the text.")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = GivenFacetQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.action}: {self.facet} {self.value or 'as read'}"


class ComparedQuerySet(models.QuerySet["Compared"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("action__plan__group", user, marking="action__marking"))


class Compared(models.Model):
    """What an OFFICIAL action said when it was last compared, so that only edits are compared anew. Of a
    sensitive action there is none."""

    action = models.OneToOneField(Action, on_delete=models.CASCADE, related_name="+", primary_key=True)
    said = models.CharField(max_length=64, help_text="A print; see plans/substance.py.")

    objects = ComparedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.action}, compared"


class SearchState(models.TextChoices):
    WAITING = "waiting", "Waiting to begin"
    WORKING = "working", "Comparing"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


SEARCH_MOVES = {
    SearchState.WAITING: {SearchState.WORKING},
    SearchState.WORKING: {SearchState.DONE, SearchState.FAILED},
    SearchState.DONE: set[SearchState](),
    SearchState.FAILED: {SearchState.WORKING},  # begun again, it goes on where it stopped
}


class OverlapSearchQuerySet(models.QuerySet["OverlapSearch"]):
    def visible_to(self, user: User) -> Self:
        """How far a comparison has come tells nothing of any action."""
        return self if user.is_active else self.none()


class OverlapSearch(Referenced):
    """A run that compares the actions that have changed with all others."""

    state = models.CharField(max_length=10, choices=SearchState.choices, default=SearchState.WAITING)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    per_cent = models.PositiveSmallIntegerField(default=0)
    by_words_alone = models.BooleanField(default=False, help_text="The sentence model was not there.")
    finished_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)

    objects = OverlapSearchQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Search of {self.asked_at:%Y-%m-%d}"

    @property
    def is_under_way(self) -> bool:
        return self.state in {SearchState.WAITING, SearchState.WORKING}
