"""The one outer handler: whatever goes wrong in a turn, the user gets an answer and the bot goes on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final

import discord
from discord.app_commands import Choice

from bot.core.errors import RefusedError, TooSoonError
from bot.core.language import gettext as _
from bot.core.language import speak
from bot.core.limits import Pace
from bot.core.order import begin_turn
from bot.discord_app import wording, wording_house
from bot.discord_app.components import typed
from bot.discord_app.failures import Losses, describe
from bot.discord_app.speech import Source, Speech

_log = logging.getLogger(__name__)


Tell = Callable[[Source, str], Awaitable[None]]


class Turns:
    """Runs turns, answers for those that fail, and lets those under way finish when the bot closes."""

    def __init__(self, speech: Speech, *, tell: Tell, pace: Pace, losses: Losses) -> None:
        """Run turns.

        Args:
            speech: finds the language that a turn is answered in.
            tell: says one sentence to whoever did something.
            pace: knows who has been told already that they ask too often.
            losses: counts what does not arrive.
        """
        self.speech: Final = speech
        self._tell = tell
        self._pace = pace
        self.losses: Final = losses
        self._running: set[asyncio.Task[Any]] = set()
        self._closing = False

    async def run(self, work: Coroutine[Any, Any, None], *, to: Source) -> None:
        """Run one turn in the current task; never raises, except when it is cancelled. None is begun at the end.

        Args:
            work: the turn; it is begun in the language that its answer has where nothing else is said.
            to: what somebody did.
        """
        if self._closing:  # what it needs may be closed before it is done
            work.close()
            return
        self.attend()
        begin_turn()
        try:
            speak(await self.speech.of_turn(to))
            await work
        except (discord.Forbidden, discord.NotFound) as error:
            # A permission was taken away, or a message, a channel or an interaction is gone: nobody is left to tell.
            self.losses.count(error)
            _log.info("Discord refused an answer: status %s, code %s", error.status, error.code)
        except TooSoonError as error:
            if self._is_told(to, error):
                await self._attempt(to, wording_house.too_soon(error))
        except RefusedError as error:
            await self._attempt(to, str(error))
        except Exception as error:  # noqa: BLE001 - the user must hear of any failure, and the next turn must run
            self.losses.count(error)
            _log.error("A turn failed: %s", describe(error))
            await self._attempt(to, wording_house.with_words(_(wording.APOLOGY), _gone_with(to)))
        finally:
            work.close()  # where it was not even begun

    def _is_told(self, to: Source, error: TooSoonError) -> bool:
        """Whether a refusal is said: of messages the first one a minute, which all see who are there.

        A command or a press waits for its answer, which its asker alone sees, and there it is always said.
        """
        if not isinstance(to, discord.Message):
            return True
        return self._pace.is_told((to.channel.id, None if error.crowd else to.author.id))

    async def _attempt(self, to: Source, sentence: str) -> None:
        try:
            await self._tell(to, sentence)
        except Exception as error:  # noqa: BLE001 - the connection itself may be what failed
            self.losses.count(error)
            _log.warning("What went wrong could not be told: %s", describe(error))

    def attend(self) -> None:
        """Have the current task finish before the bot closes: it uses the store."""
        task = asyncio.current_task()
        if task is not None:
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def finish(self, *, within: float) -> None:
        """Take no more turns, and wait for those under way, at most `within` seconds; what is left is cancelled."""
        self._closing = True
        if not self._running:
            return
        _log.info("Waiting for %d turn(s) to finish", len(self._running))
        _, late = await asyncio.wait(set(self._running), timeout=within)
        for task in late:
            task.cancel()


def _gone_with(to: Source) -> str:
    """The words of a window, which nobody can open again; a message still stands, and a command can be called back."""
    if isinstance(to, discord.Message) or to.type is not discord.InteractionType.modal_submit:
        return ""
    return typed(to)


async def suggested(work: Awaitable[list[Choice[str]]]) -> list[Choice[str]]:
    """What is suggested while somebody types; where that fails it is nothing, for what is typed can be sent as it is.

    The library would log who typed, and where.
    """
    try:
        return await work
    except Exception as error:  # noqa: BLE001 - whatever it is, nobody can be told
        _log.warning("Nothing could be suggested: %s", describe(error))
        return []
