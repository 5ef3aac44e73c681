"""How every form is drawn: Django's own forms, in the markup of the Scottish Government Design System."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

# The first that fits says how a control is drawn. A list of checkboxes is a kind of
# RadioSelect, and a password a kind of text, so the narrower ones come first.
CONTROLS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.SelectMultiple, "many"),
    (forms.Select, "select"),
    (forms.CheckboxInput, "checkbox"),
    (forms.FileInput, "file"),
    (forms.DateInput, "date"),
    (forms.NumberInput, "number"),
    (forms.Textarea, "textarea"),
    (forms.Widget, "text"),
)

CLASSES = {
    "checkboxes": "ds_checkbox__input",
    "radios": "ds_radio__input",
    "checkbox": "ds_checkbox__input",
    "select": "ds_select",
    "file": "ds_file-upload__input",
    "date": "ds_input ds_input--fixed-10",
    "number": "ds_input ds_input--fixed-5",
}


class DesignSystemField(BoundField):
    """A field that knows which control it is and what classes the design system wants on it."""

    @property
    def control(self) -> str:
        return next(name for widget, name in CONTROLS if isinstance(self.field.widget, widget))

    def build_widget_attrs(self, attrs: Any, widget: forms.Widget | None = None) -> dict[str, Any]:
        built = dict(super().build_widget_attrs(attrs, widget))
        # The browser's own "Please fill in this field" would come before our words, which name the remedy.
        built.pop("required", None)
        classes = CLASSES.get(self.control, "ds_input")
        if self.errors and self.control not in {"radios", "checkboxes", "checkbox"}:
            classes += f" {classes.split()[0]}--error"
        given = (widget or self.field.widget).attrs.get("class", "")
        built["class"] = f"{classes} {given}".strip()
        return built

    @property
    def aria_describedby(self) -> str | None:
        """The hint and the error, for a single control or for the fieldset round several."""
        given: str = self.field.widget.attrs.get("aria-describedby", "")
        named = [given] if given else []
        named += [f"{self.auto_id}_helptext"] if self.help_text else []
        named += [f"{self.auto_id}_error"] if self.errors else []
        return " ".join(named) or None

    @property
    def anchor(self) -> str:
        """Where the error summary's link leads: the control, or the first of several."""
        return f"{self.auto_id}_0" if self.control in {"radios", "checkboxes"} else self.auto_id


class DesignSystemRenderer(TemplatesSetting):
    form_template_name = "drystane/forms/form.html"
    field_template_name = "drystane/forms/field.html"
    bound_field_class = DesignSystemField
