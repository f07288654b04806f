"""`python -m training critiques`: how many rejections and critiques of real dialogues are acted on. Needs no encoder.

The dialogues are the 298 of ReDial whose utterances were labelled by intent (Cai and Chen 2020). A person recommends
films there and a seeker answers; what the recommender named since the seeker's last word is taken to be on the screen,
and the seeker's words are read by the rules as the bot reads them. Counted are the utterances with a label:

- REJ (the film is turned down): after which a film of the screen is left out;
- CRI-F (a feature of it is criticised): after which a film of the screen is left out, or that set a clue;
- CRI-A (a constraint is added): that set a clue of any kind;
- CRI-C (something like it is wished for): that set a likeness;
- ACC (it is liked, with none of the above nor SEE): after which a film of the screen is left out, wrongly.

The labels name no film and no kind of clue, so that one was left out or set is all that can be counted. Utterances with
no film on the screen are not counted under REJ and ACC. Titles stand in the words as they are typed, without the year.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from retrieval.catalogue_sqlite import SqliteCatalogue, write_catalogue
from retrieval.films import read_films
from retrieval.names import CatalogueNames
from retrieval.titles import title_key
from retrieval.types import Film, FilmId, LikeClue, NotFilmsClue, Reading
from retrieval.understand import read_clues
from training.artefacts import write_json
from training.questions import QuestionError
from training.splits import Half, half_of
from training.starter import films_file

LABELS: Final = ("REJ", "CRI-F", "CRI-A", "CRI-C", "ACC")
_NAME: Final = "redial-critiques"
_DIALOGUES, _MOVIES = "redial-critiques.json.gz", "redial-movies-with-mentions.csv"
_MENTION: Final = re.compile(r"@(?P<id>\d+)\s*(?:<(?P<title>[^<>]*)>\s*)+")
_YEAR: Final = re.compile(r"\s*\((?P<year>(?:18|19|20)\d\d)\)\s*$")
_ON_SCREEN: Final = 2000
"""A year of the film on the screen, for "older" and "newer"; which one it is does not matter here."""
_Z: Final = 1.959964  # of the normal distribution, for 95%


@dataclass(frozen=True, slots=True)
class Remark:
    """What a seeker said, with what was on the screen."""

    dialogue: str
    text: str
    labels: frozenset[str]
    screen: frozenset[str]
    """Titles' keys of the films that the recommender named last."""

    @property
    def half(self) -> Half:
        """The half of its dialogue."""
        return half_of(f"{_NAME}:{self.dialogue}")


