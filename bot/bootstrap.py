"""The composition root: joins adapters, search and conversation, and closes them in reverse order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib.metadata import version
from importlib.resources import as_file
from pathlib import Path
from typing import Final

from bot.adapters.clock import SystemClock
from bot.adapters.key import load_or_make_key
from bot.adapters.store import Store, open_store
from bot.core.about import About
from bot.core.conversation import Conversation, Retention
from bot.core.errors import StoreError
from bot.core.limits import LimitedConversation, Pace
from bot.core.ports import Catalogue, PersonalData, Phraser, SessionStore, TurnHandler, TurnReader
from bot.core.terms import TermedConversation, TermsBook
from bot.settings import Settings
from retrieval.build import Progress, build_index, ensure_index
from retrieval.encoder_onnx import OnnxEncoder, read_card, shipped_encoder
from retrieval.manifest import Manifest
from retrieval.ports import Storage
from retrieval.rank import load_ranking
from retrieval.search import FilmSearch, open_index
from retrieval.starter import LICENCES, starter_films

_log = logging.getLogger(__name__)

STORE: Final = "sessions.db"
_RANKING: Final = "ranking.json"
_PURGE_SECONDS: Final = 60.0

SERVER_GRACE: Final = timedelta(days=7)
"""How long what is kept for a server outlives the bot's removal from it: time to undo a slip."""

ShowProgress = Callable[[], AbstractContextManager[Progress]]
"""Makes a progress display that is shown as long as the context lasts."""


@dataclass(frozen=True, slots=True)
class App:
    """What a front end needs."""

    conversation: TurnHandler
    catalogue: Catalogue
    store: Store
    about: Callable[[], About]
    """What the bot says of itself now: a newer index may have taken the place of the one of the start."""
    pace: Pace


def starter_index(home: Path) -> Path:
    """Where the index of the starter catalogue is kept."""
    return home / "indexes" / "starter"


def open_search(home: Path, index: Path | None, show_progress: ShowProgress) -> FilmSearch:
    """Load the encoder and an index; the starter's is built first if it is missing or of another version.

    Raises:
        retrieval.errors.RetrievalError: the encoder or the index cannot be used.
    """
    encoder = OnnxEncoder(shipped_encoder())
    ranking = load_ranking(shipped_encoder() / _RANKING, fingerprint=encoder.fingerprint)
    folder = index or starter_index(home)
    if index is None:
        with as_file(starter_films()) as films, show_progress() as progress:
            ensure_index(folder, films, encoder, licences=LICENCES, progress=progress)
    return FilmSearch(open_index(folder, encoder), encoder, ranking, count=encoder.token_count)


def rebuild(
    home: Path, index: Path | None, films_file: Path | None, show_progress: ShowProgress, *, storage: Storage | None
) -> Manifest:
    """Build an index anew, of a film file or of the starter.

    Raises:
        retrieval.errors.RetrievalError: the encoder, the film file or the folder cannot be used.
    """
    encoder = OnnxEncoder(shipped_encoder())
    folder = index or starter_index(home)
    with as_file(starter_films()) as starter, show_progress() as progress:
        licences = LICENCES if films_file is None else ()
        return build_index(
            folder, films_file or starter, encoder, licences=licences, progress=progress, storage=storage
        )


