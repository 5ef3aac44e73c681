"""Bringing in what is asked: instruments, and the crosswalks between them."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from drystane.access.models import User
from drystane.assessment.loading import load_pack, own_packs
from drystane.audit import trail
from drystane.partners.models import Group
from drystane.strategy.loading import Tally


@transaction.atomic
def load_instruments(
    paths: Sequence[Path] | None = None, *, kept_by: Group | None = None, by: User | None, at: datetime
) -> dict[str, Tally]:
    """Bring in packs, ours if none are named, and say of each what it did. Loading again changes nothing.

    `kept_by` is the board that may change a crosswalk from then on. Raises BadPack, and then nothing is
    written.
    """
    tallies = {}
    for path in own_packs() if paths is None else paths:
        tally = tallies[path.name] = load_pack(path, kept_by=kept_by)
        details: dict[str, trail.Detail] = {
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "added": sum(tally.added.values()),
            "changed": sum(tally.changed.values()),
        }
        trail.record("pack.imported", None, by=by, at=at, details=details)
    return tallies
