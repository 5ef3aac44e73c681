"""Making a backup: one moment of the records, and the files they speak of, while others go on working."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

import drystane
from drystane.audit import chain, trail
from drystane.audit.checkpoints import FORMER_KEYS_FILE, KEY_FILE
from drystane.audit.models import Event
from drystane.audit.operations import readable
from drystane.site.backup import tables
from drystane.site.backup.archive import FORMAT, Advance, Manifest, TrailHead, Writer
from drystane.site.environment import Environment

MADE = "backup.made"
FOLDERS = ("files", "templates", "imports", "exports")
FILES = ("example-clock.json", FORMER_KEYS_FILE)
SECRETS = ("secret.key", KEY_FILE)  # who holds these can forge sign-ins and checkpoints


def make_backup(to: Path, *, with_secret: bool, at: datetime, advance: Advance) -> tuple[Path, Manifest]:
    """Write everything to a new file, readable by its owner only, and record that in the trail.

    `to` may be a folder; the file is then named after the moment and its marking. Raises FileExistsError
    rather than write over another file. Interrupted, it leaves nothing.
    """
    if to.is_file():
        raise FileExistsError(to)
    with tempfile.NamedTemporaryFile(dir=folder_of(to), prefix=".backup-", delete=False) as file:
        part = Path(file.name)
        try:
            with snapshot(), Writer(file) as writer:
                manifest = write(writer, with_secret=with_secret, at=at, advance=advance)
            file.flush()
            os.fsync(file.fileno())
            out = to / file_name(manifest, at) if to.is_dir() else to
            with transaction.atomic():
                trail.record(MADE, None, by=None, at=at, details=in_trail(part, manifest))
                out.touch(mode=0o600, exist_ok=False)  # claims the name: a move would go over another file
                part.replace(out)
        finally:
            part.unlink(missing_ok=True)
    return out, manifest


def folder_of(to: Path) -> Path:
    return to if to.is_dir() else to.absolute().parent


def file_name(manifest: Manifest, at: datetime) -> str:
    """The marking travels in the name, where whoever copies the file sees it."""
    marking = manifest.marking.lower().replace(" ", "-")
    return f"drystane-{at:%Y%m%d-%H%M%S}-{marking}.zip"


def in_trail(path: Path, manifest: Manifest) -> dict[str, str | int | bool]:
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return {"digest": digest, "events": manifest.trail.events, "with_secret": manifest.with_secret}


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is as it was at one moment, and nobody waits for us."""
    if connection.vendor == "sqlite":
        # As everywhere else, it would take the lock for writing and hold up whoever saves something.
        sqlite: Any = connection
        usual, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"
        try:
            with transaction.atomic():
                yield
        finally:
            sqlite.transaction_mode = usual
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def write(writer: Writer, *, with_secret: bool, at: datetime, advance: Advance) -> Manifest:
    kept = tables.kept_tables()
    head = trail_head()
    rows: dict[str, int] = {}
    for table in kept:
        with writer.part(tables.name_of(table)) as out:
            written = -1  # the first line names the columns
            for line in tables.lines_of(table):
                out(line)
                written += 1
        rows[table._meta.label_lower] = written
        advance(written)
    for name, path in home_files(with_secret=with_secret):
        writer.file(f"home/{name}", path)
    manifest = Manifest(
        format=FORMAT,
        version=drystane.__version__,
        made_at=at.isoformat(),
        database=connection.vendor,
        marking=tables.marking_of(kept),
        settings=settings_here(),
        with_secret=with_secret,
        migrations=migrations(),
        rows=rows,
        trail=head,
        digests=writer.digests,
    )
    writer.seal(manifest)
    return manifest


def settings_here() -> dict[str, str]:
    """What the environment said, without passwords: for whoever sets up another machine."""
    said: Environment = settings.ENVIRONMENT
    return {
        "DRYSTANE_PARTNERSHIP": said.partnership,
        "DRYSTANE_HOSTS": ",".join(said.hosts),
        "DRYSTANE_HTTPS": "yes" if said.https else "no",
        "DRYSTANE_PORT": str(said.port),
    }


def home_files(*, with_secret: bool) -> list[tuple[str, Path]]:
    """What lies in the home folder beside the database, by its name there."""
    home = Path(settings.HOME)
    inside = [path for folder in FOLDERS for path in sorted((home / folder).rglob("*"))]
    beside = [home / name for name in (*FILES, *(SECRETS if with_secret else ()))]
    return [(path.relative_to(home).as_posix(), path) for path in [*inside, *beside] if path.is_file()]


def migrations() -> list[str]:
    """What made the tables: a backup comes back only to the same ones."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{room}.{name}" for room, name in applied if room not in tables.LEFT_OUT)


def trail_head() -> TrailHead:
    """How far the trail goes, and the first thing that is wrong with it: kept as it is, and said."""
    fault = chain.verify(readable(Event.objects.order_by("seq")))
    last = Event.objects.order_by("-seq").values_list("hash", flat=True).first()
    return TrailHead(
        events=Event.objects.count(), head=last or chain.START, fault=fault.sentence if fault else ""
    )
