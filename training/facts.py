"""`python -m training evaluate --facts`: how well the facts of conversations are understood. Needs no encoder.

Each fact that a turn states is one item, taken after the last turn that states it. People, languages, genres and films
that are likened match case-folded, genres through the one genre map (`retrieval.clue_rules.genres`); `black_and_white`
matches exactly. A `min`/`max` pair is one item: two intervals match when they share at least half of their union, two
bounds on the same side when they are within 5 years or 15 minutes. Hedged facts count like others.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from retrieval.build import CATALOGUE
from retrieval.catalogue_sqlite import SqliteCatalogue, write_catalogue
from retrieval.clue_rules.genres import genre_named
from retrieval.clues import add_clues
from retrieval.films import read_films
from retrieval.manifest import read_manifest
from retrieval.names import CatalogueNames
from retrieval.types import (
    Clue,
    ColourClue,
    GenreClue,
    LanguageClue,
    LikeClue,
    PersonClue,
    Reading,
    RuntimeClue,
    YearClue,
)
from retrieval.understand import read_clues
from training.questions import QuestionError, name_of, read_rows
from training.starter import films_file

KINDS: Final = ("year", "runtime", "black_and_white", "genres", "not_genres", "people", "language", "like")
_SLACK: Final = {"year": 5, "runtime": 15}
_SHARE: Final = 0.5  # of their union that two intervals have to share
_LISTS: Final = ("genres", "not_genres", "people")

Bounds = tuple[int | None, int | None]
Value = str | bool | Bounds
ReadTurn = Callable[[str], Reading]


@dataclass(frozen=True, slots=True)
class Item:
    """One constraint, stated or extracted."""

    kind: str
    """One of `KINDS`."""
    value: Value
    """Folded text, a flag, or two bounds that are both included."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation: what was said, and what each turn states."""

    query_id: str
    turns: tuple[str, ...]
    facts: tuple[tuple[Item, ...], ...]
    """Turn by turn, as many as there are turns."""


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall of one kind."""

    kind: str
    stated: int
    recalled: int
    extracted: int
    right: int

    @property
    def recall(self) -> float | None:
        """Share of the stated facts that were held after the last turn that states them."""
        return self.recalled / self.stated if self.stated else None

    @property
    def precision(self) -> float | None:
        """Share of the constraints in force at the end that somebody stated."""
        return self.right / self.extracted if self.extracted else None


@dataclass(frozen=True, slots=True)
class Mistake:
    """A fact that was not held, or a constraint that nobody stated."""

    query_id: str
    turn: int
    """Counted from 1; of a constraint that nobody stated the last."""
    missed: bool
    item: Item


def read_talks(path: Path) -> list[Talk]:
    """Read conversations with the facts of each turn.

    Raises:
        QuestionError: a row is malformed, or there is none.
    """
    talks = [_talk(row, number, path) for number, row in read_rows(path)]
    if not talks:
        raise QuestionError(f"{path} holds no conversation; give a file with one JSON object a line.")
    return talks


def _talk(row: Mapping[str, Any], number: int, path: Path) -> Talk:
    try:
        turns = row["turns"]
        texts = tuple(turn["text"] for turn in turns)
        facts = tuple(tuple(_items(turn.get("facts", {}))) for turn in turns)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise QuestionError(
            f"Line {number} of {path} is malformed: --facts needs `turns` with a `text` and `facts` each."
        ) from error
    return Talk(str(row.get("query_id", f"{name_of(path)}:{number}")), texts, facts)


def _items(facts: Mapping[str, Any]) -> Iterator[Item]:
    for kind in ("year", "runtime"):
        low, high = facts.get(f"{kind}_min"), facts.get(f"{kind}_max")
        if low is not None or high is not None:
            yield Item(kind, (low, high))
    if "black_and_white" in facts:
        yield Item("black_and_white", bool(facts["black_and_white"]))
    for kind in _LISTS:
        for value in facts.get(kind, ()):
            yield Item(kind, _folded(kind, value))
    for kind in ("language", "like"):
        if kind in facts:
            yield Item(kind, facts[kind].casefold())


def _folded(kind: str, value: str) -> str:
    genre = genre_named(value) if kind.endswith("genres") else None
    return (genre or value).casefold()


def extracted(clues: Iterable[Clue]) -> list[Item]:
    """The constraints of clues, without those of kinds that the facts do not know."""
    return [item for clue in clues if (item := _item(clue))]


def _item(clue: Clue) -> Item | None:
    item: Item | None = None
    match clue.value:
        case YearClue(low, high):
            item = Item("year", (low, high))
        case RuntimeClue(low, high):
            item = Item("runtime", (low, high))
        case ColourClue(black_and_white):
            item = Item("black_and_white", black_and_white)
        case GenreClue(genre, wanted):
            item = Item("genres" if wanted else "not_genres", genre.casefold())
        case PersonClue(name, wanted=True):
            item = Item("people", name.casefold())
        case LanguageClue(language, wanted=True):
            item = Item("language", language.casefold())
        case LikeClue(title):
            item = Item("like", title.casefold())
        case _:
            pass
    return item


def matches(stated: Item, found: Item) -> bool:
    """Whether an extracted constraint is the stated fact; the rules stand above this module."""
    if stated.kind != found.kind:
        return False
    if isinstance(stated.value, tuple) and isinstance(found.value, tuple):
        return _bounds_match(stated.value, found.value, slack=_SLACK[stated.kind])
    return stated.value == found.value


def _bounds_match(stated: Bounds, found: Bounds, *, slack: int) -> bool:
    (low, high), (found_low, found_high) = stated, found
    if low is not None and high is not None and found_low is not None and found_high is not None:
        shared = min(high, found_high) - max(low, found_low) + 1
        union = max(high, found_high) - min(low, found_low) + 1
        return shared >= _SHARE * union
    return all(
        (one is None and other is None) or (one is not None and other is not None and abs(one - other) <= slack)
        for one, other in zip(stated, found, strict=True)
    )


def last_stated(talk: Talk) -> list[tuple[int, Item]]:
    """Every fact with the number of the last turn, from 0, that states it: of years, the last years said."""
    found: dict[object, tuple[int, Item]] = {}
    for turn, items in enumerate(talk.facts):
        for item in items:
            subject = (item.kind, item.value) if item.kind in _LISTS else item.kind
            found[subject] = (turn, item)
    return list(found.values())


def measure(talks: Iterable[Talk], read: ReadTurn) -> tuple[list[Score], list[Mistake]]:
    """Play the conversations: one score a kind and one over all, and every mistake."""
    counts = {kind: [0, 0, 0, 0] for kind in KINDS}
    mistakes: list[Mistake] = []
    for talk in talks:
        held = list(_held(talk, read))
        stated = last_stated(talk)
        for turn, item in stated:
            recalled = any(matches(item, found) for found in held[turn])
            counts[item.kind][0] += 1
            counts[item.kind][1] += recalled
            if not recalled:
                mistakes.append(Mistake(talk.query_id, turn + 1, missed=True, item=item))
        for found in held[-1]:
            right = any(matches(item, found) for _, item in stated)
            counts[found.kind][2] += 1
            counts[found.kind][3] += right
            if not right:
                mistakes.append(Mistake(talk.query_id, len(held), missed=False, item=found))
    rows = [Score(kind, *numbers) for kind, numbers in counts.items()]
    return [*rows, Score("all", *(sum(column) for column in zip(*counts.values(), strict=True)))], mistakes


def _held(talk: Talk, read: ReadTurn) -> Iterator[list[Item]]:
    clues: tuple[Clue, ...] = ()
    for text in talk.turns:
        clues = add_clues(clues, read(text).clues)
        yield extracted(clues)


def as_markdown(scores: Iterable[Score]) -> str:
    """Precision and recall as a table for a page."""
    lines = ["| kind | stated | recall | extracted | precision |", "| --- | --: | --: | --: | --: |"]
    for score in scores:
        cells = (score.kind, str(score.stated), _share(score.recall), str(score.extracted), _share(score.precision))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def add_options(evaluate: argparse.ArgumentParser) -> None:
    """Add `--facts` to the options of `evaluate`."""
    evaluate.add_argument(
        "--facts", action="store_true", help="measure instead how well the facts of conversations are understood"
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Measure every file and print its table and its mistakes; return the exit code."""
    with _catalogue(arguments.index) as catalogue:
        names = CatalogueNames(catalogue)
        for path in arguments.queries:
            talks = read_talks(path)
            scores, mistakes = measure(talks, lambda text: read_clues(text, names=names))
            _show(name_of(path), scores, mistakes, console)
    return 0


def _show(queries: str, scores: Sequence[Score], mistakes: Sequence[Mistake], console: Console) -> None:
    for mistake in mistakes:
        what = "missed" if mistake.missed else "nobody said"
        line = f"{mistake.query_id}, turn {mistake.turn}: {what} {mistake.item.kind} {mistake.item.value}"
        console.print(line, highlight=False, markup=False)
    table = Table("kind", "stated", "recall", "extracted", "precision", title=queries)
    for score in scores:
        cells = (_share(score.recall), str(score.extracted), _share(score.precision))
        table.add_row(score.kind, str(score.stated), *cells)
    Console(width=100).print(table)


@contextmanager
def _catalogue(index: Path | None) -> Iterator[SqliteCatalogue]:
    """The names that clues are looked up in: of an index, or else of the starter, for which no index is built."""
    if index is not None:
        with closing(SqliteCatalogue(index / read_manifest(index).generation / CATALOGUE)) as catalogue:
            yield catalogue
        return
    with TemporaryDirectory() as scratch, films_file() as path:
        films = list(read_films(path))
        write_catalogue(Path(scratch) / CATALOGUE, films, [()] * len(films))
        with closing(SqliteCatalogue(Path(scratch) / CATALOGUE)) as catalogue:
            yield catalogue
