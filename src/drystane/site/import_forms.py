"""What is asked of somebody who brings a list in: the file, then which column holds what."""

from collections.abc import Mapping
from typing import Any

from django import forms

from drystane.access.forms import PlainForm
from drystane.access.models import User
from drystane.sheets.cells import DayOrder
from drystane.sheets.kinds import Kind
from drystane.sheets.tables import Book
from drystane.site.bringing import MOST_BYTES, day_orders, kinds_open_to

ORDERS = [
    (DayOrder.DAY_FIRST.value, "Day first: 3/9/2015 is 3 September 2015"),
    (DayOrder.MONTH_FIRST.value, "Month first: 3/9/2015 is 9 March 2015"),
]


class BringForm(PlainForm):
    kind = forms.ChoiceField(label="What the list holds", widget=forms.RadioSelect)
    file = forms.FileField(
        label="The file", help_text=f"XLSX, ODS or CSV, of at most {MOST_BYTES // 1024 // 1024} MB."
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = [(kind.name, kind.title) for kind in kinds_open_to(person)]

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError(
                f"This file has {given.size / 1024 / 1024:,.0f} MB. Split it into files of at most "
                f"{MOST_BYTES // 1024 // 1024} MB."
            )
        return given


class ColumnsForm(PlainForm):
    """A question for each heading, for what holds of every row, and for dates that could be mistaken."""

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        book: Book,
        columns: Mapping[str, str],
        chosen: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.names = {f"column-{place}": words for place, words in enumerate(book.headings)}
        offered = [
            ("", "Leave it out"),
            *((one.key, one.heading) for one in kind.fields if not one.said_only),
        ]
        said_only = {one.key for one in kind.fields if one.said_only}
        for name, words in self.names.items():
            key = columns.get(words, "")
            self.fields[name] = forms.ChoiceField(
                label=words, choices=offered, required=False, initial="" if key in said_only else key
            )
        self.add_what_holds_for_all(chosen.get("for_all", {}))
        self.add_day_order(day_orders(book), chosen.get("order"))

    def add_what_holds_for_all(self, chosen: Mapping[str, str]) -> None:
        said = self.kind.words()
        for one in self.kind.fields:
            if one.for_all:
                words = sorted({word for word in said[one.key].values() if word})
                self.fields[f"all-{one.key}"] = forms.ChoiceField(
                    label=f"{one.heading}, for every row that does not say it",
                    choices=[("", "As its column says"), *((word, word) for word in words)],
                    required=False,
                    initial=chosen.get(one.key, ""),
                )

    def add_day_order(self, possible: frozenset[DayOrder] | None, chosen: str | None) -> None:
        if possible is None:
            return
        only = next(iter(possible)) if len(possible) == 1 else DayOrder.DAY_FIRST
        help_text = {
            0: "Some dates fit only one way, some only the other. Rows that do not fit are not taken.",
            1: "The dates of this file make sense only in this way.",
            2: "No date of this file shows which is meant. Here the day usually comes first.",
        }[len(possible)]
        self.fields["order"] = forms.ChoiceField(
            label="How dates are written",
            choices=ORDERS,
            widget=forms.RadioSelect,
            initial=chosen or only,
            help_text=help_text,
            error_messages={"required": "Say how dates are written in this file."},
        )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        columns = self.columns
        twice = {key for key in columns.values() if key and list(columns.values()).count(key) > 1}
        for name, words in self.names.items():
            if given.get(name) in twice:
                other = next(one for one, key in columns.items() if key == given[name] and one != words)
                self.add_error(name, f"“{words}” and “{other}” cannot both be this. Leave one of them out.")
        for one in self.kind.fields:
            if one.for_all and one.key not in columns.values() and not given.get(f"all-{one.key}"):
                self.add_error(f"all-{one.key}", f"No column holds this. Choose {one.heading.lower()} here.")
        return given

    @property
    def columns(self) -> dict[str, str]:
        return {words: self.cleaned_data.get(name, "") for name, words in self.names.items()}

    @property
    def for_all(self) -> dict[str, str]:
        named = (
            (one.key, self.cleaned_data.get(f"all-{one.key}")) for one in self.kind.fields if one.for_all
        )
        return {key: word for key, word in named if word}

    @property
    def order(self) -> DayOrder:
        return DayOrder(self.cleaned_data.get("order", DayOrder.DAY_FIRST))
