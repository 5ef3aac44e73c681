"""The pieces pages are built from. `docs/rooms/site.md` shows how each is used."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from drystane.documents.packs import spoken

register = template.Library()

# The colour helps the eye; the words say it.
BRAG = {
    "blue": ("darkblue", "Blue: complete"),
    "red": ("red", "Red"),
    "amber": ("orange", "Amber"),
    "green": ("green", "Green"),
    "grey": ("grey", "Grey"),
}
NOTICES = {"success": "check_circle", "info": "info", "warning": "warning", "error": "error"}


def drawn(piece: str, context: Mapping[str, object]) -> SafeString:
    return SafeString(render_to_string(f"drystane/{piece}.html", context))


@register.filter
def day(value: date | datetime | None) -> str:
    """2 September 2015."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return spoken(value)


@register.filter
def moment(value: datetime | None) -> str:
    """2 September 2015 at 2.05 pm."""
    if value is None or value == "":
        return ""
    return f"{day(value)} at {clock(value)}"


@register.filter
def clock(value: datetime) -> str:
    """2.05 pm."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local.hour % 12 or 12}.{local:%M} {'am' if local.hour < 12 else 'pm'}"


@register.filter
def shown(value: object) -> str:
    """A value of a list as a person reads it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int | Decimal):
        return f"{value:,}"
    return str(value)


@register.filter
def is_day(value: object) -> bool:
    """Whether a value is a date without a time. Its cell of a list keeps day and month on one line."""
    return isinstance(value, date) and not isinstance(value, datetime)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of the design system's icons, for the eye only."""
    return format_html(
        '<svg class="ds_icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("ds/images/icons/icons.stack.svg"),
        name,
    )


@register.simple_tag
def tag(words: str, colour: str = "grey") -> SafeString:
    return format_html('<span class="ds_tag ds_tag--{}">{}</span>', colour, words)


@register.simple_tag
def brag(status: str, words: str = "") -> SafeString:
    """Blue, red, amber, green or grey, always in words, with a reason if there is one."""
    colour, name = BRAG[status]
    return tag(f"{name}: {words}" if words and status != "blue" else name, colour)


@register.simple_tag
def marking_tag(label: str) -> SafeString:
    """OFFICIAL, or OFFICIAL-SENSITIVE with its descriptor."""
    return tag(label, "grey" if label == "OFFICIAL" else "red")


@register.simple_tag
def button(words: str, kind: str = "", name: str = "", value: str = "") -> SafeString:
    """Sends the form it stands in. Kinds: nothing, secondary, cancel."""
    return drawn("button", {"words": words, "kind": kind, "name": name, "value": value})


@register.simple_tag
def link_button(words: str, url: str, kind: str = "") -> SafeString:
    return drawn("link_button", {"words": words, "url": url, "kind": kind})


@register.simple_tag
def figure(value: object, words: str, url: str = "", source: str = "") -> SafeString:
    """A figure that matters, what it counts, where its rows are, and who says so."""
    context = {"value": shown(value), "words": words, "url": url, "source": source}
    return drawn("figure", context)


@register.simple_block_tag
def figures(content: SafeString) -> SafeString:
    return format_html('<ul class="figures">{}</ul>', content)


@register.simple_block_tag
def summary_card(content: SafeString, title: str, url: str = "", level: int = 2, ref: str = "") -> SafeString:
    """A record in short. With a url, its title leads to the record."""
    context = {"content": content, "title": title, "url": url, "level": f"h{level}", "id": ref}
    return drawn("summary_card", context)


@register.simple_block_tag
def summary_list(content: SafeString) -> SafeString:
    return format_html('<dl class="ds_summary-list ds_summary-list--short-keys">{}</dl>', content)


@register.simple_block_tag
def summary_row(content: SafeString, key: str) -> SafeString:
    return format_html(
        '<div class="ds_summary-list__item"><dt class="ds_summary-list__key">{}</dt>'
        '<dd class="ds_summary-list__value">{}</dd></div>',
        key,
        SafeString(content.strip()) or "–",
    )


@register.simple_block_tag
def table_region(content: SafeString, name: str) -> SafeString:
    """Lets a wide table scroll by itself on a phone, by finger or by keyboard."""
    return format_html(
        '<div class="table-region" role="region" aria-label="{}" tabindex="0">{}</div>', name, content
    )


@register.simple_block_tag
def empty_state(content: SafeString, title: str) -> SafeString:
    """What an empty list says: what would stand here, and what to do first."""
    return format_html(
        '<div class="empty-state"><p class="empty-state__title">{}</p>{}</div>', title, content
    )


@register.simple_block_tag
def button_row(content: SafeString) -> SafeString:
    return format_html('<div class="ds_button-group">{}</div>', content)


@register.simple_block_tag
def notification(content: SafeString, kind: str = "info", title: str = "") -> SafeString:
    """Something to know before going on. Kinds: success, info, warning, error."""
    context = {"content": content, "kind": kind, "title": title, "icon_name": NOTICES[kind]}
    return drawn("notification", context)


@register.simple_block_tag
def details(content: SafeString, title: str, is_open: bool = False) -> SafeString:
    """Folds away what is not needed now."""
    return format_html(
        '<details class="ds_details"{}><summary class="ds_details__summary">{}</summary>'
        '<div class="ds_details__text">{}</div></details>',
        SafeString(" open") if is_open else "",
        title,
        content,
    )


@register.simple_block_tag
def accordion(content: SafeString) -> SafeString:
    return format_html('<div class="ds_accordion" data-module="ds-accordion">{}</div>', content)


@register.simple_block_tag
def accordion_item(content: SafeString, title: str) -> SafeString:
    context = {"content": content, "title": title, "id": f"section-{slugify(title)}"}
    return drawn("accordion_item", context)


@register.simple_block_tag
def inset(content: SafeString) -> SafeString:
    return format_html('<div class="ds_inset-text"><div class="ds_inset-text__text">{}</div></div>', content)


@register.simple_tag
def crumb(words: str, url: str) -> SafeString:
    return format_html(
        '<li class="ds_breadcrumbs__item"><a class="ds_breadcrumbs__link" href="{}">{}</a></li>', url, words
    )


@register.simple_block_tag
def breadcrumbs(content: SafeString) -> SafeString:
    return format_html('<nav aria-label="Breadcrumb"><ol class="ds_breadcrumbs">{}</ol></nav>', content)
