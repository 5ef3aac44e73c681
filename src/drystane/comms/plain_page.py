"""What a public page says, in one language: plain words, kept as they were decided on. No Django."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

ENGLISH, GAELIC = "en", "gd"
HEADINGS = {
    ENGLISH: ("What you can do", "Who to tell"),
    GAELIC: ("Dè as urrainn dhut dèanamh", "Cò ris a dh’innseas tu"),
}
LANGUAGES = {ENGLISH: "English", GAELIC: "Gàidhlig"}


@dataclass(frozen=True)
class PlainPage:
    language: str
    title: str
    intro: str
    points: tuple[str, ...]
    help_line: str

    @property
    def words(self) -> str:
        return "\n".join([self.title, self.intro, *self.points, self.help_line])

    @property
    def points_heading(self) -> str:
        return HEADINGS[self.language][0]

    @property
    def help_heading(self) -> str:
        return HEADINGS[self.language][1]


Pages = Mapping[str, PlainPage]  # by language


def to_json(pages: Pages) -> str:
    return json.dumps(
        {language: asdict(page) for language, page in sorted(pages.items())}, ensure_ascii=False
    )


def from_json(body: str) -> dict[str, PlainPage]:
    kept = json.loads(body)
    return {
        language: PlainPage(**{**fields, "points": tuple(fields["points"])})
        for language, fields in kept.items()
    }


def digest(pages: Pages) -> str:
    return hashlib.sha256(to_json(pages).encode()).hexdigest()
