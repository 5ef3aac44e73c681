"""Reading an action's text: who does what, to which thing, for whom, when, and what it is about."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from drystane.closeness.plain import SAYS_NOTHING
from drystane.closeness.plain import words as plain_words
from drystane.plans.overlap.occasions import MONTHS, SHORT, read_occasions
from drystane.plans.overlap.vocabulary import Found, Token, Vocabulary, tokens, vocabulary
from drystane.plans.overlap.works import Facets, Given, Work

HEADING = re.compile(r"^(?P<heading>[^:.]{2,70}):\s+(?=\S)")
# "Finance to publish ...", "Agnes will send ...": whoever stands before is the doer.
SAYS_WHO = re.compile(
    r"^(?P<who>[A-Z£][^:;,.]{0,80}?)\s+(?:to|will|shall|should|must)\s+(?:be\s+|have\s+|also\s+)?(?P<verb>[a-z-]+)"
)
AT_THE_END = re.compile(r"(?:\((?P<bracket>[A-Z][\w’' ]{1,40})\)|\s[-–]\s*(?P<dash>[A-Z]{2,3}))\s*\.?$")
IN_A_PLACE = re.compile(r"\b(?:in|at|around|near|across)\s+((?:[A-Z][a-z]+)(?:\s+[A-Z][a-z]+)?)")
LONGEST_INITIALS = 5
DAYS = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
NOT_A_NAME = {
    *MONTHS,
    *SHORT,
    *DAYS,
    "spring",
    "summer",
    "autumn",
    "winter",
    "easter",
    "christmas",
    "q1",
    "q2",
    "q3",
    "q4",
    "i",
    "wrap",
    "contest",
}


def facets_of(work: Work) -> Facets:
    """What is read from the action, with what a person gave in its place."""
    read = read_facets(work.text, owner=work.owner)
    if work.place:
        read = replace(read, places=frozenset({work.place.lower()}))
    return with_given(read, work.given)


def with_given(read: Facets, given: Given) -> Facets:
    said = {name: value for name, value in vars(given).items() if value is not None}
    return replace(read, **said)


def read_facets(text: str, *, owner: str = "") -> Facets:
    words = vocabulary()
    who, doers = read_doers(text, words)
    doers |= {name.lower() for name in names_in(owner)}
    marked = tokens(text)
    meant = longest([each for each in words.find(marked) if means_it(each, marked, words)])
    bodies = named_bodies(marked, meant, words)
    if not topic(
        marked, meant, who, bodies, words
    ):  # nothing else is said: then the body is what it is about
        bodies = set()
    found = [each for each in meant if each.kind != "subjects" or each.first not in bodies]
    outside = [each for each in found if marked[each.first].start not in who]
    names = read_names(marked, found, who, words)
    return Facets(
        doers=frozenset(doers),
        acts=tuple(dict.fromkeys(each.code for each in outside if each.kind == "acts")),
        people=codes(found, "people"),
        things=codes(outside, "things"),
        subjects=codes(outside, "subjects") or codes(found, "subjects"),
        names=frozenset(names) - frozenset(doers),
        occasions=read_occasions(text),
        places=frozenset(places(text, names)),
        is_own_deed=any(each.kind == "own_deed" for each in found),
        is_team=any(each.kind == "teams" and marked[each.first].start in who for each in found),
        topic=" ".join(topic(marked, found, who, bodies, words)),
    )


def means_it(found: Found, text: Sequence[Token], words: Vocabulary) -> bool:
    """`Prevent` that begins a sentence may be the verb: it counts when what follows is a thing or people."""
    if text[found.first].text != "Prevent" or found.first:
        return True
    following = {kind for kind, _ in words.said_by((text[1].small,))} if len(text) > 1 else set()
    return bool(following & {"things", "people", "acts"})


def longest(found: Sequence[Found]) -> list[Found]:
    """`Organised crime` is no organising and `contract template` no contract: the longer phrase is meant."""
    return [
        each
        for each in found
        if not any(each.is_within(other) and each.kind in {other.kind, "acts", "business"} for other in found)
    ]


def read_doers(text: str, words: Vocabulary) -> tuple[range, set[str]]:
    """Where in the text the doers stand, and who they are, in small letters."""
    heading = HEADING.match(text)
    start = heading.end() if heading else 0
    doers: set[str] = set()
    where = range(0)
    match = SAYS_WHO.match(text[start:])
    if match and not is_act(match["who"].split()[0].lower(), words) and is_act(match["verb"], words):
        doers |= {part.strip().lower() for part in re.split(r",|\band\b|/", match["who"]) if part.strip()}
        where = range(start, start + match.end("who"))
    tail = AT_THE_END.search(text)
    if tail:
        doers.add((tail["bracket"] or tail["dash"]).lower())
    return where, {doer.removeprefix("the ") for doer in doers}


def is_act(word: str, words: Vocabulary) -> bool:
    return any(kind == "acts" for kind, _ in words.said_by((word,)))


def names_in(owner: str) -> list[str]:
    return [part.strip() for part in re.split(r",|/|;|\band\b", owner) if part.strip()]


def codes(found: Iterable[Found], kind: str) -> frozenset[str]:
    return frozenset(each.code for each in found if each.kind == kind)


def spans(found: Iterable[Found], *kinds: str) -> set[int]:
    return {n for each in found if each.kind in kinds for n in range(each.first, each.last + 1)}


def named_bodies(text: Sequence[Token], found: Sequence[Found], words: Vocabulary) -> set[int]:
    """Where bodies are named: capitals up to a word such as Institute or Board, and their short forms."""
    ends = spans(found, "bodies")
    inside: set[int] = set()
    for n, token in enumerate(text):
        long = words.short_forms.get(token.text, "")
        if long and words.ends_as_body(long):
            inside.add(n)
        if n in ends and token.text[0].isupper():
            first = n
            while (
                first and text[first - 1].text[0].isupper() and text[first - 1].end + 1 >= text[first].start
            ):
                first -= 1
            inside |= set(range(first, n + 1))
    return inside


def read_names(text: Sequence[Token], found: Sequence[Found], who: range, words: Vocabulary) -> list[str]:
    """What says which one is meant: proper names and short forms. A sentence's first capital says nothing."""
    ours = spans(found, "business", "teams", "people", "rounds")
    names: list[str] = []
    before = -2
    for n, token in enumerate(text):
        is_short = token.text.isupper() and len(token.text) > 1
        if token.start in who or token.small in NOT_A_NAME or (n in ours and not is_short):
            continue
        begins = n == 0 or text[n - 1].end + 1 < token.start
        if is_short or (token.text[0].isupper() and not begins) or "." in token.text:
            name = words.short_forms.get(token.text, token.small)
            if n == before + 1:
                names[-1] += f" {name}"
            else:
                names.append(name)
            before = n
    return names