def add_commands(commands: Any) -> None:
    """Add `critiques` to the commands of `python -m training`."""
    critiques = commands.add_parser("critiques", help="count the rejections and critiques of ReDial that are acted on")
    critiques.add_argument("--data", type=Path, required=True, help=f"the folder with {_DIALOGUES} and {_MOVIES}")
    critiques.add_argument("--half", choices=("even", "odd"), help="only the dialogues of one half; by default both")
    critiques.add_argument("--missed", action="store_true", help="print what was not acted on")
    critiques.add_argument("--json", type=Path, metavar="OUT", help="write the figures here")
    critiques.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Count and show; return the exit code."""
    remarks = [one for one in read_remarks(arguments.data / _DIALOGUES) if arguments.half in {None, one.half}]
    with open_catalogue(arguments.data / _MOVIES) as catalogue:
        names = CatalogueNames(catalogue)
        readings = [read_clues(one.text, names=names, screen_year=_ON_SCREEN) for one in remarks]
        acted = [
            is_acted_on(one, reading, _left_out(reading, catalogue))
            for one, reading in zip(remarks, readings, strict=True)
        ]
    rows = summarise(remarks, acted)
    if arguments.json:
        write_json(arguments.json, {"critiques": rows})
    if arguments.missed:
        for one, labels in zip(remarks, acted, strict=True):
            if missed := [label for label, done in labels.items() if done is (label == "ACC")]:
                console.print(f"{','.join(missed)} | {one.text}", markup=False, highlight=False, soft_wrap=True)
    show(rows, Console(width=120))
    return 0


def read_remarks(path: Path) -> list[Remark]:
    """Read the seekers' utterances of all dialogues.

    Raises:
        QuestionError: the file is missing, or is not what ReDial's critiques are.
    """
    try:
        with gzip.open(path) as lines:
            dialogues = json.load(lines)
        return [remark for number, dialogue in dialogues.items() for remark in _remarks(number, dialogue)]
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionError(f"{path} is not the file of labelled ReDial dialogues; --data names its folder.") from error


def _remarks(number: str, dialogue: Mapping[str, Any]) -> Iterator[Remark]:
    screen: set[str] = set()
    answered = False
    for turn in dialogue["dialogue_info"].values():
        text = turn["utterance_text"]
        if turn["role"] == "seeker":
            yield Remark(number, _MENTION.sub(_typed, text), frozenset(turn["sub-intent/action"]), frozenset(screen))
            answered = True
        else:
            screen = set() if answered else screen
            screen |= {title_key(_typed(match)) for match in _MENTION.finditer(text)}
            answered = False


def _typed(mention: re.Match[str]) -> str:
    return _YEAR.sub("", mention["title"]).strip() + " "


@contextmanager
def open_catalogue(movies: Path) -> Iterator[SqliteCatalogue]:
    """ReDial's films, and the starter's with their people: ReDial's list names none.

    Raises:
        QuestionError: the list cannot be read.
    """
    try:
        with movies.open(encoding="utf-8", newline="") as lines:
            films = [_film(row["movieId"], row["movieName"]) for row in csv.DictReader(lines)]
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise QuestionError(f"{movies} is not ReDial's list of films; --data names its folder.") from error
    with films_file() as path, TemporaryDirectory() as folder:
        films += list(read_films(path))
        catalogue = Path(folder) / "catalogue.sqlite"
        write_catalogue(catalogue, films, [()] * len(films))
        with closing(SqliteCatalogue(catalogue)) as opened:
            yield opened


def _film(number: str, name: str) -> Film:
    year = _YEAR.search(name)
    title = _YEAR.sub("", name).strip()
    return Film(film_id=FilmId(f"redial:{number}"), title=title, year=int(year["year"]) if year else None)


def _left_out(reading: Reading, catalogue: SqliteCatalogue) -> set[str]:
    """Titles' keys of the films that a message leaves out by their names."""
    ids = [film_id for clue in reading.clues if isinstance(clue.value, NotFilmsClue) for film_id in clue.value.film_ids]
    return {title_key(film.title) for film in catalogue.films(ids).values()}


def is_acted_on(remark: Remark, reading: Reading, named: Collection[str]) -> dict[str, bool]:
    """For every label of a remark that is counted, whether it was acted on; `named` are the films it leaves out."""
    left_out = bool(remark.screen and (reading.turned_down or not remark.screen.isdisjoint(named)))
    said = {
        "REJ": left_out,
        "CRI-F": left_out or bool(reading.clues),
        "CRI-A": bool(reading.clues),
        "CRI-C": any(isinstance(clue.value, LikeClue) for clue in reading.clues),
        "ACC": left_out,
    }
    pleased = not remark.labels & {"REJ", "CRI-F", "CRI-A", "CRI-C", "SEE"}
    needs_screen = {"REJ", "ACC"} if not remark.screen else set()
    counted = {label for label in remark.labels if label != "ACC" or pleased} - needs_screen
    return {label: done for label, done in said.items() if label in counted}


def summarise(remarks: Sequence[Remark], acted: Sequence[Mapping[str, bool]]) -> list[dict[str, Any]]:
    """One row a label and half."""
    rows = []
    for label in LABELS:
        for half in ("even", "odd"):
            done = [of[label] for one, of in zip(remarks, acted, strict=True) if label in of and one.half == half]
            if done:
                low, high = wilson(sum(done), len(done))
                share = {"acted": sum(done), "share": sum(done) / len(done), "ci95": [low, high]}
                rows.append({"label": label, "half": half, "n": len(done)} | share)
    return rows


def wilson(successes: int, n: int) -> tuple[float, float]:
    """The 95% score interval of a share (Wilson 1927)."""
    share, square = successes / n, _Z**2
    middle = (share + square / (2 * n)) / (1 + square / n)
    reach = _Z / (1 + square / n) * (share * (1 - share) / n + square / (4 * n**2)) ** 0.5
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


def show(rows: Sequence[Mapping[str, Any]], console: Console) -> None:
    """Print the figures as a table."""
    table = Table("label", "half", "n", "acted on", "share")
    for row in rows:
        low, high = row["ci95"]
        share = f"{row['share']:.3f} ({low:.3f} to {high:.3f})"
        table.add_row(row["label"], row["half"], str(row["n"]), str(row["acted"]), share)
    console.print(table)
