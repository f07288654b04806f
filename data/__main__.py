"""`python -m data COMMAND`: build a catalogue of public files, update it, remove films from it.

Exit codes: 0 done, 2 a wrong call, 3 nothing usable was read, 4 the catalogue or the index, 5 the encoder.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from rich.console import Console
from rich.progress import Progress

from data import formats, store
from data.build import Indexing, Input, build, remove, update
from data.errors import DataError, NothingReadError, WrongCallError
from data.licences import ACCEPTABLE
from data.report import Report
from retrieval.errors import EncoderError, RetrievalError


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    arguments = _parser().parse_args(argv)
    console = Console(stderr=True, highlight=False)
    try:
        report = _run(arguments, console)
    except (DataError, RetrievalError, OSError) as error:
        for line in error.told if isinstance(error, NothingReadError) else ():
            console.print(line, markup=False, soft_wrap=True)
        console.print(str(error), style="red", markup=False, soft_wrap=True)
        return _exit_code(error)
    for line in report.lines():
        console.print(line, markup=False, soft_wrap=True)
    return 0


def _exit_code(error: Exception) -> int:
    if isinstance(error, WrongCallError):
        return 2
    if isinstance(error, NothingReadError):
        return 3
    return 5 if isinstance(error, EncoderError) else 4


def _parser() -> argparse.ArgumentParser:
    known = ", ".join(known.name for known in formats.FORMATS)
    parser = _Parser(prog="python -m data", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    making = commands.add_parser("build", help="make a catalogue", epilog=f"TYPE is one of: {known}")
    making.add_argument("--out", type=Path, required=True, metavar="DIR", dest="folder", help="the catalogue's folder")
    making.add_argument("--no-index", action="store_true", help="only films.jsonl and report.json")
    updating = commands.add_parser("update", help="add files to a catalogue", epilog=f"TYPE is one of: {known}")
    updating.add_argument("folder", type=Path, metavar="DIR", help="the catalogue's folder")
    for command in (making, updating):
        command.add_argument(
            "--accept", action="append", choices=ACCEPTABLE, default=[], help="terms that you have read and accept"
        )
        command.add_argument("inputs", nargs="+", metavar="TYPE:PATH", help="the most trusted first")
    removing = commands.add_parser("remove", help="take films out of a catalogue")
    removing.add_argument("folder", type=Path, metavar="DIR", help="the catalogue's folder")
    removing.add_argument("film_ids", nargs="+", metavar="IMDB_ID", help="or another key of films.jsonl")
    return parser


def _run(arguments: argparse.Namespace, console: Console) -> Report:
    folder = arguments.folder
    with _indexing(console, wanted=_wants_index(arguments)) as indexing:
        if arguments.command == "remove":
            return remove(folder, frozenset(arguments.film_ids), indexing=indexing)
        inputs = [_input(each) for each in arguments.inputs]
        run = build if arguments.command == "build" else update
        return run(
            folder,
            inputs,
            accepted=frozenset(arguments.accept),
            indexing=indexing,
            reading=lambda name, records: console.print(f"{name}: {records:,} records", markup=False, style="dim"),
        )


def _wants_index(arguments: argparse.Namespace) -> bool:
    return not arguments.no_index if arguments.command == "build" else store.has_index(arguments.folder)


def _input(said: str) -> Input:
    """`TYPE:PATH`, or a path whose type can be told.

    Raises:
        WrongCallError: it can be neither.
    """
    kind, _, rest = said.partition(":")
    if known := formats.find(kind):
        if not Path(rest).exists():
            raise WrongCallError(f"There is no {rest}; check the path.")
        return Input(known, Path(rest))
    tried = ", ".join(known.name for known in formats.FORMATS)
    if not Path(said).exists():
        why = f"and {kind} is no TYPE; take one of {tried}" if rest and Path(rest).exists() else "check the path"
        raise WrongCallError(f"There is no {said}; {why}.")
    if found := formats.recognise(Path(said)):
        return Input(found, Path(said))
    raise WrongCallError(f"{said} could not be recognised as any of {tried}; say which, as TYPE:{said}.")


@contextmanager
def _indexing(console: Console, *, wanted: bool) -> Iterator[Indexing | None]:
    """The encoder that ships and a bar, or nothing."""
    if not wanted:
        yield None
        return
    from retrieval.encoder_onnx import OnnxEncoder, shipped_encoder  # noqa: PLC0415  # takes a second to load

    encoder = OnnxEncoder(shipped_encoder())
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("encoding passages", total=None, visible=False)
        yield Indexing(encoder, lambda done, total: bar.update(task, completed=done, total=total, visible=True))


if __name__ == "__main__":
    sys.exit(main())
