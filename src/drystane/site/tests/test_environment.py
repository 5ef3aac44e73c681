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


SERVER = {"DRYSTANE_MAIL_HOST": "mail.council.example", "DRYSTANE_MAIL_FROM": "drystane@council.example"}


def test_nobody_is_written_to_until_a_mail_server_is_named(tmp_path: Path) -> None:
    assert read(tmp_path, DRYSTANE_MAIL_FROM="drystane@council.example").mail is None


def test_a_mail_server_has_good_values_by_itself(tmp_path: Path) -> None:
    found = read(tmp_path, **SERVER).mail
    assert found == environment.Mail(
        "mail.council.example", 587, "starttls", "", "", "drystane@council.example"
    )
    assert read(tmp_path, **SERVER, DRYSTANE_MAIL_SECURITY="tls").mail != found


def test_the_mail_password_can_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("hunter2\n")
    mail = read(tmp_path, **SERVER, DRYSTANE_MAIL_USER="drystane", DRYSTANE_MAIL_PASSWORD_FILE=str(file)).mail
    assert mail is not None
    assert (mail.user, mail.password) == ("drystane", "hunter2")


@pytest.mark.parametrize(
    ("name", "given", "sentence"),
    [
        ("DRYSTANE_MAIL_HOST", "smtp://hunter2@host", "Give the bare name of the mail server."),
        ("DRYSTANE_MAIL_PORT", "hundred", "Give a whole number from 1 to 65535."),
        ("DRYSTANE_MAIL_PORT", "0", "Give a whole number from 1 to 65535."),
        ("DRYSTANE_MAIL_SECURITY", "ssl3", "Give starttls, tls or none."),
        ("DRYSTANE_MAIL_SECURITY", "none", "Only a mail server on this machine is reached in the clear."),
        ("DRYSTANE_MAIL_FROM", "", "Give the bare address"),
        ("DRYSTANE_MAIL_FROM", "Drystane <drystane@council.example>", "Give the bare address"),
        ("DRYSTANE_MAIL_FROM", "a@b.example\nBcc: c@d.example", "Give the bare address"),
        ("DRYSTANE_MAIL_PASSWORD", "hunter2", "Give a user and a password together"),
        ("DRYSTANE_MAIL_USER", "drystane", "Give a user and a password together"),
        ("DRYSTANE_MAIL_PASSWORD_FILE", "nowhere", "Name a file that can be read."),
    ],
)
def test_a_bad_mail_setting_is_named_with_its_remedy(
    tmp_path: Path, name: str, given: str, sentence: str
) -> None:
    with pytest.raises(BadSetting) as refused:
        read(tmp_path, **{**SERVER, name: given})
    assert sentence in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_a_link_in_an_e_mail_leads_to_the_first_name(tmp_path: Path) -> None:
    assert read(tmp_path).address == "http://127.0.0.1:8000"
    served = read(tmp_path, DRYSTANE_HOSTS="drystane.example.org,dyke.example.org", DRYSTANE_HTTPS="yes")
    assert served.address == "https://drystane.example.org"


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
