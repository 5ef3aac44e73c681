"""What is asked when somebody joins, leaves, or hands a role over, and why sensitive records are needed."""

from typing import Any

from django import forms
from django.http import QueryDict

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


class GroupForm(PlainForm):
    """What a group says of itself. Its chair or lead officer puts it right."""

    name = forms.CharField(label="Name", max_length=160)
    about = forms.CharField(label="What it is for", widget=forms.Textarea, required=False)
    quorum = forms.IntegerField(
        label="Quorum",
        help_text="How many of those who decide have to be there. Empty, if that is laid down nowhere.",
        min_value=1,
        max_value=100,
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        now = {"name": group.name, "about": group.about, "quorum": group.quorum, "seen": group.version}
        super().__init__(*args, initial=now, **kwargs)
        self.group = group

    def clean_name(self) -> str:
        return free_name(self.cleaned_data["name"], beside=self.group)

    def look_again(self) -> None:
        """Somebody was told of a change and now sees it: what they send next is meant for it."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["seen"] = str(self.group.version)
        self.data = data


class OpenGroupForm(PlainForm):
    """A new group, and whoever first answers for it."""

    name = forms.CharField(label="Name", max_length=160)
    code = forms.SlugField(
        label="Short name",
        max_length=60,
        help_text="Lists and files name it so, for example integrity. Letters, figures and hyphens.",
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=Group.Kind.choices,
        widget=forms.RadioSelect,
        initial=Group.Kind.GROUP,
        help_text="A board oversees groups, tasks them and publishes papers. A desk keeps a register.",
    )
    overseen_by = forms.ModelChoiceField(
        Group.objects.none(),
        to_field_name="ref",
        label="Overseen by",
        empty_label="No board",
        help_text="Whoever sits on that board sees the new group's OFFICIAL records.",
        required=False,
    )
    about = forms.CharField(label="What it is for", widget=forms.Textarea, required=False)
    chair = forms.ModelChoiceField(
        User.objects.none(),
        to_field_name="ref",
        label="First chair",
        empty_label="Choose a person",
        help_text="They let the others in.",
    )
    body = forms.ModelChoiceField(
        Organisation.objects.none(),
        to_field_name="ref",
        label="From which body",
        empty_label="Choose a body",
        required=False,
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "overseen_by": Group.objects.filter(kind=Group.Kind.BOARD).order_by("name"),
            "chair": User.objects.filter(is_active=True).exclude(pk=by.pk).order_by("name"),
            "body": Organisation.objects.order_by("name"),
        }
        for name, rows in offered.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # as above

    def clean_name(self) -> str:
        return free_name(self.cleaned_data["name"])

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Group.objects.filter(code=code).exists():
            raise forms.ValidationError("Another group has that short name. Choose another.")
        return code


def free_name(name: str, *, beside: Group | None = None) -> str:
    others = Group.objects.exclude(pk=beside.pk) if beside else Group.objects.all()
    if others.filter(name=name).exists():
        raise forms.ValidationError("Another group is called that. Choose another name.")
    return name


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
