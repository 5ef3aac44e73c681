"""A home folder with the large partnership in it, and people who are signed in."""

import json
import subprocess
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import django

from tests.robustness.serving import CLONE, surroundings


@dataclass(frozen=True)
class Place:
    """`sessions` belong to lead officers of the Prevent group, who may report on all of its `actions`."""

    sessions: list[str]
    actions: list[str]
    pages: list[str]


def make_place(home: Path, *, actions: int, people: int) -> Place:
    """In a process of its own, since settings are read from the environment once."""
    made = subprocess.run(
        [sys.executable, "-m", "tests.robustness.place", str(actions), str(people)],
        cwd=CLONE,
        env=surroundings(home),
        stdout=subprocess.PIPE,
        check=True,
    )
    return Place(**json.loads(made.stdout))


if __name__ == "__main__":
    django.setup()
    filling = import_module("tests.robustness.filling")
    print(json.dumps(filling.fill(actions=int(sys.argv[1]), people=int(sys.argv[2]))))
