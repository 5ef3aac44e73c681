"""The bank of key messages: what there is to tell, to whom, in which versions, and whether it was told."""

from typing import Any

from django.db.models import Exists, Max, Min, OuterRef, Prefetch, QuerySet, Subquery
from django.http import QueryDict
from django.utils import timezone

from drystane.access.models import User
from drystane.access.policy import Permission
from drystane.comms.forms.campaigns import BankFilters
from drystane.comms.models import Publication, Slot, SlotState
from drystane.documents.packs import spoken
from drystane.partners.sight import groups_where
from drystane.sheets.columns import Column
from drystane.sheets.jobs import Found, exports
from drystane.sheets.listing import listed
from drystane.strategy.models import Audience, Message, Wording


def seen_messages(user: User) -> QuerySet[Message]:
    """Every message this person may see, with when it was told, is planned for and stood on a public page.

    Only OFFICIAL uses count here, whatever purpose was given: a list says nothing of sensitive ones.
    """
    uses = Slot.objects.open_to(user).standing().filter(message=OuterRef("pk")).order_by().values("message")
    told = uses.filter(state=SlotState.TOLD).annotate(day=Max("ends_on")).values("day")
    planned = uses.filter(state=SlotState.PLANNED).annotate(day=Min("starts_on")).values("day")
    public = Publication.objects.filter(messages=OuterRef("pk")).order_by().values("messages")
    published = public.annotate(moment=Max("published_at")).values("moment")
    wordings = Wording.objects.visible_to(user).order_by("language", "is_easy", "ref")
    return (
        Message.objects.visible_to(user)
        .select_related("edition", "group", "source", "threat")
        .annotate(told_on=Subquery(told), planned_on=Subquery(planned), published_at=Subquery(published))
        .prefetch_related(Prefetch("wordings", wordings))
    )


def whose(message: Message) -> str:
    return str(message.group or message.edition)


def versions(message: Message) -> str:
    return ", ".join(dict.fromkeys(wording.kind for wording in message.wordings.all())) or "English only"


def use(message: Message) -> str:
    """Whether it was told, as far as this person can see."""
    found: Any = message  # with what is annotated above
    said = []
    if found.told_on:
        said.append(f"Told, last on {spoken(found.told_on)}")
    if found.published_at:
        said.append(f"Published for anybody on {spoken(timezone.localdate(found.published_at))}")
    if not said:
        said.append("Never told")
        if found.planned_on:
            said.append(f"planned for {spoken(found.planned_on)}")
    return "; ".join(said)


def about(message: Message) -> str:
    threat = message.threat.name if message.threat else ""
    return ", ".join(filter(None, [threat, message.get_objective_display()]))


COLUMNS = (
    Column("text", "Message", lambda message: message.text, sort=("text",)),
    Column("audience", "For whom", lambda message: message.get_audience_display(), sort=("audience", "code")),
    Column("whose", "From", whose),
    Column("about", "Threat and objective", about, sort=("threat__name", "objective", "code")),
    Column("versions", "Versions", versions),
    Column("use", "Use", use, sort=("told_on", "code")),
)
AS_FILE = (
    Column("code", "Code", lambda message: message.code),
    *COLUMNS,
    Column("checked", "Checked", lambda message: message.get_cite_status_display()),
    Column("source", "Source", lambda message: message.citation),
)


def may_take(user: User, rows: QuerySet[Message]) -> bool:
    """Editions are published; a group's own words go only with somebody who may export there."""
    own = (
        rows.order_by().exclude(group=None).exclude(group__in=groups_where(user, Permission.EXPORT_OFFICIAL))
    )
    return user.is_active and not own.exists()


@exports("message_bank")
def find_messages(user: User, query: QueryDict) -> Found:
    rows = listed(seen_messages(user), query, columns=AS_FILE, filters=BankFilters, default_sort="audience")
    return AS_FILE, rows.iterator(chunk_size=500)


def silent_audiences(user: User) -> list[str]:
    """Audiences for whom nobody has a message that this person can see."""
    heard = set(Message.objects.visible_to(user).order_by().values_list("audience", flat=True).distinct())
    return [audience.label for audience in Audience if audience.value not in heard]


def never_told(user: User) -> QuerySet[Message]:
    told = Slot.objects.open_to(user).filter(message=OuterRef("pk"), state=SlotState.TOLD)
    published = Publication.objects.filter(messages=OuterRef("pk"))
    return Message.objects.visible_to(user).filter(~Exists(told), ~Exists(published))
