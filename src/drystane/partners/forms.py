"""What is asked when somebody joins, leaves, or hands a role over, and why sensitive records are needed."""

from typing import Any

from django import forms

from drystane.access.forms import PlainForm
from drystane.access.models import User
from drystane.access.policy import Role
from drystane.partners.models import Group, Membership, Organisation

ROLES = [(role.value, role.label) for role in Role]


class JoinForm(PlainForm):
    user = forms.ModelChoiceField(User.objects.none(), label="Who joins", empty_label="Choose a person")
    role = forms.ChoiceField(choices=ROLES, widget=forms.RadioSelect, label="As what")
    body = forms.ModelChoiceField(
        Organisation.objects.none(), label="From which body", empty_label="Choose a body", required=False
    )

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seated = Membership.objects.current().filter(group=group).values("user")
        self.fields["user"].queryset = (  # type: ignore[attr-defined]  # a ModelChoiceField, typed as its base
            User.objects.filter(is_active=True).exclude(pk__in=seated).order_by("name")
        )
        self.fields["body"].queryset = Organisation.objects.order_by("name")  # type: ignore[attr-defined]


class LeaveForm(PlainForm):
    why = forms.CharField(label="Why the role ends", max_length=200)


class HandOverForm(LeaveForm):
    to = forms.ModelChoiceField(User.objects.none(), label="Who takes over", empty_label="Choose a person")
    field_order = ["to", "why"]

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = (  # type: ignore[attr-defined]
            User.objects.filter(is_active=True).exclude(pk=membership.user_id).order_by("name")
        )


class RoleForm(LeaveForm):
    role = forms.ChoiceField(choices=ROLES, widget=forms.RadioSelect, label="The new role")
    why = forms.CharField(label="Why it changes", max_length=200)
    field_order = ["role", "why"]


class PurposeForm(PlainForm):
    purpose = forms.CharField(
        label="Why you need OFFICIAL-SENSITIVE records now",
        help_text=(
            "A few words, such as “preparing the review of 2 September”. "
            "They are kept in the trail with what you open."
        ),
        max_length=200,
        min_length=8,
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)
