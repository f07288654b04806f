"""What servers and people have set and kept, as the cogs that show it need it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Final

from bot.core.errors import StoreError
from bot.core.language import Languages
from bot.core.limits import Pace
from bot.core.ports import Catalogue, FilmLists, LanguageChoices, Nights, SeenFilms, SettingsKeeper
from bot.core.types import ServerId
from bot.discord_app import keys
from bot.discord_app.places import Interaction, server_of

_log = logging.getLogger(__name__)
_AGAIN: Final = 30.0
"""Seconds between two attempts to read which channels are open."""


class OpenChannels:
    """The channels that servers have opened for free chat, kept in memory, because every message asks for its own."""

    def __init__(self, settings: SettingsKeeper, *, again: float = _AGAIN) -> None:
        """Open none yet.

        Args:
            settings: where they are kept.
            again: seconds between two attempts to read them.
        """
        self._settings = settings
        self._again = again
        self._open: dict[ServerId, frozenset[str]] = {}
        self._trying: asyncio.Task[None] | None = None

    def __call__(self, channel_id: int) -> bool:
        """Whether a channel is open."""
        return any(str(channel_id) in channels for channels in self._open.values())

    async def load(self) -> None:
        """Read what all servers have set; where that fails it is tried again, without waiting for it."""
        if not await self._read() and (self._trying is None or self._trying.done()):
            self._trying = asyncio.create_task(self._try_again(), name="channels open for free chat")

    def close(self) -> None:
        """Read nothing any more."""
        if self._trying is not None:
            self._trying.cancel()

    def note(self, server: ServerId, channels: frozenset[str]) -> None:
        """Take over what a server has just set."""
        self._open[server] = channels

    async def _try_again(self) -> None:
        while True:
            await asyncio.sleep(self._again)
            if await self._read():
                return

    async def _read(self) -> bool:
        try:
            self._open = dict(await self._settings.free_chat())
        except StoreError as error:  # what people say to the bot itself is worth more
            _log.warning("Which channels are open for free chat could not be read: %s", error)
            return False
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The ports behind `/settings`, `/language`, `/seen`, `/lists` and `/night`."""

    seen: SeenFilms
    lists: FilmLists
    settings: SettingsKeeper
    catalogue: Catalogue
    pace: Pace
    languages: Languages
    language_choices: LanguageChoices
    nights: Nights
    channels: OpenChannels | None = None
    """Where free chat is open; None where the operator lets servers open no channel for it."""
    redraw_every: float = 3.0
    """Seconds between two times that the card of a movie night is laid out anew."""

    async def begin(self, interaction: Interaction) -> None:
        """Count what somebody asks for here, and acknowledge it, before their eyes alone where it is a command.

        Raises:
            TooSoonError: they ask too often; it is not acknowledged yet.
        """
        self.pace.take(keys.person(interaction.user.id), server_of(interaction))
        await interaction.response.defer(ephemeral=True)
