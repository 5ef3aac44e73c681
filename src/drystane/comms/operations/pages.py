"""Write a page for an audience, publish it by the chair's decision, and take it down."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.comms.leaflet import leaflet
from drystane.comms.models import AudiencePage, PagePoint, Publication
from drystane.comms.plain_page import digest, to_json
from drystane.comms.words_of_page import gather, messages_to_choose
from drystane.documents.packs import NotRendered
from drystane.partners.models import Group
from drystane.strategy.models import Message


@transaction.atomic
def write_page(
    board: Group,
    *,
    audience: str,
    fields: Mapping[str, Any],
    points: Sequence[Message] = (),
    by: User | None,
    at: datetime,
    is_invented: bool = False,
) -> AudiencePage:
    """Begin a board's page for an audience. Nobody outside reads it yet."""
    page = AudiencePage(group=board, audience=audience, is_invented=is_invented, **fields)
    page.full_clean()
    page.save()
    put_points(page, points)
    trail.record("page.written", page, by=by, at=at, details={"group": board.ref})
    return page


@transaction.atomic
def edit_page(
    page: AudiencePage,
    *,
    fields: Mapping[str, Any],
    points: Sequence[Message],
    seen: int,
    by: User,
    at: datetime,
) -> None:
    """Change its words, if it is still as it was `seen`. What is published stays as it was decided on."""
    if not AudiencePage.objects.filter(pk=page.pk, version=seen).update(version=F("version") + 1, **fields):
        raise NotAllowed("Somebody else has just changed this page. Look at it again first.")
    page.refresh_from_db()
    page.full_clean()
    page.points.all().delete()
    put_points(page, points)
    trail.record("page.edited", page, by=by, at=at)


def put_points(page: AudiencePage, points: Sequence[Message]) -> None:
    offered = set(messages_to_choose(page.group, page.audience).values_list("pk", flat=True))
    if any(message.pk not in offered for message in points):
        raise ValidationError({"points": "Choose messages for this audience that the board may tell."})
    for order, message in enumerate(points, start=1):
        PagePoint.objects.create(page=page, message=message, order=order)


@transaction.atomic
def publish(page: AudiencePage, *, why: str, seen: str, by: User, at: datetime) -> Publication:
    """Let anybody read exactly the words that were `seen`, in each language that is whole."""
    page = AudiencePage.objects.select_for_update(of=("self",)).select_related("group").get(pk=page.pk)
    words = gather(page)
    if digest(words) != seen:
        raise NotAllowed("The words have changed since you read them. Read them again first.")
    if not page.points.exists():
        raise NotAllowed("The page gives nobody anything to do. Choose at least one message.")
    if not why.strip():
        raise ValidationError({"why": "Say why it is published."})
    standing = Publication.objects.standing().filter(audience=page.audience).select_related("page").first()
    if standing is not None and standing.page_id != page.pk:
        raise NotAllowed(
            "Another board has a page for this audience published. It has to be taken down first."
        )
    if standing is not None and standing.body == to_json(words):
        raise NotAllowed("These words are published already.")
    for language in words:
        try:
            leaflet(words[language], partnership=settings.PARTNERSHIP_NAME, on=timezone.localdate(at))
        except NotRendered as error:
            raise NotAllowed(str(error)) from error
    if standing is not None:
        withdraw(standing, why="Newer words take its place.", by=by, at=at)
    made = Publication.objects.create(
        page=page,
        audience=page.audience,
        body=to_json(words),
        page_version=page.version,
        why=why.strip(),
        published_by=by,
        published_at=at,
    )
    made.messages.set(page.points.values_list("message", flat=True))
    trail.record("page.published", page, by=by, at=at, details={"digest": digest(words)})
    return made


@transaction.atomic
def take_down(page: AudiencePage, *, why: str, by: User, at: datetime) -> None:
    """Nobody outside reads it any more: its address answers as if it had never been."""
    if not why.strip():
        raise ValidationError({"why": "Say why it is taken down."})
    standing = Publication.objects.standing().filter(page=page).first()
    if standing is None or not withdraw(standing, why=why.strip(), by=by, at=at):
        raise NotAllowed("It is not published, or somebody else has just taken it down.")
    trail.record("page.taken_down", page, by=by, at=at)


def withdraw(standing: Publication, *, why: str, by: User, at: datetime) -> int:
    rows = Publication.objects.standing().filter(pk=standing.pk)
    return rows.update(withdrawn_by=by, withdrawn_at=at, withdrawn_why=why)