@asynccontextmanager
async def open_app(settings: Settings, *, index: Path | None, show_progress: ShowProgress) -> AsyncIterator[App]:
    """Open everything that a conversation needs.

    Raises:
        retrieval.errors.RetrievalError: the encoder or the index cannot be used.
        bot.core.errors.BotError: the key, the store or a setting cannot be used.
    """
    async with AsyncExitStack() as stack:
        search = await asyncio.to_thread(open_search, settings.home, index, show_progress)
        stack.callback(search.close)
        store = await stack.enter_async_context(open_home_store(settings))
        purging = asyncio.create_task(
            purge_for_ever(store.sessions, store.people), name="purge of expired conversations"
        )
        stack.push_async_callback(_cancelled, purging)
        phraser, turn_reader = await _open_llm(settings, stack)
        conversation = Conversation(
            finder=search,
            reader=search,
            store=store.sessions,
            clock=SystemClock(),
            phraser=phraser,
            turn_reader=turn_reader,
            retention=Retention(timedelta(minutes=settings.idle_minutes), timedelta(hours=settings.max_hours)),
            seen=store.seen,
        )
        pace = Pace(clock=SystemClock(), per_person=settings.person_turns, per_server=settings.server_turns)
        about = describe(settings, search.manifest)
        termed = TermedConversation(conversation, TermsBook(store.settings, store.seen))
        yield App(
            LimitedConversation(termed, pace),
            search,
            store,
            lambda: of_index(about, search.manifest),
            pace,
        )


async def _open_llm(settings: Settings, stack: AsyncExitStack) -> tuple[Phraser | None, TurnReader | None]:
    """What asks the language model that is set up, if one is."""
    if not settings.llm_on or not settings.openai_model:
        return None, None
    from bot.adapters.llm import open_llm  # noqa: PLC0415  # half a second and 25 MB that few need
    from bot.adapters.phraser import OpenAIPhraser  # noqa: PLC0415
    from bot.adapters.turn_reader import LlmTurnReader  # noqa: PLC0415

    key = settings.openai_api_key
    llm = await stack.enter_async_context(
        open_llm(
            model=settings.openai_model,
            api_key=key.get_secret_value() if key else None,
            base_url=settings.openai_base_url,
        )
    )
    return OpenAIPhraser(llm), LlmTurnReader(llm) if settings.llm_reads else None


def describe(settings: Settings, manifest: Manifest) -> About:
    """What the bot says of itself with these settings and this index."""
    return About(
        version=version("reelcall"),
        films=manifest.films,
        built_on=datetime.fromisoformat(manifest.built_at).date(),
        licences=manifest.licences,
        own_licences=frozenset(LICENCES),
        encoder=f"{read_card(shipped_encoder()).name} ({manifest.encoder})",
        idle=timedelta(minutes=settings.idle_minutes),
        total=timedelta(hours=settings.max_hours),
        grace=SERVER_GRACE,
        contact=settings.contact,
        llm=settings.openai_model if settings.llm_on else None,
        llm_reads=settings.llm_on and settings.llm_reads,
    )


def of_index(about: About, manifest: Manifest) -> About:
    """The same of another index: one that takes the place of another is made with the same encoder."""
    built_on = datetime.fromisoformat(manifest.built_at).date()
    return replace(about, films=manifest.films, built_on=built_on, licences=manifest.licences)


@asynccontextmanager
async def open_home_store(settings: Settings) -> AsyncIterator[Store]:
    """Open the store under the home folder.

    Raises:
        bot.core.errors.BotError: the key or the store cannot be used.
    """
    key = await asyncio.to_thread(load_or_make_key, settings.home / "key")
    async with open_store(settings.home / STORE, key=key, clock=SystemClock(), grace=SERVER_GRACE) as store:
        yield store


async def purge_for_ever(sessions: SessionStore, people: PersonalData, *, every: float = _PURGE_SECONDS) -> None:
    """Erase what has expired, again and again; `every` is the seconds between two rounds.

    Whatever goes wrong in one round, the next one is tried: were this to end, text would outlive its conversation.
    """
    while True:
        try:
            await sessions.purge_expired()
            await people.purge_departed()
        except StoreError as error:  # what has expired is unreadable all the same
            _log.warning("Expired conversations could not be erased: %s", error)
        except Exception as error:  # noqa: BLE001  # as above; its message may hold anything
            _log.error("Expired conversations could not be erased: %s", type(error).__name__)
        await asyncio.sleep(every)


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
