"""The forms of every room: what is missing or wrong is said plainly, with the field and the remedy."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import Q, QuerySet
from django.forms.utils import pretty_name

from drystane.access.models import User

DAY_FORMATS = ["%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y"]
DAY_EXAMPLE = "2/9/2015"


class DayInput(forms.DateInput):
    """A day as it is typed here: 02/09/2015."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})}, format="%d/%m/%Y")


class PlainWords(forms.BaseForm):
    """Gives each field messages that a person can act on. A message that a form writes itself is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField):
                field.input_formats = DAY_FORMATS
                if type(field.widget) is forms.DateInput:
                    field.widget = DayInput(field.widget.attrs)
                field.help_text = field.help_text or f"For example, {DAY_EXAMPLE}"
            if isinstance(field.widget, forms.Textarea):
                rows = field.widget.attrs["rows"]
                field.widget.attrs["rows"] = 5 if rows == "10" else rows  # ten is Django's own
            say_plainly(field, str(field.label or pretty_name(name)))


class PlainForm(PlainWords, forms.Form):
    pass


class PlainModelForm(PlainWords, forms.ModelForm):  # type: ignore[type-arg]  # each form names its model in Meta
    pass


def say_plainly(field: forms.Field, label: str) -> None:
    """Put our words in place of Django's own, and in no other place."""
    stock: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        stock.update(getattr(kind, "default_error_messages", {}))
    for code, words in remedies(field, label).items():
        if field.error_messages.get(code) == stock.get(code):
            field.error_messages[code] = words


def remedies(field: forms.Field, label: str) -> dict[str, str]:
    """What to say for each way in which a value can be wrong."""
    named = f"“{label}”"
    quoted = named.replace("%", "%%")  # the messages below are filled in with what was given
    words = {
        "required": f"Fill in {named}.",
        "max_length": f"Shorten {quoted} to at most %(limit_value)d characters: it has %(show_value)d.",
        "min_length": f"Lengthen {quoted} to at least %(limit_value)d characters: it has %(show_value)d.",
        "max_value": f"Give a number no greater than %(limit_value)s for {quoted}.",
        "min_value": f"Give a number no less than %(limit_value)s for {quoted}.",
    }
    if isinstance(field, forms.DateField):
        words["required"] = f"Enter a date for {named}, for example {DAY_EXAMPLE}."
        words["invalid"] = f"Enter a real date for {named}, for example {DAY_EXAMPLE}."
    elif isinstance(field, forms.IntegerField):
        words["required"] = f"Enter a number for {named}."
        words["invalid"] = f"Enter a {number_word(field)} for {named}, in figures."
    elif isinstance(field, forms.FileField):
        words["required"] = f"Choose a file for {named}."
        words["empty"] = f"The file for {named} is empty. Choose another."
    elif isinstance(field, forms.EmailField):
        words["invalid"] = f"Enter an e-mail address for {named}, like name@council.example."
    elif isinstance(field, forms.BooleanField):
        words["required"] = f"Tick {named} to go on."
    elif hasattr(field, "choices"):
        words["required"] = f"Choose an answer for {named}."
        words["invalid_choice"] = words["invalid_list"] = f"Choose one of the answers offered for {quoted}."
    return words


def number_word(field: forms.IntegerField) -> str:
    return "number" if isinstance(field, forms.FloatField | forms.DecimalField) else "whole number"


class SignInForm(PlainForm):
    username = forms.CharField(
        label="User name",
        max_length=60,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Password", strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )


class ChangePasswordForm(PlainForm):
    present = forms.CharField(
        label="Present password",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="New password",
        strip=False,
        help_text="At least 12 characters. Three or four words that do not belong together are good.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="New password again", strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_present(self) -> str:
        given: str = self.cleaned_data["present"]
        if not self.person.check_password(given):
            raise forms.ValidationError("That is not your present password. Type it again.")
        return given

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        if new == self.cleaned_data.get("present"):
            raise forms.ValidationError("Choose a password other than the present one.")
        validate_password(new, self.person)
        return new

    def clean(self) -> None:
        new, again = self.cleaned_data.get("new"), self.cleaned_data.get("again")
        if new and again and new != again:
            self.add_error("again", "The two new passwords differ. Type the same one twice.")


class AccountForm(PlainModelForm):
    class Meta:
        model = User
        fields = ("name", "username", "post", "email", "partnership_role")
        labels = {
            "username": "User name",
            "post": "Post held",
            "email": "E-mail address",
            "partnership_role": "Role in the whole partnership",
        }
        help_texts = {
            "username": "What they sign in with, for example morag.council. Capitals do not matter.",
            "post": "As papers name it, for example Community Safety Lead",
            "partnership_role": (
                "An administrator keeps accounts; an auditor reads the trail. Neither sees content by this. "
                "Roles in groups are given by each group."
            ),
        }
        widgets = {"partnership_role": forms.RadioSelect}

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"].lower()
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError("Somebody already signs in with that name. Choose another.")
        return username


class AccountFilters(PlainForm):
    words = forms.CharField(label="Name or post", max_length=100, required=False)
    state = forms.ChoiceField(
        label="Account", choices=[("", "All"), ("open", "Open"), ("closed", "Closed")], required=False
    )

    def narrow(self, rows: QuerySet[User]) -> QuerySet[User]:
        if words := self.cleaned_data["words"]:
            rows = rows.filter(
                Q(name__icontains=words) | Q(post__icontains=words) | Q(username__icontains=words)
            )
        if state := self.cleaned_data["state"]:
            rows = rows.filter(is_active=state == "open")
        return rows
