"""Who was there, so that "Isla", "IG" and "Isla G" are one person whose name the minute says in full once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from drystane.strategy.papers.blocks import Block

TITLES = (
    r"(?:Dr|Prof(?:essor)?|Sir|Dame|Lord|Lady|Baroness|Baron|Cllr|Councillors?|Mrs?|Ms|Miss|Rev"
    r"|The Rt Hon|Provost|Bailie|(?:Detective )?(?:Chief )?(?:Superintendent|Inspector)"
    r"|(?:Detective )?Sergeant|Constable|Supt|Insp|Sgt|PC|DC|DCC|DCI|DI|DS|ACC|Sheriff)"
)
NAME = r"(?:[A-Z][\w’'\-]+|[A-Z]\.?|von|van|de|der|la|Mc|Mac)"
PERSON = re.compile(rf"(?:{TITLES}\.?\s+)*(?P<name>[A-Z][\w’'\-]*\.?(?:\s+{NAME}){{1,5}})")
PRESENT = re.compile(
    r"""(?xi)^(?:(?:members?|others?|also|officials?|officers?|those|staff|panel|board|committee|group)\b[\s\w]{0,24})?
    (?:attendees?|present|in\ attendance|attending|apologies(?:\ for\ absence)?|participants|members
    |sederunt|officials|secretariat|regular\ attendees|panel|attendance|attended|observers|guests|chair
    |ex\ officio|presenting|board\ members)
    (?:\s*\([^)]*\))?\s*(?::|-|–|$)"""
)
NO_PERSON = re.compile(
    r"(?i)\b(?:council|office|department|authority|agency|police|panel|board|committee|group|service"
    r"|university|london"
    r"|ministry|association|meeting|room|chamber|house|data|government|scotland|borough|secretariat"
    r"|minutes?|action"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|report|annex"
    r"|appendix"
    r"|item|agenda|strategy|update|welcome|local|national|public|the|this|these|partnership|trust|forum"
    r"|network)\b"
)


@dataclass(frozen=True)
class Person:
    name: str  # as the paper gives it in full, without title
    initials: str
    role: str = ""


@dataclass(frozen=True)
class People:
    all: tuple[Person, ...] = ()

    def full(self, said: str) -> Person | None:
        """The one person meant by a name, a first name, initials or a surname; None where it may be two."""
        words = re.sub(rf"^(?:{TITLES}\.?\s+)+", "", said.strip()).rstrip(".")
        for fits in (self.by_name, self.by_first, self.by_letter, self.by_initials, self.by_last):
            found = {person.name: person for person in fits(words)}
            if len(found) == 1:
                return next(iter(found.values()))
            if found:
                return None
        return None

    def by_name(self, said: str) -> list[Person]:
        return [person for person in self.all if person.name.lower() == said.lower()]

    def by_first(self, said: str) -> list[Person]:
        return [person for person in self.all if person.name.split()[0] == said]

    def by_letter(self, said: str) -> list[Person]:
        """ "Isla G" for Isla Gourlay."""
        first, _, rest = said.partition(" ")
        letter = rest.rstrip(".")
        return [
            person
            for person in self.all
            if len(letter) == 1 and person.name.split()[0] == first and person.name.split()[-1][0] == letter
        ]

    def by_initials(self, said: str) -> list[Person]:
        return [person for person in self.all if len(said) > 1 and person.initials == said]

    def by_last(self, said: str) -> list[Person]:
        return [person for person in self.all if person.name.split()[-1] == said]


def is_person(words: str) -> bool:
    found = PERSON.fullmatch(words.strip())
    return bool(found) and not NO_PERSON.search(words) and len(words.split()) <= 6


def people_of(blocks: Sequence[Block]) -> tuple[People, int]:
    """Everybody in the lists of who was there or not, and the number of the block after those lists."""
    found: list[Person] = []
    after, listing = 0, False
    for number, block in enumerate(blocks[:80]):
        words = block.text
        if PRESENT.match(words) and not block.label.lower().startswith("item"):
            listing = True
            found += persons(PRESENT.sub("", words, count=1))
            after = number + 1
        elif listing and not block.label and (here := persons(words)) and looks_like_a_list(words, here):
            found += here
            after = number + 1
        elif block.heading and not block.weak:
            listing = False
    return People(tuple({person.name: person for person in reversed(found)}.values())), after


def looks_like_a_list(words: str, here: Sequence[Person]) -> bool:
    """A name and whence, or many of them; not a sentence about somebody."""
    start = re.sub(rf"^(?:{TITLES}\.?\s+)+", "", words)
    short = len(words.split()) <= 16 and not words.rstrip().endswith(".")
    return start.startswith(here[0].name) and (short or len(here) > 3)


def persons(words: str) -> list[Person]:
    """Names parted by commas or semicolons, each with what stands behind it in brackets or after a comma."""
    found = []
    for part in re.split(r"[;,]\s*(?![^()]*\))|\sand\s|\s[–-]\s|\t|\)\s+(?=[A-Z])", words):
        name = re.sub(r"\(.*", "", part).strip().rstrip(".")
        fits = PERSON.fullmatch(name)
        if fits and is_person(name):
            full = fits["name"]
            told = re.search(r"\(([A-Z]{2,4})\)", part)
            fits_name = told and told[1][0] == full[0] and told[1][-1] == full.split()[-1][0]
            found.append(Person(full, told[1] if told and fits_name else initials(full)))
    return found


def initials(name: str) -> str:
    return "".join(word[0] for word in re.split(r"[\s\-]+", name) if word[0].isupper())
