"""Values for property tests."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.core.types import ConversationId, PersonId, SearchState, Session
from retrieval.types import (
    Answer,
    CastClue,
    Clue,
    ClueValue,
    ColourClue,
    CountryClue,
    FilmId,
    GenreClue,
    LanguageClue,
    LikeClue,
    NotFilmsClue,
    PersonClue,
    Question,
    RuntimeClue,
    SharedTitle,
    YearClue,
)

_bounds = st.none() | st.integers(0, 3000)
_film_ids = st.integers(1, 9_999_999).map(lambda number: FilmId(f"tt{number:07}"))
_moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (hypothesis adds the zone)

clue_values: st.SearchStrategy[ClueValue] = st.one_of(
    st.builds(YearClue, _bounds, _bounds),
    st.builds(RuntimeClue, _bounds, _bounds),
    st.builds(ColourClue, st.booleans()),
    st.builds(GenreClue, st.text(), st.booleans()),
    st.builds(PersonClue, st.text(), st.booleans()),
    st.builds(LanguageClue, st.text(), st.booleans()),
    st.builds(CountryClue, st.text(), st.booleans()),
    st.builds(LikeClue, st.text(), _film_ids, st.lists(_film_ids, max_size=3).map(tuple)),
    st.builds(CastClue, st.text(), _film_ids, st.lists(st.text(), max_size=3).map(tuple)),
    st.builds(NotFilmsClue, st.text(), st.lists(_film_ids, max_size=3).map(tuple)),
)
clues = st.builds(Clue, value=clue_values, hard=st.booleans(), said=st.text(), by=st.text())
questions = st.builds(
    Question, st.lists(st.lists(clue_values, min_size=1, max_size=2).map(tuple), min_size=1, max_size=3).map(tuple)
)
search_states = st.builds(
    SearchState,
    utterances=st.lists(st.text(), max_size=4).map(tuple),
    clues=st.lists(clues, max_size=4).map(tuple),
    rejected=st.lists(_film_ids, max_size=4, unique=True).map(tuple),
    messages=st.integers(0, 1000),
    shown=st.lists(_film_ids, max_size=4).map(tuple),
    screen=st.lists(_film_ids, max_size=4).map(tuple),
    claimed=st.booleans(),
    screen_year=st.none() | st.integers(1870, 2100),
    screen_runtime=st.none() | st.integers(1, 1000),
    offered=st.none() | clues,
    settled=st.none() | _film_ids,
    aside=st.text(),
    question=st.none() | questions,
    answers=st.lists(st.builds(Answer, questions, st.none() | st.integers(0, 3)), max_size=3).map(tuple),
    suggested=st.lists(_film_ids, max_size=3).map(tuple),
    shared=st.none() | st.builds(SharedTitle, st.text(), st.lists(_film_ids, max_size=3).map(tuple)),
    language=st.text(),
    wondered=st.lists(clues, max_size=2).map(tuple),
)
sessions = st.builds(
    Session,
    conversation_id=st.text(min_size=1).map(ConversationId),
    state=search_states,
    history=st.lists(search_states, max_size=3).map(tuple),
    started_at=_moments,
    expires_at=_moments,
    speaker=st.none() | st.text(min_size=1).map(PersonId),
)
