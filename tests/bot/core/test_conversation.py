"""The turns of a conversation, one after the other, as a user meets them."""

from __future__ import annotations

import pytest

from bot.core import phrasing
from bot.core.conversation import SCREEN
from bot.core.types import Action, ConversationId, Reply, ReplyKind
from retrieval.types import ColourClue, PersonClue, YearClue
from tests.bot.core.talk import ID, Talk, ids, titles
from tests.small_world import FILMS, JAWS, JOE_BLACK, NEMO, SEVENTH_SEAL


async def test_the_first_message_finds_the_film() -> None:
    talk = Talk()
    reply = await talk.say("the one where brad pitt plays death, with peanut butter")

    assert reply.kind is ReplyKind.FOUND
    assert reply.text == "That sounds like Meet Joe Black (1998)."
    assert reply.cards[0].film_id == JOE_BLACK.film_id
    assert len(reply.cards) == SCREEN
    assert reply.understood == ("Brad Pitt",)
    assert reply.messages == 1


async def test_a_correction_changes_the_search() -> None:
    talk = Talk()
    await talk.say("the one where brad pitt plays death, with peanut butter")
    reply = await talk.say("no, older, black and white")

    assert reply.kind is ReplyKind.NEAREST
    assert reply.cards[0].film_id == SEVENTH_SEAL.film_id
    assert reply.cards[0].notes == ("Brad Pitt is not in its cast list.",)
    assert reply.understood == ("Brad Pitt", "before 1998", "black and white")
    assert reply.messages == 2
    assert reply.text == (
        "Nothing here fits all of that (“the one where brad pitt plays death, with peanut butter”, "
        "Brad Pitt, before 1998, black and white). The nearest is The Seventh Seal (1957). "
        "“black and white” shuts out the most (7 films); say “loosen it” to make it a maybe."
    )


async def test_the_search_gets_all_that_was_said_oldest_first() -> None:
    talk = Talk()
    await talk.say("the shark on a beach")
    await talk.say("three men on a boat")
    request = talk.finder.requests[-1]

    assert request.utterances == ("the shark on a beach", "three men on a boat")
    assert request.clues == ()


async def test_a_later_clue_takes_the_place_of_an_earlier_one() -> None:
    talk = Talk()
    await talk.say("a beach, an 80s movie")
    reply = await talk.say("a 90s movie")

    assert reply.understood == ("1990s",)
    assert [clue.value for clue in talk.finder.requests[-1].clues] == [YearClue(1990, 1999)]


async def test_older_twice_goes_on_from_the_film_on_the_screen() -> None:
    talk = Talk()
    first = await talk.say("shark beach boat")
    second = await talk.say("older")
    third = await talk.say("older")

    assert first.cards[0].year == JAWS.year == 1975
    assert second.understood == ("before 1975",)
    assert third.understood == (f"before {second.cards[0].year}",)
    years = [reply.cards[0].year or 0 for reply in (first, second, third)]
    assert years == sorted(years, reverse=True)
    assert len(set(years)) == 3


async def test_shorter_is_measured_from_the_film_on_the_screen() -> None:
    talk = Talk()
    first = await talk.say("death brings peanut butter to the sea")
    second = await talk.say("shorter than that")
    third = await talk.say("shorter")

    assert first.cards[0].runtime == JOE_BLACK.runtime == 178
    assert second.understood == ("at most 177 min",)
    assert third.understood == (f"at most {(second.cards[0].runtime or 0) - 1} min",)


async def test_a_film_that_was_opened_is_the_one_that_shorter_means() -> None:
    talk = Talk()
    await talk.say("death beach sea")
    await talk.press(Action.OPEN, JAWS)
    reply = await talk.say("shorter")

    assert reply.understood == (f"at most {(JAWS.runtime or 0) - 1} min",)


async def test_a_message_that_is_only_a_clue_is_enough() -> None:
    talk = Talk()
    reply = await talk.say("black and white movie")

    assert reply.understood == ("black and white",)
    assert all(talk.finder.catalogue[film_id].black_and_white is not False for film_id in ids(reply))


async def test_a_hard_clue_that_leaves_nothing_says_what_was_looked_for_and_how_to_go_on() -> None:
    talk = Talk(film for film in FILMS if film.year)
    await talk.say("the shark")
    reply = await talk.say("from the 1880s")

    assert reply.kind is ReplyKind.NOTHING
    assert reply.cards == ()
    assert reply.text == (
        "No film here fits “the shark / from the 1880s”, 1880s. "
        "“undo” takes the last thing back, “start over” forgets it all. "
        "“1880s” shuts out the most (12 films); say “loosen it” to make it a maybe."
    )
    assert ids(await talk.say("undo"))[0] in {JAWS.film_id, NEMO.film_id}


