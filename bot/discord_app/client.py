"""The client: intents, cogs, login and a quiet end."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import aiohttp
import discord
from discord.ext import commands

from bot.core.about import About
from bot.core.errors import BadTokenError, UnreachableError
from bot.core.health import Health
from bot.core.ports import MessageLinks, PersonalData, TurnHandler
from bot.discord_app.answers import AnswerButton
from bot.discord_app.buttons import ResultButton
from bot.discord_app.cogs.find import Find
from bot.discord_app.cogs.info import Info, PrivacyButton
from bot.discord_app.cogs.messages import Messages
from bot.discord_app.cogs.results import Results
from bot.discord_app.cogs.servers import Servers
from bot.discord_app.command_sync import sync_when_changed
from bot.discord_app.desk import Desk
from bot.discord_app.endpoint import discord_at
from bot.discord_app.turns import describe

_log = logging.getLogger(__name__)
COMMANDS_FILE: Final = "discord-commands.sha256"
_GRACE: Final = 10.0
"""Seconds that turns under way get when the bot is told to stop."""
_AUTHENTICATION_FAILED: Final = 4004
_BAD_TOKEN: Final = "Discord refused the token: copy it again from the Bot page of the developer portal."  # noqa: S105 - a sentence about tokens


def needed_intents() -> discord.Intents:
    """Name what the gateway shall send: servers for permissions, and messages. Nothing privileged."""
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


class ReelcallBot(commands.Bot):
    """Joins the cogs to Discord. Keeps no messages and no members, so that nothing outlives its conversation."""

    def __init__(
        self,
        *,
        conversation: TurnHandler,
        links: MessageLinks,
        people: PersonalData,
        about: About,
        commands_file: Path,
    ) -> None:
        # Speaking is not among what this bot does; the library would warn that it cannot.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            command_prefix=commands.when_mentioned,  # required by the library; `on_message` below leaves it unused
            help_command=None,
            intents=needed_intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self._desk = Desk(conversation=conversation, links=links)
        self._people = people
        self._about = about
        self._commands_file = commands_file

    async def setup_hook(self) -> None:
        """Prepare once, between login and gateway."""
        self.add_dynamic_items(ResultButton, AnswerButton, PrivacyButton)
        await self.add_cog(Messages(self._desk, self._own_id))
        await self.add_cog(Find(self._desk))
        await self.add_cog(Results(self._desk))
        await self.add_cog(Info(about=self._about, people=self._people, turns=self._desk.turns))
        await self.add_cog(Servers(self, self._people))
        await sync_when_changed(self.tree, self._commands_file)

    async def on_ready(self) -> None:
        """Say that the bot is there."""
        _log.info("Connected to Discord, in %d server(s)", len(self.guilds))

    async def on_message(self, message: discord.Message, /) -> None:
        """Leave messages to the cog: a mention is a search here, never a prefix command."""

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Log what the outer handler did not see, as sparingly as it does."""
        error = sys.exception()
        _log.error("The event %s failed: %s", event_method, "unknown" if error is None else describe(error))

    def is_connected(self) -> bool:
        """Whether the gateway has let the bot in and the connection stands."""
        return self.is_ready() and not self.is_closed() and self.ws is not None and self.ws.open

    async def close(self) -> None:
        """Let turns under way finish, then leave."""
        await self._desk.turns.finish(within=_GRACE)
        await super().close()

    def _own_id(self) -> int:
        if self.user is None:  # no event comes before the login
            raise RuntimeError("not logged in")
        return self.user.id


class ShardedReelcallBot(ReelcallBot, commands.AutoShardedBot):
    """The same over as many connections as Discord advises, which it asks for from 2,500 servers on."""

    def is_connected(self) -> bool:
        """Whether all connections stand."""
        shards = self.shards.values()
        return self.is_ready() and not self.is_closed() and not any(shard.is_closed() for shard in shards)


async def run_discord(
    *,
    token: str,
    conversation: TurnHandler,
    store: MessageLinks,
    people: PersonalData,
    about: About,
    home: Path,
    api_base: str | None = None,
    gateway_url: str | None = None,
    cdn_base: str | None = None,
    health: Health | None = None,
    sharded: bool = False,
) -> None:
    """Run the bot until it is told to stop by SIGTERM or SIGINT.

    Args:
        token: the bot's token.
        conversation: what answers.
        store: where it is remembered which message belongs to which conversation.
        people: what is kept about people and servers.
        about: what the bot says of itself.
        home: the folder for the mark of the registered commands.
        api_base: a server that stands in for Discord; see `endpoint.discord_at`.
        gateway_url: that server's gateway.
        cdn_base: that server's pictures.
        health: what is told whether the gateway has let the bot in.
        sharded: whether to open as many connections as Discord advises.

    Raises:
        BadTokenError: Discord refuses the token.
        UnreachableError: Discord does not answer at the start. Later the bot connects again by itself.
        MisconfiguredError: the stand-in's addresses cannot be used.
    """
    _keep_payloads_out_of_the_log()
    with discord_at(api_base=api_base, gateway_url=gateway_url, cdn_base=cdn_base):
        bot = (ShardedReelcallBot if sharded else ReelcallBot)(
            conversation=conversation, links=store, people=people, about=about, commands_file=home / COMMANDS_FILE
        )
        if health is not None:
            health.watch("gateway", bot.is_connected)
        async with bot:
            await _serve(bot, token)


async def _serve(bot: ReelcallBot, token: str) -> None:
    connection = asyncio.create_task(_connect(bot, token), name="discord connection")
    with _on_signals(connection.cancel):
        try:
            await connection
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if current is not None and current.cancelling():  # it was not a signal, but whoever called us
                raise
            _log.info("Leaving Discord")


async def _connect(bot: ReelcallBot, token: str) -> None:
    token = token.strip()
    if not token or not token.isprintable():
        raise BadTokenError(_BAD_TOKEN)
    try:
        await bot.login(token)
        await bot.connect()
    except discord.LoginFailure:
        raise BadTokenError(_BAD_TOKEN) from None
    except discord.ConnectionClosed as error:
        if error.code == _AUTHENTICATION_FAILED:
            raise BadTokenError(_BAD_TOKEN) from None
        raise UnreachableError(
            f"Discord closed the connection for good (code {error.code}): start the bot again."
        ) from error
    except (aiohttp.ClientError, OSError, discord.HTTPException) as error:
        raise UnreachableError("Discord does not answer: check the network and start the bot again.") from error


@contextmanager
def _on_signals(stop: Callable[[], object]) -> Iterator[None]:
    """Have SIGTERM and SIGINT call `stop`; where loops have no signals (Windows), Ctrl-C cancels the task anyway."""
    loop = asyncio.get_running_loop()
    caught: list[signal.Signals] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop)
        except (NotImplementedError, RuntimeError, ValueError):
            continue
        caught.append(number)
    try:
        yield
    finally:
        for number in caught:
            loop.remove_signal_handler(number)


def _keep_payloads_out_of_the_log() -> None:
    """Hold the library at INFO: its DEBUG lines hold whole messages, and no setting of ours may write those."""
    library = logging.getLogger("discord")
    if library.getEffectiveLevel() < logging.INFO:
        library.setLevel(logging.INFO)
