"""What is asked about taskings: to find them, to give one, to answer it."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from drystane.access.choosing import OneOf, SeenForm, SomeOf, offer
from drystane.access.forms import PlainForm
from drystane.access.models import User
from drystane.board.forms.choices import choose_for_them, groups_of
from drystane.board.models import Tasking, TaskingState
from drystane.partners.models import Group
from drystane.plans.models import Action
from drystane.strategy.models import Recommendation


class TaskingFilters(PlainForm):
    words = forms.CharField(label="Words in what is asked", required=False)
    state = forms.MultipleChoiceField(
        label="State", choices=TaskingState.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    group = OneOf(Group.objects.order_by("name"), label="Asked of", required=False, empty_label="Any group")
    late = forms.BooleanField(label="Late only", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.cleaned_data
        if asked["words"]:
            rows = rows.filter(asked__icontains=asked["words"])
        if asked["state"]:
            rows = rows.filter(state__in=asked["state"])
        if asked["group"]:
            rows = rows.filter(to_group=asked["group"])
        if asked["late"]:
            rows = rows.filter(pk__in=Tasking.objects.late(self.today).values("pk"))
        return rows


class FollowTaskingForm(PlainForm):
    """A tasking that comes of a decision: the board is the meeting's."""

    to_group = OneOf(Group.objects.none(), label="Which group is asked", empty_label="Choose a group")
    recommendation = OneOf(
        Recommendation.objects.none(),
        label="The recommendation it answers",
        required=False,
        empty_label="None",
    )
    asked = forms.CharField(
        label="What is asked",
        widget=forms.Textarea,
        help_text="So that the group knows when it is done. A tasking is OFFICIAL: leave out what is not.",
    )
    report_back_on = forms.DateField(label="Report back by")
    supporting_groups = SomeOf(Group.objects.none(), label="Groups that support it", required=False)

    def __init__(
        self, *args: Any, boards: QuerySet[Group], recommendations: QuerySet[Recommendation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to_group", groups_of(boards))
        offer(self, "supporting_groups", groups_of(boards))
        offer(self, "recommendation", recommendations)


class TaskingForm(FollowTaskingForm):
    """A tasking that one gives outside a meeting."""

    board = OneOf(Group.objects.none(), label="Which board asks", empty_label="Choose a board")
    field_order = ["board", "to_group", "recommendation", "asked", "report_back_on", "supporting_groups"]

    def __init__(self, *args: Any, boards: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, boards=boards, **kwargs)
        offer(self, "board", boards.order_by("name"))
        choose_for_them(self, "board", boards)


class NoteForm(SeenForm):
    why = forms.CharField(label="A note for the board", widget=forms.Textarea, required=False)


class ReturnForm(SeenForm):
    why = forms.CharField(
        label="Why the group returns it",
        widget=forms.Textarea,
        help_text="The board decides what next from this.",
    )


class ReportForm(SeenForm):
    why = forms.CharField(label="What the group reports", widget=forms.Textarea)


class WithdrawForm(SeenForm):
    why = forms.CharField(label="Why the board asks no longer", widget=forms.Textarea)


class GiveAgainForm(SeenForm):
    why = forms.CharField(label="What has changed", widget=forms.Textarea)
    report_back_on = forms.DateField(label="Report back by")


class ChangeTaskingForm(SeenForm):
    asked = forms.CharField(
        label="What is asked",
        widget=forms.Textarea,
        help_text="So that the group knows when it is done. A tasking is OFFICIAL: leave out what is not.",
    )
    report_back_on = forms.DateField(label="Report back by")
    why = forms.CharField(
        label="Why it is asked otherwise", widget=forms.Textarea, help_text="The group reads this."
    )


class LinkForm(PlainForm):
    action = OneOf(Action.objects.none(), label="The action that answers it", empty_label="Choose an action")

    def __init__(self, *args: Any, tasking: Tasking, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        linked = tasking.action_reasons.values("action")
        theirs = Action.objects.visible_to(by).filter(plan__group=tasking.to_group)
        self.offered = theirs.exclude(pk__in=linked).order_by("title", "ref")
        offer(self, "action", self.offered)
