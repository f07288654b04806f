"""What only the real store shows of movie nights."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bot.adapters.store import open_store
from bot.core.keeping import Night
from bot.core.types import PersonId, ServerId
from bot.night.rules import cast, close, nominate
from retrieval.types import FilmId
from tests.bot.adapters.store_stage import KEY, bytes_on_disk
from tests.fakes.clock import FakeClock

ANN, BEN, CLUB = PersonId("discord:4001"), PersonId("discord:4002"), ServerId("discord:2001")
FILM = FilmId("tt0073195")


async def test_a_name_that_is_taken_off_while_somebody_closes_a_night_stays_off(path: Path, clock: FakeClock) -> None:
    """The one who closes has read it before, and must not write it back."""

    def closed_after_forgetting(night: Night) -> Night:
        with closing(sqlite3.connect(path)) as elsewhere, elsewhere:
            elsewhere.execute("UPDATE nomination SET person=NULL")
        return close(night)

    async with open_store(path, key=KEY, clock=clock, grace=timedelta(days=7)) as store:
        night_id = (await store.nights.start(server=CLUB, channel="3001", person=BEN)).night_id
        await store.nights.change(night_id, lambda night: nominate(night, FILM, ANN), person=ANN)
        await store.nights.change(night_id, lambda night: cast(night, BEN, [FILM]), person=BEN)
        await store.nights.change(night_id, closed_after_forgetting, person=BEN)
        kept = await store.nights.night(night_id)

    assert kept is not None
    assert [(one.person, one.approvals) for one in kept.nominations] == [(None, 1)]
    assert ANN.encode() not in bytes_on_disk(path)
