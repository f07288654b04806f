"""Open nights with nominations and ballots, made by the rules alone."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.core.keeping import Night, NightId
from bot.core.types import PersonId, ServerId
from bot.night.rules import MOST_OF_ONE, cast, nominate
from retrieval.types import FilmId

EMPTY = Night(
    night_id=NightId(1),
    server=ServerId("discord:2001"),
    channel="3001",
    starter=PersonId("discord:0"),
    started_at=datetime(2026, 11, 28, tzinfo=UTC),
)


@st.composite
def nights(draw: st.DrawFn, *, least: int = 0) -> Night:
    """A night with at least so many films."""
    night = EMPTY
    films = [FilmId(f"tt{number}") for number in draw(st.permutations(range(draw(st.integers(least, MOST_OF_ONE)))))]
    for film_id in films:
        night = nominate(night, film_id, PersonId(f"discord:{draw(st.integers(0, 9))}"))
    for voter in range(draw(st.integers(0, 7))):
        approved = [film_id for film_id in films if draw(st.booleans())]
        night = cast(night, PersonId(f"discord:{voter}"), approved)
    return night