async def test_not_that_one_leaves_the_best_out() -> None:
    talk = Talk()
    first = await talk.say("the shark, a boat and the ocean")
    second = await talk.say("not that one")

    assert first.cards[0].film_id not in ids(second)
    assert ids(second)[:4] == ids(first)[1:]
    assert talk.finder.requests[-1].excluded == {first.cards[0].film_id}
    assert second.messages == 1


async def test_a_rejected_film_stays_out_through_what_is_said_later() -> None:
    talk = Talk()
    await talk.say("shark beach boat")
    await talk.say("no")
    replies = [await talk.say(text) for text in ("the shark", "jaws", "more", "more")]

    assert all(JAWS.film_id not in ids(reply) and "Jaws" not in titles(reply) for reply in replies)
    assert all(JAWS.title not in reply.text for reply in replies)


async def test_not_that_one_with_words_does_both() -> None:
    talk = Talk()
    first = await talk.say("the shark")
    reply = await talk.say("not that one, black and white")

    assert talk.finder.requests[-1].excluded == {first.cards[0].film_id}
    assert reply.understood == ("black and white",)
    assert reply.messages == 2
    assert len(talk.finder.requests) == 2  # one search, not one for each half


async def test_not_that_one_older_is_measured_from_the_film_rejected() -> None:
    talk = Talk()
    await talk.say("shark beach boat")
    reply = await talk.say("not that one, older")

    assert reply.understood == ("before 1975",)


@pytest.mark.parametrize(
    "text", ["not that one \U0001f644", "not that one, \U0001f644", "not that one, https://a.example/b"]
)
async def test_a_rejection_counts_whatever_stands_behind_it(text: str) -> None:
    talk = Talk()
    first = await talk.say("shark beach boat")
    reply = await talk.say(text)

    assert first.cards[0].film_id not in ids(reply)
    assert reply.cards


async def test_no_without_a_film_on_the_screen_helps() -> None:
    talk = Talk()
    reply = await talk.say("no")

    assert (reply.kind, reply.text) == (ReplyKind.NOTE, phrasing.NOTHING_SHOWN)
    assert not talk.finder.requests
    assert not await talk.is_kept()


async def test_a_rejection_with_words_and_nothing_on_the_screen_searches() -> None:
    talk = Talk()
    reply = await talk.say("not that one, the shark on the beach")

    assert reply.cards[0].film_id == JAWS.film_id
    assert reply.messages == 1


async def test_more_shows_each_film_once_until_nothing_is_left() -> None:
    talk = Talk()
    first = await talk.say("the beach")
    second, third, fourth, fifth = [await talk.say("more") for _ in range(4)]

    assert [len(reply.cards) for reply in (first, second, third)] == [5, 5, 2]
    assert {*ids(first), *ids(second), *ids(third)} == {film.film_id for film in FILMS}
    assert (fourth.kind, fourth.text) == (fifth.kind, fifth.text) == (ReplyKind.NOTE, phrasing.NO_MORE)
    assert second.messages == fourth.messages == 1


async def test_a_later_screen_is_never_called_the_answer() -> None:
    talk = Talk()
    first = await talk.say("the one where brad pitt plays death, with peanut butter, chess, plague and knight")
    talk.finder.confident_at = 0
    second = await talk.say("more")
    assert (first.kind, second.kind) == (ReplyKind.UNSURE, ReplyKind.NEAREST)  # nobody on the second has Brad Pitt
    assert second.text.startswith("None of these fits all of that either (“the one where")

    await talk.say("start over: death, peanut butter")
    later = await talk.say("more")

    assert later.kind is ReplyKind.UNSURE
    assert later.text.startswith(f"These come next, {later.cards[0].title}")


async def test_it_is_not_said_that_nothing_fits_where_the_second_film_does() -> None:
    talk = Talk()
    reply = await talk.say("the one where brad pitt plays death, with peanut butter, chess, plague and knight")

    assert ids(reply)[:2] == [SEVENTH_SEAL.film_id, JOE_BLACK.film_id]
    assert reply.cards[0].notes == ("Brad Pitt is not in its cast list.",)
    assert reply.text == "I am not sure. The Seventh Seal (1957) comes closest; one more detail would help."


async def test_every_page_says_what_matched_and_so_does_a_film_that_is_opened() -> None:
    talk = Talk(FILMS[:11])
    pages = [await talk.say(text) for text in ("the shark", "more", "more", "not that one", "undo", "undo")]
    opened = await talk.press(Action.OPEN, next(film for film in FILMS if film.film_id not in ids(pages[-1])))

    assert [len(page.cards) for page in pages] == [5, 5, 1, 5, 1, 5]
    assert all(card.evidence.text == card.premise for page in (*pages, opened) for card in page.cards)


