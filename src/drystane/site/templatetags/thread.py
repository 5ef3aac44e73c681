"""The golden thread on any page: `{% load thread %}{% thread_of thing %}`.

A page that may show sensitive strands is marked as high as they are. The head of the page is drawn before
the thread, so such a page says in its `head` block: `{% thread_marking thing %}`. The records are read once.
"""

from dataclasses import dataclass

from django import template
from django.db.models import Model
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from drystane.access.models import User
from drystane.marking.models import Marking
from drystane.site.strands import Strand
from drystane.site.thread import came_of, why

register = template.Library()


@dataclass(frozen=True)
class Thread:
    why: list[Strand]
    came_of: list[Strand]

    @property
    def marking(self) -> str:
        """The highest marking in it, in words; empty where everything is OFFICIAL."""
        markings = {strand.marking for strand in (*self.why, *self.came_of)} - {""}
        descriptors = {word for marking in markings for word in marking.split()[1:]}
        return " ".join([Marking.SENSITIVE.label, *sorted(descriptors)]) if markings else ""


@register.simple_tag(takes_context=True)
def thread_of(context: Context, thing: Model) -> SafeString:
    """ "Why it exists" and "What came of it", as far as the reader may see."""
    thread = read(context, thing)
    raise_marking(context, thread)
    return SafeString(render_to_string("drystane/thread.html", {"thread": thread}))


@register.simple_tag(takes_context=True)
def thread_marking(context: Context, thing: Model) -> str:
    """Marks the page as high as the thread that it will show. Draws nothing."""
    raise_marking(context, read(context, thing))
    return ""


def read(context: Context, thing: Model) -> Thread:
    """Read once for each page: the record, which lives no longer than its page, keeps it for this reader."""
    user = context["request"].user
    assert isinstance(user, User)  # noqa: S101  # every page that has a thread needs a sign-in
    kept: dict[tuple[int, str], Thread] = thing.__dict__.setdefault("_threads", {})
    reader = (user.pk, user.purpose)
    if reader not in kept:
        kept[reader] = Thread(why(thing, user), came_of(thing, user))
    return kept[reader]


def raise_marking(context: Context, thread: Thread) -> None:
    """Never lower: the page may hold something sensitive of its own."""
    said = str(context.get("page_marking", Marking.OFFICIAL.label))
    if thread.marking and thread.marking != said:
        descriptors = {*said.split()[1:], *thread.marking.split()[1:]}
        context.set_upward("page_marking", " ".join([Marking.SENSITIVE.label, *sorted(descriptors)]))
