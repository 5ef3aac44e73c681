"""Content packs of this room: courses and their versions as YAML files."""

from datetime import date
from typing import Literal

from pydantic import Field

from drystane.strategy.packs import PACKS, Cite, Entry

COURSES = PACKS / "courses"
CODE = r"^[a-z0-9-]{2,60}$"


class VersionEntry(Entry):
    name: str = Field(min_length=1, max_length=40)
    provider: str = Field(default="", max_length=160)
    available_from: date | None = None
    retired_on: date | None = None
    valid_months: int | None = Field(default=None, ge=1, le=240)
    minutes: int | None = Field(default=None, ge=1)
    replaces: str | None = None
    counts_as: list[str] = []
    cite: Cite


class CourseEntry(Entry):
    code: str = Field(pattern=CODE)
    title: str = Field(min_length=3, max_length=200)
    about: str = ""
    topics: list[Literal["prevent", "soc", "exploitation", "scams"]] = Field(min_length=1)
    cite: Cite
    versions: list[VersionEntry] = Field(min_length=1)


class CoursePack(Entry):
    courses: list[CourseEntry] = Field(min_length=1)
