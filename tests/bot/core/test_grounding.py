"""The gate: whatever the search, the catalogue and an LLM say, what passes is this turn's own."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.grounding import accept_choice, make_cards, quotable
from bot.core.ports import Choice
from bot.core.types import FilmCard
from retrieval.types import Candidate, Clue, Evidence, Film, FilmId, PassageKind, PersonClue, RuntimeClue, YearClue
from tests.cards import CARDS, JOE_BLACK, SEVENTH_SEAL
from tests.strategies import clues

IDS = [FilmId(f"tt{number}") for number in range(8)]
WORDS = st.sampled_from(
    "death chess Plague BEACH shark Straße İstanbul ﬁsh @everyone **bold** </said> 42 — . the".split()
)
TEXTS = st.lists(WORDS, max_size=6).map(" ".join) | st.text(max_size=20)
FILMS = st.builds(
    Film,
    film_id=st.sampled_from(IDS),
    title=TEXTS.filter(bool),
    year=st.none() | st.integers(1888, 2030),
    runtime=st.none() | st.integers(1, 600),
    premise=st.none() | TEXTS,
    cast=st.lists(TEXTS, max_size=3).map(tuple),
    wikipedia_title=st.none() | TEXTS,
    sources=st.lists(TEXTS, max_size=2).map(tuple),
)
CANDIDATES = st.builds(
    Candidate,
    film_id=st.sampled_from(IDS),
    score=st.floats(0, 1),
    evidence=st.builds(Evidence, st.sampled_from(PassageKind), TEXTS),
    unmet=st.lists(clues, max_size=3).map(tuple),
    unknown=st.lists(clues, max_size=3).map(tuple),
)
FOUND = st.lists(CANDIDATES, max_size=6, unique_by=lambda found: found.film_id)
CATALOGUES = st.lists(FILMS, max_size=8).map(lambda films: {film.film_id: film for film in films})


@given(FOUND, CATALOGUES)
def test_every_card_is_a_candidate_that_the_catalogue_holds(
    found: list[Candidate], catalogue: dict[FilmId, Film]
) -> None:
    cards = make_cards(found, catalogue)

    assert [card.film_id for card in cards] == [one.film_id for one in found if one.film_id in catalogue]
    for card in cards:
        film = catalogue[card.film_id]
        facts = (card.title, card.year, card.runtime, card.cast, card.premise, card.sources)
        assert facts == (film.title, film.year, film.runtime, film.cast, film.premise, film.sources)


@given(FOUND, CATALOGUES, st.integers(-2, 9), st.data())
def test_an_accepted_choice_is_a_card_and_its_own_words(
    found: list[Candidate], catalogue: dict[FilmId, Film], number: int, data: st.DataObject
) -> None:
    cards = make_cards(found, catalogue)
    own = [text for card in cards for text in (card.premise, card.evidence.text, *card.cast, card.title) if text]
    quote = data.draw(TEXTS | (st.sampled_from(own).flatmap(part_of) if own else st.nothing()))
    accepted = accept_choice(Choice(number, quote), cards)

    if accepted is None:
        return
    card, words = accepted
    allowed = [card.premise or "", ", ".join(card.cast), "" if card.spoiler else card.evidence.text]
    assert card is cards[number - 1]
    assert any(words in " ".join(text.split()) for text in allowed)
    assert words.casefold() == " ".join(quote.split()).casefold() or len(words) == len(" ".join(quote.split()))


def part_of(text: str) -> st.SearchStrategy[str]:
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    return ends.map(lambda cut: text[min(cut) : max(cut)]).flatmap(
        lambda part: st.sampled_from([part, part.upper(), f"  {part}\n", f"{part}\u200b"])
    )


@given(st.integers(-5, 5), st.text())
def test_no_text_that_is_not_on_the_card_is_accepted(number: int, quote: str) -> None:
    accepted = accept_choice(Choice(number, f"{quote} The Godfather"), CARDS)

    assert accepted is None


@pytest.mark.parametrize(
    ("card", "quote", "words"),
    [
        (JOE_BLACK, "visited by Death", "visited by Death"),
        (JOE_BLACK, "  VISITED\tby   death ", "visited by Death"),
        (JOE_BLACK, "tycoon is visited by Death, who wants", "tycoon is visited by Death, who wants"),
        (JOE_BLACK, "Brad Pitt as Joe Black", "Brad Pitt as Joe Black"),
        (JOE_BLACK, "brad pitt", "Brad Pitt"),
        (JOE_BLACK, "Brad Pitt, Anthony Hopkins", "Brad Pitt, Anthony Hopkins"),
        (JOE_BLACK, "sited by Dea", None),
        (JOE_BLACK, "Meet Joe Black", None),
        (JOE_BLACK, "", None),
        (JOE_BLACK, " . ", None),
        (JOE_BLACK, "The Godfather", None),
        (JOE_BLACK, "visited by Death or The Godfather", None),
        (JOE_BLACK, "@everyone", None),
        (SEVENTH_SEAL, "plays chess with Death", "plays chess with Death"),
        (SEVENTH_SEAL, "Death leads them all away", None),
        (SEVENTH_SEAL, "Brad Pitt", None),
        (replace(JOE_BLACK, premise=None, cast=()), "visited by Death", None),
        (replace(JOE_BLACK, premise="Die Straße."), "STRASSE", None),
        (replace(JOE_BLACK, premise="Costs $5 (five)."), "$5 (five)", "$5 (five)"),
    ],
)
def test_quotes(card: FilmCard, quote: str, words: str | None) -> None:
    assert accept_choice(Choice(1, quote), [card]) == (None if words is None else (card, words))


def test_no_choice_is_none() -> None:
    assert accept_choice(None, CARDS) is None


def test_what_somebody_remembered_is_on_no_card() -> None:
    found = Candidate(FilmId("tt1"), 0.5, Evidence(PassageKind.MEMORY, "My uncle had it on tape.", ("uncle",)))
    (card,) = make_cards([found], {FilmId("tt1"): Film(film_id=FilmId("tt1"), title="X", memories=("My uncle",))})

    assert "uncle" not in repr(card)


@pytest.mark.parametrize("kind", sorted(set(PassageKind) - {PassageKind.MEMORY}))
def test_what_tells_the_story_is_marked_and_not_quoted(kind: PassageKind) -> None:
    found = Candidate(FilmId("tt1"), 0.5, Evidence(kind, "They all die."))
    (card,) = make_cards([found], {FilmId("tt1"): Film(film_id=FilmId("tt1"), title="X")})

    assert card.spoiler is (kind in {PassageKind.PLOT, PassageKind.SCENE})
    assert ("They all die." in quotable(card)) is not card.spoiler


def test_a_card_says_once_what_the_film_misses_and_what_is_unknown() -> None:
    film = Film(film_id=FilmId("tt1"), title="X", year=1998)
    old = Clue(YearClue(None, 1960), hard=False, said="old")
    older = Clue(YearClue(None, 1950), hard=False, said="older")
    pitt = Clue(PersonClue("Brad Pitt"), hard=False, said="Brad Pitt")
    short = Clue(RuntimeClue(None, 90), hard=True, said="under 90 minutes")
    found = Candidate(film.film_id, 1, Evidence(PassageKind.PREMISE, ""), (old, older, pitt), (short,))
    (card,) = make_cards([found], {film.film_id: film})

    assert card.notes == (
        "It came out in 1998.",
        "Brad Pitt is not in its cast list.",
        "Its length is not known.",
    )


@pytest.mark.parametrize(
    ("wikipedia_title", "link"),
    [
        ("The Seventh Seal", "https://en.wikipedia.org/wiki/The_Seventh_Seal"),
        ("M (1931 film)", "https://en.wikipedia.org/wiki/M_(1931_film)"),
        ("What's Up, Doc?", "https://en.wikipedia.org/wiki/What%27s_Up,_Doc%3F"),
        ("Amélie", "https://en.wikipedia.org/wiki/Am%C3%A9lie"),
        ("AC/DC) [x](https://evil.example", None),
        (None, "https://www.imdb.com/title/tt1/"),
    ],
)
def test_the_link_is_a_plain_address(wikipedia_title: str | None, link: str | None) -> None:
    film = Film(film_id=FilmId("tt1"), title="X", wikipedia_title=wikipedia_title)
    (card,) = make_cards([Candidate(film.film_id, 1, Evidence(PassageKind.PREMISE, ""))], {film.film_id: film})

    assert re.fullmatch(r"https://[\w./%(),:-]+", card.link)
    assert link is None or card.link == link


def test_a_film_that_imdb_does_not_number_is_looked_for_by_its_title() -> None:
    film = Film(film_id=FilmId("tmdb:7"), title="Who? & Why")
    (card,) = make_cards([Candidate(film.film_id, 1, Evidence(PassageKind.PREMISE, ""))], {film.film_id: film})

    assert card.link == "https://www.imdb.com/find/?q=Who%3F%20%26%20Why"
