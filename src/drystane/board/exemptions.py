"""What a council may keep from the public, by the paragraphs of Schedule 7A. One YAML file."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.core.exceptions import ValidationError

PACK = Path(__file__).resolve().parents[1] / "packs" / "exemptions.yaml"
SCHEDULE = "Schedule 7A to the Local Government (Scotland) Act 1973"


@dataclass(frozen=True)
class Ground:
    """A paragraph of the schedule: its number, what it is about, and how far that was checked."""

    number: str
    subject: str
    status: str

    @property
    def words(self) -> str:
        checked = " (not checked against the Act)" if self.status == "unverified" else ""
        return f"Paragraph {self.number}: {self.subject}{checked}"


@cache
def grounds() -> dict[str, Ground]:
    body = yaml.safe_load(PACK.read_text("utf-8"))
    return {row["number"]: Ground(**row) for row in body["paragraphs"]}


def in_place_of(number: str) -> str:
    """What the public version prints where something is kept from it."""
    return f"Exempt: paragraph {number} of {SCHEDULE}."


def marked(number: str) -> str:
    """What the board's own version prints before, or behind, something that the public will not see."""
    return f"[Exempt: paragraph {number}]"


def known_ground(number: str) -> str:
    """The number as it was given, or nothing where nothing was. Raises ValidationError for any other."""
    if number and number not in grounds():
        raise ValidationError(
            f"Schedule 7A has no paragraph {number}. Give a number from 1 to {len(grounds())}."
        )
    return number
