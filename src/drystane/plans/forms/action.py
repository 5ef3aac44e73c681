"""An action's own words: put forward, and changed."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from drystane.access.choosing import MarkingForm, OneOf, SeenForm, SomeOf, any_of, offer
from drystane.access.models import User
from drystane.access.policy import COLUMNS, Permission, Reach, reach, roles_with
from drystane.marking.models import Marking
from drystane.partners.models import Group, Membership, Organisation, Service
from drystane.plans.forms.choices import Pounds, give_choices, objectives
from drystane.plans.models import Action, CommunityInvolvement, Plan, PreventionLevel, Status
from drystane.strategy.models import Adoption, Edition, Message, Recommendation
from drystane.threats.models import Threat


def edition_for(group: Group) -> Edition | None:
    """The edition that the group's board works to; before it has adopted one, the newest."""
    board = group if group.kind == Group.Kind.BOARD else group.overseen_by
    adoption = Adoption.objects.in_force(board) if board else None
    return adoption.edition if adoption else Edition.objects.order_by("-published_on").first()


def messages_for(group: Group, edition: Edition | None) -> QuerySet[Message]:
    """Those of the edition, and the group's own. A message without an edition is some group's."""
    of_edition = Q(edition=edition, edition__isnull=False)
    return Message.objects.filter(of_edition | Q(group=group)).order_by("audience", "code")


def may_lead(group: Group) -> QuerySet[User]:
    """Those whose role in the group lets them report on what they lead."""
    roles = [role for role in COLUMNS if reach([role], Permission.UPDATE_ACTION) is not Reach.NONE]
    seated = Membership.objects.current().filter(group=group, role__in=roles)
    return User.objects.filter(is_active=True, pk__in=seated.values("user")).order_by("name")


