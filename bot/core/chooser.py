"""The phraser, asked so that nothing it does can cost a turn."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from bot.core.ports import Choice, Phraser
from bot.core.types import FilmCard, ReplyKind, SearchState

_log = logging.getLogger(__name__)


class Chooser:
    """Has a phraser choose a card, if there is a phraser."""

    def __init__(self, phraser: Phraser | None, patience: float) -> None:
        """Hear a phraser no longer than `patience` seconds."""
        self.phraser = phraser
        self.patience = patience

    async def choice(self, kind: ReplyKind, cards: Sequence[FilmCard], state: SearchState) -> Choice | None:
        """The phraser's choice; None without one, or where it fails or takes too long."""
        if self.phraser is None or kind not in {ReplyKind.FOUND, ReplyKind.UNSURE}:
            return None
        try:
            async with asyncio.timeout(self.patience):
                return await self.phraser.choose(state.utterances, cards)
        except Exception as error:  # noqa: BLE001  # it only adorns the answer, so nothing in it may cost the turn
            _log.warning("the phraser failed: %s", type(error).__name__)
            return None
