"""Which words of a text carry what it asks, and how much each tells."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

WORD = re.compile(r"[a-z0-9]+(?:[’'-][a-z0-9]+)*")
ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ers", "er", "ed", "es", "s", "ly")
STEM = 4  # letters that an ending leaves at least

# Words that stand in any sentence and tell nothing of what is asked.
EMPTY = frozenset(
    WORD.findall(
        "a about above after all also an and any are as at be been before being between both but by can "
        "could do does for from has have having how if in into is it its may more most must no nor not of "
        "on one or other our out over own same shall should so some such than that the their them then "
        "there these they this those through to under up upon was were what when where whether which who "
        "whom whose will with within would you your"
    )
)


def same_words(text: str) -> str:
    """By which two texts are the same: without capitals, stops and spaces."""
    return " ".join(WORD.findall(text.lower()))


@cache
def stem(word: str) -> str:
    """Licence, licences and licensing meet; nothing finer is needed to see which words came and went."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= STEM:
            return word.removesuffix(ending).removesuffix("e")
    return word.removesuffix("e") if len(word) > STEM else word


def telling(text: str) -> dict[str, str]:
    """The words that tell what a text asks: each stem with the word as it stands there first."""
    found: dict[str, str] = {}
    for word in WORD.findall(text.lower()):
        if word not in EMPTY:
            found.setdefault(stem(word), word)
    return found


def weights(texts: Iterable[str]) -> Mapping[str, float]:
    """A word that few texts have tells more than one that stands in all of them."""
    counted: Counter[str] = Counter()
    total = 0
    for text in texts:
        counted.update(telling(text).keys())
        total += 1
    return {word: math.log(1 + total / count) for word, count in counted.items()}
