"""The serving encoder: ONNX Runtime and `tokenizers`, no torch in the process.

An encoder is a folder of three files: `encoder.onnx` (token ids in, vectors of length 1 out), `tokenizer.json`, and
`card.json`, which says what it is, how it was made and what its files hash to.
"""

from __future__ import annotations

import ctypes
import hashlib
import math
import os
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from tokenizers import Tokenizer

from retrieval.errors import EncoderError
from retrieval.ports import Read, TokenVectors, Vectors
from retrieval.telling import telling_tokens

MODEL, TOKENIZER, CARD = "encoder.onnx", "tokenizer.json", "card.json"
OUTPUT, TOKEN_OUTPUT = "embedding", "tokens"
"""What the model calls its vectors, and those of its tokens where it has such."""

_BATCH_TOKENS = 1024  # of one run, padding included; larger runs were slower, their activations leave the cache
_RUN_TOKENS = 25  # what takes as long as the part of a run that does not depend on its tokens: reading the weights
_SIDE_BY_SIDE = 2  # runs at the same time: threads that share one run wait for each other after every matrix
_MOST_THREADS = 4  # more gained nothing on texts this short
_QUESTION_TOKENS = 1000  # more than any one question and its sentences had, of some hundreds


class EncoderCard(BaseModel):
    """What an encoder says of itself, for machines; `README.md` beside it is for people."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    base_model: str
    licence: str
    made_by: str
    """The command that made it."""
    fingerprint: str
    """Hash of the model and the tokenizer: what an index remembers."""
    dimension: int
    token_dimension: int = 0
    """Length of a token's own vector; 0 where tokens have none."""
    max_tokens: int
    """Longer texts are cut there, queries and documents alike."""
    layers: int
    heads: int
    files: dict[str, str]
    """SHA-256 of every file."""

    @model_validator(mode="after")
    def _fingerprint_is_of_the_files(self) -> Self:
        """An index trusts the fingerprint, so it may not say anything but what the files are."""
        if not {MODEL, TOKENIZER} <= self.files.keys() or self.fingerprint != fingerprint_of(self.files):
            raise ValueError("the fingerprint is not that of the files")
        return self


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts of like length, run together."""

    places: list[int]
    """Where each stands among the texts asked for."""
    ids: np.ndarray[tuple[int, int], np.dtype[np.int64]]
    mask: np.ndarray[tuple[int, int], np.dtype[np.int64]]


Made = tuple[Vectors, TokenVectors | None]
"""Of a batch its vectors, and those of all its tokens, padding included, where these have some: (texts, tokens, n)."""


def shipped_encoder() -> Traversable:
    """The folder of the encoder that comes with the program.

    Raises:
        EncoderError: the program was installed without it.
    """
    try:
        return files("data") / "encoder"  # a plain path, fit for a sentence; files("data.encoder") is none
    except ModuleNotFoundError as error:
        raise EncoderError("The encoder that comes with Reelcall is missing; install Reelcall again.") from error


def read_card(folder: Traversable) -> EncoderCard:
    """Read an encoder's card.

    Raises:
        EncoderError: there is none, or it is not a card.
    """
    try:
        return EncoderCard.model_validate_json((folder / CARD).read_bytes())
    except FileNotFoundError as error:
        raise EncoderError(f"There is no encoder in {folder}; install Reelcall again.") from error
    except (OSError, ValidationError) as error:
        raise EncoderError(f"The encoder's card in {folder} cannot be read; install Reelcall again.") from error


def fingerprint_of(hashes: dict[str, str]) -> str:
    """One hash for the files that decide what a vector is."""
    joined = ":".join(hashes[name] for name in (MODEL, TOKENIZER))
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


class OnnxEncoder:
    """`retrieval.ports.Encoder` on ONNX Runtime. May be used from several threads."""

    def __init__(self, folder: Traversable, *, threads: int | None = None) -> None:
        """Load an encoder.

        Args:
            folder: where its files are, such as `shipped_encoder()`.
            threads: processor threads of all runs; by default the machine's, at most 4.

        Raises:
            EncoderError: a file is missing, damaged or of another kind.
        """
        self._card = read_card(folder)
        checked_file(folder, MODEL, self._card)
        tokenizer = checked_file(folder, TOKENIZER, self._card)
        threads = threads or min(os.cpu_count() or 1, _MOST_THREADS)
        self._runs = ThreadPoolExecutor(min(threads, _SIDE_BY_SIDE), thread_name_prefix="encoder")
        try:
            self._tokenizer = Tokenizer.from_buffer(tokenizer)
            with as_file(folder / MODEL) as path:  # a session made from bytes would keep them: 25 MB
                self._session = onnxruntime.InferenceSession(
                    path, _options(max(1, threads // _SIDE_BY_SIDE)), providers=["CPUExecutionProvider"]
                )
        except Exception as error:  # both libraries raise bare Exception subclasses of their own for bad files
            raise EncoderError(f"The encoder in {folder} cannot be loaded; install Reelcall again.") from error
        self._outputs = {OUTPUT: self.dimension} | ({TOKEN_OUTPUT: size} if (size := self.token_dimension) else {})
        if {output.name: output.shape[-1] for output in self._session.get_outputs()} != self._outputs:
            raise EncoderError(f"The encoder in {folder} is not of the kind its card says; install Reelcall again.")
        _give_back_memory()
        self._tokenizer.enable_truncation(self._card.max_tokens)
        self._tokenizer.no_padding()
        self._telling = telling_tokens(self._tokenizer)

    @property
    def fingerprint(self) -> str:
        """See `retrieval.ports.Encoder`."""
        return self._card.fingerprint

    @property
    def dimension(self) -> int:
        """See `retrieval.ports.Encoder`."""
        return self._card.dimension

    @property
    def token_dimension(self) -> int:
        """See `retrieval.ports.Encoder`."""
        return self._card.token_dimension

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Encode what users said; shape (texts, dimension).

        One question's texts go side by side. More are a crowd's: then the other processors have the searches of those
        before to do, and whose thread is pushed aside by this one's keeps all waiting.
        """
        return self.read_query(texts).vectors

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Encode passages of films; shape (texts, dimension)."""
        return self.read_document(texts).vectors

    def read_query(self, texts: Sequence[str]) -> Read:
        """See `retrieval.ports.Encoder`."""
        return self._encode(texts, side_by_side=_QUESTION_TOKENS)

    def read_document(self, texts: Sequence[str]) -> Read:
        """See `retrieval.ports.Encoder`."""
        return self._encode(texts)

    def token_count(self, text: str) -> int:
        """Tokens of a text, at most the window's."""
        return len(self._tokenizer.encode(text).ids)

    def _encode(self, texts: Sequence[str], *, side_by_side: float = math.inf) -> Read:
        """Encode texts in several runs, which go on at the same time up to so many tokens in all."""
        runs = batches(self._tokenizer, texts, most_tokens=_BATCH_TOKENS)[::-1]  # the longest first, to end together
        together = len(runs) > 1 and sum(batch.ids.size for batch in runs) <= side_by_side
        all_made = self._runs.map(self._run, runs) if together else map(self._run, runs)
        return put_together(zip(runs, all_made, strict=True), len(texts), card=self._card, telling=self._telling)

    def _run(self, batch: Batch) -> Made:
        made = self._session.run(list(self._outputs), {"input_ids": batch.ids, "attention_mask": batch.mask})
        return made[0], made[1] if self.token_dimension else None


