"""From words to films, end to end in the miniature world."""

from __future__ import annotations

import asyncio
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from retrieval.errors import IndexMissingError
from retrieval.ports import VectorIndex, Vectors
from retrieval.search import FilmSearch, open_index
from retrieval.types import (
    CastClue,
    Clue,
    ClueValue,
    ColourClue,
    Film,
    FilmId,
    Findings,
    FindRequest,
    GenreClue,
    PersonClue,
    RuntimeClue,
    YearClue,
)
from tests.fakes.encoder import FakeEncoder
from tests.retrieval.test_constraints import clues as any_clues
from tests.retrieval.test_constraints import meets
from tests.world import (
    ARABIC,
    BARE,
    CHESSBOARD,
    COMET,
    FILMS,
    LANTERN,
    LONG_RUN,
    MARKDOWN,
    NO_COLOUR,
    NO_TEXT,
    NO_YEAR,
    RANKING,
    SIEGE,
    TWINS_NEW,
    TWINS_OLD,
)

IDS = {film.film_id: film for film in FILMS}


def firm(value: ClueValue) -> Clue:
    return Clue(value, hard=True, said="said")


def asked(*utterances: str, **more: object) -> FindRequest:
    return FindRequest(utterances, **more)  # type: ignore[arg-type]  # the fields of `FindRequest`


def found(findings: Findings) -> list[Film]:
    return [IDS[candidate.film_id] for candidate in findings.candidates]


@pytest.mark.parametrize(
    ("said", "film"),
    [
        ("the stranger in the lighthouse is Winter and eats honey with his fingers", LANTERN),
        ("a soldier plays draughts with a ferryman for his soul", CHESSBOARD),
        ("clumsy comet in love with a planet", COMET),
        ("soldiers hidden in barrels climb out covered with honey", SIEGE),
        ("tram conductor with a double", TWINS_OLD),
        ("two sisters swap jobs, surgeon and wrestler", TWINS_NEW),
        ("postman rowing from roof to roof", NO_YEAR),
        ("villages playing accordions at each other", NO_COLOUR),
        ("a city of sand that moves at night", ARABIC),
        ("\u0645\u062f\u064a\u0646\u0629 \u0627\u0644\u0631\u0645\u0644", ARABIC),
        ("typesetters print one last page", MARKDOWN),
        ("wedding dinner that never ends", LONG_RUN),
        ("Untold Harbour", NO_TEXT),
        ("zzyzx", BARE),
    ],
)
def test_the_film_that_was_told_comes_first(search: FilmSearch, said: str, film: Film) -> None:
    findings = search.find_now(asked(said))

    assert found(findings)[0] == film
    assert findings.query == said
    assert findings.fits


def test_scores_are_probabilities_best_first(search: FilmSearch) -> None:
    findings = search.find_now(asked("honey"))
    scores = [candidate.score for candidate in findings.candidates]

    assert scores == sorted(scores, reverse=True)
    assert sum(scores) == pytest.approx(1)
    assert {film.film_id for film in found(findings)[:2]} == {LANTERN.film_id, SIEGE.film_id}


def test_what_is_plain_is_said_with_confidence_and_what_is_not_is_not(search: FilmSearch) -> None:
    plain = search.find_now(asked("the stranger in the lighthouse is Winter and eats honey with his fingers"))
    vague = search.find_now(asked("a helicopter quarrel"))

    assert (plain.confident, plain.fits) == (True, True)
    assert (vague.confident, vague.fits) == (False, False)


@pytest.mark.parametrize(
    ("value", "best"),
    [
        (YearClue(None, 1960), TWINS_OLD),
        (YearClue(2000, None), TWINS_NEW),
        (RuntimeClue(None, 100), TWINS_NEW),
        (ColourClue(black_and_white=True), TWINS_OLD),
        (GenreClue("Comedy", wanted=False), TWINS_OLD),
    ],
)
def test_a_hard_clue_chooses_between_two_films_of_one_title(search: FilmSearch, value: ClueValue, best: Film) -> None:
    findings = search.find_now(asked("the twins", clues=(firm(value),)))
    other = TWINS_NEW if best == TWINS_OLD else TWINS_OLD

    assert found(findings)[0] == best
    assert other not in found(findings)
    assert all(meets(film, value) is not False for film in found(findings))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(said=st.sampled_from(["honey", "the twins", "a man", ""]), clues=st.lists(any_clues, max_size=4).map(tuple))
def test_no_film_that_a_hard_clue_shuts_out_is_ever_found(
    search: FilmSearch, said: str, clues: tuple[Clue, ...]
) -> None:
    findings = search.find_now(asked(said, clues=clues))

    for candidate in findings.candidates:
        film = IDS[candidate.film_id]
        verdicts = {
            clue: meets(film, clue.value) for clue in clues if not isinstance(clue.value, PersonClue | CastClue)
        }
        assert all(verdict is not False for clue, verdict in verdicts.items() if clue.hard)
        assert set(candidate.unknown) == {clue for clue, verdict in verdicts.items() if clue.hard and verdict is None}
        assert {clue for clue in candidate.unmet if not isinstance(clue.value, PersonClue | CastClue)} == {
            clue for clue, verdict in verdicts.items() if verdict is False
        }


