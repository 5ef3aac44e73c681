"""The backup file: a zip whose manifest says what is in it and the digest of each part. No Django."""

import hashlib
import re
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Self
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from pydantic import BaseModel, ConfigDict, ValidationError

FORMAT = 1
MANIFEST = "manifest.json"
LARGEST_MANIFEST = 50 * 1024 * 1024
PIECE = 1024 * 1024
NOT_A_BACKUP = "This file is not a backup of Drystane, or it was cut short."

Advance = Callable[[int], None]  # told how many rows or bytes were dealt with since the last time


class BadBackup(Exception):
    """A file that cannot be restored here. Says why, and what to do."""


class TrailHead(BaseModel):
    """How far the audit trail went when the backup was made, and whether it held."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    events: int
    head: str
    fault: str = ""


class Manifest(BaseModel):
    """What stands in the backup, where it comes from, and what it must be when it is back."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    version: str
    made_at: str
    database: str
    marking: str
    settings: dict[str, str]
    with_secret: bool
    migrations: list[str]
    rows: dict[str, int]
    trail: TrailHead
    digests: dict[str, str]


class Writer:
    """Puts one part after another into the file, and keeps the digest of each."""

    def __init__(self, file: IO[bytes]) -> None:
        self.zip = ZipFile(file, "w", ZIP_DEFLATED, compresslevel=6)
        self.digests: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.zip.close()

    @contextmanager
    def part(self, name: str) -> Iterator[Callable[[bytes], None]]:
        digest = hashlib.sha256()
        with self.zip.open(entry(name), "w", force_zip64=True) as out:

            def write(piece: bytes) -> None:
                digest.update(piece)
                out.write(piece)

            yield write
        self.digests[name] = digest.hexdigest()

    def file(self, name: str, path: Path) -> None:
        with path.open("rb") as source, self.part(name) as write:
            while piece := source.read(PIECE):
                write(piece)

    def seal(self, manifest: Manifest) -> None:
        self.zip.writestr(entry(MANIFEST), manifest.model_dump_json(indent=1))


def entry(name: str) -> ZipInfo:
    info = ZipInfo(name)  # without the moment: the manifest says it
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


class Archive:
    """A backup file, opened for reading. Raises BadBackup wherever it is not what its manifest says."""

    def __init__(self, path: Path) -> None:
        try:
            self.zip = ZipFile(path)
        except (BadZipFile, OSError, ValueError) as error:
            raise BadBackup(NOT_A_BACKUP) from error
        try:
            self.manifest = self.read_manifest()
        except BaseException:
            self.zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.zip.close()

    def read_manifest(self) -> Manifest:
        try:
            if self.zip.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
                raise BadBackup(NOT_A_BACKUP)
            with opened(self.zip, MANIFEST) as file:
                return Manifest.model_validate_json(file.read())
        except (KeyError, ValidationError) as error:
            raise BadBackup(NOT_A_BACKUP) from error

    @property
    def size(self) -> int:
        """Of everything in it, when it is unpacked."""
        return sum(info.file_size for info in self.zip.infolist())

    def check(self, advance: Advance) -> None:
        """Read all of it and compare each digest, before anything is changed for its sake."""
        names = [info.filename for info in self.zip.infolist()]
        if sorted(names) != sorted([*self.manifest.digests, MANIFEST]):
            raise BadBackup("The parts of this backup are not those that its manifest lists.")
        for name, expected in self.manifest.digests.items():
            if not is_safe(name):
                raise BadBackup(f"This backup names a part that leads outside the home folder: {name}.")
            digest = hashlib.sha256()
            with opened(self.zip, name) as file:
                while piece := file.read(PIECE):
                    digest.update(piece)
                    advance(len(piece))
            if digest.hexdigest() != expected:
                raise BadBackup(f"This backup is damaged: {name} is not what it was when it was made.")

    def lines(self, name: str) -> Generator[bytes, None, None]:
        with opened(self.zip, name) as file:
            yield from file

    def unpack(self, name: str, to: Path) -> None:
        to.parent.mkdir(parents=True, exist_ok=True)
        with opened(self.zip, name) as file, to.open("xb") as out:
            while piece := file.read(PIECE):
                out.write(piece)


@contextmanager
def opened(archive: ZipFile, name: str) -> Iterator[IO[bytes]]:
    """A part for reading. Whatever damage does to a zip, it is told as damage."""
    try:
        with archive.open(name) as file:
            yield file
    except (BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise BadBackup(f"This backup is damaged: {name} cannot be read.") from error


def is_safe(name: str) -> bool:
    """A relative path, in plain characters, that stays in the folder it is unpacked in."""
    parts = PurePosixPath(name).parts
    return bool(re.fullmatch(r"[^\\\0]+", name)) and not name.startswith("/") and ".." not in parts
