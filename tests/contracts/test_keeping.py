"""What the front end relies on of what people and servers keep on purpose; fake and real are held to it alike."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.core.errors import RefusedError
from bot.core.keeping import (
    LONGEST_NAME,
    MOST_FILMS,
    MOST_LISTS,
    FilmList,
    ListId,
    NightStarters,
    PersonalFile,
    ServerSettings,
)
from bot.core.types import PersonId, ServerId, SpoilerLevel
from retrieval.types import FilmId
from tests.contracts.kept import ANN, BEN, CLUB, OTHER, Kept
from tests.fakes.clock import FakeClock

JAWS, TROY = FilmId("tt0073195"), FilmId("tt0332452")


def names(lists: tuple[FilmList, ...]) -> list[str]:
    return [one.name for one in lists]


async def test_seen_films_are_a_persons_own_and_the_last_one_stands_in_front(kept: Kept, clock: FakeClock) -> None:
    await kept.seen.mark_seen(ANN, JAWS)
    clock.advance(seconds=1)
    await kept.seen.mark_seen(ANN, TROY)
    await kept.seen.mark_seen(ANN, JAWS)
    await kept.seen.mark_seen(BEN, JAWS)

    assert await kept.seen.seen_in_order(ANN) == (TROY, JAWS)
    assert await kept.seen.seen(ANN) == {JAWS, TROY}
    await kept.seen.unmark_seen(ANN, JAWS)
    await kept.seen.unmark_seen(ANN, JAWS)
    assert await kept.seen.seen(ANN) == {TROY}
    assert await kept.seen.seen(BEN) == {JAWS}


async def test_leaving_seen_films_out_is_a_choice_that_can_be_taken_back(kept: Kept) -> None:
    assert not await kept.seen.leaves_seen_out(ANN)
    for _ in range(2):
        await kept.seen.leave_seen_out(ANN, on=True)
    assert await kept.seen.leaves_seen_out(ANN)
    assert not await kept.seen.leaves_seen_out(BEN)
    for _ in range(2):
        await kept.seen.leave_seen_out(ANN, on=False)
    assert not await kept.seen.leaves_seen_out(ANN)


async def test_a_language_is_chosen_changed_and_taken_back(kept: Kept) -> None:
    assert await kept.language_choices.language(ANN) is None
    for code in ("de", "en"):
        await kept.language_choices.choose_language(ANN, code)
        assert await kept.language_choices.language(ANN) == code
    assert (await kept.people.export(ANN)).language == "en"
    assert await kept.language_choices.language(BEN) is None

    for _ in range(2):
        await kept.language_choices.choose_language(ANN, None)
    assert await kept.language_choices.language(ANN) is None
    assert (await kept.people.export(ANN)).empty


async def test_a_chosen_language_is_forgotten_with_its_person(kept: Kept) -> None:
    await kept.language_choices.choose_language(ANN, "de")
    await kept.people.forget(ANN)

    assert await kept.language_choices.language(ANN) is None


async def test_a_server_has_several_lists_and_private_ones_are_seen_by_their_person_alone(kept: Kept) -> None:
    for name in ("Worst", "best"):
        await kept.lists.create(name, server=CLUB, person=ANN)
    await kept.lists.create("Best", server=OTHER, person=ANN)
    await kept.lists.create("mine", server=None, person=ANN)

    assert names(await kept.lists.lists(server=CLUB, person=ANN)) == ["best", "Worst", "mine"]
    assert names(await kept.lists.lists(server=CLUB, person=BEN)) == ["best", "Worst"]
    assert names(await kept.lists.lists(server=None, person=ANN)) == ["mine"]
    assert names(await kept.lists.lists(server=None, person=BEN)) == []


async def test_films_stand_in_the_order_they_were_put_on_a_list(kept: Kept) -> None:
    made = await kept.lists.create("best", server=CLUB, person=ANN)
    beside = await kept.lists.create("worst", server=CLUB, person=ANN)

    assert [await kept.lists.put(made.list_id, film) for film in (TROY, JAWS, TROY)] == [True, True, False]
    await kept.lists.put(beside.list_id, JAWS)
    assert (await kept.lists.lists(server=CLUB, person=BEN))[0] == replace(made, films=(TROY, JAWS))
    assert [await kept.lists.take(made.list_id, TROY) for _ in range(2)] == [True, False]
    assert [one.films for one in await kept.lists.lists(server=CLUB, person=BEN)] == [(JAWS,), (JAWS,)]


async def test_a_list_can_be_renamed_and_deleted(kept: Kept) -> None:
    made = await kept.lists.create("  best \n of all ", server=CLUB, person=ANN)
    assert made.name == "best of all"
    await kept.lists.rename(made.list_id, "Best of All")
    await kept.lists.put(made.list_id, JAWS)
    assert names(await kept.lists.lists(server=CLUB, person=ANN)) == ["Best of All"]
    await kept.lists.delete(made.list_id)
    assert await kept.lists.lists(server=CLUB, person=ANN) == ()

    again = await kept.lists.create("best", server=CLUB, person=ANN)
    assert (again.films, again.list_id != made.list_id) == ((), True)
    with pytest.raises(RefusedError, match="gone"):
        await kept.lists.put(made.list_id, JAWS)
    with pytest.raises(RefusedError, match="gone"):
        await kept.lists.rename(made.list_id, "worst")


@pytest.mark.parametrize(("server", "person"), [(CLUB, BEN), (None, ANN)])
async def test_a_name_is_had_once_in_a_place(kept: Kept, server: ServerId | None, person: PersonId) -> None:
    await kept.lists.create("best", server=server, person=ANN)
    other = await kept.lists.create("worst", server=server, person=ANN)

    with pytest.raises(RefusedError, match="choose another name"):
        await kept.lists.create("BEST", server=server, person=person)
    with pytest.raises(RefusedError, match="choose another name"):
        await kept.lists.rename(other.list_id, "Best")
    for name in ("", " \n", "x" * (LONGEST_NAME + 1)):
        with pytest.raises(RefusedError, match="1 to 50 characters"):
            await kept.lists.create(name, server=server, person=person)
    assert len(await kept.lists.lists(server=server, person=ANN)) == 2


async def test_there_are_so_many_lists_and_no_more(kept: Kept) -> None:
    made = await asyncio.gather(
        *(kept.lists.create(str(number), server=CLUB, person=ANN) for number in range(MOST_LISTS + 2)),
        return_exceptions=True,
    )

    assert sum(isinstance(one, RefusedError) for one in made) == 2
    await kept.lists.create("elsewhere", server=OTHER, person=ANN)


async def test_a_list_holds_so_many_films_and_no_more(kept: Kept) -> None:
    made = await kept.lists.create("long", server=CLUB, person=ANN)
    for number in range(MOST_FILMS):
        await kept.lists.put(made.list_id, FilmId(f"tt{number}"))

    with pytest.raises(RefusedError, match="500 films"):
        await kept.lists.put(made.list_id, JAWS)


async def test_settings_are_a_servers_own_and_two_changes_at_once_both_count(kept: Kept) -> None:
    assert await kept.settings.settings(CLUB) == ServerSettings()
    whole = ServerSettings(
        language="de",
        spoilers=SpoilerLevel.CAREFUL,
        ceiling=13,
        free_chat=frozenset({"3001", "3003"}),
        idle_minutes=10,
        themes=("war", "spiders"),
        night_starters=NightStarters.EVENTS,
    )
    assert await kept.settings.change(CLUB, lambda _: whole) == whole
    await asyncio.gather(
        kept.settings.change(CLUB, lambda before: replace(before, ceiling=None)),
        kept.settings.change(CLUB, lambda before: replace(before, themes=())),
    )

    await kept.settings.change(OTHER, lambda before: before)
    assert await kept.settings.settings(CLUB) == replace(whole, ceiling=None, themes=())
    assert await kept.settings.free_chat() == {CLUB: {"3001", "3003"}}
    assert await kept.settings.settings(OTHER) == ServerSettings()


async def test_an_export_holds_what_a_person_kept_and_nobody_elses(kept: Kept) -> None:
    await kept.seen.mark_seen(ANN, JAWS)
    await kept.seen.leave_seen_out(ANN, on=True)
    shared = await kept.lists.create("best", server=CLUB, person=ANN)
    mine = await kept.lists.create("mine", server=None, person=ANN)
    await kept.lists.create("worst", server=CLUB, person=BEN)
    await kept.lists.put(mine.list_id, TROY)

    found = await kept.people.export(ANN)
    assert found == PersonalFile(seen=(JAWS,), leaves_seen_out=True, lists=(shared, replace(mine, films=(TROY,))))
    assert not found.empty
    assert (await kept.people.export(PersonId("discord:9"))).empty


async def test_forgetting_a_person_erases_what_is_theirs_and_leaves_a_servers_list_without_them(kept: Kept) -> None:
    for person in (ANN, BEN):
        await kept.seen.mark_seen(person, JAWS)
        await kept.seen.leave_seen_out(person, on=True)
        await kept.lists.create("mine", server=None, person=person)
    shared = await kept.lists.create("best", server=CLUB, person=ANN)
    await kept.lists.put(shared.list_id, TROY)

    await kept.people.forget(ANN)
    assert (await kept.people.export(ANN)).empty
    assert await kept.lists.lists(server=CLUB, person=ANN) == (replace(shared, person=None, films=(TROY,)),)
    assert (await kept.people.export(BEN)).seen == (JAWS,)
    assert names((await kept.people.export(BEN)).lists) == ["mine"]


async def test_a_server_that_removed_the_bot_for_long_takes_its_settings_and_lists_along(
    kept: Kept, clock: FakeClock
) -> None:
    for server in (CLUB, OTHER):
        await kept.settings.change(server, lambda before: replace(before, ceiling=13))
        made = await kept.lists.create("best", server=server, person=ANN)
        await kept.lists.put(made.list_id, JAWS)
    await kept.lists.create("mine", server=None, person=ANN)
    assert await kept.people.servers() == {CLUB, OTHER}
    await kept.people.left(CLUB)
    clock.advance(days=7)

    assert (await kept.settings.settings(CLUB)).ceiling == 13
    assert await kept.people.purge_departed() == 1
    assert await kept.settings.settings(CLUB) == ServerSettings()
    assert names(await kept.lists.lists(server=CLUB, person=ANN)) == ["mine"]
    assert names(await kept.lists.lists(server=OTHER, person=BEN)) == ["best"]
    assert await kept.people.servers() == {OTHER}
    assert not await kept.lists.take(ListId(1), JAWS)
