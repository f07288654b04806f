"""`python -m training report`: makes docs/results.md, as a whole, from stored figures and a template.

The text needs nothing but the figures; only the plots need matplotlib (the extra `training`).
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from training import report_tables as tables
from training.artefacts import write_text
from training.comparison import CROSSED
from training.ladder import GUESSES, LATE, WHOLE
from training.published import beside
from training.run_log import RunLog, read_run

_PLACE = re.compile(r"\{\{ (\w+) \}\}")
_NOT_YET: Final = "*Not measured yet.*"
_BOTH_HALVES: Final = (
    "Both halves, each ranked by weights that were fitted on the other. Which epoch of an encoder was kept was chosen "
    "by the even half, so this flatters a little; it counts about twice the questions:"
)
_WHICH: Final = {"odd": "its odd half", "all": "all of it", CROSSED: "both halves, each by the other's weights"}
_SHOWN_AT = 10


class ReportError(Exception):
    """The report cannot be made; the message says what to do next."""


def add_commands(commands: Any) -> None:
    """Add `report` to the commands of `python -m training`."""
    report = commands.add_parser("report", help="make docs/results.md from stored figures (plots: extra `training`)")
    report.add_argument("--results", type=Path, nargs="+", required=True, help="what other commands wrote with --json")
    report.add_argument("--runs", type=Path, nargs="*", default=[], help="folders of training runs")
    report.add_argument("--template", type=Path, default=Path("docs/results/template.md"))
    report.add_argument("--out", type=Path, required=True, help="where to write the document")
    report.add_argument("--figures", type=Path, required=True, help="the folder of its plots")
    report.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Make the document and its plots; return the exit code."""
    evaluated, comparison, simulations = read_results(arguments.results)
    runs = [read_run(folder) for folder in arguments.runs]
    folder = Path(os.path.relpath(arguments.figures, arguments.out.parent)).as_posix()
    template = arguments.template.read_text(encoding="utf-8")
    critiques, conversations = read_critiques(arguments.results), read_conversations(arguments.results)
    text = document(
        template, evaluated, comparison, runs, simulations,
        figures=folder, critiques=critiques, conversations=conversations, texts=read_texts(arguments.results),
    )  # fmt: skip
    _draw(comparison, runs, arguments.figures)
    write_text(arguments.out, text)
    console.print(f"{arguments.out} made of {len(arguments.results)} files of figures and {len(runs)} runs")
    return 0


def read_results(
    paths: Sequence[Path],
) -> tuple[list[dict[str, Any]], dict[str, Any] | None, list[dict[str, Any]]]:
    """The rows of plain evaluations, the comparison of encoders if there is one, and the simulations.

    Raises:
        ReportError: a file is no results file, or there are two comparisons of encoders.
    """
    rows: list[dict[str, Any]] = []
    comparisons: list[dict[str, Any]] = []
    simulations: list[dict[str, Any]] = []
    for path in paths:
        try:
            found = json.loads(path.read_bytes())
        except (ValueError, RecursionError) as error:
            raise ReportError(f"{path} is not JSON ({error}); give what `evaluate --json` wrote.") from error
        if isinstance(found, list) and all(isinstance(row, dict) and row.keys() >= {"films", "turn"} for row in found):
            rows += found
        elif _holds_comparison(found):
            comparisons += [] if _compares_texts(found) else [found]
        elif isinstance(found, dict) and found.keys() >= {"simulated", "films", "rows"}:
            simulations.append(found)
        elif not _holds_critiques(found) and not _holds_conversations(found):
            raise ReportError(f"{path} holds no figures; give what `evaluate --json` or `simulate --json` wrote.")
    if len(comparisons) > 1:
        raise ReportError("Two files hold comparisons of encoders; give one, their catalogues may differ.")
    return rows, comparisons[0] if comparisons else None, simulations


def _holds_comparison(found: object) -> bool:
    return isinstance(found, dict) and found.keys() >= {"catalogue", "queries", "systems", "rows", "curves"}


def _compares_texts(comparison: Mapping[str, Any]) -> bool:
    """Whether several systems of a comparison have one encoder: what they differ in is the texts of their films."""
    encoders = [system.get("encoder") for system in comparison["systems"].values()]
    return len(set(encoders)) < len(encoders)


