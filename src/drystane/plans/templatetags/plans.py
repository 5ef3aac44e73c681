"""How the values of an action are written on a page."""

from datetime import date
from decimal import Decimal

from django import template

from drystane.plans.models import Action, Progress

register = template.Library()


@register.filter
def colour_on(action: Action, today: date) -> str:
    return action.shown_colour(today).value


@register.filter
def progress_words(progress: str) -> str:
    return Progress(progress).label.lower() if progress else ""


@register.filter
def pounds(amount: Decimal) -> str:
    """1,500, and 1,500.50 where there are pence."""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


@register.filter
def of_hundred(score: float) -> int:
    return round(score * 100)
