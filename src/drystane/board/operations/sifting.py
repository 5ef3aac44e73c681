"""A person's word on each finding: accept it as it is, mend it, reject it, or take that back."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.db.models import F, ProtectedError, QuerySet

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.board.models import Draft, DraftItem, DraftMove, DraftState, ItemState
from drystane.board.operations.making import MAKERS

CHANGED_MEANWHILE = (
    "Somebody else has just decided about this. Nothing of yours was saved: look at it again first."
)
STANDS = (
    "What it became is no longer as it was made, or something rests on it by now, so the acceptance stands. "
    "Change or withdraw the record itself."
)


@transaction.atomic
def accept(
    item: DraftItem, kind: str, *, fields: Mapping[str, Any], seen: int, by: User | None, at: datetime
) -> models.Model:
    """Make of a finding the record that the fields describe, as that kind. Returns the record.

    It counts as mended where a person said anything otherwise than the machine proposed it.
    """
    maker = MAKERS[kind]
    hold(item, ItemState.WAITING, seen=seen)
    record = maker.make(item, fields, by=by, at=at)
    record.refresh_from_db()  # as the database holds it, and as it will be compared
    said = as_kept(fields)
    mended = kind != item.kind or any(said.get(name, "") != value for name, value in item.machine.items())
    decide(
        item,
        ItemState.MENDED if mended else ItemState.ACCEPTED,
        by=by,
        at=at,
        person=said,
        became=kind,
        became_ref=record.ref,
        made=maker.as_made(record),
    )
    trail.record("draft.item_accepted", item, by=by, at=at, details={"kind": kind, "record": record.ref})
    return record  # type: ignore[no-any-return]  # each maker returns a record of its own model


@transaction.atomic
def reject(item: DraftItem, *, why: str = "", seen: int, by: User | None, at: datetime) -> None:
    """Nothing is made of it."""
    hold(item, ItemState.WAITING, seen=seen)
    decide(item, ItemState.REJECTED, by=by, at=at, why=why)
    trail.record("draft.item_rejected", item, by=by, at=at)


@transaction.atomic
def take_back(item: DraftItem, *, seen: int, by: User, at: datetime) -> None:
    """Let a finding wait again, and unmake its record as long as nobody has touched that since."""
    before = ItemState(item.state)
    if before == ItemState.WAITING:
        raise NotAllowed(CHANGED_MEANWHILE)
    hold(item, before, seen=seen)
    if item.became:
        unmake(item, by=by, at=at)
    decide(item, ItemState.WAITING, by=None, at=None, person=None, became="", became_ref="", made=None)
    DraftMove.objects.create(item=item, before=before, to=ItemState.WAITING, by=by, at=at)
    trail.record("draft.item_taken_back", item, by=by, at=at, details={"before": before.value})


def unmake(item: DraftItem, *, by: User, at: datetime) -> None:
    """A record that is gone, hidden or changed is refused in the same words: they tell of none of these."""
    maker = MAKERS[item.became]
    rows: QuerySet[Any] = maker.model._default_manager.visible_to(by)  # type: ignore[attr-defined]  # every record of ours has it
    record = rows.filter(ref=item.became_ref).first()
    if record is None or maker.as_made(record) != item.made:
        raise NotAllowed(STANDS)
    try:
        with transaction.atomic():
            maker.unmake(record, by=by, at=at)
    except ProtectedError as error:
        raise NotAllowed(STANDS) from error


def hold(item: DraftItem, before: ItemState, *, seen: int) -> None:
    """Take the finding's row, if it is still as it was seen and its draft is open."""
    if not Draft.objects.filter(pk=item.draft_id, state=DraftState.OPEN).exists():
        raise NotAllowed("This draft is put away. Take it out again first.")
    held = DraftItem.objects.filter(pk=item.pk, state=before, version=seen).update(version=F("version") + 1)
    if not held:
        raise NotAllowed(CHANGED_MEANWHILE)


def decide(item: DraftItem, to: ItemState, *, by: User | None, at: datetime | None, **also: Any) -> None:
    before = ItemState(item.state)
    if to not in item.may_become():
        raise NotAllowed(CHANGED_MEANWHILE)
    DraftItem.objects.filter(pk=item.pk).update(state=to, by=by, at=at, **{"why": "", **also})
    item.refresh_from_db()
    if at is not None:
        DraftMove.objects.create(item=item, before=before, to=to, why=item.why, by=by, at=at)


def as_kept(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What a person said, as JSON can hold it and as a page reads it out."""
    return {name: plain(value) for name, value in fields.items()}


def plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [plain(one) for one in value]
    return value
