"""`reelcall`: parse the call, read the settings, run one command, end with its exit code (`docs/operating.md`)."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final, NoReturn
from uuid import uuid4

from rich.console import Console

from bot.core.errors import (
    BadTokenError,
    BotError,
    MisconfiguredError,
    StoreBusyError,
    StoreError,
    UnclearFilmError,
)
from bot.core.health import Health
from bot.core.ports import TurnHandler
from bot.core.types import ConversationId
from bot.core.undelivered import CountUndelivered
from bot.settings import Settings, read_settings
from retrieval.errors import EncoderError, RetrievalError

_log = logging.getLogger(__name__)

_MOST_RESULTS: Final = 1000


class _WrongCallError(Exception):
    """The command line cannot be understood."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _WrongCallError(f"{message[0].upper()}{message[1:]}; see `{self.prog} --help`.")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        arguments = _parser().parse_args(words)
        settings = read_settings()
        _set_up_logging(settings)
        return int(asyncio.run(arguments.run(arguments, settings)))
    except (_WrongCallError, BotError, RetrievalError) as error:
        _report(str(error), as_json="--json" in words)
        return exit_code(error)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our output has gone: nothing is left to say, nor to whom
        # What is still in the buffer would be written as Python ends, fail again and make the exit code 120.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.stderr.close()
        return 0


def exit_code(error: Exception) -> int:
    """The exit code of an error, as `docs/operating.md` lists them."""
    codes: tuple[tuple[type[Exception], int], ...] = (
        (_WrongCallError, 2),
        (UnclearFilmError, 2),
        (MisconfiguredError, 3),
        (EncoderError, 5),
        (RetrievalError, 4),
        (BadTokenError, 6),
        (StoreError, 7),
    )
    return next((code for kind, code in codes if isinstance(error, kind)), 1)


def _report(sentence: str, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps({"error": sentence}) + "\n")
    else:
        Console(stderr=True).print(sentence, style="red", markup=False, highlight=False, soft_wrap=True)


def _set_up_logging(settings: Settings) -> None:
    from bot.logs import set_up_logging  # noqa: PLC0415  # `--help` answers without it

    set_up_logging(settings.log_level, settings.log_format)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="reelcall", description="Say what you half remember of a film; get the film.")
    parser.add_argument("--index", type=Path, metavar="DIR", help="search this index instead of the starter's")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    commands.add_parser("chat", help="talk in this terminal").set_defaults(run=_chat)
    discord = commands.add_parser("discord", help="run the Discord bot (needs DISCORD_TOKEN)")
    discord.add_argument("--sharded", action="store_true", help="open as many connections as Discord advises")
    discord.set_defaults(run=_discord)
    find = commands.add_parser("find", help="answer one question and end")
    find.add_argument("text", help="what you remember")
    find.add_argument("-k", type=_count, default=5, metavar="N", help="how many films, by default 5")
    find.add_argument("--json", action="store_true", help="print the answer as JSON")
    find.set_defaults(run=_find)
    _add_similar(commands.add_parser("similar", help="more like a film, or like a plot"))
    index = commands.add_parser("index", help="build, describe or check an index")
    steps = index.add_subparsers(required=True, metavar="STEP", parser_class=_Parser)
    build = steps.add_parser("build", help="build it anew")
    build.add_argument("films", type=Path, nargs="?", help="a film file; by default the starter's")
    build.add_argument(
        "--storage",
        choices=("float32", "float16", "int8"),
        help="how vectors are kept; fewer bits are smaller and less exact (by default as suits their number)",
    )
    build.set_defaults(run=_index_build)
    steps.add_parser("info", help="say what it holds").set_defaults(run=_index_info)
    steps.add_parser("verify", help="compare every file with its checksum").set_defaults(run=_index_verify)
    commands.add_parser("about", help="say what it knows, from where and on what terms").set_defaults(run=_about)
    backup = commands.add_parser("backup", help="copy the store, without live conversations, also while the bot runs")
    backup.add_argument("file", type=Path, help="where to; replaced once the copy is whole")
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", help="put a backup in the store's place, while nothing runs")
    restore.add_argument("file", type=Path, help="what `backup` wrote")
    restore.add_argument("--force", action="store_true", help="replace the store that is there")
    restore.set_defaults(run=_restore)
    commands.add_parser("doctor", help="find what is missing to run").set_defaults(run=_doctor)
    return parser


