"""Questions and answers over an index: what an answer says of each candidate, and which question to ask next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import Final

import numpy as np
from numpy.typing import NDArray

from retrieval.constraints import named_missed, violates
from retrieval.opened import OpenIndex
from retrieval.question import (
    CLEAR,
    COLOURS,
    COUNTRIES,
    GENRES,
    LANGUAGES,
    LENGTHS,
    MOST_OPTIONS,
    WORTH_ASKING,
    Named,
    eras,
    expected_gain,
    left,
    likelihood,
    one_of,
)
from retrieval.types import Answer, Clue, ClueValue, FindRequest, PersonClue, Question

Floats = NDArray[np.float64]
Masks = NDArray[np.bool_]
Numbers = NDArray[np.int64]

_WEIGHED: Final = 256  # the best candidates, on which questions are weighed; the others could hardly become the best
_LEADS: Final = 4  # people of a cast list that one remembers a film by
_CAST_OF: Final = 24  # candidates whose leads are asked for
_PEOPLE: Final = 12
_KNOWN: Final = 3  # films that somebody takes part in whose name people may know; in large catalogues more
_LARGE: Final = 15_000


def evidence(index: OpenIndex, films: Numbers, answers: Iterable[Answer]) -> Floats:
    """What all answers say of each of these films: their log-likelihood, shape (films,)."""
    total, facts = np.zeros(len(films)), Facts(index, films)
    for answer in answers:
        if answer.said is not None:
            total += np.log(likelihood(facts.missed(answer.question))[answer.said])
    return total


def best_question(index: OpenIndex, films: Numbers, posterior: Floats, request: FindRequest) -> Question | None:
    """The question that is expected to tell the most; None where the best film is clear or none would tell enough.

    Args:
        index: what is known of the films.
        films: the candidates' numbers.
        posterior: how probable each is.
        request: nothing that it states is asked for, and nothing that was asked before is asked again.
    """
    if posterior.max() >= CLEAR:
        return None
    clues, answers = request.clues, request.answers
    films, posterior = weighed_films(films, posterior)
    facts = Facts(index, films)
    weighed = [facts.weighed(question, posterior) for question in facts.choices(posterior, clues, answers)]
    weighed += [facts.chosen(values, posterior) for values in facts.names(posterior, clues, answers) if values]
    gain, _, question = max(
        ((gain, -at, question) for at, (gain, question) in enumerate(weighed)), default=(0.0, 0, None)
    )
    return question if gain >= WORTH_ASKING else None


def weighed_films(films: Numbers, posterior: Floats) -> tuple[Numbers, Floats]:
    """The best candidates, best first, and how probable each of them is among these."""
    best = np.argsort(-posterior, kind="stable")[:_WEIGHED]
    return films[best], posterior[best] / posterior[best].sum()


class Facts:
    """What the catalogue knows of some films."""

    def __init__(self, index: OpenIndex, films: Numbers) -> None:
        self._index = index
        self._films = films
        self._credits: dict[str, list[int]] = {}
        """The films of the whole catalogue that somebody takes part in, kept from one question to the next."""

    def missed(self, question: Question) -> Masks:
        """Which options are known to be wrong of which film, shape (options, films)."""
        return np.stack([reduce(np.logical_or, map(self._wrong, option)) for option in question.options])

    def choices(self, posterior: Floats, clues: Sequence[Clue], answers: Sequence[Answer]) -> Iterator[Question]:
        """The questions of which one answer is right: era, length, colour."""
        for values in (eras(self._index.table.year[self._films], posterior), LENGTHS, COLOURS):
            if left(values[:1], clues, answers):
                yield Question(tuple((value,) for value in values))

    def names(self, posterior: Floats, clues: Sequence[Clue], answers: Sequence[Answer]) -> Iterator[list[Named]]:
        """What can be asked for by name, kind by kind: genres, languages, countries, people."""
        table = self._index.table
        known: tuple[Sequence[Named], ...] = (
            [value for value in GENRES if value.genre in table.genres],
            [value for value in LANGUAGES if value.language in table.languages],
            [value for value in COUNTRIES if value.country in table.countries],
            list(map(PersonClue, self._people(posterior))),
        )
        return (left(values, clues, answers) for values in known)

    def weighed(self, question: Question, posterior: Floats) -> tuple[float, Question]:
        """A question with the bits that it is expected to tell."""
        return float(expected_gain(posterior, self.missed(question))), question

    def chosen(self, values: Sequence[Named], posterior: Floats) -> tuple[float, Question]:
        """The names to ask for together: taken one by one, as long as each is worth another option."""
        wrong, without = self._known(values)
        taken: list[int] = []
        gain = 0.0
        asked = np.stack([wrong, without, *[wrong] * MOST_OPTIONS], axis=1)  # each name, none of them, those taken
        while len(taken) < min(MOST_OPTIONS - 1, len(values)):
            gains = expected_gain(posterior, asked[:, : 2 + len(taken)])
            gains[taken] = 0
            best = int(gains.argmax())
            if taken and gains[best] < gain + WORTH_ASKING:
                break
            asked[:, 1] |= without[best]
            asked[:, 2 + len(taken)] = wrong[best]
            taken.append(best)
            gain = float(gains[best])
        return gain, one_of([values[at] for at in taken])

    def _people(self, posterior: Floats) -> list[str]:
        """Who takes part in most of what is probable, of the leads of the best films; those come first."""
        mass: Counter[str] = Counter()
        for cast, share in zip(
            self._index.catalogue.casts(self._films[:_CAST_OF].tolist()), posterior.tolist(), strict=False
        ):
            for name in dict.fromkeys(cast[:_LEADS]):
                mass[name] += share
        likely = sorted(mass, key=lambda name: (abs(mass[name] - 0.5), name))[: 2 * _PEOPLE]
        known = max(_KNOWN, len(self._index.table.film_ids) // _LARGE)
        self._look_up(likely)
        return [name for name in likely if len(self._credits[name]) >= known][:_PEOPLE]

    def _wrong(self, value: ClueValue) -> Masks:
        if isinstance(value, PersonClue):
            absent, present = self._people_known([value.name])
            return np.asarray((absent if value.wanted else present)[0])
        return violates(self._index.table, Clue(value, hard=False, said=""), self._films)

    def _known(self, values: Sequence[Named]) -> tuple[Masks, Masks]:
        """Of which films each of some facts of one kind is known to be wrong, and of which its contrary is.

        Shape (values, films) each.
        """
        names = [value.name for value in values if isinstance(value, PersonClue)]
        return self._people_known(names) if names else named_missed(self._index.table, values, self._films)

    def _people_known(self, names: Sequence[str]) -> tuple[Masks, Masks]:
        """Which films each of some people is not in, and which they are in; neither where nobody at all is listed.

        As a clue nobody's absence is known; as an answer it counts, softly.
        """
        self._look_up(names)
        place = {number: at for at, number in enumerate(self._films.tolist())}
        takes_part = np.zeros((len(names), len(place)), dtype=np.bool_)
        for person, name in enumerate(names):
            takes_part[person, [place[number] for number in self._credits[name] if number in place]] = True
        credited = self._index.table.credited[self._films]
        return credited & ~takes_part, credited & takes_part

    def _look_up(self, names: Iterable[str]) -> None:
        new = [name for name in names if name not in self._credits]
        self._credits.update(zip(new, self._index.catalogue.filmographies(new), strict=True))
