"""The commands that ask a language model: `synthesise` and `guess`.

Exit codes beside those of `training.__main__`: 3 a variable of the environment, 6 the language model or its server,
130 stopped by the user. After 6 and 130 the same call goes on where it stood.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.prompt import Confirm

from prompts import Prompt, load_prompt
from retrieval.build import CATALOGUE
from retrieval.catalogue_sqlite import SqliteCatalogue
from retrieval.films import read_films
from retrieval.manifest import read_manifest
from retrieval.types import Film
from training.asking import (
    Job,
    LanguageModel,
    LlmError,
    Prices,
    Tally,
    ask_all,
    estimate,
    reasons,
    shipped_token_count,
)
from training.endpoint import Endpoint, SettingError, read_endpoint
from training.guess import TitleIndex, invention, question_jobs
from training.questions import read_all
from training.row_file import RowFile
from training.starter import films_file
from training.synthesise import film_jobs

Connect = Callable[[Endpoint, str], AbstractAsyncContextManager[LanguageModel]]
"""Opens the connection to a model."""


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add both commands to the command line of the workshop."""
    synthesise = commands.add_parser("synthesise", help="have a language model write half-remembered descriptions")
    synthesise.add_argument("--films", type=Path, required=True, help="film JSON lines")
    synthesise.add_argument("--per-film", type=_positive, default=2, metavar="N", help="by default 2")
    synthesise.set_defaults(run=run_synthesise)
    guess = commands.add_parser("guess", help="have a language model guess titles: the baseline without an index")
    guess.add_argument("--queries", type=Path, nargs="+", required=True, help="questions, JSON lines, .gz too")
    catalogue = guess.add_mutually_exclusive_group()
    catalogue.add_argument("--index", type=Path, help="look titles up in this index; by default in the starter's films")
    catalogue.add_argument("--films", type=Path, help="look titles up in these film JSON lines")
    guess.set_defaults(run=run_guess)
    for command, of in ((synthesise, "films with text"), (guess, "questions")):
        command.add_argument("--out", type=Path, required=True, help="JSON lines; what is there already is not asked")
        command.add_argument("--model", required=True, help="the model's name on its server (see .env.example)")
        command.add_argument("--limit", type=_positive, metavar="N", help=f"only the first N {of}")
        command.add_argument(
            "--parallel", type=_positive, default=8, metavar="N", help="requests at once, by default 8"
        )
        command.add_argument("--price-in", type=_price, metavar="DOLLARS", help="for a million tokens sent")
        command.add_argument("--price-out", type=_price, metavar="DOLLARS", help="for a million tokens received")
        command.add_argument("--yes", action="store_true", help="do not ask before spending")
        command.set_defaults(refuse=command.error)


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _price(text: str) -> float:
    try:
        price = float(text)
    except ValueError:
        price = -1.0
    if not 0 <= price < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a price in dollars")
    return price


def run_synthesise(
    arguments: argparse.Namespace, console: Console, *, connect: Connect | None = None, answers: TextIO | None = None
) -> int:
    """`synthesise`; returns the exit code. Tests give another connection, and what the user answers."""
    template = load_prompt("synthesise")
    out = RowFile(arguments.out, made_by=_maker(arguments, template))
    jobs = film_jobs(
        read_films(arguments.films),
        done=out.ids,
        template=template,
        per_film=arguments.per_film,
        limit=arguments.limit,
    )
    return _run(arguments, jobs, out, console, connect=connect, answers=answers)


def run_guess(
    arguments: argparse.Namespace, console: Console, *, connect: Connect | None = None, answers: TextIO | None = None
) -> int:
    """`guess`; returns the exit code. Tests give another connection, and what the user answers."""
    template = load_prompt("guess")
    out = RowFile(arguments.out, made_by=_maker(arguments, template))
    files = read_all(arguments.queries)
    with _films(arguments) as films:
        titles = TitleIndex(films)
    jobs = question_jobs(files, titles, done=out.ids, template=template, limit=arguments.limit)
    code = _run(arguments, jobs, out, console, connect=connect, answers=answers)
    if out.rows:
        _say(console, f"{invention(out.rows, titles)}.")
    return code


def _maker(arguments: argparse.Namespace, template: Prompt) -> str:
    """What rows are marked with: a file of two models or two prompts would be no measure of either."""
    return f"{arguments.model} with {template.name}.md {template.version}"


