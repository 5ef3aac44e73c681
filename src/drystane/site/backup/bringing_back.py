"""Restoring a backup. Until the last moment the old records stay whole, whatever happens on the way."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from filecmp import cmp
from hashlib import file_digest
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

import drystane
from drystane.access.errors import NotAllowed
from drystane.audit import trail, triggers
from drystane.site import preparing
from drystane.site.backup import keeping, tables
from drystane.site.backup.archive import FORMAT, Advance, Archive, BadBackup, Manifest

RESTORED = "backup.restored"
STAGING = ".restoring-"
HOME_PART = "home/"


def records_here() -> int:
    """How many rows would be replaced. A place that was only prepared holds none."""
    return sum(tables.count(table) for table in tables.kept_tables())


def refuse_other_version(manifest: Manifest) -> None:
    ours, theirs = drystane.__version__, manifest.version
    if manifest.format > FORMAT or as_numbers(theirs) > as_numbers(ours):
        raise BadBackup(
            f"This backup was made by Drystane {theirs}, which is newer than this one ({ours}). "
            f"Install {theirs} or later, then restore."
        )
    if manifest.migrations != keeping.migrations():
        raise BadBackup(
            f"This backup was made by Drystane {theirs} with other tables than those here ({ours}). "
            f"Install {theirs}, restore there, then install {ours} and run `drystane prepare`."
        )


def as_numbers(version: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in version.split("."))
    except ValueError as error:
        raise BadBackup(
            f"This backup says it was made by Drystane {version!r}, which is no version."
        ) from error


def prepare_tables(*, replacing: bool) -> None:
    """Make the tables where there are none. Those that hold something are upgraded only when asked to be."""
    if not preparing.unapplied():
        return
    if replacing:
        raise NotAllowed("The tables here are not up to date: run `drystane prepare` first.")
    call_command("migrate", interactive=False, verbosity=0)


def restore_backup(path: Path, archive: Archive, *, replace: bool, at: datetime, advance: Advance) -> None:
    """Put everything back as it was, or change nothing.

    Raises BadBackup where the file is damaged or from another version, NotAllowed where this place holds
    records and `replace` is not given. Everything was checked before anything is changed; the records change
    in one transaction, and files are added before it ends and taken away only after.
    """
    archive.check(advance)
    if not replace and has_tables() and records_here():
        raise NotAllowed("This place holds records. Restore into an empty one, or give --replace.")
    prepare_tables(replacing=replace and has_tables() and bool(records_here()))
    refuse_other_version(archive.manifest)
    with staged(archive) as arrived:
        with files_added(arrived), transaction.atomic():
            bring_rows(archive, advance)
            events = archive.manifest.trail.events
            said: dict[str, trail.Detail] = {"digest": digest_of(path), "events": events, "replaced": replace}
            trail.record(RESTORED, None, by=None, at=at, details=said)
            settle()
        put_files(arrived)
    preparing.count_rows()


def has_tables() -> bool:
    wanted = {table._meta.db_table for table in tables.kept_tables()}
    return bool(wanted & set(connection.introspection.table_names()))


def bring_rows(archive: Archive, advance: Advance) -> None:
    """Every row, or BadBackup. The guards of the trail step aside for this transaction only."""
    kept = tables.kept_tables()
    names = {table._meta.label_lower for table in kept}
    if names != archive.manifest.rows.keys():
        raise BadBackup("This backup does not hold the tables of this version.")
    triggers.drop()
    tables.empty(kept)
    for table in kept:
        with closing(archive.lines(tables.name_of(table))) as lines:
            tables.fill(table, lines, advance)
    compare(archive.manifest)
    tables.count_on(kept)


def compare(manifest: Manifest) -> None:
    """What is here now is what was there: so many rows in each table, and the same trail."""
    for table in tables.kept_tables():
        found, expected = tables.count(table), manifest.rows[table._meta.label_lower]
        if found != expected:
            raise BadBackup(f"{table._meta.label_lower} has {found} rows instead of {expected}.")
    if keeping.trail_head() != manifest.trail:
        raise BadBackup("The audit trail in this backup is not the one that its manifest names.")


def settle() -> None:
    """Have every link between records checked, and the trail guarded again, before it counts."""
    try:
        connection.check_constraints()
    except IntegrityError as error:
        reason = str(error).partition("\n")[0]
        raise BadBackup(f"The records in this backup do not fit together: {reason}") from error
    triggers.install()


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


@contextmanager
def staged(archive: Archive) -> Iterator[Path]:
    """The files of the backup, unpacked beside those in use. What an earlier kill left there goes."""
    home = Path(settings.HOME)
    for left in home.glob(f"{STAGING}*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=home, prefix=STAGING) as folder:
        for name in archive.manifest.digests:
            if name.startswith(HOME_PART):
                archive.unpack(name, Path(folder) / name.removeprefix(HOME_PART))
        yield Path(folder)


@contextmanager
def files_added(arrived: Path) -> Iterator[None]:
    """Files that are not here yet come before the records that name them, and go again if those do not."""
    home, added = Path(settings.HOME), []
    try:
        for path in files_in(arrived):
            place = home / path.relative_to(arrived)
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                added.append(place)
                shutil.copy(path, place)
        yield
    except BaseException:
        for place in added:
            place.unlink(missing_ok=True)
        raise


def put_files(arrived: Path) -> None:
    """Those that differ are replaced, and those that the backup does not know are taken away."""
    home = Path(settings.HOME)
    names = {path.relative_to(arrived).as_posix() for path in files_in(arrived)}
    for name in names:
        if not cmp(arrived / name, home / name, shallow=False):
            (arrived / name).replace(home / name)
    for name, path in keeping.home_files(with_secret=False):
        if name not in names:
            path.unlink()


def files_in(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]
