"""Where uploaded files lie: in the home folder, under random names, never where the web server looks."""

import os
import re
import secrets
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path, PurePath

from django.conf import settings

FOLDER = "papers"
LARGEST = 20 * 1024 * 1024
LONGEST_NAME = 100
SETTLED = timedelta(days=1)  # by then whatever wrote a file has also written its row, or never will

# What may stand behind a paper: how such a file begins, and as what it is given out.
OFFICE = b"PK\x03\x04"
DOUBTFUL = "application/octet-stream"
Kinds = Mapping[str, tuple[bytes, str]]
KINDS: Kinds = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".docx": (OFFICE, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": (OFFICE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".odt": (OFFICE, "application/vnd.oasis.opendocument.text"),
    ".ods": (OFFICE, "application/vnd.oasis.opendocument.spreadsheet"),
    ".png": (b"\x89PNG\r\n\x1a\n", DOUBTFUL),
    ".jpg": (b"\xff\xd8\xff", DOUBTFUL),
    ".csv": (b"", DOUBTFUL),
    ".txt": (b"", DOUBTFUL),
}
# What may be read in as a paper. A page of the web is given out as bytes, so that no browser opens it.
READABLE: Kinds = {
    **{ending: KINDS[ending] for ending in (".pdf", ".docx", ".odt", ".txt")},
    **dict.fromkeys((".md", ".html", ".htm"), (b"", DOUBTFUL)),
}
UNLIKE_ITS_NAME = "The file does not hold what its name says. Save it anew as {}."
NOT_IN_A_NAME = re.compile(r"[^\w .()-]+")


class BadFile(ValueError):
    """A file that is not taken in. Reads well on a page."""


class Damaged(RuntimeError):
    """The bytes on the disk are not those that were taken in."""


def check(name: str, content: bytes) -> str:
    """The name under which the file may be given out again. Raises BadFile."""
    clean, begins = begun(name, content, KINDS)
    if not begins and not is_text(content):
        raise BadFile(UNLIKE_ITS_NAME.format(PurePath(clean).suffix[1:].lower()))
    return clean


def check_readable(name: str, content: bytes) -> str:
    """As above, of a file to be read in as a paper: in which letters it is written is for its reader."""
    return begun(name, content, READABLE)[0]


def begun(name: str, content: bytes, kinds: Kinds) -> tuple[str, bytes]:
    """The tidy name and how such a file begins, as this one does."""
    clean = tidy_name(name)
    ending = PurePath(clean).suffix.lower()
    if ending not in kinds:
        raise BadFile(f"Choose a file of one of these kinds: {', '.join(kind[1:] for kind in kinds)}.")
    if not content:
        raise BadFile("The file is empty. Choose another.")
    if len(content) > LARGEST:
        raise BadFile(f"The file is larger than {LARGEST // 1024 // 1024} MB. Make it smaller, or split it.")
    begins, _ = kinds[ending]
    if not content.startswith(begins):
        raise BadFile(UNLIKE_ITS_NAME.format(ending[1:]))
    return clean, begins


def tidy_name(name: str) -> str:
    """Only letters, digits and plain signs, without the folders it came from."""
    plain = unicodedata.normalize("NFKC", re.split(r"[/\\]", name)[-1])
    stem, ending = os.path.splitext(NOT_IN_A_NAME.sub("-", plain).strip(" .-"))
    return f"{stem[:LONGEST_NAME].strip(' .-') or 'file'}{ending}"


def is_text(content: bytes) -> bool:
    try:
        return "\x00" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


def type_of(name: str) -> str:
    return KINDS.get(PurePath(name).suffix.lower(), (b"", DOUBTFUL))[1]


def digest_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


def keep(content: bytes) -> str:
    """Write it where only this program reads, and wait for the disk. Returns its name there."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    kept_as = secrets.token_hex(16)
    handle = os.open(folder() / kept_as, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return kept_as


def fetch(kept_as: str, digest: str) -> bytes:
    """What was taken in, to the byte. Raises Damaged."""
    content = (folder() / kept_as).read_bytes()
    if digest_of(content) != digest:
        raise Damaged(f"The file {kept_as} is not what was taken in.")
    return content


def discard(kept_as: str) -> None:
    (folder() / kept_as).unlink(missing_ok=True)


def settled(at: datetime) -> Iterator[str]:
    """The names of the files that have lain there for more than a day."""
    for file in folder().glob("*"):
        if file.is_file() and file.stat().st_mtime < (at - SETTLED).timestamp():
            yield file.name


def sweep(at: datetime, *, wanted: Collection[str]) -> int:
    """Discard what has lain there for a day and is not wanted. Says how many files went."""
    unwanted = [name for name in settled(at) if name not in wanted]
    for name in unwanted:
        discard(name)
    return len(unwanted)
