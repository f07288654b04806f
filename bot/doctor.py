"""`reelcall doctor`: looks for what an operator forgets, and prints the invite link."""

from __future__ import annotations

import asyncio
import errno
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.bootstrap import open_home_store, starter_index
from bot.core.errors import BadTokenError, BotError, MisconfiguredError, StoreError, UnreachableError
from bot.discord_app.checkup import Portal, ask_discord
from bot.discord_app.client import needed_intents
from bot.discord_app.invite import application_id, invite_link, personal_link, token_problem
from bot.index_report import verify
from bot.settings import Settings
from retrieval.encoder_onnx import OnnxEncoder, shipped_encoder
from retrieval.errors import IndexMissingError, RetrievalError

_LEAST_MEGABYTES: Final = 200
"""For an index of the starter, a store and their logs."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was looked at."""

    name: str
    result: str
    """One sentence."""
    error: Exception | None = None
    """Why the bot would not run; its exit code is what it would end with."""
    look: bool = False
    """Whether it would run, but not as it should."""


async def examine(settings: Settings, *, index: Path | None) -> list[Checked]:
    """Check everything that `reelcall discord` needs, in the order in which it would fail."""
    return [
        _home(settings.home),
        _disk(settings.home),
        _encoder(),
        _index(settings.home, index),
        await _store(settings),
        *await _discord(settings),
        await _status(settings),
        _llm(settings),
        _invite(settings),
    ]


def show(findings: Sequence[Checked]) -> str:
    """The findings, a line each."""
    return "".join(f"{_mark(one):8} {one.name:8} {one.result}\n" for one in findings)


def _mark(finding: Checked) -> str:
    return "PROBLEM" if finding.error else "LOOK" if finding.look else "ok"


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


def _disk(home: Path) -> Checked:
    place = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(place).free // 2**20
    if free < _LEAST_MEGABYTES:
        problem = StoreError(f"Only {free} MB are free on the disk of {home}; free {_LEAST_MEGABYTES} MB at least.")
        return Checked("disk", str(problem), problem)
    return Checked("disk", f"{free:,} MB are free.")


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


async def _discord(settings: Settings) -> list[Checked]:
    """What only Discord knows, asked once; where it cannot be asked, what can be said without."""
    token = settings.discord_token.get_secret_value() if settings.discord_token else ""
    if problem := token_problem(token):
        return [Checked("token", problem, BadTokenError(problem)), _intents(settings, None)]
    portal = await ask_discord(token, settings.discord_api_base)
    if portal is None or not (portal.accepted or portal.refused):
        silent = UnreachableError(_silence(portal))
        form = Checked("token", "Has the form of a bot token; only Discord knows whether it is valid.")
        return [form, _intents(settings, None), Checked("discord", str(silent), silent)]
    if portal.refused:
        refused = BadTokenError("Discord refuses the token: copy it again from the Bot page of the developer portal.")
        return [Checked("token", str(refused), refused), _intents(settings, None), _clock(portal)]
    accepted = Checked("token", "Discord accepts it.")
    return [accepted, _intents(settings, portal), _clock(portal), _commands(portal), _permissions(portal)]


def _silence(portal: Portal | None) -> str:
    if portal is None:
        return "Discord does not answer: check the network and try again."
    return f"What answers for Discord does not say who the bot is (status {portal.status}): try again in a while."


def _intents(settings: Settings, portal: Portal | None) -> Checked:
    intents = needed_intents(free_chat=settings.free_chat)
    if not intents.message_content:
        return Checked("intents", "No privileged intent is needed.")
    if portal is not None and portal.lacks_message_content:
        problem = MisconfiguredError(
            "Free chat needs Message Content Intent: switch it on, on the Bot page of the developer portal, or "
            "REELCALL_FREE_CHAT off."
        )
        return Checked("intents", str(problem), problem)
    return Checked("intents", "Free chat needs Message Content Intent, on the Bot page of the developer portal.")


def _clock(portal: Portal) -> Checked:
    return Checked("clock", portal.clock_problem or "Goes as Discord's does.", look=portal.clock_problem is not None)


def _commands(portal: Portal) -> Checked:
    if portal.takes_commands_elsewhere:
        problem = MisconfiguredError(
            "Commands and buttons go to a web server instead of this bot: empty Interactions Endpoint URL on the page "
            "General Information of the developer portal."
        )
        return Checked("commands", str(problem), problem)
    if portal.application is None:
        return Checked("commands", "Discord did not say where they go.", look=True)
    return Checked("commands", "Come to the bot.")


def _permissions(portal: Portal) -> Checked:
    if portal.servers is None:
        return Checked("servers", "Discord did not say which ones the bot is in.", look=True)
    lacking = list(portal.servers_with_too_little())
    if not lacking:
        return Checked("servers", f"In {len(portal.servers)}, with all permissions that it needs.")
    missing = ", ".join(sorted({name for names in lacking for name in names}))
    return Checked(
        "servers",
        f"In {len(lacking)} of {len(portal.servers)} the bot lacks permissions ({missing}): open the link below again "
        "and choose the server.",
        look=True,
    )


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
    return Checked("invite", f"for a server {invite_link(known)} ; for oneself {personal_link(known)}")
