"""A backup and its return: what comes back, what is refused, and that nothing half done is left."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from pytest_django import Settings

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail, triggers
from drystane.audit.models import Event
from drystane.audit.operations import verify_trail
from drystane.partners.models import Organisation
from drystane.site.backup import bringing_back, keeping, tables
from drystane.site.backup.archive import Archive, BadBackup, Manifest
from tests.cast import NOW, Partnership, make_action, make_partnership, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

Change = Callable[[dict[str, Any], dict[str, bytes]], None]


def silent(_: int) -> None:
    pass


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    settings.HOME = tmp_path / "home"
    for name, content in {
        "files/papers/a1": "sites",
        "templates/own.docx": "ours",
        "secret.key": "hush",
    }.items():
        path = settings.HOME / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return Path(settings.HOME)


@pytest.fixture
def cast(home: Path) -> Partnership:
    made = make_partnership()
    make_action(made.integrity_plan, "Hidden", marking="sensitive", descriptor="commercial")
    trail.record_look_up("access.refused", by=made.iain, at=NOW, address="/x/", asked="x")
    return made


@pytest.fixture
def backup(cast: Partnership, tmp_path: Path) -> Path:
    out, _ = keeping.make_backup(tmp_path, with_secret=False, at=NOW, advance=silent)
    return out


def restore(path: Path, *, replace: bool = True, advance: Callable[[int], None] = silent) -> None:
    with Archive(path) as archive:
        bringing_back.restore_backup(path, archive, replace=replace, at=NOW, advance=advance)


def everything(home: Path) -> dict[str, list[str]]:
    """All rows and all files, by reading them plainly."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in tables.kept_tables():
            cursor.execute(f"SELECT * FROM {table._meta.db_table}")  # noqa: S608  # our own names
            found[table._meta.label] = sorted(map(repr, cursor.fetchall()))
    return found | {str(path): [repr(path.read_bytes())] for path in home.rglob("*") if path.is_file()}


