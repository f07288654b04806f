"""`python -m training COMMAND`: the workshop. Each command imports what it needs; `evaluate` and `fit` need no torch.

Exit codes: 0 done, 2 a wrong call or a malformed file, 4 the index or the film file, 5 the encoder.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from rich.console import Console

from retrieval.encoder_onnx import OnnxEncoder, shipped_encoder
from retrieval.errors import EncoderError, RetrievalError
from retrieval.rank import FEATURES, LATE_FEATURES, load_ranking
from retrieval.search import FilmSearch, OpenIndex, open_index
from training import beside_plain, compare, critiques, facts, report, simulate
from training import evaluate as evaluation
from training import fit as fitting
from training.artefacts import write_json
from training.config import ConfigError
from training.llm_commands import add_commands as add_llm_commands
from training.questions import QuestionError, read_all, read_guesses
from training.splits import half_of, is_held_out, may_fit
from training.starter import films_file, open_starter
from training.systems import Bm25, Plain, Production, StoredGuesses, System
from training.theme_commands import add_commands as add_theme_commands
from training.themes import ThemeError
from training.train_commands import add_commands as add_train_commands

RANKING = "ranking.json"
_SYSTEMS = ("production", "bm25")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    arguments = _parser().parse_args(argv)
    console = Console(stderr=True)
    try:
        return int(arguments.run(arguments, console))
    except (ConfigError, QuestionError, RetrievalError, report.ReportError, ThemeError, OSError) as error:
        console.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        return _exit_code(error)


def _exit_code(error: Exception) -> int:
    if isinstance(error, RetrievalError):
        return 5 if isinstance(error, EncoderError) else 4
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m training", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    evaluate = commands.add_parser("evaluate", help="measure the production search on questions with known answers")
    evaluate.add_argument("--index", type=Path, help="an index directory; by default the starter's")
    evaluate.add_argument("--queries", type=Path, nargs="+", required=True, help="JSON lines, .gz too")
    evaluate.add_argument("--encoder", type=Path, help="an encoder's folder with its ranking.json; by default ours")
    evaluate.add_argument("--systems", type=_systems, default=_SYSTEMS, help="of: production,bm25")
    evaluate.add_argument("--plain", action="store_true", help="only join the turns of conversations, read no clues")
    evaluate.add_argument("--beside-plain", action="store_true", help="conversations as the bot plays them, and plain")
    evaluate.add_argument("--odd", action="store_true", help="only the half of the questions that fits no weight")
    evaluate.add_argument("--guesses", type=Path, nargs="+", default=[], help="a language model's stored guesses")
    evaluate.add_argument("--json", type=Path, metavar="OUT", help="write the figures here")
    evaluate.add_argument("--per-query", type=Path, metavar="OUT", help="write every question's rank here")
    facts.add_options(evaluate)
    compare.add_options(evaluate)
    evaluate.set_defaults(run=_evaluate)
    fit = commands.add_parser("fit", help="learn the ranking weights")
    fit.add_argument("--index", type=Path, help="an index directory; by default the starter's")
    fit.add_argument("--encoder", type=Path, help="an encoder's folder; by default the one that ships")
    fit.add_argument("--queries", type=Path, nargs="+", required=True, help="questions to learn from")
    fit.add_argument("--held-out", type=int, default=0, metavar="N", help="only the questions kept from the encoder")
    fit.add_argument("--even", action="store_true", help="only the half that may fit weights; the odd one is reported")
    fit.add_argument(
        "--without", type=Path, nargs="+", default=[], help="files whose questions are measured, not learnt"
    )
    fit.add_argument("--out", type=Path, required=True, help="where to write ranking.json")
    fit.set_defaults(run=_fit)
    export = commands.add_parser("export", help="make the serving encoder (needs the extra `training`)")
    export.add_argument("--out", type=Path, required=True, help="the encoder's folder")
    export.add_argument("--model", help="a BERT as transformers saves it, or a package; by default all-MiniLM-L6-v2")
    export.add_argument("--base-model", help="what --model was trained from, for the card")
    export.add_argument("--licence", help="the licence of --model, for the card")
    export.add_argument("--queries", type=Path, nargs="*", default=[], help="questions to measure 8 bits on")
    export.set_defaults(run=_export, refuse=export.error)
    add_train_commands(commands)
    add_llm_commands(commands)
    add_theme_commands(commands)
    simulate.add_command(commands)
    critiques.add_commands(commands)
    report.add_commands(commands)
    return parser


def _systems(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if unknown := set(names) - set(_SYSTEMS):
        raise argparse.ArgumentTypeError(f"there is no system {min(unknown)!r}; take of {', '.join(_SYSTEMS)}")
    return names


def _open(arguments: argparse.Namespace, encoder: OnnxEncoder, console: Console) -> OpenIndex:
    return open_index(arguments.index, encoder) if arguments.index else open_starter(encoder, console)


def _evaluate(arguments: argparse.Namespace, console: Console) -> int:
    if arguments.facts:
        return facts.run(arguments, console)
    if arguments.system:
        if arguments.odd or arguments.beside_plain:
            raise QuestionError("A comparison has halves of its own; leave out --odd and --beside-plain, or --system.")
        return compare.run(arguments, console)
    if arguments.fit_on or arguments.trained_on:
        raise QuestionError("--fit-on and --trained-on belong to a comparison; give --system too.")
    files = read_all(arguments.queries)
    if arguments.odd:
        files = {name: [one for one in found if half_of(one.query_id) == "odd"] for name, found in files.items()}
    if arguments.beside_plain and not any(one.conversation for found in files.values() for one in found):
        raise QuestionError("--beside-plain plays conversations; give a file whose rows have `turns`.")
    guesses = {key: ranked for path in arguments.guesses for key, ranked in read_guesses(path).items()}
    folder = arguments.encoder or shipped_encoder()
    encoder = OnnxEncoder(folder)
    index = _open(arguments, encoder, console)
    ranking = load_ranking(folder / RANKING, fingerprint=encoder.fingerprint)
    with closing(FilmSearch(index, encoder, ranking, count=encoder.token_count)) as search:
        systems = _asked(arguments, search, index)
        if guesses and not arguments.beside_plain:
            systems["guesses"] = StoredGuesses(guesses)
        answered = evaluation.answer(systems, files, index, console=console)
    if arguments.per_query:
        evaluation.write_per_query(arguments.per_query, answered)
    console.print(f"{index.manifest.films} films, {index.manifest.films_with_text} with text")
    if arguments.beside_plain:
        pairs = list(beside_plain.rows(answered, files, films=index.manifest.films))
        beside_plain.show(pairs, Console(width=150))
        return _written(arguments.json, {"conversations": pairs})
    rows = evaluation.summarise(answered)
    evaluation.show(rows, Console(width=150))
    return _written(arguments.json, [{"films": index.manifest.films} | row for row in rows])


def _asked(arguments: argparse.Namespace, search: FilmSearch, index: OpenIndex) -> dict[str, System]:
    """The systems that are to answer."""
    if arguments.beside_plain:
        return {"production": Production(search), "plain": Plain(search)}
    known: dict[str, System] = {"production": Production(search), "bm25": Bm25(index)}
    systems = {name: known[name] for name in arguments.systems}
    if arguments.plain and systems.pop("production", None):
        systems = {"plain": Plain(search)} | systems
    return systems


def _written(path: Path | None, figures: object) -> int:
    if path:
        write_json(path, figures)
    return 0


def _fit(arguments: argparse.Namespace, console: Console) -> int:
    files = read_all(arguments.queries)
    encoder = OnnxEncoder(arguments.encoder or shipped_encoder())
    index = _open(arguments, encoder, console)
    held = set(index.table.film_ids)
    questions = [question for found in files.values() for question in found if question.film_id in held]
    if arguments.held_out:
        questions = [question for question in questions if is_held_out(question.query_id, arguments.held_out)]
    if arguments.even:
        questions = [question for question in questions if may_fit(question)]
    measured = {question.query_id for found in read_all(arguments.without).values() for question in found}
    questions = [question for question in questions if question.query_id not in measured]
    fitted_on = f"{len(questions)} questions of {', '.join(files)} over {index.manifest.films} films"
    blank = fitting.unfitted(encoder.fingerprint, fitted_on=fitted_on)
    with closing(FilmSearch(index, encoder, blank, count=encoder.token_count)) as search:
        pools = fitting.candidates(search, index, questions)
        if not pools:
            raise QuestionError(
                "None of the questions asks for a film that this index finds; give others, or its films."
            )
        data = fitting.examples(pools)
        weights = fitting.fit(data)
        shortlisted = fitting.shortlists(search, pools, weights) if index.tokens else []
    learnt = {"weights": dict(zip(FEATURES, weights.round(4).tolist(), strict=True))}
    if shortlisted:
        late = fitting.fit_shortlists(shortlisted).round(4).tolist()
        learnt["late"] = dict(zip((*FEATURES, *LATE_FEATURES), late, strict=True))
    top, right = fitting.held_out(data, shortlisted)
    confident, fits = fitting.thresholds(top, right)
    row = asdict(blank) | learnt | {"confident_at": round(confident, 4), "fits_at": round(fits, 4)}
    write_json(arguments.out, row)
    for line in fitting.told(top, right, confident, asked=len(questions)):
        console.print(line)
    return 0


def _export(arguments: argparse.Namespace, console: Console) -> int:
    from training.export import base_source, export, find_source  # noqa: PLC0415  # needs torch

    told = (arguments.model, arguments.base_model, arguments.licence)
    if any(told) and not all(told):
        arguments.refuse("give --model, --base-model and --licence together: the card has to name all three")
    questions = [question for found in read_all(arguments.queries).values() for question in found]
    model, base_model, licence = told
    source = find_source(model, base_model=base_model, licence=licence) if model else base_source()
    with films_file() as films:
        card = export(source, arguments.out, films=films, questions=questions, made_by=_command(arguments))
    console.print(json.dumps(card["figures"], indent=1))
    return 0


def _command(arguments: argparse.Namespace) -> str:
    """The command for the card: without the folders of this machine, which say nothing to others."""
    words = ["python -m training export --out", arguments.out.name if arguments.out.is_absolute() else arguments.out]
    if arguments.model:
        words += ["--model", Path(arguments.model).name]
    if arguments.queries:
        words += ["--queries", *(path.name for path in arguments.queries)]
    return " ".join(map(str, words))


if __name__ == "__main__":
    sys.exit(main())
