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
from bot.core.errors import BadTokenError, MisconfiguredError, StoreError, UnreachableError
from bot.core.health import Health
from bot.core.ports import MessageLinks, Outbox, PersonalData, TurnHandler
from bot.core.undelivered import CountUndelivered
from bot.discord_app.answers import AnswerButton
from bot.discord_app.buttons import ResultButton, ResultSelect
from bot.discord_app.cogs.films import Films
from bot.discord_app.cogs.find import Find
from bot.discord_app.cogs.info import Info, PrivacyButton
from bot.discord_app.cogs.language import OwnLanguage
from bot.discord_app.cogs.lists import Lists
from bot.discord_app.cogs.messages import Messages
from bot.discord_app.cogs.nights import Nights
from bot.discord_app.cogs.results import Results
from bot.discord_app.cogs.seen import Seen
from bot.discord_app.cogs.servers import Servers
from bot.discord_app.cogs.settings import Settings
from bot.discord_app.command_sync import sync_when_changed
from bot.discord_app.desk import Desk
from bot.discord_app.endpoint import discord_at, is_stand_in, settle_version
from bot.discord_app.failures import Losses, describe
from bot.discord_app.house import House
from bot.discord_app.lenient import complete_application
from bot.discord_app.mail import Mail
from bot.discord_app.quiet_log import keep_people_out_of_the_log
from bot.discord_app.speech import Speech
from bot.discord_app.titles import WhichSelect
from bot.discord_app.translator import CommandTranslator
from bot.discord_app.tree import Tree

_log = logging.getLogger(__name__)
COMMANDS_FILE: Final = "discord-commands.sha256"
_GRACE: Final = 10.0
"""Seconds that turns under way get when the bot is told to stop."""
_AUTHENTICATION_FAILED: Final = 4004
_NOT_OFFERED: Final = frozenset({404, 405, 501})
_SILENT: Final = "Discord does not answer: check the network and start the bot again."
_BAD_TOKEN: Final = "Discord refused the token: copy it again from the Bot page of the developer portal."  # noqa: S105 - a sentence about tokens


def needed_intents(*, free_chat: bool) -> discord.Intents:
    """Name what the gateway shall send: servers for permissions, and messages.

    Only to hear what is said without naming it does the bot need a privileged intent, the words of all messages.
    """
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=free_chat)