def test_everything_comes_back_and_what_came_since_is_gone(
    home: Path, cast: Partnership, backup: Path
) -> None:
    before = everything(home)
    User.objects.filter(pk=cast.iain.pk).update(name="Somebody else")
    make_user("later")
    (home / "files/papers/a1").unlink()
    (home / "templates/own.docx").write_text("altered")
    (home / "files/papers/later").write_text("came since")
    restore(backup)
    after = everything(home)
    events = after.pop("audit.Event"), before.pop("audit.Event")
    assert after == before
    verbs = list(Event.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs == ["access.refused", bringing_back.RESTORED]  # the backup's own event came after it
    assert len(set(events[0]) & set(events[1])) == 1


def test_afterwards_the_trail_holds_is_guarded_and_goes_on(home: Path, backup: Path) -> None:
    restore(backup)
    assert verify_trail().holds
    assert triggers.missing() == []
    (event,) = Event.objects.filter(verb=bringing_back.RESTORED)
    assert event.actor_ref == trail.OPERATOR
    assert event.details["digest"] == hashlib.sha256(backup.read_bytes()).hexdigest()


def test_new_records_get_ids_of_their_own(cast: Partnership, backup: Path) -> None:
    restore(backup)
    assert make_user("newcomer").pk > cast.stranger.pk


def test_a_place_that_holds_records_is_left_alone(home: Path, backup: Path) -> None:
    before = everything(home)
    with pytest.raises(NotAllowed, match="holds records"):
        restore(backup, replace=False)
    assert everything(home) == before


def test_its_name_carries_its_marking_and_only_its_owner_reads_it(backup: Path) -> None:
    assert backup.name == "drystane-20150902-140000-official-sensitive-commercial.zip"
    assert backup.stat().st_mode & 0o777 == 0o600


def test_it_is_in_the_trail_with_its_digest(backup: Path) -> None:
    (event,) = Event.objects.filter(verb=keeping.MADE)
    assert event.details["digest"] == hashlib.sha256(backup.read_bytes()).hexdigest()
    assert event.details["events"] == 1


@pytest.mark.parametrize("with_secret", [False, True])
def test_the_signing_keys_are_in_it_only_when_asked_for(
    cast: Partnership, tmp_path: Path, *, with_secret: bool
) -> None:
    out, _ = keeping.make_backup(tmp_path / "b.zip", with_secret=with_secret, at=NOW, advance=silent)
    with ZipFile(out) as file:
        assert ("home/secret.key" in file.namelist()) is with_secret
        assert (b"hush" in b"".join(map(file.read, file.namelist()))) is with_secret


def test_another_file_is_never_written_over(cast: Partnership, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("somebody's")
    with pytest.raises(FileExistsError):
        keeping.make_backup(tmp_path / "b.zip", with_secret=False, at=NOW, advance=silent)
    assert (tmp_path / "b.zip").read_text() == "somebody's"
    assert not Event.objects.filter(verb=keeping.MADE).exists()


def interrupted_at(count: int) -> Callable[[int], None]:
    calls = iter(range(count))

    def advance(_: int) -> None:
        if next(calls, None) is None:
            raise KeyboardInterrupt

    return advance


def test_an_interrupted_backup_leaves_nothing(home: Path, cast: Partnership, tmp_path: Path) -> None:
    before = everything(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        keeping.make_backup(tmp_path, with_secret=False, at=NOW, advance=interrupted_at(20))
    assert everything(tmp_path) == before


def test_it_shows_one_moment_while_others_go_on_writing(cast: Partnership, tmp_path: Path) -> None:
    def write_meanwhile(_: int) -> None:
        if not Organisation.objects.filter(code="meanwhile").exists():
            other = threading.Thread(target=in_another_connection)
            other.start()
            other.join()

    def in_another_connection() -> None:
        Organisation.objects.create(code="meanwhile", name="Meanwhile", kind="other")
        connection.close()

    _, manifest = keeping.make_backup(tmp_path, with_secret=False, at=NOW, advance=only_once(write_meanwhile))
    assert Organisation.objects.filter(code="meanwhile").exists()
    assert manifest.rows["partners.organisation"] == 3


def only_once(then: Callable[[int], None]) -> Callable[[int], None]:
    left = [then]
    return lambda done: left.pop()(done) if left else None


@pytest.mark.parametrize("count", [3, 82, 86])
def test_an_interrupted_restore_changes_nothing(home: Path, backup: Path, count: int) -> None:
    (home / "files/papers/a1").unlink()
    make_user("later")
    before = everything(home)
    with pytest.raises(KeyboardInterrupt):
        restore(backup, advance=interrupted_at(count))
    assert everything(home) == before
    assert triggers.missing() == []
    assert [path.name for path in home.iterdir() if path.name.startswith(bringing_back.STAGING)] == []


def altered(path: Path, change: Change, *, sealed: bool = True) -> Path:
    """The same backup with something changed; its digests made to fit again if it is sealed."""
    with ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    manifest = json.loads(parts.pop("manifest.json"))
    change(manifest, parts)
    if sealed:
        manifest["digests"] = {name: hashlib.sha256(part).hexdigest() for name, part in parts.items()}
    out = path.with_name("altered.zip")
    with ZipFile(out, "w") as file:
        for name, part in (parts | {"manifest.json": json.dumps(manifest).encode()}).items():
            file.writestr(name, part)
    return out


def set_in(**fields: Any) -> Change:
    return lambda manifest, _: manifest.update(fields)


def part(name: str, content: Callable[[bytes], bytes]) -> Change:
    return lambda _, parts: parts.update({name: content(parts.get(name, b""))})


USERS, EVENTS, SEATS = "rows/access.user.jsonl", "rows/audit.event.jsonl", "rows/partners.membership.jsonl"
LAST_LINE_OFF: Callable[[bytes], bytes] = lambda lines: b"".join(lines.splitlines(keepends=True)[:-1])  # noqa: E731


@pytest.mark.parametrize(
    ("change", "sealed", "sentence"),
    [
        (part(USERS, lambda lines: lines.replace(b"Iain", b"Ian!")), False, "is not what it was"),
        (part("rows/more.jsonl", lambda _: b""), False, "are not those that its manifest lists"),
        (part("home/../../out", lambda _: b"x"), True, "outside the home folder"),
        (set_in(version="99.0"), True, "is newer than this one"),
        (set_in(format=2), True, "is newer than this one"),
        (set_in(version="latest"), True, "is no version"),
        (set_in(migrations=["plans.0099_more"]), True, "other tables than those here"),
        (set_in(rows={}), True, "does not hold the tables"),
        (set_in(surprise=1), True, "is not a backup"),
        (part(SEATS, LAST_LINE_OFF), True, "instead of 9"),
        (part(SEATS, lambda lines: lines.replace(b'"id"', b'"no"')), True, "columns of partners.membership"),
        (part(SEATS, lambda lines: lines.replace(b"2015-01-05", b"2015-31-05")), True, "cannot be put back"),
        (
            part(EVENTS, lambda lines: lines.replace(b"access.refused", b"access.allowed")),
            True,
            "audit trail",
        ),
        (part(USERS, lambda lines: lines.splitlines(keepends=True)[0]), True, "access.user has 0 rows"),
    ],
)
def test_a_backup_that_cannot_be_right_changes_nothing(
    home: Path, backup: Path, *, change: Change, sealed: bool, sentence: str
) -> None:
    before = everything(home)
    with pytest.raises(BadBackup, match=sentence):
        restore(altered(backup, change, sealed=sealed))
    assert everything(home) == before
    assert triggers.missing() == []


def test_records_whose_links_lead_nowhere_are_refused(home: Path, backup: Path) -> None:
    def take_out_a_person(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
        parts[USERS] = b"".join(line for line in parts[USERS].splitlines(True) if b'"Gordon"' not in line)
        manifest["rows"]["access.user"] -= 1

    before = everything(home)
    with pytest.raises(BadBackup, match="do not fit together"):
        restore(altered(backup, take_out_a_person))
    assert everything(home) == before


def damaged(path: Path) -> Iterator[Path]:
    whole, out = path.read_bytes(), path.with_name("damaged.zip")
    for length in (0, 10, len(whole) // 2, len(whole) - 30):
        out.write_bytes(whole[:length])
        yield out
    for place in range(200, len(whole), len(whole) // 40):
        out.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        yield out


def test_a_file_that_was_cut_or_damaged_changes_nothing(home: Path, backup: Path) -> None:
    before = everything(home)
    refused = 0
    with Archive(backup) as whole:
        manifest = whole.manifest
    for path in damaged(backup):
        try:
            with Archive(path) as archive:
                archive.check(silent)
                same = archive.manifest == manifest
        except BadBackup:
            refused += 1
        else:
            assert same, "a byte that no reader looks at may differ, the content may not"
    assert refused > 30
    with pytest.raises(BadBackup):
        restore(next(damaged(backup)))
    assert everything(home) == before


def test_a_trail_that_does_not_hold_is_kept_and_told(cast: Partnership, tmp_path: Path) -> None:
    triggers.drop()
    Event.objects.update(verb="access.nothing", hash="0" * 64)
    out, manifest = keeping.make_backup(tmp_path, with_secret=False, at=NOW, advance=silent)
    assert "has been changed" in manifest.trail.fault
    restore(out)
    assert "has been changed" in keeping.trail_head().fault


def test_no_kept_record_points_at_one_that_is_left_out() -> None:
    kept = set(tables.kept_tables())
    links = [
        f"{table._meta.label}.{field.name}"
        for table in kept
        for field in tables.columns(table)
        if field.remote_field and field.related_model not in kept
    ]
    assert links == []


def test_the_manifest_says_which_settings_the_place_had(backup: Path) -> None:
    with Archive(backup) as archive:
        said: Manifest = archive.manifest
    assert said.settings.keys() == {
        "DRYSTANE_PARTNERSHIP",
        "DRYSTANE_HOSTS",
        "DRYSTANE_HTTPS",
        "DRYSTANE_PORT",
    }
