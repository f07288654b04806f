"""What the search needs from others, as small protocols. Fakes of each stand in `tests/fakes`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol, get_args

import numpy as np
from numpy.typing import NDArray

from retrieval.types import FilmId

Vectors = NDArray[np.float32]
"""Shape (texts, dimension), every row of length 1."""

TokenVectors = NDArray[np.float32]
"""Shape (tokens, token dimension), every row of length 1: one for each token that tells something."""

Storage = Literal["float32", "float16", "int8"]
STORAGES: Final[tuple[Storage, ...]] = get_args(Storage)
"""How an index keeps each number of a vector: in 4, 2 or 1 bytes. int8 cuts each dimension's range into 255 steps."""


@dataclass(frozen=True, slots=True)
class Read:
    """Texts and their tokens, out of one reading."""

    vectors: Vectors
    tokens: Sequence[TokenVectors]
    """Of every text; empty where the encoder has no vectors of tokens."""


class Encoder(Protocol):
    """Texts to vectors. Queries and documents are told apart by method, never by a prefix in the caller."""

    @property
    def fingerprint(self) -> str:
        """A hash of the weights and the tokenizer: an index knows by it which encoder made its rows."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def token_dimension(self) -> int:
        """Length of a token's vector; 0 where tokens have none."""
        ...

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Encode what users said."""
        ...

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Encode passages of films."""
        ...

    def read_query(self, texts: Sequence[str]) -> Read:
        """Encode what users said, and its tokens."""
        ...

    def read_document(self, texts: Sequence[str]) -> Read:
        """Encode passages of films, and their tokens."""
        ...


class VectorIndex(Protocol):
    """Rows of vectors, compared by inner product."""

    @property
    def rows(self) -> int:
        """How many rows there are."""
        ...

    def search(
        self, query: Vectors, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Find the best rows for one query of shape (1, dimension), best first; `allowed` masks the rows looked at."""
        ...

    def scores(self, queries: Vectors, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Inner products of the rows named with each query, shape (rows, queries)."""
        ...

    def reconstruct(self, rows: NDArray[np.int64]) -> Vectors:
        """The vectors of the rows named, as the index keeps them; shape (len(rows), dimension)."""
        ...


@dataclass(frozen=True, slots=True)
class Titled:
    """A film that a title names."""

    film_id: FilmId
    title: str
    known: bool
    """Whether it is well known, or nobody can say; the title of an unknown film may be any word."""
    year: int | None = None
    namesakes: tuple[tuple[FilmId, int | None], ...] = ()
    """All films of that very title with their years, this one first; empty where people mean no other."""


class Names(Protocol):
    """Who and what the catalogue knows by name; all names in are folded (`retrieval.text.fold`)."""

    def people(self, folded: Sequence[str]) -> Mapping[str, str]:
        """Those that are people's full names, with the catalogue's spelling."""
        ...

    def with_votes(self, people: Sequence[str], least: int) -> Sequence[str]:
        """Those people (by full name) whose films together have so many votes; all of them where none are counted."""
        ...

    def surnames(self, folded: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Those that are surnames of people with several films: who can be meant, one where nobody comes near."""
        ...

    def is_thing(self, word: str, person: str) -> bool:
        """Whether a word that may name a person is rather what films are about ("flowers"): more are than have them."""
        ...

    def misspelt(self, folded: Sequence[str]) -> Mapping[str, str]:
        """Those that are the full name of somebody with several films but for a slip; none that fits two people."""
        ...

    def first_names(self, folded: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Those that are first names of people with many films: who can be meant, one where nobody comes near."""
        ...

    def titles(self, keys: Sequence[str]) -> Mapping[str, Titled]:
        """Those keys (`retrieval.titles.title_key`) that are titles or aliases: the best known film of each."""
        ...

    def called(self, key: str) -> Sequence[tuple[FilmId, int | None]]:
        """The films whose whole title or alias a key is, with their years, the best known first."""
        ...

    def family(self, film: Titled) -> Sequence[FilmId]:
        """That film, its sequels and remakes: those that share its title's stem."""
        ...

    def group(self, key: str) -> Sequence[FilmId]:
        """Films that share a keyword or the stem of a title ("marvel", "star wars"); none unless they are several."""
        ...

    def cast(self, film_id: FilmId) -> Sequence[str]:
        """Who is in a film."""
        ...

    def directors(self, film_id: FilmId) -> Sequence[str]:
        """Who directed a film."""
        ...
