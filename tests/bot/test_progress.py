"""The progress of a build, as text."""

from __future__ import annotations

import io
from threading import Thread

from rich.console import Console

from bot.progress import build_progress


def test_elsewhere_than_in_a_terminal_every_tenth_is_a_line() -> None:
    console = Console(file=io.StringIO(), width=80)
    with build_progress(console) as progress:
        for done in (0, 512, 1024, 1536, 4999, 5000):
            progress(done, 5000)

    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == (
        "Building the search index; this takes a few minutes.\n"
        "10 %: 512 of 5,000 passages\n"
        "20 %: 1,024 of 5,000 passages\n"
        "30 %: 1,536 of 5,000 passages\n"
        "90 %: 4,999 of 5,000 passages\n"
        "100 %: 5,000 of 5,000 passages\n"
    )


def test_a_terminal_gets_a_bar_whichever_thread_builds() -> None:
    console = Console(file=io.StringIO(), width=60, force_terminal=True, _environ={"TERM": "xterm"})
    with build_progress(console) as progress:
        for done in (0, 5000):
            builder = Thread(target=progress, args=(done, 5000))
            builder.start()
            builder.join()

    assert isinstance(console.file, io.StringIO)
    shown = console.file.getvalue()
    assert shown.count("Building the search index") == 1
    assert "5,000 of 5,000 passages" in shown
    assert "━" in shown


def test_nothing_is_shown_where_nothing_is_built() -> None:
    for terminal in (False, True):
        console = Console(file=io.StringIO(), force_terminal=terminal, _environ={"TERM": "xterm"})
        with build_progress(console):
            pass

        assert isinstance(console.file, io.StringIO)
        assert console.file.getvalue() == ""


def test_a_build_of_nothing_is_done() -> None:
    console = Console(file=io.StringIO())
    with build_progress(console) as progress:
        progress(0, 0)

    assert isinstance(console.file, io.StringIO)
    assert "100 %: 0 of 0 passages" in console.file.getvalue()
