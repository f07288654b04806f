"""How far the build of an index is: a bar in a terminal, elsewhere a line for every tenth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

_TENTHS = 10
_BEGINNING = "Building the search index; this takes a few minutes."


@contextmanager
def build_progress(console: Console) -> Iterator[Callable[[int, int], None]]:
    """Show the progress of a build; nothing is shown unless one begins.

    Yields:
        What the build calls, from any thread, with how many passages are done and of how many.
    """
    if not console.is_interactive:
        yield _Tenths(console)
        return
    bar = _bar(console)
    task = bar.add_task("")

    def report(done: int, total: int) -> None:
        bar.update(task, completed=done, total=total)
        if not bar.live.is_started:
            console.print(_BEGINNING, style="dim")
            bar.start()

    try:
        yield report
    finally:
        bar.stop()


def _bar(console: Console) -> Progress:
    return Progress(
        BarColumn(bar_width=None),
        TextColumn("{task.completed:,} of {task.total:,} passages,"),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=console,
        expand=True,
    )


class _Tenths:
    """Says when another tenth is done."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._said = -1

    def __call__(self, done: int, total: int) -> None:
        tenth = _TENTHS * done // total if total else _TENTHS
        if self._said < 0:
            self._console.print(_BEGINNING, highlight=False)
        if tenth > max(self._said, 0):
            self._console.print(f"{100 * tenth // _TENTHS} %: {done:,} of {total:,} passages", highlight=False)
        self._said = max(self._said, tenth)