@contextmanager
def _films(arguments: argparse.Namespace) -> Iterator[Iterator[Film]]:
    """The catalogue in which titles are looked up. An index is read for its films alone, whatever encoder made it."""
    if arguments.index:
        folder = arguments.index / read_manifest(arguments.index).generation
        catalogue = SqliteCatalogue(folder / CATALOGUE)
        try:
            yield iter(catalogue.films(catalogue.table().film_ids).values())
        finally:
            catalogue.close()
    elif arguments.films:
        yield read_films(arguments.films)
    else:
        with films_file() as path:
            yield read_films(path)


def _run(
    arguments: argparse.Namespace,
    jobs: Sequence[Job],
    out: RowFile,
    console: Console,
    *,
    connect: Connect | None,
    answers: TextIO | None,
) -> int:
    """Say what it will cost, ask, do it, and say what it was."""
    if (arguments.price_in is None) != (arguments.price_out is None):
        arguments.refuse("give --price-in and --price-out together: every request has both kinds of tokens")
    prices = None if arguments.price_in is None else Prices(arguments.price_in, arguments.price_out)
    if not jobs:
        with out:  # cuts off what a killed run may have left half written
            pass
        _say(console, f"Nothing is left to ask: {arguments.out} has all the rows.")
        return 0
    tally = Tally()
    try:
        endpoint = read_endpoint()
        _say(console, _announcement(arguments, endpoint, jobs, prices))
        if not arguments.yes and not _agreed(console, answers):
            _say(console, "Nothing was asked. Where nobody can answer this question, give --yes.")
            return 2
        connect = connect or _connect()
        asyncio.run(_ask(arguments, endpoint, jobs, out, tally=tally, console=console, connect=connect))
    except (LlmError, SettingError) as error:
        console.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        return 3 if isinstance(error, SettingError) else 6
    except KeyboardInterrupt:
        _say(console, "Stopped; the same call goes on where this one stood.")
        return 130
    finally:
        if tally.answers:
            _say(console, _report(arguments, tally, prices))
    return 0


def _connect() -> Connect:
    from training.llm import open_llm  # noqa: PLC0415  # the other commands do without the client

    return open_llm


def _announcement(arguments: argparse.Namespace, endpoint: Endpoint, jobs: Sequence[Job], prices: Prices | None) -> str:
    """What is about to be spent."""
    sent, received = estimate(jobs, shipped_token_count())
    cost = (
        f", about ${prices.of(sent, received):,.2f}"
        if prices
        else "; give --price-in and --price-out to see what that costs"
    )
    return (
        f"Requests to {arguments.model} at {endpoint.base_url}: {len(jobs):,}, roughly {sent:,} tokens to send and "
        f"{received:,} to receive{cost}. (Counted with our encoder's tokens, without what a model thinks before it "
        "answers.)"
    )


def _agreed(console: Console, answers: TextIO | None) -> bool:
    try:
        return Confirm.ask("Go on?", console=console, default=False, stream=answers)
    except EOFError:
        return False


async def _ask(
    arguments: argparse.Namespace,
    endpoint: Endpoint,
    jobs: Sequence[Job],
    out: RowFile,
    *,
    tally: Tally,
    console: Console,
    connect: Connect,
) -> None:
    with _progress(console, len(jobs)) as report, out:
        async with connect(endpoint, arguments.model) as llm:
            await ask_all(llm, jobs, out, tally, parallel=arguments.parallel, progress=report)


@contextmanager
def _progress(console: Console, total: int) -> Iterator[Callable[[Tally], None]]:
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda tally: bar.update(task, completed=tally.answers, description=f"{tally.rows:,} rows")


def _report(arguments: argparse.Namespace, tally: Tally, prices: Prices | None) -> str:
    """What was done and spent, by the server's own count."""
    thrown = f"; thrown away: {reasons(tally.thrown)}" if tally.thrown else ""
    spent = f"{tally.tokens_in:,} tokens sent and {tally.tokens_out:,} received"
    if prices:
        spent += f", ${prices.of(tally.tokens_in, tally.tokens_out):,.2f}"
    return f"Answers: {tally.answers:,}; rows added to {arguments.out}: {tally.rows:,}{thrown}. Spent: {spent}."


def _say(console: Console, sentence: str) -> None:
    console.print(sentence, markup=False, highlight=False, soft_wrap=True)
