"""What is asked: who needs seats, which there are, and what has to be kept to."""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Need:
    """A team, how many of its people need the course, and what each of them weighs."""

    team: str
    people: int
    weight: int
    service: str = ""
    site: str = ""  # where alone its people can go; empty: anywhere
    release: int | None = None  # how many it can spare in one week


@dataclass(frozen=True)
class Sitting:
    """A session on offer."""

    session: str
    places: int
    week: str = ""  # as 2015-W41; empty: no week is known, and no release limit holds
    site: str = ""  # where it is; empty: anybody can be there


@dataclass(frozen=True)
class Minimum:
    """A rule that these teams together get at least so many seats."""

    rule: str
    teams: frozenset[str]
    seats: int


@dataclass(frozen=True)
class Question:
    """All that an allocation depends on."""

    needs: tuple[Need, ...]
    sittings: tuple[Sitting, ...]
    first: str = ""  # the service that goes first
    minimums: tuple[Minimum, ...] = ()
    before: tuple[tuple[str, str, int], ...] = ()  # the plan of last time: team, session, people

    @property
    def fingerprint(self) -> str:
        """By which another run can be told to have been asked the same."""
        return sha256(json.dumps(asdict(self), sort_keys=True, default=sorted).encode()).hexdigest()
