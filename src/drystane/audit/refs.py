"""Public ids: random, so that an address says nothing about how many records there are."""

import secrets

from django.db import models

LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o or u: read aloud without mistakes
LENGTH = 12  # 60 random bits


def new_ref() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


class Referenced(models.Model):
    """A record with a public id, by which pages and the trail name it."""

    ref = models.CharField(max_length=LENGTH, unique=True, default=new_ref, editable=False)

    class Meta:
        abstract = True
