"""Small packs to load in tests: written as Python, saved as YAML. And what is there before and after."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import models

from drystane.strategy.loading import Tally
from drystane.strategy.models import (
    CaseStudy,
    Contradiction,
    Edition,
    Figure,
    Message,
    Objective,
    Recommendation,
    Strategy,
)
from drystane.strategy.packs import BadPack

CITE = {"source": "S1", "place": "page 3", "status": "sourced", "note": ""}

SOURCES: dict[str, Any] = {
    "sources": [
        {"code": "S1", "title": "The strategy", "publisher": "Nobody", "date": "June 2015", "address": ""},
        {"code": "S2", "title": "The board paper", "publisher": "Nobody", "date": "", "address": ""},
    ]
}

THREATS: dict[str, Any] = {
    "threats": [
        {"code": "cyber-crime", "name": "Cyber crime", "kind": "primary"},
        {"code": "waste", "name": "The waste sector", "kind": "channel"},
    ],
    "views": [
        {
            "threat": "cyber-crime",
            "period": "2009 to 2015",
            "direction": "up",
            "confidence": "firm",
            "text": "It has risen.",
            "cite": CITE,
        }
    ],
}

EDITION: dict[str, Any] = {
    "strategy": {"code": "soc", "title": "The strategy", "publisher": "Nobody"},
    "edition": {
        "code": "2015",
        "title": "The strategy",
        "published_on": "2015-06-18",
        "replaces": None,
        "aim": "Less harm.",
        "cite": CITE,
    },
    "objectives": [{"code": "DETER", "order": 1, "title": "Deter", "text": "", "cite": CITE}],
    "recommendations": [
        {
            "code": "2015-LA-1",
            "audience": "local_authorities",
            "text": "Check who holds your licences.",
            "objective": "DETER",
            "objective_status": "draft",
            "cite": CITE,
        },
        {
            "code": "2015-BUS-1",
            "audience": "businesses",
            "text": "Check whom you employ.",
            "objective": "DETER",
            "objective_status": "sourced",
            "cite": CITE,
        },
    ],
    "figures": [
        {
            "code": "launch",
            "measure": "using-businesses",
            "label": "Groups using businesses",
            "value": 65,
            "unit": "percent",
            "qualifier": "about",
            "base": "150 of 232 groups",
            "as_of": "2015-06-18",
            "as_of_text": "June 2015",
            "cite": CITE,
            "contradicts": ["paper"],
            "contradiction": "The paper says 60.",
        },
        {
            "code": "paper",
            "measure": "using-businesses",
            "label": "Groups using businesses",
            "value": 60,
            "unit": "percent",
            "as_of": "2015-09-02",
            "as_of_text": "2 September 2015",
            "cite": {"source": "S2", "place": "1.2", "status": "sourced", "note": ""},
        },
    ],
    "messages": [
        {"code": "2015-MSG-1", "audience": "communities", "text": "You need not be sure.", "cite": CITE}
    ],
    "case_studies": [
        {
            "code": "2015-CASE-1",
            "title": "A school",
            "objective": "DETER",
            "threat": "cyber-crime",
            "cite": CITE,
        }
    ],
}


ROWS: tuple[type[models.Model], ...] = (
    Strategy,
    Edition,
    Objective,
    Recommendation,
    Figure,
    Contradiction,
    Message,
    CaseStudy,
)
Loader = Callable[..., Tally]


def edition(**changes: Any) -> dict[str, Any]:
    """A fresh copy of the edition above, with other lists in place of its own."""
    return deepcopy({**EDITION, **changes})


def save(folder: Path, pack: Any, name: str = "pack.yaml") -> Path:
    path = folder / name
    path.write_text(pack if isinstance(pack, str) else yaml.safe_dump(deepcopy(pack)), "utf-8")
    return path


def refusal(load: Loader, pack: dict[str, Any]) -> str:
    """What is said; and nothing at all may have been written or changed."""
    before = contents()
    with pytest.raises(BadPack) as refused:
        load(pack)
    assert contents() == before
    return str(refused.value)


def contents() -> list[dict[str, Any]]:
    return [row for model in ROWS for row in model._default_manager.order_by("pk").values()]


def with_entry(where: str, entry: int, **changes: Any) -> dict[str, Any]:
    pack = edition()
    pack[where][entry].update(changes)
    return pack


def later_edition(**figure: Any) -> dict[str, Any]:
    pack = edition(recommendations=[], messages=[], case_studies=[])
    pack["edition"].update(code="2022", published_on="2022-02-23", replaces="2015")
    pack["figures"] = [
        {
            **EDITION["figures"][0],
            "code": "later",
            "contradicts": ["launch"],
            "contradiction": "Old.",
            **figure,
        }
    ]
    return pack