def put_together(
    runs: Iterable[tuple[Batch, Made]], texts: int, *, card: EncoderCard, telling: NDArray[np.bool_]
) -> Read:
    """What was made of so many texts in several runs, in the order of the texts.

    Args:
        runs: each with what was made of it.
        texts: how many there are.
        card: the encoder's.
        telling: which tokens of the vocabulary are kept.
    """
    vectors = np.empty((texts, card.dimension), dtype=np.float32)
    tokens: list[TokenVectors] = [np.empty((0, card.token_dimension), dtype=np.float32)] * texts
    for batch, (own, own_tokens) in runs:
        vectors[batch.places] = own
        if own_tokens is not None:
            kept = telling[batch.ids] & (batch.mask > 0)
            for row, place in enumerate(batch.places):
                tokens[place] = own_tokens[row, kept[row]]
    return Read(vectors, tokens)


def batches(tokenizer: Tokenizer, texts: Sequence[str], *, most_tokens: int) -> list[Batch]:
    """Texts sorted by length and cut into runs of at most so many tokens, padding included, where that is cheapest."""
    tokens = [encoding.ids for encoding in tokenizer.encode_batch_fast(list(texts))]
    order = sorted(range(len(tokens)), key=lambda place: len(tokens[place]))
    ends = cheapest_cuts([len(tokens[place]) for place in order], most_tokens=most_tokens)
    return [_padded(order[start:end], tokens) for start, end in pairwise([0, *ends])]


def cheapest_cuts(lengths: Sequence[int], *, most_tokens: int) -> list[int]:
    """Where to end the runs over texts of these lengths, shortest first: few runs, and little padding in them.

    A question and its sentences padded to its length would take four times as long as in two runs.
    """
    cost, came_from = [0.0], [0]
    for end, longest in enumerate(lengths, start=1):
        most = max(1, most_tokens // max(longest, 1))
        cost_here, start = min((cost[at] + (end - at) * longest, at) for at in range(max(0, end - most), end))
        cost.append(cost_here + _RUN_TOKENS)
        came_from.append(start)
    ends = []
    at = len(lengths)
    while at:
        ends.append(at)
        at = came_from[at]
    return ends[::-1]


def _padded(places: list[int], tokens: list[list[int]]) -> Batch:
    longest = max(len(tokens[place]) for place in places)
    ids = np.zeros((len(places), longest), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, place in enumerate(places):
        ids[row, : len(tokens[place])] = tokens[place]
        mask[row, : len(tokens[place])] = 1
    return Batch(places, ids, mask)


def checked_file(folder: Traversable, name: str, card: EncoderCard) -> bytes:
    """One of an encoder's files, held against the card.

    Raises:
        EncoderError: it is missing or damaged.
    """
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise EncoderError(f"{name} is missing from the encoder in {folder}; install Reelcall again.") from error
    if hashlib.sha256(content).hexdigest() != card.files.get(name):
        raise EncoderError(f"{name} of the encoder in {folder} is damaged; install Reelcall again.")
    return content


def _give_back_memory() -> None:
    """Return to the system what preparing the graph has freed: 100 MB that glibc would keep for later."""
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)


def _options(threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that wait for work spin by default, on the very cores on which the search goes on.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return options
