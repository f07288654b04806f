"""A record → a film of the catalogue: its texts put where the search looks for them, as far as their licences go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from data import vocabulary
from data.licences import SOURCES, allowed
from data.record import IdKind, Record, Text, TextKind
from retrieval.text import clean_utterance, fold, windows
from retrieval.types import Film, FilmId

_PREMISE = (TextKind.PREMISE, TextKind.OVERVIEW, TextKind.LEAD)  # best first
_PLOT = (TextKind.PLOT, TextKind.SYNOPSIS)
_KEYWORDS = 20  # beyond it they are noise: reactions, places of a shot
_REVIEW_WORDS = 120  # about what an encoder of 256 tokens reads; people say first what a film is about
_REVIEWS = 5
_MEMORIES = 10  # a film that everybody asks for would else be rows of its own by the hundred


def normalised(record: Record, unknown: dict[str, Counter[str]]) -> Record:
    """Bring a record's facts to one vocabulary; labels without a place in it are counted in `unknown`, by field."""
    return replace(
        record,
        genres=vocabulary.normalise(record.genres, vocabulary.genres, unknown["genres"]),
        countries=vocabulary.normalise(record.countries, vocabulary.country, unknown["countries"]),
        languages=vocabulary.normalise(record.languages, vocabulary.language, unknown["languages"]),
    )


def licensed(record: Record, accepted: Collection[str], left_out: Counter[str]) -> Record:
    """Leave out the texts whose licence nobody accepted, counted by source; facts and ids stay."""
    kept = []
    for text in record.texts:
        if allowed(text.source, accepted):
            kept.append(text)
        else:
            left_out[text.source if text.source in SOURCES else f"{text.source} (unknown)"] += 1
    return replace(record, texts=tuple(kept))


class Keys:
    """Keys for films: the IMDb id, else the key that a catalogue gave, else one made of what is known.

    A made key stays with its film: it is kept in the record, so an update finds it there.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def give(self, record: Record) -> tuple[FilmId, Record]:
        """A key that no other film has had, and the record with it."""
        key = record.ids.get(IdKind.IMDB) or record.ids.get(IdKind.OWN) or _made(record)
        number, free = 1, key
        while free in self._taken:
            number += 1
            free = f"{key}:{number}"
        self._taken.add(free)
        ids: dict[IdKind, str] = {kind: value for kind, value in record.ids.items() if kind != IdKind.OWN}
        if free != ids.get(IdKind.IMDB):
            ids[IdKind.OWN] = free
        return FilmId(free), replace(record, ids=ids)


def _made(record: Record) -> str:
    for kind in (IdKind.TMDB, IdKind.WIKIDATA, IdKind.MOVIELENS, IdKind.PAGE):
        if kind in record.ids:
            return f"{kind.value}:{record.ids[kind]}"
    return f"title:{fold(record.title or '').replace(' ', '-')}:{record.year or ''}"


def film(key: FilmId, record: Record) -> Film:
    """The film of a record that has a title and licensed texts only."""
    premise, plot = _best(record.texts, _PREMISE), _best(record.texts, _PLOT)
    return Film(
        film_id=key,
        title=record.title or "",
        original_title=record.original_title,
        alt_titles=record.alt_titles,
        year=record.year,
        runtime=record.runtime,
        black_and_white=record.black_and_white,
        genres=record.genres,
        directors=record.directors,
        cast=record.cast,
        cinematographers=record.cinematographers,
        countries=record.countries,
        languages=record.languages,
        wikipedia_title=record.ids.get(IdKind.WIKIPEDIA),
        premise=premise,
        plot=plot,
        scenes=tuple(dict.fromkeys(_scenes(record.texts, {premise, plot}))),
        roles=record.roles,
        keywords=_keywords(record.texts),
        mood=record.mood,
        memories=_memories(record.texts),
        certificate=record.certificate,
        votes=record.votes,
        sources=tuple(dict.fromkeys(SOURCES[text.source].credit for text in record.texts)),
        sure=record.sure,
    )


def _best(texts: Sequence[Text], kinds: Sequence[TextKind]) -> str | None:
    """The longest text of the first kind that there is."""
    for kind in kinds:
        if found := [text.text for text in texts if text.kind == kind]:
            return max(found, key=len)
    return None


def _scenes(texts: Sequence[Text], used: Collection[str | None]) -> Iterator[str]:
    """Everything else that is told, in windows as a plot is; what is one moment already stays whole."""
    reviews = 0
    for text in texts:
        if text.kind in (TextKind.KEYWORDS, TextKind.MEMORY) or text.text in used:
            continue
        if text.kind == TextKind.SCENE:
            yield text.text
        elif text.kind == TextKind.REVIEW:
            reviews += 1
            if reviews <= _REVIEWS:
                yield " ".join(text.text.split()[:_REVIEW_WORDS])
        else:
            yield from windows(text.text)


def _memories(texts: Sequence[Text]) -> tuple[str, ...]:
    """The first ten of what was remembered, each once, cleaned as a question is before it is searched for."""
    said = (clean_utterance(text.text) for text in texts if text.kind == TextKind.MEMORY)
    return tuple(dict.fromkeys(filter(None, said)))[:_MEMORIES]


def _keywords(texts: Sequence[Text]) -> tuple[str, ...]:
    """Twenty tags, of every source in turn, so that none crowds the others out."""
    lists = [text.text.split("\n") for text in texts if text.kind == TextKind.KEYWORDS]
    longest = max(map(len, lists), default=0)
    turns = (words[place] for place in range(longest) for words in lists if place < len(words))
    found: dict[str, str] = {}
    for word in turns:
        found.setdefault(fold(word), word)
    return tuple(found.values())[:_KEYWORDS]