def _add_similar(similar: argparse.ArgumentParser) -> None:
    what = similar.add_mutually_exclusive_group(required=True)
    what.add_argument("title", nargs="?", help="the film's title, with its year where several have it, or its IMDb id")
    what.add_argument("--plot", metavar="TEXT", help="a story instead of a title")
    similar.add_argument("--metric", choices=("cosine", "dot", "euclidean"), default="cosine", help="by default cosine")
    similar.add_argument("-k", type=_count, default=5, metavar="N", help="how many films, by default 5")
    similar.add_argument("--json", action="store_true", help="print the answer as JSON")
    similar.set_defaults(run=_similar)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _MOST_RESULTS:
        raise argparse.ArgumentTypeError(f"N must be a whole number from 1 to {_MOST_RESULTS}")
    return int(text)


class _Pipe(Console):
    """A console whose reader may go away: `main` ends quietly then, where rich would end with an error."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def _print(text: str) -> None:
    """Write to the output; what its encoding does not hold, or what is no text, is replaced and stops nothing."""
    from bot.terminal.text import tolerate  # noqa: PLC0415  # as below

    tolerate(reading=sys.stdin, writing=sys.stdout)
    sys.stdout.write(text)


def _progress() -> AbstractContextManager[Callable[[int, int], None]]:
    from bot.progress import build_progress  # noqa: PLC0415  # as below

    return build_progress(Console(stderr=True))


def _speak(settings: Settings) -> None:
    """Answer in the language of whoever sits here; in Discord each turn has its own."""
    from bot.adapters.languages import load_languages  # noqa: PLC0415  # as below
    from bot.core.language import speak  # noqa: PLC0415

    speak(load_languages().of(settings.language))


# Each command imports what it needs, so that one does not wait for another's libraries.


async def _chat(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.bootstrap import open_app  # noqa: PLC0415
    from bot.terminal import run_terminal  # noqa: PLC0415
    from bot.terminal.wording import greeting  # noqa: PLC0415

    _speak(settings)
    console = _Pipe(highlight=False)
    async with open_app(settings, index=arguments.index, show_progress=_progress) as app:
        own = ConversationId(f"terminal:{uuid4()}")
        try:
            await run_terminal(
                app.conversation,
                console=console,
                stdin=sys.stdin,
                conversation_id=own,
                greeting=greeting(app.about().films),
            )
        finally:
            await app.store.sessions.delete(own)
    return 0


async def _discord(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.adapters.languages import load_languages  # noqa: PLC0415
    from bot.bootstrap import open_app  # noqa: PLC0415
    from bot.discord_app.client import run_discord  # noqa: PLC0415
    from bot.discord_app.house import House, OpenChannels  # noqa: PLC0415

    if settings.discord_token is None:
        raise BadTokenError("There is no token: set DISCORD_TOKEN to the one on the Bot page of the developer portal.")
    health = Health("index", "gateway")
    async with (
        _observed(settings, health) as (observe, undelivered),
        open_app(settings, index=arguments.index, show_progress=_progress) as app,
    ):
        health.watch("index", lambda: True)
        channels = OpenChannels(app.store.settings) if settings.free_chat else None
        with _only_bot(settings.home):
            await run_discord(
                token=settings.discord_token.get_secret_value(),
                conversation=observe(app.conversation),
                store=app.store.sessions,
                outbox=app.store.outbox,
                people=app.store.people,
                house=House(
                    seen=app.store.seen,
                    lists=app.store.lists,
                    settings=app.store.settings,
                    catalogue=app.catalogue,
                    pace=app.pace,
                    languages=load_languages(),
                    language_choices=app.store.language_choices,
                    nights=app.store.nights,
                    channels=channels,
                ),
                about=app.about,
                home=settings.home,
                api_base=settings.discord_api_base,
                gateway_url=settings.discord_gateway_url,
                cdn_base=settings.discord_cdn_base,
                health=health,
                undelivered=undelivered,
                sharded=arguments.sharded,
            )
    return 0


@asynccontextmanager
async def _observed(
    settings: Settings, health: Health
) -> AsyncIterator[tuple[Callable[[TurnHandler], TurnHandler], CountUndelivered | None]]:
    """Show how the bot is, if a port is set for that.

    What comes out makes a conversation count its turns, and counts what does not arrive.
    """
    if settings.metrics_port is None:
        yield lambda conversation: conversation, None
        return
    from bot.adapters.metrics import MeteredConversation, Metrics  # noqa: PLC0415
    from bot.adapters.status import serve_status  # noqa: PLC0415

    metrics = Metrics()
    async with serve_status(settings.metrics_host, settings.metrics_port, health=health, metrics=metrics):
        yield lambda conversation: MeteredConversation(conversation, metrics), metrics.undelivered


@contextmanager
def _only_bot(home: Path) -> Iterator[None]:
    """Keep every other Discord bot, and a restore, away from this home for the length of the block."""
    from filelock import FileLock, Timeout  # noqa: PLC0415

    try:
        lock = FileLock(home / "discord.lock").acquire(timeout=0)
    except Timeout:
        raise StoreBusyError(f"A Discord bot runs on {home}; stop it, or use another REELCALL_HOME.") from None
    with lock:
        yield


async def _about(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.bootstrap import describe, starter_index  # noqa: PLC0415
    from bot.core.about import as_text  # noqa: PLC0415
    from retrieval.manifest import read_manifest  # noqa: PLC0415

    _speak(settings)
    manifest = read_manifest(arguments.index or starter_index(settings.home))
    _print(as_text(describe(settings, manifest)))
    return 0


async def _backup(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.adapters.backup import back_up  # noqa: PLC0415
    from bot.bootstrap import STORE  # noqa: PLC0415

    await asyncio.to_thread(back_up, settings.home / STORE, arguments.file)
    _print(f"The store is copied to {arguments.file}, without live conversations and without the key.\n")
    return 0


async def _restore(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.adapters.backup import restore  # noqa: PLC0415
    from bot.bootstrap import STORE  # noqa: PLC0415

    settings.home.mkdir(parents=True, exist_ok=True)
    with _only_bot(settings.home):
        await asyncio.to_thread(restore, arguments.file, settings.home / STORE, force=arguments.force)
    _print(f"The store is as it was in {arguments.file}.\n")
    return 0


async def _find(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.bootstrap import open_search  # noqa: PLC0415
    from bot.find import answer, as_json, as_text  # noqa: PLC0415

    _speak(settings)
    search = open_search(settings.home, arguments.index, _progress)
    try:
        found = await answer(search, arguments.text, limit=arguments.k)
    finally:
        search.close()
    _print(as_json(found) if arguments.json else as_text(found))
    return 0


async def _similar(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.bootstrap import open_search  # noqa: PLC0415
    from bot.similar import as_json, as_text, like_plot, like_title  # noqa: PLC0415

    _speak(settings)
    how = {"metric": arguments.metric, "limit": arguments.k}
    search = open_search(settings.home, arguments.index, _progress)
    try:
        if arguments.plot is None:
            found = await like_title(search, arguments.title, **how)
        else:
            found = await like_plot(search, arguments.plot, **how)
    finally:
        search.close()
    _print(as_json(found) if arguments.json else as_text(found))
    return 0


async def _index_build(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.bootstrap import rebuild  # noqa: PLC0415
    from bot.index_report import describe  # noqa: PLC0415

    manifest = rebuild(settings.home, arguments.index, arguments.films, _progress, storage=arguments.storage)
    _print(describe(manifest))
    return 0


async def _index_info(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.bootstrap import starter_index  # noqa: PLC0415
    from bot.index_report import describe  # noqa: PLC0415
    from retrieval.manifest import read_manifest  # noqa: PLC0415

    _print(describe(read_manifest(arguments.index or starter_index(settings.home))))
    return 0


async def _index_verify(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.bootstrap import starter_index  # noqa: PLC0415
    from bot.index_report import verify  # noqa: PLC0415

    manifest = verify(arguments.index or starter_index(settings.home))
    _print(f"All {len(manifest.files)} files of the index are as they were built.\n")
    return 0


async def _doctor(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.doctor import examine, show  # noqa: PLC0415

    findings = await examine(settings, index=arguments.index)
    _print(show(findings))
    return next((exit_code(finding.error) for finding in findings if finding.error), 0)


if __name__ == "__main__":
    sys.exit(main())
