"""A search that counts words in common, over whatever films a test gives it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import prod

from retrieval.certificates import age_of
from retrieval.evidence import to_tell
from retrieval.text import fold, identity
from retrieval.types import (
    NO_BOUNDS,
    NO_EVIDENCE,
    Answer,
    Bounds,
    Candidate,
    CastClue,
    Clue,
    ColourClue,
    CountryClue,
    Evidence,
    Film,
    FilmId,
    Findings,
    FindRequest,
    GenreClue,
    LanguageClue,
    LikeClue,
    NotFilmsClue,
    PassageKind,
    PersonClue,
    Question,
    Room,
    RuntimeClue,
    TitleMatch,
    YearClue,
)

_SHORTEST_WORD = 4
"""Shorter ones ("the", "and") say nothing of a film."""


class FakeFinder:
    """Implements `bot.core.ports.FilmFinder`: every film that is not shut out is a candidate, however far."""

    def __init__(self, films: Iterable[Film]) -> None:
        self.catalogue = {film.film_id: film for film in films}
        self.requests: list[FindRequest] = []
        self.failure: Exception | None = None
        self.confident_at = 0.3
        self.questions: tuple[Question, ...] = ()
        """What it would ask, one after the other, where no film is clear."""
        self.clear_at = 0.3
        self.leaves_out = True
        """Whether it keeps its promise to bring up none of the excluded films."""
        self.unlisted: set[FilmId] = set()
        """Films that the index brings up and the catalogue does not know."""

    async def find(self, request: FindRequest) -> Findings:
        self.requests.append(request)
        if self.failure:
            raise self.failure
        excluded = request.excluded if self.leaves_out else ()
        films = [film for film in self.catalogue.values() if film.film_id not in excluded]
        films = [film for film in films if not any(shuts_out(clue, film) for clue in request.clues)]
        films = [film for film in films if lets_through(request.bounds, film)]
        said = _words(" ".join(request.utterances))
        weights = {film.film_id: 1.0 + 9 * len(said & _words(_text(film))) for film in films}
        for film in films:
            weights[film.film_id] *= prod(_told(answer, film) for answer in request.answers)
        films.sort(key=lambda film: -weights[film.film_id])
        total = sum(weights.values())
        found = tuple(_candidate(film, weights[film.film_id] / total, request) for film in films)
        best = found[0].score if found else 0.0
        query = "\n".join(request.utterances)
        blocker, blocked = self._blocker(request)
        sure = best >= self.confident_at
        asked = [answer.question for answer in request.answers]
        open_ = [one for one in self.questions if request.asks and best < self.clear_at and one not in asked]
        question = open_[0] if open_ else None
        limited = _told_of(found[: request.limit], request)
        return Findings(limited, query, confident=sure, blocker=blocker, blocked=blocked, question=question)

    def _blocker(self, request: FindRequest) -> tuple[Clue | None, int]:
        """The hard clue that shuts out the most films."""
        counts = {clue: sum(shuts_out(clue, film) for film in self.catalogue.values()) for clue in request.clues}
        most = max(counts, key=lambda clue: counts[clue], default=None)
        return (most, counts[most]) if most and counts[most] else (None, 0)

    async def films(self, film_ids: Iterable[FilmId]) -> Mapping[FilmId, Film]:
        listed = self.catalogue.keys() - self.unlisted
        return {film_id: self.catalogue[film_id] for film_id in film_ids if film_id in listed}

    async def similar(
        self, film_id: FilmId, *, limit: int, bounds: Bounds = NO_BOUNDS, excluded: frozenset[FilmId] = frozenset()
    ) -> tuple[Candidate, ...]:
        """By words in common, itself left out."""
        own = _words(_text(self.catalogue[film_id]))
        others = [film for film in self.catalogue.values() if film.film_id not in {film_id, *excluded}]
        others = [film for film in others if lets_through(bounds, film)]
        likeness = {film.film_id: len(own & _words(_text(film))) / len(own) for film in others}
        others.sort(key=lambda film: -likeness[film.film_id])
        return tuple(Candidate(film.film_id, likeness[film.film_id], _evidence(film)) for film in others[:limit])

    async def suggest(self, typed: str, *, limit: int) -> tuple[TitleMatch, ...]:
        """Two letters are enough, so that a mistake behind them does not matter."""
        if self.failure:
            raise self.failure
        found = [film for film in self.catalogue.values() if fold(film.title).startswith(fold(typed)[:2])]
        return tuple(TitleMatch(film.film_id, film.title, film.year) for film in found)[:limit]

    async def passing(self, film_ids: Iterable[FilmId], bounds: Bounds) -> frozenset[FilmId]:
        return frozenset(one for one in film_ids if one in self.catalogue and lets_through(bounds, self.catalogue[one]))

    async def room(self, bounds: Bounds) -> Room:
        films = self.catalogue.values()
        left = [film for film in films if lets_through(bounds, film)]
        idle = tuple(
            theme for theme in bounds.themes if all(lets_through(Bounds(None, (theme,)), one) for one in films)
        )
        return Room(len(left), len(films), sum(age_of(film.certificate) is not None for film in films), idle)

    async def named(self, title: str) -> tuple[Film, ...]:
        named = (film for film in self.catalogue.values() if fold(title) in {film.film_id, fold(film.title)})
        return tuple(sorted(named, key=lambda film: -(film.year or 0)))


class StalledFinder(FakeFinder):
    """A search whose encoder hangs until it is let go."""

    def __init__(self, films: Iterable[Film]) -> None:
        super().__init__(films)
        self.go_on = asyncio.Event()
        self.asked = asyncio.Event()

    async def find(self, request: FindRequest) -> Findings:
        self.asked.set()
        await self.go_on.wait()
        return await super().find(request)


def lets_through(bounds: Bounds, film: Film) -> bool:
    age = age_of(film.certificate)
    if bounds.ceiling is not None and (age is None or age > bounds.ceiling):
        return False
    told = f" {fold(' '.join((_text(film), film.plot or '', *film.genres)))} "
    return not any(f" {fold(theme)} " in told for theme in bounds.themes)


def _told(answer: Answer, film: Film) -> float:
    """How much an answer speaks for a film: never nothing."""
    if answer.said is None:
        return 1.0
    option = answer.question.options[answer.said]
    return 0.1 if any(misses(film, Clue(value, hard=False, said="")) for value in option) else 1.0


def _words(text: str) -> set[str]:
    return {word for word in fold(text).split() if len(word) >= _SHORTEST_WORD}


def _text(film: Film) -> str:
    return " ".join((identity(film), film.premise or "", *film.keywords))


def _candidate(film: Film, score: float, request: FindRequest) -> Candidate:
    unmet = tuple(clue for clue in request.clues if misses(film, clue))
    return Candidate(film.film_id, score, _evidence(film), unmet)


def _told_of(found: Sequence[Candidate], request: FindRequest) -> tuple[Candidate, ...]:
    told = to_tell([one.film_id for one in found], request)
    return tuple(one if place in told else replace(one, evidence=NO_EVIDENCE) for place, one in enumerate(found))


def _evidence(film: Film) -> Evidence:
    return Evidence(PassageKind.PREMISE, film.premise) if film.premise else Evidence(PassageKind.IDENTITY, "")


def shuts_out(clue: Clue, film: Film) -> bool:
    """Hard clues do, but nobody's absence from a cast list is known."""
    wanted = isinstance(clue.value, CastClue) or (isinstance(clue.value, PersonClue) and clue.value.wanted)
    return clue.hard and not wanted and misses(film, clue)


def misses(film: Film, clue: Clue) -> bool:
    match clue.value:
        case YearClue(low, high):
            missed = film.year is not None and not (low or 0) <= film.year <= (high or 9999)
        case RuntimeClue(low, high):
            missed = film.runtime is not None and not (low or 0) <= film.runtime <= (high or 9999)
        case ColourClue(black_and_white):
            missed = film.black_and_white is (not black_and_white)
        case GenreClue(genre, wanted):
            missed = (genre in film.genres) is not wanted
        case PersonClue(name, wanted):
            missed = (name in (*film.cast, *film.directors)) is not wanted
        case LanguageClue(name, wanted) | CountryClue(name, wanted):
            known = (*film.languages, *film.countries)
            missed = bool(known) and (name in known) is not wanted
        case LikeClue(family=films) | NotFilmsClue(film_ids=films):
            missed = film.film_id in films
        case CastClue():
            missed = not set(clue.value.names) & {*film.cast, *film.directors}
    return missed
