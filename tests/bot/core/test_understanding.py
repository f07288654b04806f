"""What a language model adds to a conversation, and what it cannot do."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot.core.types import PersonId, SearchState, UserTurn
from bot.core.understanding import unquoted, with_suggested
from retrieval.types import (
    Clue,
    GenreClue,
    LanguageClue,
    LookedUp,
    SuggestedClue,
    Suggestion,
    YearClue,
)
from tests.bot.core.talk import ID, Talk
from tests.fakes.turn_reader import FakeTurnReader
from tests.small_world import FILMS, JAWS, NEMO, TROY

SCHOOL = SuggestedClue(YearClue(1990, 1999), "when i was at school")
TEXT = "a shark film from when i was at school"


def suggesting(*clues: SuggestedClue, titles: Sequence[tuple[str, int | None]] = ()) -> FakeTurnReader:
    return FakeTurnReader(Suggestion(clues, tuple(titles)))


async def test_what_the_rules_do_not_read_is_added() -> None:
    talk = Talk(turn_reader=suggesting(SCHOOL, titles=[("Troy", 2004), ("The Godfather", 1972)]))
    reply = await talk.say(TEXT)

    assert reply.understood == ("probably 1990s",)
    assert talk.finder.requests[-1].extra == (TROY.film_id,)
    assert (await talk.state()).suggested == (TROY.film_id,)
    assert [request.extra for request in talk.finder.requests] == [(), (TROY.film_id,)]


async def test_where_it_adds_nothing_one_search_is_enough() -> None:
    talk = Talk(turn_reader=suggesting())
    await talk.say(TEXT)

    assert len(talk.finder.requests) == 1
    assert talk.reader.asked == [(TEXT, None)]


async def test_it_reads_the_message_and_what_was_said_before() -> None:
    reader = suggesting()
    talk = Talk(turn_reader=reader)
    await talk.say("a shark")
    await talk.say("start over: death plays chess")
    await talk.say("he has a white face")

    assert reader.asked == [
        ((), "a shark"),
        ((), "death plays chess"),
        (("death plays chess",), "he has a white face"),
    ]


async def test_commands_and_buttons_ask_nothing() -> None:
    reader = suggesting(SCHOOL)
    talk = Talk(turn_reader=reader)
    await talk.say("a shark")
    for said in ("more", "undo", "help", "not that one", "forget the shark"):
        await talk.say(said)

    assert len(reader.asked) == 1


async def test_the_rules_win() -> None:
    talk = Talk(turn_reader=suggesting(SCHOOL, SuggestedClue(LanguageClue("French"), "when i was at school")))
    reply = await talk.say(f"{TEXT}, in German, made before 1985")

    assert reply.understood == ("probably in German", "before 1985")


def test_a_suggestion_replaces_nothing_and_films_do_not_pile_up() -> None:
    firm = Clue(GenreClue("Horror", wanted=False), hard=True, said="no horror")
    found = Clue(GenreClue("Horror", wanted=True), hard=False, said="scary")
    state = SearchState(clues=(firm,), suggested=tuple(film.film_id for film in FILMS))
    more = with_suggested(state, LookedUp((found,), (JAWS.film_id, NEMO.film_id)))

    assert more.clues == (firm,)
    assert len(more.suggested) == 10


async def test_a_clue_of_its_own_is_whose_message_it_read() -> None:
    talk = Talk(turn_reader=suggesting(SCHOOL))
    ann = PersonId("discord:1")
    await talk.conversation.handle(UserTurn(conversation_id=ID, text=TEXT, person=ann))

    assert [clue.by for clue in (await talk.state()).clues] == [ann]


async def test_undo_takes_its_films_back() -> None:
    talk = Talk(turn_reader=suggesting(SCHOOL, titles=[("Troy", 2004)]))
    await talk.say("a wooden horse")
    await talk.say(TEXT)
    await talk.say("undo")

    assert (await talk.state()).suggested == (TROY.film_id,)
    assert (await talk.say("undo")).expires_at is None


class Stalling:
    async def read(self, _earlier: Sequence[str], _text: str) -> Suggestion | None:
        await asyncio.sleep(60)
        raise AssertionError("the patience did not end this")


@pytest.mark.parametrize("failing", [True, False])
async def test_whatever_goes_wrong_the_rules_answer(*, failing: bool) -> None:
    broken = FakeTurnReader()
    broken.failure = ValueError("of any kind")
    talk = Talk(turn_reader=broken if failing else Stalling(), patience=0.05)
    plain = Talk()

    assert await talk.say(TEXT) == await plain.say(TEXT)


@pytest.mark.parametrize(
    "said", ["no it wasn't him", "it wasnt him", "not him", "it wasn't that guy", "no he isnt in it"]
)
async def test_him_is_who_was_named_last(said: str) -> None:
    talk = Talk()
    await talk.say("somebody with a wooden horse")
    await talk.say("with Brad Pitt")

    assert (await talk.say(said)).understood == ("not Brad Pitt",)


async def test_without_a_name_him_is_a_word() -> None:
    talk = Talk()
    await talk.say("somebody with a wooden horse")

    assert (await talk.say("it wasn't him")).understood == ()


@pytest.mark.parametrize("said", ['"older"', "\u201colder\u201d", "'older'"])
async def test_quotation_marks_around_all_of_it_mean_nothing(said: str) -> None:
    talk = Talk()
    await talk.say("a wooden horse on the beach")

    assert (await talk.say(said)).understood == ("before 2004",)


@pytest.mark.parametrize(
    ("said", "meant"),
    [("\U0001f44d", "yes"), ("\U0001f44d\U0001f3fd", "yes"), ("\u2705 ", "yes"), ("\U0001f44e\U0001f44e", "no")],
)
def test_a_thumb_is_a_word(said: str, meant: str) -> None:
    assert unquoted(said) == meant


def test_other_pictures_are_left() -> None:
    assert unquoted("\U0001f988") == "\U0001f988"
    assert unquoted("yes \U0001f44d") == "yes \U0001f44d"