def test_a_soft_clue_moves_films_and_shuts_none_out(search: FilmSearch) -> None:
    plain = search.find_now(asked("the twins"))
    older = search.find_now(asked("the twins", clues=(Clue(YearClue(1940, 1950), hard=False, said="40s"),)))

    assert {film.film_id for film in found(older)} == {film.film_id for film in found(plain)}
    assert found(older)[0] == TWINS_OLD
    new = next(candidate for candidate in older.candidates if candidate.film_id == TWINS_NEW.film_id)
    assert [clue.said for clue in new.unmet] == ["40s"]


def test_excluded_films_stay_away_and_unknown_ids_do_no_harm(search: FilmSearch) -> None:
    excluded = frozenset({LANTERN.film_id, FilmId("tt0"), FilmId("'; DROP TABLE film; --")})
    findings = search.find_now(asked("honey", excluded=excluded))

    assert found(findings)[0] == SIEGE
    assert LANTERN not in found(findings)


def test_a_person_brings_their_films_up_and_is_missed_in_others(search: FilmSearch) -> None:
    pitre = firm(PersonClue("Bram Pitre"))
    findings = search.find_now(asked("a film with a lot of honey in it", clues=(pitre,)))

    assert set(found(findings)[:2]) == {LANTERN, SIEGE}
    for candidate in findings.candidates:
        assert (pitre in candidate.unmet) == (candidate.film_id not in {LANTERN.film_id, SIEGE.film_id})
        assert pitre not in candidate.unknown


def test_a_person_who_is_in_no_film_left_leads_nowhere(search: FilmSearch) -> None:
    clues = (firm(PersonClue("Bram Pitre")), firm(YearClue(None, 1960)))
    findings = search.find_now(asked("bram pitre plays draughts with a ferryman", clues=clues))

    assert found(findings)[0] == CHESSBOARD
    assert findings.query == "plays draughts with a ferryman"
    assert clues[0] in findings.candidates[0].unmet


