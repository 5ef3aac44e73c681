"""What a place needs to work: each check says what it found and, if need be, how to mend it."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.models import Max
from django.utils.dateformat import format as format_date
from django.utils.timezone import localtime
from django_tasks_db.models import DBTaskResult

from drystane.audit import triggers
from drystane.audit.models import Event
from drystane.site import preparing
from drystane.site.backup.keeping import MADE
from drystane.site.environment import Environment
from drystane.site.nudges.models import Digest, Trouble

MEGABYTE = 1_000_000
NEEDED = 100 * MEGABYTE
COMFORTABLE = 1000 * MEGABYTE
WORK_WAITS_AT_MOST = timedelta(minutes=5)
CLOCKS_DIFFER_AT_MOST = timedelta(minutes=5)
THIS_MACHINE = {"127.0.0.1", "localhost", "[::1]"}
MAIL_MATTERS_FOR = timedelta(days=2)
BACKUP_EVERY = timedelta(days=2)


class State(StrEnum):
    GOOD = "good"
    LOOK = "look"
    MEND = "mend"


@dataclass(frozen=True)
class Finding:
    what: str
    state: State
    found: str
    remedy: str = ""


def examine(now: datetime) -> list[Finding]:
    """Every finding, in the order in which to mend them. What needs the tables waits until they are there."""
    findings = [time_zone(now), home(), disk(), network(), page_assets(), sentence_model(), database()]
    if findings[-1].state is State.GOOD:
        findings.append(tables())
    if findings[-1].state is State.GOOD:
        findings += [
            database_file(),
            trail(),
            clock(now),
            background_work(now),
            last_backup(now),
            e_mail(now),
        ]
    return findings


def time_zone(now: datetime) -> Finding:
    try:
        there = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    except ZoneInfoNotFoundError:
        return Finding(
            "Time zone", State.MEND, f"{settings.TIME_ZONE} is unknown here", "Install the tzdata package."
        )
    return Finding("Time zone", State.GOOD, f"{settings.TIME_ZONE}, now {there:%H:%M}")


def home() -> Finding:
    folder = Path(settings.HOME)
    if not os.access(folder, os.W_OK | os.X_OK):
        return Finding(
            "Home", State.MEND, f"{folder} cannot be written", "Give its owner the right to write."
        )
    key = folder / "secret.key"
    if key.exists() and key.stat().st_mode & 0o077:
        return Finding("Home", State.MEND, "others can read the signing key", f"chmod 600 {key}")
    return Finding("Home", State.GOOD, str(folder))


def disk() -> Finding:
    free = shutil.disk_usage(settings.HOME).free
    found = f"{free // MEGABYTE:,} MB free"
    if free < NEEDED:
        return Finding("Disk", State.MEND, found, "Make room: records can no longer be kept safely.")
    if free < COMFORTABLE:
        return Finding("Disk", State.LOOK, found, "Make room before long.")
    return Finding("Disk", State.GOOD, found)


def network() -> Finding:
    """What the outside world may send us, and whether anybody on the way can read it."""
    said: Environment = settings.ENVIRONMENT
    outside = sorted(set(said.hosts) - THIS_MACHINE)
    if not outside:
        return Finding("Network", State.GOOD, "answers to this machine only")
    if said.debug:
        return Finding(
            "Network", State.MEND, f"{outside[0]} shows errors in full", "Take DRYSTANE_DEBUG away."
        )
    if not said.https:
        return Finding(
            "Network",
            State.MEND,
            f"{outside[0]} without HTTPS",
            "Put a proxy with HTTPS in front, and set DRYSTANE_HTTPS=yes.",
        )
    return Finding("Network", State.GOOD, f"{', '.join(outside)} by HTTPS")


def page_assets() -> Finding:
    if not preparing.manifest().exists():
        return Finding("Page assets", State.MEND, "not built", "drystane prepare")
    if preparing.assets_are_stale():
        return Finding("Page assets", State.MEND, "older than their sources", "drystane prepare")
    return Finding("Page assets", State.GOOD, "built")


def sentence_model() -> Finding:
    """A part that a place may lack; another file than ours is never used."""
    from drystane.closeness import sentences  # noqa: PLC0415  # loads numpy

    what = "Sentence model"
    if not sentences.is_installed():
        return Finding(what, State.GOOD, "not installed: texts are compared by their words alone")
    try:
        sentences.model()
    except sentences.NotOurModel as error:
        return Finding(what, State.MEND, "another file than ours", str(error))
    return Finding(what, State.GOOD, "installed, and the file we know")


def database() -> Finding:
    kind = connection.display_name
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        remedy = "Start the database, or correct DRYSTANE_DATABASE."
        reason = str(error).partition("\n")[0]
        return Finding("Database", State.MEND, f"{kind} does not answer: {reason}", remedy)
    return Finding("Database", State.GOOD, f"{kind} answers")


def tables() -> Finding:
    left = preparing.unapplied()
    if left:
        return Finding("Tables", State.MEND, f"{len(left)} changes are not applied", "drystane prepare")
    return Finding("Tables", State.GOOD, "up to date")


def database_file() -> Finding:
    """SQLite can say whether its file is whole; PostgreSQL has tools of its own for that."""
    if connection.vendor != "sqlite":
        return Finding("Database file", State.GOOD, "kept by PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        (answer,) = cursor.fetchone()
    if answer != "ok":
        return Finding("Database file", State.MEND, str(answer), "Stop the server and restore a backup.")
    return Finding("Database file", State.GOOD, "whole")


def trail() -> Finding:
    lost = triggers.missing()
    if lost:
        return Finding(
            "Audit trail",
            State.MEND,
            f"not guarded: {', '.join(lost)}",
            "Ask who took the guards away, compare with a checkpoint, then: drystane prepare",
        )
    return Finding("Audit trail", State.GOOD, "guarded")


def clock(now: datetime) -> Finding:
    latest: datetime | None = Event.objects.aggregate(at=Max("at"))["at"]
    if latest and latest > now + CLOCKS_DIFFER_AT_MOST:
        return Finding(
            "Clock",
            State.MEND,
            f"behind the last recorded event by {latest - now}",
            "Set this machine's clock.",
        )
    return Finding("Clock", State.GOOD, "not behind the records")


def background_work(now: datetime) -> Finding:
    since = now - WORK_WAITS_AT_MOST
    # Work that was put off waits from the moment it was put off to.
    due_now = DBTaskResult.objects.ready().exclude(run_after__range=(since, now))
    waiting = due_now.filter(enqueued_at__lt=since).count()
    if waiting:
        return Finding(
            "Background work", State.MEND, f"{waiting} waiting, nobody does it", "Start `drystane run`."
        )
    return Finding("Background work", State.GOOD, "nothing waits")


def last_backup(now: datetime) -> Finding:
    """The example's clock stands in 2015 and its records can be loaded again, so its backups have no age."""
    latest: datetime | None = Event.objects.filter(verb=MADE).aggregate(at=Max("at"))["at"]
    if settings.EXAMPLE_CLOCK or not Event.objects.exists():
        return Finding("Backup", State.GOOD, "nothing here needs one yet")
    if latest is None:
        return Finding("Backup", State.LOOK, "none was ever made", "drystane backup --to FOLDER, daily")
    found = f"last made on {format_date(localtime(latest), 'j F Y, H:i')}"
    if now - latest > BACKUP_EVERY:
        return Finding("Backup", State.LOOK, found, "drystane backup --to FOLDER, daily")
    return Finding("Backup", State.GOOD, found)


