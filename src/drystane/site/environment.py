"""What the environment says, read once and checked before anything starts."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dj_database_url


class BadSetting(Exception):
    """A setting that cannot be used: says which, what was found and how to mend it."""

    def __init__(self, name: str, found: str, mend: str) -> None:
        super().__init__(f"The setting {name} is {found!r}, which cannot be used. {mend}")


@dataclass(frozen=True)
class Environment:
    home: Path
    partnership: str
    port: int
    hosts: list[str]
    https: bool
    debug: bool
    secret_key: str
    database: dict[str, Any]
    mail: "Mail | None"

    @property
    def address(self) -> str:
        """Where a link in an e-mail leads."""
        return f"https://{self.hosts[0]}" if self.https else f"http://{self.hosts[0]}:{self.port}"


@dataclass(frozen=True)
class Mail:
    """The mail server through which people are nudged."""

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str


YES = {"1", "true", "yes", "on"}
NO = {"", "0", "false", "no", "off"}
MAIL_PORTS = {"starttls": 587, "tls": 465, "none": 25}


def read(environ: Mapping[str, str]) -> Environment:
    """Read every setting. Raises BadSetting at the first that cannot be used."""
    home = read_home(environ)
    return Environment(
        home=home,
        partnership=environ.get("DRYSTANE_PARTNERSHIP", "").strip() or "Community safety partnership",
        port=read_port(environ),
        hosts=read_hosts(environ),
        https=read_switch(environ, "DRYSTANE_HTTPS"),
        debug=read_switch(environ, "DRYSTANE_DEBUG"),
        secret_key=read_secret(environ, home),
        database=read_database(environ, home),
        mail=read_mail(environ),
    )


def read_home(environ: Mapping[str, str]) -> Path:
    """Where everything entered is kept: `var` in a clone, the platform's data folder when installed."""
    given = environ.get("DRYSTANE_HOME", "")
    home = Path(given).expanduser() if given else default_home(environ)
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(
            "DRYSTANE_HOME", str(home), f"Name a folder that can be written: {error}."
        ) from error
    if not os.access(home, os.W_OK):
        raise BadSetting("DRYSTANE_HOME", str(home), "Name a folder that can be written.")
    return home.resolve()


def default_home(environ: Mapping[str, str]) -> Path:
    clone = Path(__file__).resolve().parents[3]
    if (clone / "pyproject.toml").is_file():
        return clone / "var"
    data = environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "drystane"


def read_port(environ: Mapping[str, str]) -> int:
    given = environ.get("DRYSTANE_PORT", "") or "8000"
    if not given.isdecimal() or not 1 <= int(given) <= 65535:
        raise BadSetting("DRYSTANE_PORT", given, "Give a whole number from 1 to 65535.")
    return int(given)


def read_hosts(environ: Mapping[str, str]) -> list[str]:
    """The names the site answers to. This machine's own are always among them."""
    given = [host.strip() for host in environ.get("DRYSTANE_HOSTS", "").split(",") if host.strip()]
    for host in given:
        if "/" in host or host == "*":
            raise BadSetting(
                "DRYSTANE_HOSTS", host, "Give bare host names with commas between, no addresses."
            )
    return [*given, "127.0.0.1", "localhost", "[::1]"]


def read_switch(environ: Mapping[str, str], name: str) -> bool:
    given = environ.get(name, "").strip().lower()
    if given not in YES | NO:
        raise BadSetting(name, given, "Give yes or no.")
    return given in YES


def read_secret(environ: Mapping[str, str], home: Path) -> str:
    """The signing key: from the environment, or made once and kept in the home folder."""
    given = environ.get("DRYSTANE_SECRET_KEY", "")
    if given:
        if len(given) < 40:
            raise BadSetting("DRYSTANE_SECRET_KEY", "too short", "Give at least 40 random characters.")
        return given
    kept = home / "secret.key"
    if not kept.exists():
        try:
            descriptor = os.open(kept, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return kept.read_text("ascii").strip()  # another process has just made it
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(60))
    return kept.read_text("ascii").strip()


