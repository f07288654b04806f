"""Search by words: BM25 over one document a film, beside the vectors.

Vectors find what is meant, words find what is named: a spaceship's name, a peanut butter spoon. The scores come from
`bm25s` (Lucene's variant, k1 1.2, b 0.75; Robertson & Zaragoza 2009), stemmed by Snowball's English stemmer.
"""

from __future__ import annotations

import json
import logging
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from retrieval.text import role_line
from retrieval.types import Film

# The library sets its logger to DEBUG when it is imported, and then tells of every index it builds.
logging.getLogger("bm25s").setLevel(logging.WARNING)

_K1, _B = 1.2, 0.75
_WORD = re.compile(r"\w\w+")
_NO_WORD = "\0"  # of a film called "It", say: bm25s indexes no empty vocabulary, and no question asks for this

_STOP_WORDS = frozenset(
    """a about above after again against all am an and any are aren as at be because been before being below between
    both but by can cannot could couldn did didn do does doesn doing don down during each few for from further had hadn
    has hasn have haven having he her here hers herself him himself his how i if in into is isn it its itself just ll
    me more most mustn my myself no nor not now of off on once only or other our ours ourselves out over own re same
    shan she should shouldn so some such than that the their theirs them themselves then there these they this those
    through to too under until up ve very was wasn we were weren what when where which while who whom why will with
    won would wouldn you your yours yourself yourselves""".split()
)

_ASKING_WORDS = frozenset(
    """actually also didnt dont film films help im ive kind know like looking maybe movie movies name old kid
    one plot please pretty probably really remember saw scene scenes see seen solved someone something sure thanks
    think tip title tomt tongue watch watched year years ago cant""".split()
)
"""What people write around a memory, not in it. Asked of a film's text these words only add noise: without them BM25
finds the film of a real question within ten far more often (`docs/results.md`)."""


class Tokenizer:
    """Text to stems. Not thread-safe: the stemmer underneath keeps a buffer."""

    def __init__(self) -> None:
        # Without its memory of 10,000 words: tidying that takes 60 ms whenever it is full, and stemming anew no longer.
        self._stemmer = Stemmer.Stemmer("english", 0)

    def document(self, text: str) -> list[str]:
        """Stems of a film's text, stop words left out, in order."""
        return self._stems(text, _STOP_WORDS)

    def query(self, text: str) -> list[str]:
        """Stems of a question, without the words that only ask."""
        return self._stems(text, _STOP_WORDS | _ASKING_WORDS)

    def stems(self, words: Sequence[str]) -> list[str]:
        """The stem of every word, in order."""
        stems: list[str] = self._stemmer.stemWords([word.lower() for word in words])
        return stems

    def _stems(self, text: str, left_out: frozenset[str]) -> list[str]:
        return self.stems([word for word in _WORD.findall(text.lower()) if word not in left_out])


def document_text(film: Film) -> str:
    """All fields of a film as one text for BM25."""
    facts = (str(film.year or ""), "black and white" if film.black_and_white else "")
    roles = (role_line(role) for role in film.roles)
    singles = (film.title, film.original_title or "", film.premise or "", film.plot or "", *facts)
    lists = (film.alt_titles, film.genres, film.directors, film.cast, film.countries, film.languages)
    more = (film.scenes, tuple(roles), film.keywords, film.mood)
    return " ".join((*singles, *(" ".join(items) for items in (*lists, *more))))


class WordIndex:
    """BM25 over films; document number = film number of the index."""

    def __init__(self, engine: bm25s.BM25, films: int) -> None:
        self._engine = engine
        self._films = films
        self._tokens = Tokenizer()

    @classmethod
    def build(cls, films: Iterable[Film]) -> WordIndex:
        """Index films in the order given."""
        tokens = Tokenizer()
        corpus = [tokens.document(document_text(film)) or [_NO_WORD] for film in films]
        engine = bm25s.BM25(k1=_K1, b=_B, method="lucene")
        engine.index(corpus, show_progress=False)
        return cls(engine, len(corpus))

    def save(self, folder: Path) -> None:
        """Write the index into a folder, which is made."""
        self._engine.save(str(folder), show_progress=False)
        (folder / "films.json").write_text(json.dumps(self._films), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> WordIndex:
        """Read what `save` wrote."""
        engine = bm25s.BM25.load(str(folder), show_progress=False)
        return cls(engine, int(json.loads((folder / "films.json").read_text(encoding="utf-8"))))

    def scores(self, text: str) -> NDArray[np.float32]:
        """BM25 of every film for a question; shape (films,), 0 where no word is shared."""
        return self.both_scores(text)[1]

    def both_scores(self, text: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """BM25 with every word of the question counted once, and counted as often as it is said; shape (films,) each.

        Long questions repeat themselves, and not what identifies the film.
        """
        left = Counter(self._known(self._tokens.query(text)))
        once = self._sum(list(left))
        repeated = self._sum(list((left - Counter(left.keys())).elements()))  # only what `once` does not hold yet
        repeated += once
        return once, repeated

    def _sum(self, known: list[str]) -> NDArray[np.float32]:
        if not known:
            return np.zeros(self._films, dtype=np.float32)
        return np.asarray(self._engine.get_scores(known), dtype=np.float32)

    def shared(self, question: str, passages: Iterable[str]) -> list[tuple[str, ...]]:
        """For every passage its words, as written there, whose stem a question has too; each once, in order."""
        asked = set(self._tokens.query(question))
        each = [dict.fromkeys(_WORD.findall(passage)) for passage in passages]
        words = list({word for own in each for word in own})
        shared = {word for word, stem in zip(words, self._tokens.stems(words), strict=True) if stem in asked}
        return [tuple(word for word in own if word in shared) for own in each]

    def holding(self, text: str) -> tuple[list[str], NDArray[np.bool_]]:
        """A text's stems, and which films have all of them; no film where it has none that counts."""
        stems = self._tokens.document(text)
        mask = np.full(self._films, bool(stems))
        for stem in dict.fromkeys(stems):
            mask &= np.asarray(self._engine.get_scores([stem]) > 0) if self._known([stem]) else False
        return stems, mask

    def stems(self, film: Film) -> list[str]:
        """The stems of everything that is known of a film, in order."""
        return self._tokens.document(document_text(film))

    def _known(self, tokens: Sequence[str]) -> list[str]:
        vocabulary = self._engine.vocab_dict
        return [token for token in tokens if token in vocabulary]
