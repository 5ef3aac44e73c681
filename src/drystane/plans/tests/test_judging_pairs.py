"""What is decided about a pair: by whom, with what on record, and how it is taken back or asked again."""

from dataclasses import dataclass

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.access.policy import Role
from drystane.audit.models import Event
from drystane.plans import judging
from drystane.plans.models import Action, Decision, Judgement, Link, Overlap, Status, Step
from drystane.plans.pair_story import changed_sides, story_of_pair
from drystane.plans.substance import prints_of
from tests.cast import NOW, Partnership, make_action, make_overlap, seat


@dataclass
class Pair:
    cast: Partnership
    ours: Action
    theirs: Action
    overlap: Overlap

    def look(self) -> dict[str, object]:
        """As a page carries it."""
        return {
            "seen": self.overlap.version,
            "looked_at": judging.look_of(*prints_of(self.overlap)),
            "at": NOW,
        }

    def judge(self, decision: Decision, by: User, *, lead: Action | None = None, why: str = "") -> Judgement:
        return judging.judge(self.overlap, decision, lead=lead, why=why, by=by, **self.look())  # type: ignore[arg-type]  # as the page sends it

    def propose(self, by: User, kept: Action | None = None) -> Judgement:
        kept = kept or self.ours
        return judging.propose_merge(self.overlap, kept=kept, why="One clause", by=by, **self.look())  # type: ignore[arg-type]  # as above

    def answer(self, verb: str, by: User, why: str = "Because") -> Judgement:
        done: Judgement = getattr(judging, verb)(self.overlap, why=why, by=by, **self.look())
        return done


@pytest.fixture
def pair(cast: Partnership) -> Pair:
    ours = make_action(cast.integrity_plan, "Write a probity clause", status=Status.AGREED)
    theirs = make_action(cast.prevent_plan, "Carry the duty in contracts", status=Status.AGREED)
    return Pair(cast, ours, theirs, make_overlap(ours, theirs))


def reload(action: Action) -> Action:
    return Action.objects.get(pk=action.pk)


def test_one_leads_and_the_other_supports(pair: Pair) -> None:
    pair.judge(Decision.LEAD, pair.cast.iain, lead=pair.theirs)

    link = Link.objects.get()
    assert (link.first, link.second, link.kind) == (pair.theirs, pair.ours, Link.Kind.LEADS)
    assert (link.told_of(pair.theirs), link.told_of(pair.ours)) == ("Supported by", "Supports")
    assert (pair.overlap.state, pair.overlap.decision) == ("decided", "lead")
    assert Event.objects.get().verb == "overlap.decided"


@pytest.mark.parametrize("decision", [Decision.LEAD, Decision.SEQUENCE])
def test_an_order_needs_one_of_the_two(pair: Pair, decision: Decision) -> None:
    stranger = make_action(pair.cast.integrity_plan)
    for lead in (None, stranger):
        with pytest.raises(ValidationError):
            pair.judge(decision, pair.cast.iain, lead=lead)
    assert not Judgement.objects.exists()


def test_keeping_apart_needs_a_reason(pair: Pair) -> None:
    with pytest.raises(ValidationError):
        pair.judge(Decision.APART, pair.cast.iain, why=" ")

    pair.judge(Decision.APART, pair.cast.shona, why="Another meeting")

    assert not Link.objects.exists()
    told = story_of_pair(Judgement.objects.select_related("overlap"))
    assert [(event.sentence, event.why) for event in told] == [
        ("Shona decided for Prevent Group on 2 September 2015: the two are kept apart.", "Another meeting")
    ]


def test_a_merge_is_no_plain_decision(pair: Pair) -> None:
    with pytest.raises(ValueError, match="proposed by one group"):
        pair.judge(Decision.MERGE, pair.cast.iain, lead=pair.ours)


@pytest.mark.parametrize("name", ["tam", "aileen", "priya", "gordon", "morag", "stranger"])
def test_others_may_not_judge(pair: Pair, name: str) -> None:
    """A member, a contributor, and the chair and lead officer of the board above: it oversees, no more."""
    with pytest.raises(PermissionDenied):
        pair.judge(Decision.LINK, getattr(pair.cast, name))


def test_a_merge_needs_both_groups(pair: Pair) -> None:
    pair.propose(pair.cast.iain)
    assert reload(pair.theirs).status == Status.AGREED

    with pytest.raises(PermissionDenied, match="Prevent Group"):
        pair.answer("confirm_merge", pair.cast.iain)
    pair.answer("confirm_merge", pair.cast.shona)

    merged = reload(pair.theirs)
    assert (merged.status, merged.merged_into) == (Status.MERGED, pair.ours)
    steps = Judgement.objects.order_by("pk").values_list("step", "by__username", "acting_for__code")
    assert list(steps) == [("proposed", "iain", "integrity"), ("confirmed", "shona", "prevent")]


