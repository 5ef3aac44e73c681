"""Bringing a place up to date: tables, page assets, and the worked example where nobody works yet."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.executor import MigrationExecutor

from drystane.access.models import User
from drystane.audit import triggers

Say = Callable[[str], None]


class NoPageAssets(click.ClickException):
    """The design system is neither installed nor built."""

    exit_code = 2


def prepare(*, example: bool, say: Say) -> None:
    """Do what is left to do, which is mostly nothing. Nothing that was entered is overwritten."""
    if unapplied():
        say("Bringing the database up to date")
        call_command("migrate", interactive=False, verbosity=0)
    if lost := triggers.missing():
        say(f"Putting back what guards the audit trail: {', '.join(lost)}")
        triggers.install()
    if assets_are_stale():
        say("Gathering the page assets")
        collect_assets()
    if example and not User.objects.exists():
        load_example(say=say)
    count_rows()


def count_rows() -> None:
    """Tell SQLite how many rows its tables hold, without which it picks the wrong index in large ones.

    PostgreSQL counts by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")  # rows looked at in each index: quick at any size
            cursor.execute("ANALYZE")


def unapplied() -> list[str]:
    """The migrations this database has not seen, by room and name."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label} {migration.name}" for migration, _ in plan]


def load_example(*, say: Say) -> None:
    """Load the worked example, unless it is there. Raises NotAllowed where people really work."""
    from drystane.site import demo  # noqa: PLC0415  # reads and checks content: time only this needs

    if User.objects.filter(is_invented=True).exists():
        say("The worked example is here already, and stays as it is.")
        return
    say("Loading the worked example: Renfrewshire, autumn 2015")
    demo.load()


def say_who_signs_in(*, say: Say) -> None:
    """The invented people of the worked example; in a place of real work there are none."""
    people = User.objects.filter(is_invented=True, is_active=True).order_by("username")
    if not people:
        return
    from drystane.site import demo  # noqa: PLC0415  # as above

    say(f"\nThe worked example is invented. Sign in as one of these, with the password {demo.PASSWORD}")
    for person in people:
        say(f"  {person.username:<14}{person.name}, {person.post}")


def collect_assets() -> None:
    if not settings.STATICFILES_DIRS:
        raise NoPageAssets("The design system is not installed. In a clone, run `make run`.")
    digest = sources_digest()
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["*.ts"])
    stamp().write_text(digest, "ascii")


def assets_are_stale() -> bool:
    """Whether the built page assets differ from their sources. An installed wheel carries them built."""
    if not settings.STATICFILES_DIRS and manifest().exists():
        return False
    return not manifest().exists() or not stamp().exists() or stamp().read_text("ascii") != sources_digest()


def manifest() -> Path:
    return Path(settings.STATIC_ROOT) / "staticfiles.json"


def stamp() -> Path:
    return Path(settings.STATIC_ROOT) / "sources.sha256"


def sources_digest() -> str:
    """Changes when any source is added, changed or taken away."""
    digest = hashlib.sha256()
    for path in sorted(sources()):
        facts = path.stat()
        digest.update(f"{path}\n{facts.st_size}\n{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def sources() -> Iterator[Path]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))
