"""Gather the words of a page from its messages: checked easy words where there are any."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from drystane.access.models import User
from drystane.comms.models import AudiencePage
from drystane.comms.plain_page import ENGLISH, GAELIC, PlainPage
from drystane.partners.models import Group
from drystane.strategy.models import Message, Wording


def messages_to_choose(board: Group, audience: str) -> QuerySet[Message]:
    """What a board may say to an audience: an edition's messages, its own, and those of groups below it."""
    rows = Message.objects.filter(audience=audience)
    rows = rows.filter(Q(group=None) | Q(group=board) | Q(group__overseen_by=board))
    return rows.select_related("edition", "group").order_by("code")


def gather(page: AudiencePage) -> dict[str, PlainPage]:
    """English always; Gaelic only where every word of it is there and checked."""
    points = page.points.select_related("message").order_by("order", "ref")
    messages = [point.message for point in points]
    words = checked_words(page, messages)
    pages = {
        ENGLISH: PlainPage(
            ENGLISH,
            page.title,
            page.intro,
            tuple(words.get((one.pk, ENGLISH), one.text) for one in messages),
            page.help_line,
        )
    }
    in_gaelic = [words.get((one.pk, GAELIC), "") for one in messages]
    own = (page.title_gd, page.intro_gd, page.help_line_gd)
    if all(own) and all(in_gaelic):
        pages[GAELIC] = PlainPage(GAELIC, page.title_gd, page.intro_gd, tuple(in_gaelic), page.help_line_gd)
    return pages


def checked_words(page: AudiencePage, messages: Iterable[Message]) -> dict[tuple[int, str], str]:
    """By message and language: the board's own words before a group's, the easy ones before the others."""
    rows = Wording.objects.checked().filter(message__in=list(messages))
    rows = rows.filter(Q(group=page.group) | Q(group__overseen_by=page.group))
    found: dict[tuple[int, str], str] = {}
    for one in sorted(rows, key=lambda row: (row.group_id != page.group_id, not row.is_easy, row.ref)):
        found.setdefault((one.message_id, one.language), one.text)
    return found


def missing_in_gaelic(page: AudiencePage) -> list[str]:
    """What has to be there before the page can be read in Gaelic."""
    named = (
        ("the title", page.title_gd),
        ("the first words", page.intro_gd),
        ("who to tell", page.help_line_gd),
    )
    messages = [point.message for point in page.points.select_related("message").order_by("order", "ref")]
    words = checked_words(page, messages)
    lacking = [one.text for one in messages if (one.pk, GAELIC) not in words]
    return [*(name for name, text in named if not text), *(f"checked words for “{text}”" for text in lacking)]


def seen_pages(user: User) -> QuerySet[AudiencePage]:
    return AudiencePage.objects.visible_to(user).select_related("group__overseen_by")
