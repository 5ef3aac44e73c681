"""What stands in a spreadsheet, as a page shows it."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template

from drystane.site.templatetags.furniture import day, shown

register = template.Library()


@register.filter
def in_cell(value: Any) -> str:
    """A day as people read it, a missing result by what is missing, nothing as a dash."""
    match value:
        case {"day": words} | {"moment": words} | {"error": words}:
            value = words
        case {"formula": _}:
            return "a formula without its result"
        case str() | int() | float() | bool() | None:
            pass
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return day(date.fromisoformat(value))
    return shown(value)


@register.filter
def named(names: Mapping[str, str], key: str) -> str:
    return names[key]
