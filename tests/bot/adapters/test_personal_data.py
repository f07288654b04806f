"""What only the real store shows: that erasing leaves nothing on the disk, and that no table is forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.adapters.store import open_store
from bot.adapters.store_file import METADATA, OUTBOX
from bot.core.types import ConversationId, PersonId, ServerId
from bot.night.rules import cast, close, nominate
from retrieval.types import FilmId
from tests.bot.adapters.store_stage import KEY, A, bytes_on_disk, make_session, opened, sealed_rows
from tests.bot.adapters.test_migrate import make_first_store
from tests.fakes.clock import FakeClock

ANN, CLUB = PersonId("discord:4001"), ServerId("discord:2001")
GRACE = timedelta(days=7)
FILM = FilmId("tt0073195")


async def test_forgetting_leaves_no_trace_on_the_disk(path: Path, clock: FakeClock) -> None:
    async with open_store(path, key=KEY, clock=clock, grace=GRACE) as store:
        await store.sessions.save(replace(make_session(clock), people=frozenset({ANN}), server=CLUB))
        await store.sessions.link("discord:10", A)
        (sealed,) = sealed_rows(path)
        assert b"discord:4001" in bytes_on_disk(path)
        await store.people.forget(ANN)
        left = bytes_on_disk(path)

    assert sealed[:64] not in left
    assert b"discord:" not in left


async def test_forgetting_leaves_a_movie_night_without_its_person(path: Path, clock: FakeClock) -> None:
    async with open_store(path, key=KEY, clock=clock, grace=GRACE) as store:
        night = await store.nights.start(server=CLUB, channel="3001", person=ANN)
        await store.nights.change(night.night_id, lambda one: nominate(one, FILM, ANN), person=ANN)
        await store.nights.change(night.night_id, lambda one: cast(one, ANN, [FILM]), person=ANN)
        assert bytes_on_disk(path).count(b"discord:4001") >= 3
        await store.people.forget(ANN)
        left = bytes_on_disk(path)

    assert b"discord:4001" not in left
    assert FILM.encode() in left


async def test_who_approved_what_is_off_the_disk_once_a_movie_night_is_closed(path: Path, clock: FakeClock) -> None:
    voter = PersonId("discord:4002")
    async with open_store(path, key=KEY, clock=clock, grace=GRACE) as store:
        night = await store.nights.start(server=CLUB, channel="3001", person=ANN)
        await store.nights.change(night.night_id, lambda one: nominate(one, FILM, ANN), person=ANN)
        await store.nights.change(night.night_id, lambda one: cast(one, voter, [FILM]), person=voter)
        assert voter.encode() in bytes_on_disk(path)
        await store.nights.change(night.night_id, close, person=ANN)
        left = bytes_on_disk(path)

    assert voter.encode() not in left
    assert ANN.encode() in left


async def test_a_movie_night_is_erased_a_month_after_it_began(path: Path, clock: FakeClock) -> None:
    async with open_store(path, key=KEY, clock=clock, grace=GRACE) as store:
        night = await store.nights.start(server=CLUB, channel="3001", person=ANN)
        await store.nights.change(night.night_id, lambda one: nominate(one, FILM, ANN), person=ANN)
        clock.advance(days=29)
        later = await store.nights.start(server=CLUB, channel="3002", person=ANN)
        await store.sessions.purge_expired()
        assert await store.nights.night(night.night_id) is not None
        clock.advance(days=1)
        await store.sessions.purge_expired()

        assert await store.nights.night(night.night_id) is None
        assert await store.nights.night(later.night_id) == later
        assert FILM.encode() not in bytes_on_disk(path)


async def test_a_departed_server_leaves_no_trace_on_the_disk(path: Path, clock: FakeClock) -> None:
    async with open_store(path, key=KEY, clock=clock, grace=timedelta(0)) as store:
        await store.sessions.save(replace(make_session(clock), people=frozenset({ANN}), server=CLUB))
        night = await store.nights.start(server=CLUB, channel="3001", person=ANN)
        await store.nights.change(night.night_id, lambda one: nominate(one, FILM, ANN), person=ANN)
        await store.nights.change(night.night_id, lambda one: cast(one, ANN, [FILM]), person=ANN)
        await store.people.left(CLUB)
        await store.people.purge_departed()
        left = bytes_on_disk(path)

    assert b"discord:" not in left
    assert FILM.encode() not in left


async def test_a_conversation_from_before_that_names_its_author_is_theirs(path: Path, clock: FakeClock) -> None:
    make_first_store(path, clock, ConversationId("discord:3001:4001"))
    async with open_store(path, key=KEY, clock=clock, grace=GRACE) as store:
        (mine,) = (await store.people.export(ANN)).sessions
        assert await store.people.forget(ANN) == 1

    assert mine.conversation_id == "discord:3001:4001"


async def test_an_export_leaves_out_what_another_key_sealed(path: Path, clock: FakeClock) -> None:
    async with opened(path, clock, key=b"A" * 43 + b"=") as store:
        await store.save(replace(make_session(clock), people=frozenset({ANN})))

    async with open_store(path, key=KEY, clock=clock, grace=GRACE) as store_:
        assert (await store_.people.export(ANN)).sessions == ()


def test_every_table_is_found_by_whoever_erases() -> None:
    """A new table has to say whose its rows are: a person's, a server's, a conversation's, a list's or a night's."""
    owners = {"person", "server", "conversation_id", "list_id", "night_id"}

    assert [name for name, table in METADATA.tables.items() if not owners & set(table.c.keys())] == []
    assert len(METADATA.tables) >= 4
    for table in METADATA.tables.values():
        if "conversation_id" in table.c and table is not OUTBOX:  # which outlives it, and is erased by name
            (key,) = table.c.conversation_id.foreign_keys
            assert (key.target_fullname, key.ondelete) == ("conversation.id", "CASCADE")
        for column, target in (("list_id", "film_list.id"), ("night_id", "night.id")):
            if column in table.c:
                (key,) = table.c[column].foreign_keys
                assert (key.target_fullname, key.ondelete) == (target, "CASCADE")