async def test_more_without_a_search_helps() -> None:
    reply = await Talk().say("more")

    assert (reply.kind, reply.text) == (ReplyKind.NOTE, phrasing.NOTHING_SHOWN)


async def test_what_is_said_after_more_starts_at_the_top_again() -> None:
    talk = Talk()
    await talk.say("shark beach")
    await talk.say("more")
    reply = await talk.say("the boat")

    assert reply.cards[0].film_id == JAWS.film_id


async def test_start_over_forgets() -> None:
    talk = Talk()
    await talk.say("the shark, an 80s movie")
    reply = await talk.say("start over")

    assert reply == Reply(kind=ReplyKind.NOTE, text=phrasing.FRESH)
    assert not await talk.is_kept()

    again = await talk.say("peanut butter")
    assert talk.finder.requests[-1].utterances == ("peanut butter",)
    assert again.understood == ()
    assert again.messages == 1


async def test_start_over_with_words_begins_with_them() -> None:
    talk = Talk()
    await talk.say("shark beach boat")
    await talk.store.link("discord:7", ID)
    reply = await talk.say("start over: chess with death")

    assert reply.cards[0].film_id == SEVENTH_SEAL.film_id
    assert talk.finder.requests[-1].utterances == ("chess with death",)
    assert reply.messages == 1
    assert await talk.store.linked("discord:7") is None  # an answer of the old search does not belong to the new one
    assert (await talk.say("undo")).text == phrasing.BACK_AT_THE_START


async def test_start_over_with_nothing_but_an_emoji_is_start_over() -> None:
    talk = Talk()
    await talk.say("shark")

    assert (await talk.press(Action.RESET, text="\U0001f600")).text == phrasing.FRESH
    assert not await talk.is_kept()


@pytest.mark.parametrize("text", ["help", "hi", "?"])
async def test_help_says_what_can_be_said_and_changes_nothing(text: str) -> None:
    talk = Talk()
    await talk.say("the shark")
    before = await talk.state()
    reply = await talk.say(text)

    assert (reply.kind, reply.text, reply.messages) == (ReplyKind.NOTE, phrasing.HELP, 1)
    assert await talk.state() == before


async def test_two_conversations_do_not_mix() -> None:
    talk = Talk()
    other = ConversationId("terminal:2")
    await talk.say("the shark")
    await talk.say("chess with death", to=other)
    await talk.say("the beach")

    assert talk.finder.requests[-1].utterances == ("the shark", "the beach")
    assert (await talk.store.load(other)) is not None


async def test_buttons_do_what_words_do() -> None:
    spoken, pressed = Talk(), Talk()
    for talk in (spoken, pressed):
        await talk.say("the shark, a boat and the ocean")
    words = [await spoken.say(text) for text in ("more", "not that one", "undo", "help", "start over")]
    actions = (Action.MORE, Action.REJECT, Action.UNDO, Action.HELP, Action.RESET)
    presses = [await pressed.press(action) for action in actions]

    assert presses == words


async def test_a_film_that_the_catalogue_lacks_is_not_shown() -> None:
    talk = Talk()
    talk.finder.unlisted = {film.film_id for film in FILMS} - {NEMO.film_id}
    reply = await talk.say("shark beach boat")

    assert titles(reply) == ["Finding Nemo"]
    assert reply.kind is ReplyKind.UNSURE  # the search was sure of another film

    talk.finder.unlisted.add(NEMO.film_id)
    assert (await talk.say("ocean")).kind is ReplyKind.NOTHING


async def test_a_rejected_film_stays_out_even_if_the_search_brings_it_up() -> None:
    talk = Talk()
    talk.finder.leaves_out = False
    await talk.say("shark beach boat")
    reply = await talk.say("no")

    assert JAWS.film_id not in ids(reply)
    assert "Jaws" not in reply.text


async def test_cards_carry_the_catalogues_facts() -> None:
    card = (await Talk().say("chess with death, plague and knight")).cards[0]

    assert (card.title, card.original_title, card.year) == ("The Seventh Seal", "Det sjunde inseglet", 1957)
    assert (card.runtime, card.directors, card.genres) == (96, ("Ingmar Bergman",), ("Drama", "Fantasy"))
    assert card.premise == SEVENTH_SEAL.premise
    assert card.link == "https://en.wikipedia.org/wiki/The_Seventh_Seal"


async def test_the_clues_reach_the_search() -> None:
    talk = Talk()
    await talk.say("black and white film with Orson Welles")
    values = {clue.value: clue.hard for clue in talk.finder.requests[-1].clues}

    assert values == {ColourClue(black_and_white=True): True, PersonClue("Orson Welles"): True}