class OneRow:
    """An index of vectors that brings up a single row, whatever is asked."""

    def __init__(self, index: VectorIndex) -> None:
        self._index = index
        self.rows = index.rows

    def search(
        self, query: Vectors, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        scores, rows = self._index.search(query, k, allowed)
        return scores[:1], rows[:1]

    def scores(self, queries: Vectors, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        return self._index.scores(queries, rows)

    def reconstruct(self, rows: NDArray[np.int64]) -> Vectors:
        return self._index.reconstruct(rows)


def test_words_and_names_bring_films_up_that_vectors_miss(world_index: Path, encoder: FakeEncoder) -> None:
    index = open_index(world_index, encoder)
    few = replace(index, vectors=OneRow(index.vectors))
    with closing(FilmSearch(few, encoder, RANKING, count=encoder.token_count)) as search:
        worded = search.find_now(asked("frozen honey"))
        named = search.find_now(asked("zzyzx", clues=(firm(PersonClue("Joan Cutter")),)))

    assert {film.film_id for film in found(worded)} == {LANTERN.film_id, SIEGE.film_id}
    assert {film.film_id for film in found(named)} == {BARE.film_id, TWINS_OLD.film_id, TWINS_NEW.film_id}


@pytest.mark.parametrize("known", [TWINS_OLD, TWINS_NEW])
def test_of_two_films_of_one_title_the_better_known_comes_first(
    world_index: Path, encoder: FakeEncoder, known: Film
) -> None:
    index = open_index(world_index, encoder)
    votes = np.array([10_000_000 if film is known else 20 for film in FILMS])
    told = replace(index, table=replace(index.table, votes=votes))
    with closing(FilmSearch(told, encoder, RANKING, count=encoder.token_count)) as search:
        assert found(search.find_now(asked("the twins")))[0] == known


def test_nobody_of_that_name_is_no_error(search: FilmSearch) -> None:
    findings = search.find_now(asked("honey", clues=(firm(PersonClue("Nobody At All")),)))

    assert findings.candidates
    assert all(candidate.unmet for candidate in findings.candidates)


@pytest.mark.parametrize(
    "request_",
    [
        asked("honey", excluded=frozenset(IDS)),
        asked("honey", clues=(firm(YearClue(2050, None)),), excluded=frozenset({BARE.film_id, NO_YEAR.film_id})),
        asked("", excluded=frozenset(IDS)),
    ],
)
def test_where_no_film_is_left_nothing_is_found(search: FilmSearch, request_: FindRequest) -> None:
    findings = search.find_now(request_)

    assert replace(findings, blocker=None, blocked=0) == Findings(
        (), request_.utterances[0], confident=False, fits=False
    )


@pytest.mark.parametrize("limit", [0, 1, 3, 14, 1000])
def test_no_more_films_than_asked_for(search: FilmSearch, limit: int) -> None:
    everything = search.find_now(asked("honey", limit=1000))
    findings = search.find_now(asked("honey", limit=limit))

    assert findings.candidates == everything.candidates[:limit]
    assert len(everything.candidates) == len(FILMS)


def test_when_all_that_was_said_were_facts_they_are_the_query(search: FilmSearch) -> None:
    clues = (Clue(YearClue(1985, 1985), hard=True, said="1985"), Clue(RuntimeClue(200, None), hard=True, said="long"))
    findings = search.find_now(asked(clues=clues))

    assert findings.query == "1985, long"
    assert found(findings)[0] == LONG_RUN


def test_nothing_said_at_all_is_no_error(search: FilmSearch) -> None:
    assert search.find_now(FindRequest(())).candidates


_texts = st.one_of(
    st.text(max_size=60),
    st.text("\U0001f600\U0001f3dc\ufe0f\u200d", max_size=20),
    st.text("\u0645\u062f\u4e2d\u6587\u0928", max_size=20),
    st.sampled_from(
        ["'; DROP TABLE film; --", '" OR 1=1', "honey " * 666, "\x00\x1b[31m\r\n", "%s {0} \\", "*", "a" * 4000]
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(utterances=st.lists(_texts, max_size=4))
def test_whatever_is_said_only_films_of_the_index_are_found(search: FilmSearch, utterances: list[str]) -> None:
    findings = search.find_now(asked(*utterances))

    ids = [candidate.film_id for candidate in findings.candidates]
    assert set(ids) <= set(IDS)
    assert len(ids) == len(set(ids))
    assert findings.candidates
    assert findings == search.find_now(asked(*utterances))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(text=_texts)
def test_whatever_is_said_is_read(search: FilmSearch, text: str) -> None:
    reading = search.read_now(text, screen_year=1990)

    assert search.find_now(FindRequest((reading.search_text,), reading.clues)) is not None


def test_what_is_said_is_read_with_the_catalogues_people(search: FilmSearch) -> None:
    reading = search.read_now("with penelope mans, black and white", screen_year=None)

    assert PersonClue("Pénélope Måns") in {clue.value for clue in reading.clues}


def test_films_are_looked_up(search: FilmSearch) -> None:
    assert search.film_now(ARABIC.film_id) == ARABIC
    assert search.film_now(FilmId("tt0")) is None


async def test_the_loop_stays_alive_while_the_encoder_works(search: FilmSearch, encoder: FakeEncoder) -> None:
    encoder.before = lambda: time.sleep(0.3)
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0.01)

    ticking = asyncio.create_task(tick())
    findings = await search.find(asked("honey"))
    ticking.cancel()

    assert ticks > 10
    assert findings.candidates


async def test_many_at_once_get_each_their_own_answer(search: FilmSearch) -> None:
    said = ["honey in a lighthouse", "the twins tram", "sand city", "comet"] * 5
    answers = await asyncio.gather(*(search.find(asked(text)) for text in said))
    reading, films = await asyncio.gather(
        search.read("black and white", screen_year=1990), search.films([BARE.film_id, FilmId("tt0")])
    )

    assert answers == [search.find_now(asked(text)) for text in said]
    assert reading.clues
    assert films == {BARE.film_id: BARE}


async def test_what_waits_together_is_encoded_in_one_run(search: FilmSearch, encoder: FakeEncoder) -> None:
    sizes: list[int] = []
    encoder.told = sizes.append
    encoder.before = lambda: time.sleep(0.2)
    said = ["honey in a lighthouse", "the twins tram", "sand city", "comet"]
    answers = await asyncio.gather(*(search.find(asked(text)) for text in said))
    together = sizes.copy()

    assert sum(together) == len(said)
    assert len(together) <= 2, "whoever comes while the first is encoded waits with the others"
    assert answers == [search.find_now(asked(text)) for text in said]


async def test_a_failing_encoder_is_heard_of_and_the_next_works(search: FilmSearch, encoder: FakeEncoder) -> None:
    def fail() -> None:
        raise ValueError("no")

    encoder.before = fail
    with pytest.raises(ValueError, match="no"):
        await search.find(asked("honey"))
    encoder.before = lambda: None

    assert (await search.find(asked("honey"))).candidates


def test_closing_waits_and_frees_the_files(world_index: Path) -> None:
    encoder = FakeEncoder()
    with closing(FilmSearch(open_index(world_index, encoder), encoder, RANKING, count=encoder.token_count)) as search:
        assert search.manifest.films == len(FILMS)

    with pytest.raises(RuntimeError):
        asyncio.run(search.find(asked("honey")))


def test_no_index_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="reelcall index build"):
        open_index(tmp_path, FakeEncoder())
