"""Writes a calendar as RFC 5545 says it. The same entries always give the same bytes.

No Django, no clock: an entry's stamp is its own day, so that nothing changes unless the entry does.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

MOST_OCTETS = 75  # of a line, without its end
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Entry:
    """Something on a day, or at a moment where the hour is known."""

    uid: str
    on: date
    summary: str
    starts_at: datetime | None = None
    where: str = ""
    detail: str = ""
    url: str = ""


def calendar(entries: Iterable[Entry], *, name: str) -> bytes:
    """The whole file, in the order of days and then of ids."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Drystane//Meetings and due dates//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{text(name)}",
    ]
    for entry in sorted(entries, key=lambda one: (one.on, one.uid)):
        lines += event(entry)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) + b"\r\n" for line in lines)


def event(entry: Entry) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{text(entry.uid)}"
    yield f"DTSTAMP:{entry.on:%Y%m%d}T000000Z"
    if entry.starts_at is None:
        yield f"DTSTART;VALUE=DATE:{entry.on:%Y%m%d}"
    else:
        yield f"DTSTART:{entry.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"SUMMARY:{text(entry.summary)}"
    if entry.where:
        yield f"LOCATION:{text(entry.where)}"
    if entry.detail:
        yield f"DESCRIPTION:{text(entry.detail)}"
    if entry.url:
        yield f"URL:{NO_TEXT.sub('', entry.url)}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT" if entry.starts_at is None else "TRANSP:OPAQUE"
    yield "END:VEVENT"


def text(words: str) -> str:
    """Words as a value of the format, with what has a meaning in it escaped."""
    plain = NO_TEXT.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))
    escaped = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets; each after the first begins with a space. No letter is cut."""
    pieces: list[bytes] = []
    piece = b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > MOST_OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece])
