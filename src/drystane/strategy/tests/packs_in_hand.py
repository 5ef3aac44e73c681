"""Small packs to load in tests: written as Python, saved as YAML."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

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


def edition(**changes: Any) -> dict[str, Any]:
    """A fresh copy of the edition above, with other lists in place of its own."""
    return deepcopy({**EDITION, **changes})


def save(folder: Path, pack: Any, name: str = "pack.yaml") -> Path:
    path = folder / name
    path.write_text(pack if isinstance(pack, str) else yaml.safe_dump(deepcopy(pack)), "utf-8")
    return path