def test_somebody_with_both_roles_may_do_both_and_each_is_recorded(pair: Pair) -> None:
    seat(pair.cast.iain, pair.cast.prevent, Role.LEAD_OFFICER)
    pair.propose(pair.cast.iain)
    pair.answer("confirm_merge", pair.cast.iain)
    assert set(Judgement.objects.values_list("acting_for__code", flat=True)) == {"integrity", "prevent"}


def test_two_actions_of_one_group_are_merged_at_once(cast: Partnership) -> None:
    ours, theirs = (make_action(cast.integrity_plan, status=Status.AGREED) for _ in range(2))
    pair = Pair(cast, ours, theirs, make_overlap(ours, theirs))
    pair.propose(cast.iain, kept=theirs)
    assert reload(ours).merged_into == theirs
    assert pair.overlap.decision == Decision.MERGE


def test_a_declined_merge_waits_again(pair: Pair) -> None:
    pair.propose(pair.cast.iain)
    with pytest.raises(ValidationError):
        pair.answer("decline_merge", pair.cast.shona, why="")
    pair.answer("decline_merge", pair.cast.shona)
    assert pair.overlap.state == "waiting"
    assert reload(pair.theirs).status == Status.AGREED


def test_only_who_proposed_takes_a_proposal_back(pair: Pair) -> None:
    pair.propose(pair.cast.iain)
    with pytest.raises(NotAllowed, match="other group proposed"):
        pair.answer("take_back", pair.cast.shona)
    pair.answer("take_back", pair.cast.iain)
    assert pair.overlap.state == "waiting"


def test_a_merge_is_confirmed_only_of_what_was_proposed(pair: Pair) -> None:
    pair.propose(pair.cast.iain)
    Action.objects.filter(pk=pair.theirs.pk).update(title="Carry the duty in grants")
    with pytest.raises(NotAllowed, match="has changed since this was proposed"):
        pair.answer("confirm_merge", pair.cast.shona)


def test_a_decision_is_about_what_was_read(pair: Pair) -> None:
    look = pair.look()
    Action.objects.filter(pk=pair.ours.pk).update(detail="And in leases")
    with pytest.raises(NotAllowed, match="just changed"):
        judging.judge(pair.overlap, Decision.LINK, why="", by=pair.cast.iain, **look)  # type: ignore[arg-type]  # as the page sends it
    assert not Judgement.objects.exists()


def test_the_second_of_two_people_is_told(pair: Pair) -> None:
    late = Overlap.objects.get()
    pair.judge(Decision.LINK, pair.cast.iain)
    other = Pair(pair.cast, pair.ours, pair.theirs, late)
    with pytest.raises(NotAllowed, match="Somebody has just changed"):
        other.judge(Decision.APART, pair.cast.shona, why="No")
    assert Judgement.objects.count() == 1


def test_what_is_taken_back_waits_again_and_stays_on_record(pair: Pair) -> None:
    pair.judge(Decision.LINK, pair.cast.iain)
    pair.answer("take_back", pair.cast.shona)

    assert (pair.overlap.state, pair.overlap.decision) == ("waiting", "")
    link = Link.objects.get()
    assert (link.ended_by, link.ended_at) == (pair.cast.shona, NOW)
    assert list(Judgement.objects.order_by("pk").values_list("step", flat=True)) == [
        Step.DECIDED,
        Step.WITHDRAWN,
    ]
    with pytest.raises(NotAllowed, match="Nothing is decided"):
        pair.answer("take_back", pair.cast.shona)


def test_what_changed_is_asked_again_with_the_old_answer(pair: Pair) -> None:
    answer = pair.judge(Decision.APART, pair.cast.iain, why="Another form")
    Action.objects.filter(pk=pair.ours.pk).update(title="Write both clauses")
    judging.ask_again(pair.overlap, at=NOW)
    pair.overlap.first_print, pair.overlap.second_print = prints_of(pair.overlap)

    assert pair.overlap.state == "waiting"
    assert changed_sides(Overlap.objects.get(), answer) == []
    pair.overlap.save()
    assert changed_sides(Overlap.objects.get(), answer) == ["Write both clauses"]


@pytest.mark.parametrize("status", [Status.DONE, Status.DROPPED])
def test_closed_work_waits_for_no_decision(pair: Pair, status: Status) -> None:
    assert Overlap.objects.undecided().exists()
    Action.objects.filter(pk=pair.theirs.pk).update(status=status)
    assert not Overlap.objects.undecided().exists()


def test_a_pair_is_seen_by_who_sees_both(pair: Pair) -> None:
    cast = pair.cast
    seen = {
        name
        for name in vars(cast)
        if isinstance(person := getattr(cast, name), User) and Overlap.objects.visible_to(person).exists()
    }
    assert seen == {"gordon", "morag", "wallace", "priya"}  # the board's: priya observes there
    Action.objects.filter(pk=pair.ours.pk).update(marking="sensitive", descriptor="commercial")
    cast.gordon.purpose = "Reviewing"
    assert not Overlap.objects.visible_to(cast.gordon).exists()