def read_database(environ: Mapping[str, str], home: Path) -> dict[str, Any]:
    """SQLite in the home folder, or the PostgreSQL that DRYSTANE_DATABASE names."""
    given = environ.get("DRYSTANE_DATABASE", "")
    if not given:
        return sqlite(home / "drystane.sqlite3")
    if not given.startswith(("postgresql://", "postgres://")):
        raise BadSetting(
            "DRYSTANE_DATABASE",
            given.split("@")[-1],
            "Give postgresql://user:password@host:port/name, or nothing.",
        )
    try:
        return dict(dj_database_url.parse(given, conn_max_age=60, conn_health_checks=True))
    except (ValueError, dj_database_url.ParseError, dj_database_url.UnknownSchemeError) as error:
        raise BadSetting(
            "DRYSTANE_DATABASE", given.split("@")[-1], "Give postgresql://user:password@host:port/name."
        ) from error


def read_mail(environ: Mapping[str, str]) -> Mail | None:
    """Where e-mail goes out; None where no server is named, and nobody is written to."""
    host = environ.get("DRYSTANE_MAIL_HOST", "").strip()
    if not host:
        return None
    if not re.fullmatch(r"[A-Za-z0-9.-]+", host):
        raise BadSetting("DRYSTANE_MAIL_HOST", "not a host name", "Give the bare name of the mail server.")
    security = environ.get("DRYSTANE_MAIL_SECURITY", "").strip().lower() or "starttls"
    if security not in MAIL_PORTS:
        raise BadSetting("DRYSTANE_MAIL_SECURITY", security, "Give starttls, tls or none.")
    if security == "none" and host not in {"127.0.0.1", "localhost"}:
        raise BadSetting(
            "DRYSTANE_MAIL_SECURITY", security, "Only a mail server on this machine is reached in the clear."
        )
    port = environ.get("DRYSTANE_MAIL_PORT", "").strip() or str(MAIL_PORTS[security])
    if not port.isdecimal() or not 1 <= int(port) <= 65535:
        raise BadSetting("DRYSTANE_MAIL_PORT", port, "Give a whole number from 1 to 65535.")
    user, password = environ.get("DRYSTANE_MAIL_USER", "").strip(), read_mail_password(environ)
    if bool(user) != bool(password):
        name = "DRYSTANE_MAIL_PASSWORD" if user else "DRYSTANE_MAIL_USER"
        raise BadSetting(name, "", "Give a user and a password together, or neither.")
    sender = environ.get("DRYSTANE_MAIL_FROM", "").strip()
    if not re.fullmatch(r"[^@\s<>]+@[A-Za-z0-9.-]+", sender):
        raise BadSetting(
            "DRYSTANE_MAIL_FROM", sender, "Give the bare address that e-mail comes from, like drystane@host."
        )
    return Mail(host, int(port), security, user, password, sender)


def read_mail_password(environ: Mapping[str, str]) -> str:
    """Itself, or the first line of the file that is named: a file can be kept from other programs' eyes."""
    given, file = environ.get("DRYSTANE_MAIL_PASSWORD", ""), environ.get("DRYSTANE_MAIL_PASSWORD_FILE", "")
    if given and file:
        raise BadSetting("DRYSTANE_MAIL_PASSWORD_FILE", file, "Give the password or its file, not both.")
    if not file:
        return given
    try:
        kept = Path(file).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting("DRYSTANE_MAIL_PASSWORD_FILE", file, "Name a file that can be read.") from error
    if not kept or not kept[0].strip():
        raise BadSetting("DRYSTANE_MAIL_PASSWORD_FILE", file, "Its first line holds no password.")
    return kept[0].strip()


def sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            # FULL: with NORMAL the last commits can be lost when the power fails.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                "PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"
            ),
        },
        "TEST": {
            "NAME": str(path.with_name("test.sqlite3"))
        },  # in memory, parallel requests meet locked tables
    }
