"""The sentence above the cards. A phraser is asked so that nothing it does can cost a turn."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from bot.core import phrasing
from bot.core.chips import labels_of
from bot.core.clues import liked
from bot.core.grounding import accept_choice
from bot.core.ports import Choice, Phraser
from bot.core.types import FilmCard, ReplyKind, SearchState

_log = logging.getLogger(__name__)


class Presenter:
    """Finds the sentence above the cards, with the help of a phraser if there is one."""

    def __init__(self, phraser: Phraser | None, patience: float) -> None:
        """Hear a phraser no longer than `patience` seconds."""
        self.phraser = phraser
        self.patience = patience

    async def present(
        self, kind: ReplyKind, cards: tuple[FilmCard, ...], state: SearchState
    ) -> tuple[ReplyKind, str, tuple[FilmCard, ...]]:
        """The lead sentence, and the cards with the one that it names in front; only the best can be sure."""
        if cards and (like := liked(state)):
            return kind, phrasing.alike(like.title), cards
        accepted = accept_choice(await self._choice(kind, cards, state), cards)
        if accepted is None:
            first = not state.shown
            return (
                kind,
                phrasing.lead(kind, cards, looked_for=state.utterances, labels=labels_of(state), first=first),
                cards,
            )
        chosen, quote = accepted
        sure = kind is ReplyKind.FOUND and chosen is cards[0]
        others = (card for card in cards if card is not chosen)
        return (
            ReplyKind.FOUND if sure else ReplyKind.UNSURE,
            phrasing.quoted(chosen, quote, sure=sure),
            (chosen, *others),
        )

    async def _choice(self, kind: ReplyKind, cards: Sequence[FilmCard], state: SearchState) -> Choice | None:
        """The phraser's choice; None without one, or where it fails or takes too long."""
        if self.phraser is None or kind not in {ReplyKind.FOUND, ReplyKind.UNSURE}:
            return None
        try:
            async with asyncio.timeout(self.patience):
                return await self.phraser.choose(state.utterances, cards)
        except Exception as error:  # noqa: BLE001  # it only adorns the answer, so nothing in it may cost the turn
            _log.warning("the phraser failed: %s", type(error).__name__)
            return None