def e_mail(now: datetime) -> Finding:
    """Never an address: how many, of what sort, is enough to go and look."""
    if not settings.SENDS_MAIL:
        return Finding("E-mail", State.GOOD, "no mail server is named, so nobody is nudged")
    lately = Digest.objects.filter(on__gte=(now - MAIL_MATTERS_FOR).date())
    refused = lately.filter(trouble=Trouble.REFUSED).count()
    last = lately.exclude(trouble=Trouble.REFUSED).order_by("claimed_at", "pk").last()
    if last is not None and last.trouble == Trouble.UNREACHABLE:
        return Finding(
            "E-mail", State.MEND, "the mail server could not be used", "Check the DRYSTANE_MAIL settings."
        )
    if refused:
        return Finding(
            "E-mail",
            State.LOOK,
            f"{refused} refused",
            "drystane nudge --dry-run says whose; correct their addresses under Accounts.",
        )
    return Finding("E-mail", State.GOOD, "nothing has failed")


def as_table(findings: Sequence[Finding]) -> str:
    """Lines for a terminal: the state first, the remedy under what it mends."""
    width = max(len(finding.what) for finding in findings)
    lines = []
    for finding in findings:
        lines.append(f"{finding.state:<5} {finding.what:<{width}}  {finding.found}")
        if finding.remedy:
            lines.append(f"{'':<5} {'':<{width}}  -> {finding.remedy}")
    return "\n".join(lines)


def must_be_mended(findings: Sequence[Finding]) -> bool:
    return any(finding.state is State.MEND for finding in findings)
