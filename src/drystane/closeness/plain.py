"""A text as its plain words, in small letters, without those that say nothing alone. Loads no numpy."""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
SAYS_NOTHING = frozenset(
    WORD.findall("""
    a an the and or of to for in on at by with from as is are be been was were will shall should must may can
    it its this that these those their they them he she his her we our us i you your not no any all each which
    who whom whose what when where how than then so if into over under about up out s
    """)
)


def words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).lower()
    return [word for word in WORD.findall(plain) if word not in SAYS_NOTHING]
