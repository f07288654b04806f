"""`python -m training simulate`: what questions are worth to a user who knows the film. Needs no torch.

The simulated user says the first message of a question, then answers what the bot asks, out of the catalogue: wrongly
one time in ten, and "don't know" one time in five or where the catalogue does not know either. Whether another question
is asked at all is the bot's own rule, for chosen and for random ones alike.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from rich.table import Table

from retrieval.asking import Facts, best_question, evidence, weighed_films
from retrieval.clues import hear
from retrieval.encoder_onnx import OnnxEncoder, shipped_encoder
from retrieval.question import MOST_OPTIONS, one_of
from retrieval.rank import load_ranking
from retrieval.search import FilmSearch, OpenIndex, open_index
from retrieval.steps import Pool
from retrieval.types import Answer, Clue, FindRequest
from retrieval.types import Question as Asking
from training.artefacts import write_json
from training.metrics import interval
from training.questions import Question, QuestionError, read_all
from training.starter import open_starter

RANKING: Final = "ranking.json"
Floats = NDArray[np.float64]

STRATEGIES: Final = ("none", "random", "chosen")
"""No questions, any question that the bot could ask, and the one that it would."""
QUESTIONS: Final = 3
WRONG: Final = 0.1
UNKNOWN: Final = 0.2
_DEPTH: Final = 50  # as the bot asks for
_PLACES: Final = (1, 10)
_METRICS: Final = ("success@1", "success@10")


@dataclass(frozen=True, slots=True)
class Played:
    """One question, played with one strategy once."""

    queries: str
    query_id: str
    strategy: str
    ranks: tuple[int | None, ...]
    """Of the film, after no question, after one, and so on."""
    asked: int
    """How many questions were asked in all."""


def add_command(commands: Any) -> None:
    """Add `simulate` to the commands of `python -m training`."""
    simulate = commands.add_parser("simulate", help="measure what questions are worth to a user who knows the film")
    simulate.add_argument("--queries", type=Path, nargs="+", required=True, help="JSON lines, .gz too")
    simulate.add_argument("--index", type=Path, help="an index directory; by default the starter's")
    simulate.add_argument("--encoder", type=Path, help="an encoder's folder with its ranking.json; by default ours")
    simulate.add_argument("--limit", type=int, metavar="N", help="only the first N questions of each file")
    simulate.add_argument("--times", type=int, default=5, metavar="N", help="how often each is played; by default 5")
    simulate.add_argument("--json", type=Path, metavar="OUT", help="write the figures here")
    simulate.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Play all questions and show the figures; return the exit code."""
    files = read_all(arguments.queries)
    folder = arguments.encoder or shipped_encoder()
    encoder = OnnxEncoder(folder)
    index = open_index(arguments.index, encoder) if arguments.index else open_starter(encoder, console)
    ranking = load_ranking(folder / RANKING, fingerprint=encoder.fingerprint)
    with closing(FilmSearch(index, encoder, ranking, count=encoder.token_count)) as search:
        played = [
            one
            for queries, questions in files.items()
            for question in track(questions[: arguments.limit], queries, console=console, transient=True)
            for one in play(search, index, question, queries, times=arguments.times)
        ]
    if not played:
        raise QuestionError("None of the questions asks for a film that this index holds; give others, or its films.")
    user = {"wrong": WRONG, "unknown": UNKNOWN, "times": arguments.times}
    found = rows(played)
    if arguments.json:
        write_json(arguments.json, {"simulated": user, "films": len(index.table.film_ids), "rows": found})
    show(found, Console(width=120))
    return 0


def play(search: FilmSearch, index: OpenIndex, question: Question, queries: str, *, times: int) -> Iterator[Played]:
    """Play one question with every strategy; films that the catalogue does not hold or has no text of are left out."""
    film = index.table.numbers.get(question.film_id)
    if film is None or not index.table.has_text[film]:
        return
    reading = search.read_now(question.turns[0], screen_year=None)
    said, clues = hear((), (), reading)
    pool = search.pool(FindRequest(said, clues, limit=_DEPTH))
    if not len(pool.films):
        return
    game = _Game(search, index, pool, clues)
    for strategy in STRATEGIES:
        for time in range(1 if strategy == "none" else times):
            luck, dice = (np.random.default_rng([*_seed(question.query_id, time), of]) for of in range(2))
            ranks, asked = game.play(strategy, _User(index, film, luck), dice)
            yield Played(queries, question.query_id, strategy, ranks, asked)


def _seed(query_id: str, time: int) -> list[int]:
    """The same for every strategy, run and machine."""
    return [int.from_bytes(hashlib.sha256(query_id.encode()).digest()[:4]), time]