def read_texts(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The comparisons of one encoder over several texts; `read_results` has checked the files."""
    found = [json.loads(path.read_bytes()) for path in paths]
    return [one for one in found if _holds_comparison(one) and _compares_texts(one)]


def read_critiques(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The rows that `critiques --json` wrote; `read_results` has checked the files."""
    found = [json.loads(path.read_bytes()) for path in paths]
    return [row for one in found if _holds_critiques(one) for row in one["critiques"]]


def _holds_critiques(found: object) -> bool:
    return isinstance(found, dict) and found.keys() == {"critiques"}


def read_conversations(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The rows that `evaluate --beside-plain --json` wrote; `read_results` has checked the files."""
    found = [json.loads(path.read_bytes()) for path in paths]
    return [row for one in found if _holds_conversations(one) for row in one["conversations"]]


def _holds_conversations(found: object) -> bool:
    return isinstance(found, dict) and found.keys() == {"conversations"}


def document(
    template: str,
    evaluated: Sequence[Mapping[str, Any]],
    comparison: Mapping[str, Any] | None,
    runs: Sequence[RunLog],
    simulations: Sequence[Mapping[str, Any]] = (),
    *,
    figures: str,
    critiques: Sequence[Mapping[str, Any]] = (),
    conversations: Sequence[Mapping[str, Any]] = (),
    texts: Sequence[Mapping[str, Any]] = (),
) -> str:
    """The whole text.

    Args:
        template: Markdown with places as `{{ name }}`.
        evaluated: rows of `evaluate`; those of the smallest catalogue are the starter's.
        comparison: what `evaluate --system` wrote.
        runs: training runs to show.
        simulations: what `simulate` wrote.
        figures: the folder of the plots as the document names it.
        critiques: rows of `critiques`.
        conversations: rows of `evaluate --beside-plain`.
        texts: comparisons of one encoder over several texts.

    Raises:
        ReportError: the template has a place that nothing fills.
    """
    starter, *larger = _by_catalogue(evaluated) or [[]]
    parts: dict[str, Callable[[], str]] = {
        "starter": lambda: tables.evaluated(starter) if starter else _NOT_YET,
        "large": lambda: "\n\n".join(map(tables.captioned, larger)) or _NOT_YET,
        "catalogue": lambda: _catalogue(comparison) if comparison else _NOT_YET,
        "comparison": lambda: "\n\n".join(_sets(comparison, figures)) if comparison else "",
        "memories": lambda: "\n\n".join(chain.from_iterable(map(_worth, texts))) or _NOT_YET,
        "fitted": lambda: _fitted(comparison) if comparison else "",
        "simulation": lambda: "\n\n".join(map(tables.simulation, simulations)) or _NOT_YET,
        "conversations": lambda: tables.conversations(conversations) if conversations else _NOT_YET,
        "critiques": lambda: tables.critiques(critiques) if critiques else _NOT_YET,
        "published": lambda: beside(comparison),
        "training": lambda: "\n\n".join(_run(one, figures) for one in runs) or _NOT_YET,
    }
    if unknown := set(_PLACE.findall(template)) - set(parts):
        raise ReportError(f"The template has a place {{{{ {min(unknown)} }}}} that nothing fills; take it out.")
    text = _PLACE.sub(lambda place: parts[place[1]](), template)
    return re.sub(r"\n{3,}", "\n\n", text)


def _by_catalogue(evaluated: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Rows that are of the same catalogue together, the smallest one's first."""
    sizes = sorted({row["films"] for row in evaluated})
    return [[row for row in evaluated if row["films"] == films] for films in sizes]


def _catalogue(comparison: Mapping[str, Any]) -> str:
    catalogue, sets = comparison["catalogue"], comparison["queries"]
    head = f"**{catalogue['films']:,} films, {catalogue['films_with_text']:,} with text**, the same for all systems"
    covered = (f"`{name}` {of['covered']} of {of['n']}" for name, of in sets.items())
    return f"{head} (SHA-256 of the film file {catalogue['sha256'][:12]}…). Answers covered: {', '.join(covered)}."


def _sets(comparison: Mapping[str, Any], figures: str) -> Iterator[str]:
    for queries in comparison["queries"]:
        curves = _curves(comparison, queries)
        if not curves:
            continue
        half, n = curves[0]["half"], curves[0]["n"]
        which = "the half that nothing was fitted on" if half == "odd" else "all of it: nothing was fitted on it"
        at = comparison["curve_at"].index(_SHOWN_AT)
        reached = (f"{_label(row)} {tables.number(row['success'][at])}" for row in curves)
        alt = f"Success@k on {queries} for k from 1 to 1,000; at {_SHOWN_AT}: {', '.join(reached)}"
        yield f"### `{queries}`"
        yield f"{n} questions whose film is covered; {which}."
        yield tables.comparison(comparison["rows"], queries, half)
        yield tables.populations(comparison["rows"], queries, half)
        if tables.chosen(comparison["rows"], queries=queries, half=CROSSED):
            yield _BOTH_HALVES
            yield tables.populations(comparison["rows"], queries, CROSSED)
        yield f"![{alt}]({figures}/{_recall_file(queries)})"


def _worth(texts: Mapping[str, Any]) -> Iterator[str]:
    """What the texts that its systems differ in are worth: the whole systems side by side, set by set."""
    yield _catalogue(texts)
    whole = [row for row in texts["rows"] if tables.is_whole(row)]
    for queries in texts["queries"]:
        halves = list(dict.fromkeys(row["half"] for row in tables.chosen(whole, queries=queries)))
        yield f"`{queries}`, {_WHICH[halves[0]]}:"
        yield tables.comparison(whole, queries, halves[0])
        for half in (half for half in halves if half in {halves[0], CROSSED}):
            yield f"`{queries}`, {_WHICH[half]}, by whether the film was asked for before:"
            yield tables.populations(whole, queries, half)


def _curves(comparison: Mapping[str, Any], queries: str) -> list[tables.Row]:
    """The recall curves of whole systems."""
    return [row for row in tables.chosen(comparison["curves"], queries=queries) if tables.is_whole(row)]


def _fitted(comparison: Mapping[str, Any]) -> str:
    sets = {name: of["fitted_on"] for name, of in comparison["queries"].items() if of["fitted_on"]}
    questions = " and ".join(f"{count} questions of `{name}`" for name, count in sets.items())
    late = tables.weights(comparison["systems"], LATE)
    return (
        f"**What was fitted, on what.** For every row weights of its own, on {questions}: those whose id has an even "
        "SHA-256. They are reported on the others. TREC's questions fit nothing. The weights for all candidates "
        f"(`{WHOLE}`):\n\n{tables.weights(comparison['systems'], WHOLE)}"
        + (f"\n\nThose for the shortlist (`{LATE}`):\n\n{late}" if late else "")
    )


def _run(one: RunLog, figures: str) -> str:
    loss = one.losses["loss"]
    told = f"{loss.steps[-1]:,.0f} steps, loss {loss.values[0]:.2f} at first and {loss.values[-1]:.2f} at last"
    best = [f"{name} {tables.number(float(curve.values.max()))}" for name, curve in one.dev.items()]
    if best:
        told += f"; the highest of each on the dev questions: {', '.join(best)}"
    plot = f"![Loss and dev figures of the run {one.name}: {told}]({figures}/{_loss_file(one.name)})"
    return f"`{one.name}`: {told}.\n\n{plot}"


def _recall_file(queries: str) -> str:
    return f"recall-{queries}.svg"


def _loss_file(name: str) -> str:
    return f"loss-{name}.svg"


def _draw(comparison: Mapping[str, Any] | None, runs: Sequence[RunLog], folder: Path) -> None:
    if not comparison and not runs:
        return
    try:
        from training import plots  # noqa: PLC0415  # needs matplotlib
    except ImportError as error:
        raise ReportError("The plots need matplotlib; install the extra `training`.") from error
    if comparison:
        for queries in comparison["queries"]:
            curves = {_label(row): row["success"] for row in _curves(comparison, queries)}
            if curves:
                plots.recall_curves(curves, comparison["curve_at"], queries, folder / _recall_file(queries))
    for one in runs:
        plots.loss_curves(one, folder / _loss_file(one.name))


def _label(row: Mapping[str, Any]) -> str:
    more = f" {row['variant']}" if row["variant"] in {LATE, GUESSES} else ""
    return f"{tables.system_name(row['system'])}{more}"
