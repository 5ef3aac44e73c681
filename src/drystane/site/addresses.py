"""Every address of the site with what its view says of itself: for the policy test and the documentation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    pattern: str
    name: str
    methods: frozenset[str]
    needs: str


class Unstamped(Exception):
    """A view that is not under the page decorator: nobody has said what it answers and needs."""


def all_addresses() -> list[Address]:
    return sorted(walk(get_resolver().url_patterns), key=lambda found: found.name)


def walk(patterns: Iterable[Any], prefix: str = "", namespace: str = "") -> Iterator[Address]:
    for entry in patterns:
        pattern = prefix + str(entry.pattern).removeprefix("^").removesuffix("$")
        if isinstance(entry, URLResolver):
            within = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from walk(entry.url_patterns, pattern, within)
        elif isinstance(entry, URLPattern):
            view: Any = entry.callback
            if not hasattr(view, "methods"):
                raise Unstamped(f"/{pattern} has no @page decorator.")
            yield Address(pattern, f"{namespace}{entry.name}", view.methods, str(view.needs))
