"""Settings: what is not given has a good value, and what cannot be used is named with its remedy."""

from pathlib import Path

import pytest

from drystane.site import environment
from drystane.site.environment import BadSetting


def read(home: Path, **given: str) -> environment.Environment:
    return environment.read({"DRYSTANE_HOME": str(home), **given})


def test_nothing_needs_to_be_given(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found.home == tmp_path.resolve()
    assert found.port == 8000
    assert found.hosts == ["127.0.0.1", "localhost", "[::1]"]
    assert (found.https, found.debug) == (False, False)
    assert found.database["NAME"] == tmp_path.resolve() / "drystane.sqlite3"


def test_what_is_given_is_used(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        DRYSTANE_PORT="8391",
        DRYSTANE_HOSTS="drystane.example.org, dyke.example.org",
        DRYSTANE_HTTPS="Yes",
        DRYSTANE_SECRET_KEY="k" * 40,
    )
    assert found.port == 8391
    assert found.hosts[:2] == ["drystane.example.org", "dyke.example.org"]
    assert found.https is True
    assert found.secret_key == "k" * 40


@pytest.mark.parametrize(
    ("name", "given", "sentence"),
    [
        ("DRYSTANE_PORT", "abc", "DRYSTANE_PORT is 'abc', which cannot be used. Give a whole number from 1"),
        ("DRYSTANE_PORT", "0", "DRYSTANE_PORT is '0'"),
        ("DRYSTANE_PORT", "65536", "DRYSTANE_PORT is '65536'"),
        ("DRYSTANE_PORT", "-80", "DRYSTANE_PORT is '-80'"),
        ("DRYSTANE_HOSTS", "https://dyke.example.org/", "DRYSTANE_HOSTS is 'https://dyke.example.org/'"),
        ("DRYSTANE_HOSTS", "dyke.example.org,*", "DRYSTANE_HOSTS is '*'"),
        ("DRYSTANE_HTTPS", "maybe", "DRYSTANE_HTTPS is 'maybe', which cannot be used. Give yes or no."),
        ("DRYSTANE_DEBUG", "2", "DRYSTANE_DEBUG is '2'"),
        ("DRYSTANE_SECRET_KEY", "short", "DRYSTANE_SECRET_KEY is 'too short'"),
        ("DRYSTANE_DATABASE", "mysql://host/name", "DRYSTANE_DATABASE is 'mysql://host/name'"),
        ("DRYSTANE_DATABASE", "postgresql://u:p@host:port/name", "DRYSTANE_DATABASE is 'host:port/name'"),
    ],
)
def test_a_bad_value_is_named_with_its_remedy(tmp_path: Path, name: str, given: str, sentence: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read(tmp_path, **{name: given})
    assert sentence in str(refused.value)


def test_the_sentence_tells_neither_password_nor_key(tmp_path: Path) -> None:
    for name, given in [
        ("DRYSTANE_DATABASE", "mysql://council:hunter2@host/name"),
        ("DRYSTANE_DATABASE", "postgresql://council:hunter2@host:port/name"),
        ("DRYSTANE_SECRET_KEY", "hunter2"),
    ]:
        with pytest.raises(BadSetting) as refused:
            read(tmp_path, **{name: given})
        assert "hunter2" not in str(refused.value)


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.touch()
    with pytest.raises(BadSetting, match="Name a folder that can be written"):
        read(home)


def test_the_signing_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    first = read(tmp_path).secret_key
    assert len(first) >= 40
    assert read(tmp_path).secret_key == first
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


def test_postgresql_is_used_when_it_is_named(tmp_path: Path) -> None:
    database = read(
        tmp_path, DRYSTANE_DATABASE="postgresql://council:p%40ss@db.example.org:5433/dyke"
    ).database
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.org", 5433, "dyke")
    assert database["PASSWORD"] == "p@ss"


def test_a_power_cut_loses_no_commit_and_writers_wait_for_one_another(tmp_path: Path) -> None:
    options = read(tmp_path).database["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]
    assert options["timeout"] >= 5