def places(text: str, names: Iterable[str]) -> set[str]:
    found = set()
    for match in IN_A_PLACE.finditer(text):
        place = match[1].lower()
        if any(place in name for name in names):
            found.add(place)
    return found


def topic(
    text: Sequence[Token], found: Sequence[Found], who: range, bodies: set[int], words: Vocabulary
) -> list[str]:
    """What it is about: the text without its doer, its deeds, its dates and the words of business."""
    gone = bodies | spans(found, "business", "acts", "rounds") - spans(found, "subjects")
    return [
        words.short_forms.get(token.text, token.small)
        for n, token in enumerate(text)
        if token.start not in who
        and n not in gone
        and token.small not in SAYS_NOTHING | NOT_A_NAME
        and not token.small.isdigit()
    ]


@dataclass(frozen=True)
class Read:
    """An action, what was read from it, and every word it says, short forms in full."""

    work: Work
    facets: Facets
    said: frozenset[str]
    initials: str
    line: tuple[str, ...]  # the words in the order of the text


def read(work: Work) -> Read:
    said = plain_words(" ".join([work.text, *in_full(work.text)]))
    line = tuple(token.small for token in tokens(work.text))
    return Read(work, facets_of(work), frozenset(said), "".join(word[0] for word in said), line)


def in_full(text: str) -> list[str]:
    known = vocabulary().short_forms
    return [known[token.text] for token in tokens(text) if token.text in known]


def is_said(name: str, other: Read) -> bool:
    """Whether the other action names it too, in full or by its initials."""
    if any(word in other.said for word in plain_words(name)):
        return True
    return name.isalpha() and len(name) <= LONGEST_INITIALS and len(name) > 1 and name in other.initials
