"""What people do with an edition: bring it in from a pack, adopt it."""

import hashlib
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.db.models import F

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.audit.refs import new_ref
from drystane.documents.packs import spoken
from drystane.partners.models import Group
from drystane.strategy.loading import Tally, load_pack
from drystane.strategy.models import Adoption, Edition, Message, Wording
from drystane.strategy.packs import Kind
from drystane.threats.models import Threat


@transaction.atomic
def import_pack(path: Path, kind: Kind, *, by: User | None, at: datetime) -> Tally:
    """Bring in what a pack says. Raises BadPack, and then nothing is written."""
    tally = load_pack(path, kind)
    details: dict[str, trail.Detail] = {
        "kind": kind,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "added": sum(tally.added.values()),
        "changed": sum(tally.changed.values()),
        "removed": sum(tally.removed.values()),
    }
    trail.record("pack.imported", None, by=by, at=at, details=details)
    return tally


@transaction.atomic
def adopt(
    edition: Edition, *, group: Group, on: date, by: User | None, at: datetime, why: str = ""
) -> Adoption:
    """Take an edition as the one this board works to. Raises NotAllowed if it has done so already, or if
    the edition was not published by then."""
    if edition.published_on > on:
        raise NotAllowed(f"{edition} is published only on {spoken(edition.published_on)}.")
    if Adoption.objects.filter(edition=edition, group=group).exists():
        raise NotAllowed(f"{group} has adopted {edition} already.")
    adoption = Adoption.objects.create(edition=edition, group=group, adopted_on=on, by=by, at=at, why=why)
    trail.record("edition.adopted", adoption, by=by, at=at, details={"edition": edition.ref})
    return adoption


@transaction.atomic
def write_message(group: Group, *, audience: str, text: str, by: User | None, at: datetime) -> Message:
    """Put a message into a group's own words."""
    message = Message(group=group, code=new_ref(), audience=audience, text=text, written_by=by)
    message.full_clean()
    message.save()
    trail.record("message.written", message, by=by, at=at, details={"group": group.ref})
    return message


@transaction.atomic
def take_back_message(message: Message, *, by: User | None, at: datetime) -> None:
    """As if it had never been written. Raises ProtectedError once a plan, an action or a paper has it."""
    trail.record("message.taken_back", message, by=by, at=at)
    message.delete()


@transaction.atomic
def say_what_about(
    message: Message, *, threat: Threat | None, objective: str, by: User | None, at: datetime
) -> None:
    """Which threat a group's message is about, and which objective it serves."""
    if message.group_id is None:
        raise NotAllowed("An edition's message says what its edition says.")
    message.threat, message.objective = threat, objective
    message.full_clean()
    message.save(update_fields=["threat", "objective"])
    trail.record("message.classified", message, by=by, at=at)


@transaction.atomic
def write_wording(
    message: Message,
    group: Group,
    *,
    language: str,
    is_easy: bool,
    text: str,
    by: User | None,
    at: datetime,
) -> Wording:
    """Put a message into Gaelic or into easy words, in a group's name. A draft until somebody checks it."""
    wording = Wording(
        message=message,
        group=group,
        language=language,
        is_easy=is_easy,
        text=text,
        written_by=by,
        written_at=at,
    )
    wording.full_clean()
    wording.save()
    trail.record("wording.written", wording, by=by, at=at, details={"message": message.ref})
    return wording


@transaction.atomic
def reword(wording: Wording, *, text: str, seen: int, by: User, at: datetime) -> None:
    """Change the words, which makes them a draft again."""
    still = Wording.objects.filter(pk=wording.pk, version=seen)
    changed = {"text": text, "written_by": by, "written_at": at, "checked_by": None, "checked_at": None}
    if not still.update(version=F("version") + 1, **changed):
        raise NotAllowed("Somebody else has just changed these words. Look at them again first.")
    wording.refresh_from_db()
    trail.record("wording.changed", wording, by=by, at=at)


@transaction.atomic
def check_wording(wording: Wording, *, seen: int, by: User, at: datetime) -> None:
    """The words say what the message says. Never checked by whoever wrote them."""
    if wording.written_by_id == by.pk:
        raise NotAllowed("Somebody else has to check these words: you wrote them.")
    still = Wording.objects.filter(pk=wording.pk, version=seen, checked_at=None)
    if not still.update(checked_by=by, checked_at=at, version=F("version") + 1):
        raise NotAllowed("Somebody else has just changed or checked these words. Look at them again first.")
    wording.refresh_from_db()
    trail.record("wording.checked", wording, by=by, at=at)
