"""The records of the site itself."""

from drystane.site.nudges.models import Digest, DigestChoice, NudgeLink

__all__ = ["Digest", "DigestChoice", "NudgeLink"]
