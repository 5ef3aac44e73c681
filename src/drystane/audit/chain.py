"""The chain of events: what is hashed, and whether a chain still holds. No Django, no clock."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

START = "0" * 64  # what the first event follows


class Link(Protocol):
    """One event as the chain sees it."""

    @property
    def seq(self) -> int: ...
    @property
    def canonical(self) -> str: ...
    @property
    def previous_hash(self) -> str: ...
    @property
    def hash(self) -> str: ...


L = TypeVar("L", bound=Link)


@dataclass(frozen=True)
class Fault:
    """The first thing found wrong, and the event at which it was found."""

    seq: int
    sentence: str


class Broken(Exception):
    """The chain does not hold."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.sentence)
        self.fault = fault


def canonical(body: Mapping[str, Any]) -> str:
    """The one way to write this down: sorted keys, no spaces, ASCII only."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def moment(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("A moment in the trail needs its time zone.")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def link_hash(previous_hash: str, text: str) -> str:
    # A damaged text may hold half a surrogate pair: it must give a wrong hash, not an exception.
    return hashlib.sha256(f"{previous_hash}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def follow(links: Iterable[L]) -> Iterator[L]:
    """Give back each link that holds, in turn. Raises Broken at the first that does not."""
    previous = START
    for expected, link in enumerate(links, start=1):
        sentence = what_is_wrong(link, expected=expected, previous=previous)
        if sentence:
            raise Broken(Fault(expected, sentence))
        yield link
        previous = link.hash


def verify(links: Iterable[Link]) -> Fault | None:
    try:
        for _ in follow(links):
            pass
    except Broken as broken:
        return broken.fault
    return None


def what_is_wrong(link: Link, *, expected: int, previous: str) -> str:
    if link.seq != expected:
        return f"Event {link.seq} stands where event {expected} should."
    if link.hash != link_hash(link.previous_hash, link.canonical):
        return f"Event {expected} has been changed: its text does not give its hash."
    if link.previous_hash != previous:
        return f"Event {expected} does not follow from the one before it: their hashes differ."
    if says_it_is(link.canonical) != expected:
        return f"The text of event {expected} is not that of event {expected} in canonical form."
    return ""


def says_it_is(text: str) -> int | None:
    """The sequence number in a canonical text; None if the text is not canonical."""
    try:
        body = json.loads(text)
        written_again = canonical(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict) or written_again != text:
        return None
    seq = body.get("seq")
    return seq if type(seq) is int else None
