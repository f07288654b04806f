"""Turns that speak of a film on the screen, of what the catalogue lacks, or of another film."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from bot.core import phrasing
from bot.core.conversation import SCREEN
from bot.core.lookup import Lookup
from bot.core.types import ReplyKind, SpoilerLevel
from retrieval.types import Film, FilmId, LikeClue
from tests.bot.core.talk import Talk, ids
from tests.fakes.finder import FakeFinder
from tests.fakes.reader import FakeReader
from tests.small_world import JAWS, JOE_BLACK, SEVENTH_SEAL

DEATH = "the one where brad pitt plays death, with peanut butter"


@pytest.mark.parametrize("said", ["that's it", "yes", "the first one"])
async def test_the_film_that_is_recognised_is_shown_alone(said: str) -> None:
    talk = Talk()
    await talk.say(DEATH)
    reply = await talk.say(said)

    assert (reply.kind, ids(reply)) == (ReplyKind.SETTLED, [JOE_BLACK.film_id])
    assert reply.text == phrasing.settled(reply.cards[0])
    assert reply.messages == 1


async def test_a_film_that_was_seen_goes_and_the_others_stay() -> None:
    talk = Talk()
    first = await talk.say(DEATH)
    reply = await talk.say("I've seen the second one")

    assert ids(first)[1] not in ids(reply)
    assert ids(reply)[0] == JOE_BLACK.film_id


async def test_a_film_that_is_close_is_likened_and_left_out() -> None:
    talk = Talk()
    await talk.say(DEATH)
    reply = await talk.say("the first one is close, but it was older")
    values = [clue.value for clue in talk.finder.requests[-1].clues]

    assert LikeClue(JOE_BLACK.title, JOE_BLACK.film_id, (JOE_BLACK.film_id,)) in values
    assert JOE_BLACK.film_id not in ids(reply)
    assert "like Meet Joe Black" in reply.understood
    assert "before 1998" in reply.understood


async def test_a_place_that_is_not_on_the_screen_is_words() -> None:
    talk = Talk([JAWS, SEVENTH_SEAL])
    await talk.say("the shark on a beach")
    reply = await talk.say("the fifth one")

    assert reply.kind is not ReplyKind.NOTE
    assert reply.messages == 2


async def test_without_a_screen_yes_is_a_word() -> None:
    assert (await Talk().say("yes")).messages == 1


async def test_a_wish_that_the_catalogue_cannot_answer_is_said_and_searched() -> None:
    talk = Talk()
    reply = await talk.say("a shark film directed by a woman")

    assert phrasing.unsupported("directed by a woman") in reply.text
    assert talk.finder.requests[-1].utterances == ("shark film directed by a woman",)


async def test_when_nothing_is_left_the_clue_that_shuts_out_most_can_be_loosened() -> None:
    talk = Talk([JAWS, SEVENTH_SEAL, JOE_BLACK])
    await talk.say("a shark on the beach")
    nothing = await talk.say("made before 1920")
    loosened = await talk.say("loosen it")

    assert nothing.kind is ReplyKind.NOTHING
    assert nothing.text.endswith("“before 1920” shuts out the most (3 films); say “loosen it” to make it a maybe.")
    assert loosened.understood == ("probably before 1920",)
    assert ids(loosened)[0] == JAWS.film_id


async def test_yes_takes_the_offer_and_nothing_else_remembers_it() -> None:
    talk = Talk([JAWS, SEVENTH_SEAL])
    await talk.say("a shark on the beach")
    await talk.say("made before 1920")
    assert (await talk.say("yes")).understood == ("probably before 1920",)
    assert (await talk.state()).offered is None


SHARKS = [
    Film(film_id=FilmId(f"tt100{n}"), title=f"Bite {n}", premise="Shark, beach, boat, mayor, panic, summer, island.")
    for n in range(SCREEN)
]
OTHER_STORY = "death as a young tycoon fond of peanut butter at some birthday"


async def test_a_change_of_subject_is_noticed_and_taken_up_on_demand() -> None:
    talk = Talk([*SHARKS, JOE_BLACK])
    await talk.say("a shark, a beach, a boat, a mayor in panic, summer on an island")
    noticed = await talk.say(OTHER_STORY)
    anew = await talk.say("new search")

    assert noticed.text.endswith(phrasing.ANOTHER_FILM)
    assert (anew.messages, ids(anew)[0]) == (1, JOE_BLACK.film_id)
    assert talk.finder.requests[-1].utterances == (OTHER_STORY,)


async def test_what_goes_on_about_the_same_film_is_no_change_of_subject() -> None:
    talk = Talk()
    await talk.say("death in the body of a young man")
    reply = await talk.say("a media tycoon with a birthday and lots of peanut butter")

    assert phrasing.ANOTHER_FILM not in reply.text


async def test_a_film_that_somebody_does_not_care_for_is_left_out() -> None:
    talk = Talk()
    first = await talk.say(DEATH)
    reply = await talk.say("I didn't really like that one, something older")

    assert set((await talk.state()).rejected) == {ids(first)[0]}
    assert reply.understood[-1] == "before 1998"
    assert talk.finder.requests[-1].utterances[-1] != "I didn't really like that one"


async def test_without_a_screen_a_dislike_is_of_the_story() -> None:
    talk = Talk()
    reply = await talk.say("I didn't like it")

    assert (reply.messages, (await talk.state()).rejected) == (1, ())


@pytest.mark.parametrize("said", ["none of these", "seen all of those", "didn't like those", "neither", "no to all"])
async def test_all_that_was_shown_can_be_left_out_at_once(said: str) -> None:
    talk = Talk()
    first = await talk.say(DEATH)
    reply = await talk.say(said)
    later = await talk.say("on a beach")

    assert set((await talk.state()).rejected) == set(ids(first))
    assert set(ids(first)).isdisjoint((*ids(reply), *ids(later)))
    assert talk.finder.requests[-1].utterances == (DEATH, "on a beach")


async def test_some_of_what_was_shown_can_be_left_out() -> None:
    talk = Talk()
    first = await talk.say(DEATH)
    await talk.say("not the first two")

    assert set((await talk.state()).rejected) == set(ids(first)[:2])


async def test_undo_brings_back_all_that_was_left_out_at_once() -> None:
    talk = Talk()
    first = await talk.say(DEATH)
    await talk.say("none of these")
    back = await talk.say("undo")

    assert ids(back) == ids(first)


JAWS_2 = Film(film_id=FilmId("tt0077766"), title="Jaws 2", year=1978, premise="Another shark off the same beach.")


@pytest.mark.parametrize(
    "said", ["something like that but older", "similar to that, older", "more like this but older"]
)
async def test_something_like_that_is_like_the_best_film_and_leaves_its_sequels_out(said: str) -> None:
    talk = Talk([JAWS, JAWS_2, SEVENTH_SEAL, JOE_BLACK])
    await talk.say("a shark eats people off the beach of a summer island")
    reply = await talk.say(said)
    clues = [clue.value for clue in talk.finder.requests[-1].clues]

    assert LikeClue(JAWS.title, JAWS.film_id, (JAWS.film_id, JAWS_2.film_id)) in clues
    assert reply.understood == ("before 1975", "like Jaws")
    assert ids(reply)[0] == SEVENTH_SEAL.film_id
    assert talk.finder.requests[-1].utterances == ("shark eats people off the beach of a summer island",)


async def test_more_like_these_is_like_the_three_best_and_leaves_all_out() -> None:
    talk = Talk()
    first = await talk.say(DEATH)
    reply = await talk.say("more like these")

    assert reply.understood[1:] == tuple(f"like {card.title}" for card in first.cards[:3])
    assert set((await talk.state()).rejected) == set(ids(first))


async def test_only_the_third_is_close_leaves_the_others_out() -> None:
    talk = Talk()
    first = await talk.say(DEATH)
    reply = await talk.say("only the third is close")

    assert reply.understood[1:] == (f"like {first.cards[2].title}",)
    assert set((await talk.state()).rejected) == set(ids(first))


async def test_without_a_screen_something_like_that_is_words() -> None:
    assert (await Talk().say("something like that, with a shark")).messages == 1


async def test_a_story_in_another_language_is_searched_and_english_asked_for_once() -> None:
    talk = Talk()
    first = await talk.say("la pel\u00edcula de un hombre y la muerte, con Brad Pitt y peanut butter")
    second = await talk.say("no es de guerra y no muere nadie en la pel\u00edcula")

    assert first.text.endswith(phrasing.foreign("Spanish"))
    assert (ids(first)[0], first.understood) == (JOE_BLACK.film_id, ("Brad Pitt",))
    assert "Spanish" not in second.text
    assert (second.messages, second.understood) == (2, ("Brad Pitt",))


@pytest.mark.parametrize(
    ("wondered", "denied"),
    [
        ("was it a comedy?", ("probably not comedy",)),
        ("black and white?", ("probably in colour",)),
        ("70s?", ()),
        ("in French?", ("probably not in French",)),
    ],
)
async def test_no_to_ones_own_question_denies_what_was_asked_and_no_film(
    wondered: str, denied: tuple[str, ...]
) -> None:
    talk = Talk()
    first = await talk.say("a shark on the beach")
    await talk.say(wondered)
    reply = await talk.say("no")

    assert reply.understood == denied
    assert ids(reply)[0] == ids(first)[0]
    assert (await talk.state()).rejected == ()


async def test_no_some_turns_after_a_question_is_of_the_film() -> None:
    talk = Talk()
    await talk.say("a shark on the beach")
    await talk.say("was it a comedy?")
    page = await talk.say("more")
    await talk.say("no")

    assert set((await talk.state()).rejected) == {ids(page)[0]}


async def test_who_does_not_know_is_asked_for_something_else() -> None:
    talk = Talk()
    await talk.say("a shark on the beach")

    assert (await talk.say("idk")).text == phrasing.NO_MATTER


SEQUEL = replace(JAWS, film_id=FilmId("tt0077766"), title="Jaws 2", year=1978, premise="Another one.", plot=None)


@pytest.mark.parametrize(
    "said", ["the sequel", "no, part two", "the second part of it", "is there a sequel?", "Part II"]
)
async def test_another_part_of_the_series_is_shown_in_front(said: str) -> None:
    talk = Talk([JAWS, SEQUEL, SEVENTH_SEAL])
    first = await talk.say("three men on a boat, a shark on a beach")
    reply = await talk.say(said)
    settled = await talk.say("that's it")

    assert ids(first)[0] == JAWS.film_id
    assert (reply.kind, reply.text, ids(reply)[0]) == (
        ReplyKind.OPENED,
        "That would be Jaws 2 (1978).",
        SEQUEL.film_id,
    )
    assert ids(settled) == [SEQUEL.film_id]


async def test_a_part_that_the_catalogue_does_not_hold_is_said_to_be_unknown() -> None:
    talk = Talk([JAWS, SEVENTH_SEAL])
    await talk.say("three men on a boat, a shark on a beach")
    reply = await talk.say("the sequel")

    assert (reply.kind, reply.text) == (ReplyKind.NOTE, phrasing.NO_PART)
    assert (await talk.state()).screen[0] == JAWS.film_id


@pytest.mark.parametrize("said", ["the second part", "part two has a dog in it"])
async def test_without_a_screen_or_with_a_story_a_part_is_words(said: str) -> None:
    talk = Talk()
    if "dog" in said:
        await talk.say(DEATH)
    reply = await talk.say(said)

    assert said in talk.finder.requests[-1].utterances
    assert reply.messages


async def test_from_a_later_part_the_first_is_found_by_the_beginning_of_its_title() -> None:
    later = replace(SEQUEL, title="Jaws Reloaded", keywords=("sequel", "shark"))
    talk = Talk([JAWS, later, SEVENTH_SEAL])
    await talk.say("three men on a boat, a shark on a beach")
    second = await talk.say("the sequel")
    first = await talk.say("no the first part")

    assert ids(second)[0] == later.film_id
    assert (first.text, ids(first)[0]) == ("That would be Jaws (1975).", JAWS.film_id)


class TurningFinder(FakeFinder):
    """Another catalogue, without *Jaws*, takes the place of its own once a film alone was looked up."""

    async def films(self, film_ids: Iterable[FilmId]) -> dict[FilmId, Film]:
        wanted = tuple(film_ids)
        found = await super().films(wanted)
        return {one: film for one, film in found.items() if len(wanted) == 1 or one != JAWS.film_id}


async def test_a_film_that_a_new_catalogue_has_lost_has_no_other_part() -> None:
    films = [JAWS, SEQUEL]
    lookup = Lookup(TurningFinder(films), FakeReader(films), None, SpoilerLevel.STORY)

    assert await lookup.film(JAWS.film_id) == JAWS
    assert await lookup.part(JAWS.film_id, 0) is None