@dataclass(frozen=True, slots=True)
class _Game:
    """The search for one film; answers change its scores and not its candidates."""

    search: FilmSearch
    index: OpenIndex
    pool: Pool
    clues: Sequence[Clue]

    def play(self, strategy: str, user: _User, dice: np.random.Generator) -> tuple[tuple[int | None, ...], int]:
        """The film's rank after no question, after one, and so on; and how many were asked."""
        answers: list[Answer] = []
        ranks = [self._rank(self._scores(answers), user.film)]
        while len(ranks) <= QUESTIONS:
            asking = self._question(strategy, answers, dice)
            if asking is not None:
                answers.append(Answer(asking, user.answer(asking)))
            ranks.append(self._rank(self._scores(answers), user.film))
        return tuple(ranks), len(answers)

    def _scores(self, answers: Sequence[Answer]) -> Floats:
        return self.search.scores(self.pool, evidence(self.index, self.pool.films, answers))

    def _rank(self, scores: Floats, film: int) -> int | None:
        ranked = self.pool.films[np.argsort(-scores, kind="stable")]
        return int(np.flatnonzero(ranked == film)[0]) + 1 if film in ranked else None

    def _question(self, strategy: str, answers: Sequence[Answer], dice: np.random.Generator) -> Asking | None:
        scores = self._scores(answers)
        if strategy == "none":
            return None
        asked = FindRequest((), tuple(self.clues), answers=tuple(answers))
        best = best_question(self.index, self.pool.films, scores, asked)
        return best if best is None or strategy == "chosen" else self._any_question(scores, answers, dice)

    def _any_question(self, scores: Floats, answers: Sequence[Answer], dice: np.random.Generator) -> Asking:
        """Any of the kinds that could be asked, and of names any three."""
        films, share = weighed_films(self.pool.films, scores)
        facts = Facts(self.index, films)
        names = [values for values in facts.names(share, self.clues, answers) if values]
        choices = list(facts.choices(share, self.clues, answers))
        kind = int(dice.integers(len(choices) + len(names)))
        if kind < len(choices):
            return choices[kind]
        values = names[kind - len(choices)]
        return one_of([values[place] for place in dice.permutation(len(values))[: MOST_OPTIONS - 1]])


class _User:
    """Somebody who knows one film."""

    def __init__(self, index: OpenIndex, film: int, luck: np.random.Generator) -> None:
        self.film = film
        self._luck = luck
        self._facts = Facts(index, np.array([film]))

    def answer(self, question: Asking) -> int | None:
        """Which option is said; both kinds of luck are drawn whatever comes of them, the same for all strategies."""
        knows, errs, which = self._luck.random(3)
        missed = self._facts.missed(question)[:, 0]
        if knows < UNKNOWN or missed.all() or not missed.any():
            return None
        options = np.flatnonzero(missed if errs < WRONG else ~missed)
        return int(options[int(which * len(options))])


def rows(played: Sequence[Played]) -> list[dict[str, Any]]:
    """One row a set, strategy and number of questions: means over queries of the mean over their plays, with intervals.

    `above_random` is the mean difference to random questions on the same queries, with its interval.
    """
    found = []
    for queries in dict.fromkeys(one.queries for one in played):
        own = [one for one in played if one.queries == queries]
        shares = {strategy: _shares([one for one in own if one.strategy == strategy]) for strategy in STRATEGIES}
        for strategy in STRATEGIES:
            asked = [one.asked for one in own if one.strategy == strategy]
            for count in range(QUESTIONS + 1):
                head = {"queries": queries, "strategy": strategy, "questions": count, "n": len(shares[strategy][0])}
                more: dict[str, Any] = {"asked": round(float(np.minimum(asked, count).mean()), 3)}
                for at, name in enumerate(_METRICS):
                    values = shares[strategy][count][:, at]
                    above = values - shares["random"][count][:, at]
                    more[name] = round(float(values.mean()), 4)
                    more[f"{name}_ci95"] = _rounded(interval(values))
                    more[f"{name}_above_random"] = [round(float(above.mean()), 4), *_rounded(interval(above))]
                found.append(head | more)
    return found


def _shares(played: Sequence[Played]) -> NDArray[np.float64]:
    """How often each query's film was among the first so many, shape (questions + 1, queries, `_PLACES`)."""
    plays: dict[str, list[tuple[int | None, ...]]] = {}
    for one in played:
        plays.setdefault(one.query_id, []).append(one.ranks)
    ranks = [np.array(of, dtype=np.float64) for of in plays.values()]  # None becomes nan, which is in no place
    return np.stack([[(of <= k).mean(axis=0) for k in _PLACES] for of in ranks]).transpose(2, 0, 1)


def _rounded(values: tuple[float, float]) -> list[float]:
    return [round(value, 4) for value in values]


def show(found: Sequence[dict[str, Any]], console: Console) -> None:
    """Print the figures: value and 95% interval."""
    table = Table("queries", "strategy", "questions", "asked", "n", *_METRICS)
    for row in found:
        cells = ["{:.3f} [{:.3f}, {:.3f}]".format(row[name], *row[f"{name}_ci95"]) for name in _METRICS]
        head = (row["queries"], row["strategy"], str(row["questions"]), f"{row['asked']:.2f}", str(row["n"]))
        table.add_row(*head, *cells)
    console.print(table)