class ReelcallBot(commands.Bot):
    """Joins the cogs to Discord. Keeps no messages and no members, so that nothing outlives its conversation."""

    def __init__(
        self,
        *,
        conversation: TurnHandler,
        links: MessageLinks,
        outbox: Outbox,
        people: PersonalData,
        house: House,
        about: Callable[[], About],
        commands_file: Path,
        losses: Losses,
    ) -> None:
        # Speaking is not among what this bot does; the library would warn that it cannot.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            command_prefix=commands.when_mentioned,  # required by the library; `on_message` below leaves it unused
            help_command=None,
            tree_cls=Tree,
            intents=needed_intents(free_chat=house.channels is not None),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self.speech = Speech(house.languages, house.settings, house.language_choices)
        self.losses = losses
        mail = Mail(outbox, lambda: self.http, house.languages, losses)
        self._desk = Desk(conversation=conversation, links=links, mail=mail, speech=self.speech, pace=house.pace)
        self._people = people
        self._house = house
        self._about = about
        self._commands_file = commands_file

    async def setup_hook(self) -> None:
        """Prepare once, between login and gateway."""
        self.add_dynamic_items(ResultButton, ResultSelect, WhichSelect, AnswerButton, PrivacyButton)
        await self.add_cog(Messages(self._desk, self._own_id, self._house.channels))
        find = Find(self._desk)
        await self.add_cog(find)
        self.tree.add_command(find.menu)
        await self.add_cog(Films(self._desk, self._house))
        await self.add_cog(Results(self._desk))
        await self.add_cog(Info(about=self._about, people=self._people, house=self._house, turns=self._desk.turns))
        await self.add_cog(Settings(self._house, about=self._about, turns=self._desk.turns))
        await self.add_cog(Seen(self._house, turns=self._desk.turns))
        await self.add_cog(Lists(self._house, turns=self._desk.turns))
        await self.add_cog(Nights(self._house, turns=self._desk.turns))
        await self.add_cog(OwnLanguage(self._house, turns=self._desk.turns))
        await self.add_cog(Servers(self, self._people, self._desk.turns))
        await self.tree.set_translator(CommandTranslator(self._house.languages))
        await sync_when_changed(self.tree, self._commands_file)
        if self._house.channels is not None:
            await self._house.channels.load()
        await self._send_left_over()

    async def _send_left_over(self) -> None:
        """Send what was on its way when the bot was killed, before anything new comes in."""
        try:
            await self._desk.mail.send_left_over()
        except StoreError as error:  # what people say from now on is worth more
            _log.warning("Answers left over from before the start could not be read: %s", error)

    async def application_info(self) -> discord.AppInfo:
        """Ask for the application; a server that does not say which it is gets its id from the bot's own."""
        try:
            return await super().application_info()
        except discord.HTTPException as error:
            if not is_stand_in() or error.status not in _NOT_OFFERED:
                raise
        made_up: Any = complete_application({"id": str(self._own_id())})
        return discord.AppInfo(self._connection, made_up)

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
        waiting = self._connection._ready_task  # noqa: SLF001 - left alone it goes on, and fails once all is closed
        if waiting is not None:
            waiting.cancel()
        if self._house.channels is not None:
            self._house.channels.close()
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
    outbox: Outbox,
    people: PersonalData,
    house: House,
    about: Callable[[], About],
    home: Path,
    api_base: str | None = None,
    gateway_url: str | None = None,
    cdn_base: str | None = None,
    health: Health | None = None,
    undelivered: CountUndelivered | None = None,
    sharded: bool = False,
) -> None:
    """Run the bot until it is told to stop by SIGTERM or SIGINT.

    Args:
        token: the bot's token.
        conversation: what answers.
        store: where it is remembered which message belongs to which conversation.
        outbox: where answers are kept until they have arrived.
        people: what is kept about people and servers.
        house: what servers and people have set and kept; free chat, where it allows that, takes a privileged intent.
        about: what the bot says of itself when it is asked.
        home: the folder for the mark of the registered commands.
        api_base: a server that stands in for Discord; see `endpoint.discord_at`.
        gateway_url: that server's gateway.
        cdn_base: that server's pictures.
        health: what is told whether the gateway has let the bot in.
        undelivered: counts what does not arrive.
        sharded: whether to open as many connections as Discord advises.

    Raises:
        BadTokenError: Discord refuses the token.
        UnreachableError: Discord does not answer at the start. Later the bot connects again by itself.
        MisconfiguredError: the stand-in's addresses cannot be used.
    """
    keep_people_out_of_the_log()
    with discord_at(api_base=api_base, gateway_url=gateway_url, cdn_base=cdn_base):
        bot = (ShardedReelcallBot if sharded else ReelcallBot)(
            conversation=conversation,
            links=store,
            outbox=outbox,
            people=people,
            house=house,
            about=about,
            commands_file=home / COMMANDS_FILE,
            losses=Losses(undelivered or (lambda _reason: None)),
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
        await settle_version()
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
    except discord.PrivilegedIntentsRequired:
        raise MisconfiguredError(
            "Discord refuses an intent: switch Message Content Intent on, on the Bot page of the developer portal, or "
            "REELCALL_FREE_CHAT off."
        ) from None
    except (aiohttp.ClientError, OSError, discord.HTTPException, discord.GatewayNotFound) as error:
        raise UnreachableError(_SILENT) from error
    except AttributeError as error:
        if bot.ws is not None:
            raise
        # The library wants to take up again a first connection that there never was.
        raise UnreachableError(_SILENT) from error


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