class ActionForm(MarkingForm):
    """An action's own words. What is needed now stands first; the rest folds."""

    NOW = ("title", "detail")
    WHY = ("recommendation", "message", "threat", "objective", "prevention_level")
    WHO = ("lead_person", "lead_body", "lead_service", "starts_on", "due_on")
    RESOURCES = ("resources", "money", "staff_days")
    OTHERS = ("community", "community_text", "supporting_bodies")
    DIFFERENCE = ("measure", "baseline", "target")
    HANDLING = ("code", "marking", "descriptor")

    title = forms.CharField(
        label="What will be done", max_length=200, help_text="Begin with a verb: check, train, visit."
    )
    detail = forms.CharField(label="In more detail", widget=forms.Textarea, required=False)
    recommendation = OneOf(
        Recommendation.objects.none(), label="The recommendation it serves", required=False
    )
    message = OneOf(Message.objects.none(), label="The message it carries out", required=False)
    threat = OneOf(Threat.objects.order_by("name"), label="The threat it answers", required=False)
    objective = forms.ChoiceField(label="Objective", required=False)
    prevention_level = forms.ChoiceField(
        label="Level of prevention", choices=any_of("Not said", PreventionLevel.choices), required=False
    )
    lead_person = OneOf(
        User.objects.none(),
        label="Lead person",
        required=False,
        empty_label="Nobody yet",
        help_text="Somebody who sits on the group. They report how it stands.",
    )
    lead_body = OneOf(
        Organisation.objects.order_by("name"), label="Lead body", required=False, empty_label="None yet"
    )
    lead_service = OneOf(
        Service.objects.select_related("organisation").order_by("organisation__name", "name"),
        label="Which service of it",
        required=False,
    )
    starts_on = forms.DateField(label="Starts on", required=False)
    due_on = forms.DateField(label="Due on", required=False)

    resources = forms.CharField(label="What it takes, in words", widget=forms.Textarea, required=False)
    money = Pounds(label="Money, in pounds", required=False)
    staff_days = forms.DecimalField(
        label="Staff days", max_digits=8, decimal_places=1, min_value=Decimal(0), required=False
    )
    community = forms.ChoiceField(
        label="Part the community has in it",
        choices=CommunityInvolvement.choices,
        initial=CommunityInvolvement.NONE,
    )
    community_text = forms.CharField(
        label="How the community takes part", widget=forms.Textarea, required=False
    )
    supporting_bodies = SomeOf(
        Organisation.objects.order_by("name"), label="Bodies that support it", required=False
    )
    measure = forms.CharField(
        label="How anybody will know it made a difference", widget=forms.Textarea, required=False
    )
    baseline = forms.CharField(label="How it stands now", max_length=200, required=False)
    target = forms.CharField(label="What is aimed at", max_length=200, required=False)
    code = forms.CharField(label="The partnership's own number", max_length=20, required=False)

    def __init__(self, *args: Any, plan: Plan, may_mark: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.given_marking = plan, ""
        edition = edition_for(plan.group)
        offer(self, "lead_person", may_lead(plan.group))
        asked = Recommendation.objects.filter(edition=edition)
        offer(self, "recommendation", asked.order_by("order", "code"))
        offer(self, "message", messages_for(plan.group, edition))
        give_choices(self, "objective", any_of("Not said", objectives()))
        if not may_mark:  # whoever could not see what they wrote may not hide it from themselves
            del self.fields["marking"], self.fields["descriptor"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        service, body = given.get("lead_service"), given.get("lead_body")
        if service and body and service.organisation_id != body.pk:
            self.add_error("lead_service", f"{service.name} belongs to {service.organisation.name}.")
        elif service:
            given["lead_body"] = service.organisation
        sensitive = (given.get("marking") or self.given_marking) == Marking.SENSITIVE
        lead = given.get("lead_person")
        if sensitive and lead and not may_see_sensitive(self.plan.group, lead):
            words = f"{lead.name} may not see OFFICIAL-SENSITIVE records here. Choose somebody else."
            self.add_error("lead_person", words)
        return given

    @property
    def now(self) -> list[forms.BoundField]:
        return list(self.bound(self.NOW))

    @property
    def why(self) -> list[forms.BoundField]:
        return list(self.bound(self.WHY))

    @property
    def who(self) -> list[forms.BoundField]:
        return list(self.bound(self.WHO))

    @property
    def folds(self) -> list[tuple[str, list[forms.BoundField], bool]]:
        """What folds away, and whether it stands open because something in it is wrong."""
        groups = {
            "Money, staff and other resources": self.RESOURCES,
            "The community and supporting bodies": self.OTHERS,
            "How anybody will know": self.DIFFERENCE,
            "Number and marking": self.HANDLING,
        }
        folds = [(title, list(self.bound(names))) for title, names in groups.items()]
        return [(title, fields, any(field.errors for field in fields)) for title, fields in folds]

    def bound(self, names: tuple[str, ...]) -> Iterator[forms.BoundField]:
        return (self[name] for name in names if name in self.fields)

    def fields_given(self) -> dict[str, Any]:
        """What the operation takes; the supporting bodies go beside it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in NOT_FIELDS}


NOT_FIELDS = frozenset({"supporting_bodies", "seen"})


def may_see_sensitive(group: Group, person: User) -> bool:
    return Group.objects.where_role(person, roles_with(Permission.SEE_SENSITIVE)).filter(pk=group.pk).exists()


class EditForm(ActionForm, SeenForm):
    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, plan=action.plan, may_mark=False, initial=self.as_saved(action), **kwargs)
        self.action, self.given_marking = action, action.marking
        if action.status != Status.PROPOSED:
            del self.fields["due_on"]
        # What it names already stays on offer, though the edition or the group may have changed since.
        for name, kept in (
            ("recommendation", action.recommendation_id),
            ("message", action.message_id),
            ("lead_person", action.lead_person_id),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
            if kept is not None and field.queryset is not None:
                field.queryset = field.queryset | field.queryset.model._default_manager.filter(pk=kept)

    @classmethod
    def as_saved(cls, action: Action) -> dict[str, Any]:
        saved = {name: getattr(action, name) for name in cls.base_fields if hasattr(action, name)}
        return {**saved, "supporting_bodies": list(action.supporting_bodies.all()), "seen": action.version}

    def saved_otherwise(self) -> list[tuple[str, str]]:
        """Where what is saved now differs from what was typed: each field and what it says now."""
        saved = self.as_saved(self.action)
        return [
            (str(self.fields[name].label), str(saved[name] if saved[name] is not None else ""))
            for name, typed in self.fields_given().items()
            if (typed or "") != (saved[name] or "")
        ]
