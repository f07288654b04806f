"""The lead sentence of an answer, and which card stands in front: a phraser chooses, where there is one."""

from __future__ import annotations

import asyncio
import logging

from bot.core import phrasing
from bot.core.clues import liked
from bot.core.grounding import accept_choice
from bot.core.ports import Choice, Phraser
from bot.core.replies import labels_of
from bot.core.types import FilmCard, ReplyKind, SearchState

_log = logging.getLogger(__name__)


class Presenter:
    """Templates speak; a phraser may choose the film that is named, and quote the catalogue for it."""

    def __init__(self, phraser: Phraser | None, *, patience: float) -> None:
        """Present cards.

        Args:
            phraser: without one the first card is named.
            patience: seconds after which it is not heard.
        """
        self._phraser = phraser
        self._patience = patience

    async def present(
        self, kind: ReplyKind, cards: tuple[FilmCard, ...], state: SearchState, *, weak: bool = False
    ) -> tuple[ReplyKind, str, tuple[FilmCard, ...]]:
        """The lead sentence, and the cards with the one that it names in front; only the best can be sure.

        Args:
            kind: what the cards are.
            cards: the screen, best first.
            state: what was searched for, before these cards.
            weak: whether films meet all that was said firmly, so that the nearest only match the rest weakly.
        """
        if cards and (like := liked(state)):
            return kind, phrasing.alike(like.title), cards
        accepted = accept_choice(await self._choice(kind, cards, state), cards)
        if accepted is None:
            said, labels, first = state.utterances, labels_of(state), not state.shown
            return kind, phrasing.lead(kind, cards, looked_for=said, labels=labels, first=first, weak=weak), cards
        chosen, quote = accepted
        sure = kind is ReplyKind.FOUND and chosen is cards[0]
        others = (card for card in cards if card is not chosen)
        return (
            ReplyKind.FOUND if sure else ReplyKind.UNSURE,
            phrasing.quoted(chosen, quote, sure=sure),
            (chosen, *others),
        )

    async def _choice(self, kind: ReplyKind, cards: tuple[FilmCard, ...], state: SearchState) -> Choice | None:
        if self._phraser is None or kind not in {ReplyKind.FOUND, ReplyKind.UNSURE}:
            return None
        try:
            async with asyncio.timeout(self._patience):
                return await self._phraser.choose(state.utterances, cards)
        except Exception as error:  # noqa: BLE001  # it only adorns the answer, so nothing in it may cost the turn
            _log.warning("the phraser failed: %s", type(error).__name__)
            return None
