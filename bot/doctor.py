"""`reelcall doctor`: looks for what an operator forgets, and prints the invite link."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.bootstrap import open_home_store, starter_index
from bot.core.errors import BadTokenError, BotError, MisconfiguredError
from bot.discord_app.client import needed_intents
from bot.discord_app.invite import application_id, invite_link, token_problem
from bot.index_report import verify
from bot.settings import Settings
from retrieval.encoder_onnx import OnnxEncoder, shipped_encoder
from retrieval.errors import IndexMissingError, RetrievalError


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was looked at."""

    name: str
    result: str
    """One sentence."""
    error: Exception | None = None
    """Why the bot would not run; its exit code is what it would end with."""


async def examine(settings: Settings, *, index: Path | None) -> list[Checked]:
    """Check everything that `reelcall discord` needs, in the order in which it would fail."""
    return [
        _home(settings.home),
        _encoder(),
        _index(settings.home, index),
        await _store(settings),
        _token(settings),
        _intents(),
        await _status(settings),
        _llm(settings),
        _invite(settings),
    ]


def show(findings: Sequence[Checked]) -> str:
    """The findings, a line each."""
    return "".join(f"{'PROBLEM' if one.error else 'ok':8} {one.name:8} {one.result}\n" for one in findings)


def _home(home: Path) -> Checked:
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe = home / ".doctor"
        probe.touch()
        probe.unlink()
    except OSError as error:
        problem = MisconfiguredError(
            f"{home} cannot be written ({error.strerror}); set REELCALL_HOME to another folder."
        )
        return Checked("home", str(problem), problem)
    return Checked("home", f"{home} can be written.")


def _encoder() -> Checked:
    try:
        encoder = OnnxEncoder(shipped_encoder())
    except RetrievalError as error:
        return Checked("encoder", str(error), error)
    return Checked("encoder", f"{encoder.fingerprint}, {encoder.dimension} numbers a text.")


def _index(home: Path, index: Path | None) -> Checked:
    try:
        manifest = verify(index or starter_index(home))
    except IndexMissingError as error:
        if index is None:
            return Checked("index", "Not built yet; the first start does it, in a few minutes.")
        return Checked("index", str(error), error)
    except RetrievalError as error:
        return Checked("index", str(error), error)
    return Checked("index", f"{manifest.films:,} films, built {manifest.built_at}.")


async def _store(settings: Settings) -> Checked:
    try:
        async with open_home_store(settings):
            return Checked("store", "Opens, and can be written.")
    except BotError as error:
        return Checked("store", str(error), error)


def _token(settings: Settings) -> Checked:
    token = settings.discord_token.get_secret_value() if settings.discord_token else ""
    if problem := token_problem(token):
        return Checked("token", problem, BadTokenError(problem))
    return Checked("token", "Has the form of a bot token; only Discord knows whether it is valid.")


def _intents() -> Checked:
    intents = needed_intents()
    asked = [name for name in ("members", "presences", "message_content") if getattr(intents, name)]
    if asked:
        return Checked("intents", f"Switch these privileged intents on in the developer portal: {', '.join(asked)}.")
    return Checked("intents", "No privileged intent is needed.")


async def _status(settings: Settings) -> Checked:
    if settings.metrics_port is None:
        return Checked("status", "No port for /healthz, /readyz and /metrics; REELCALL_METRICS_PORT opens one.")
    host, port = settings.metrics_host, settings.metrics_port
    try:
        server = await asyncio.start_server(lambda _reader, writer: writer.close(), host, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return Checked("status", f"Port {port} of {host} is in use: by the running bot, it is to be hoped.")
        problem = MisconfiguredError(f"{host} is no address of this machine; set REELCALL_METRICS_HOST to one.")
        return Checked("status", str(problem), problem)
    server.close()
    await server.wait_closed()
    return Checked("status", f"Port {port} of {host} is free for /healthz, /readyz and /metrics.")


def _llm(settings: Settings) -> Checked:
    if settings.llm_on:
        return Checked("llm", f"{settings.openai_model} chooses words for the answers.")
    return Checked("llm", "None set up, none needed; the templates speak.")


def _invite(settings: Settings) -> Checked:
    token = settings.discord_token.get_secret_value() if settings.discord_token else ""
    if (known := application_id(token)) is None:
        return Checked("invite", "The link can be made once there is a token.")
    return Checked("invite", invite_link(known))
