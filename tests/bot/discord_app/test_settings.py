"""The panel of `/settings`, and that each setting does what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from discord import ui

from bot.core.keeping import NightStarters, ServerSettings
from bot.core.language import Languages
from bot.core.types import ServerId, SpoilerLevel
from bot.discord_app import settings_panel as panel
from bot.discord_app import wording_house as words
from bot.discord_app.client import needed_intents
from bot.discord_app.language_select import DEFAULT
from retrieval.types import Room
from tests.bot.discord_app.house import house
from tests.bot.discord_app.stage import ABOUT, Stage
from tests.fakes import discord_moves as moves
from tests.fakes.discord_payloads import (
    ANN,
    BEN,
    BOT,
    CHANNEL,
    EPHEMERAL,
    FOREIGN,
    FOREIGN_GUILD,
    GUILD,
    MANAGER,
    MESSAGE_CONTENT,
    THREAD,
    Payload,
    buttons,
    selects,
    shown,
    walk,
)

CALLBACK = r"/interactions/{}/[^/]+/callback"
ORIGINAL = r"/webhooks/\d+/token-{}/messages/@original"
CLUB = ServerId(f"discord:{GUILD}")
NAME = {"type": 3, "name": "name", "value": "best"}


async def answer(stage: Stage, interaction: int) -> Payload:
    """What an acknowledged interaction was answered by editing."""
    edited = await stage.server.requested("PATCH", ORIGINAL.format(interaction))
    body: Payload = edited.body
    return body


def laid_out(view: ui.LayoutView) -> Payload:
    return {"components": view.to_components()}  # type: ignore[no-untyped-call]


def chosen(payload: Payload, custom_id: str) -> list[str]:
    return [option["value"] for option in selects(payload)[custom_id]["options"] if option.get("default")]


async def test_the_panel_is_for_one_pair_of_eyes_and_shows_what_holds(stage: Stage) -> None:
    stage.people.settings.kept[CLUB] = ServerSettings(ceiling=8, spoilers=SpoilerLevel.CAREFUL, themes=("war",))
    async with stage.bot():
        interaction = await moves.command(stage.server, "settings", permissions=MANAGER)
        body = await answer(stage, interaction)

    (acknowledged,) = stage.server.made("POST", CALLBACK.format(interaction))
    assert acknowledged.body == {"type": 5, "data": {"flags": EPHEMERAL}}
    assert (chosen(body, panel.SPOILERS), chosen(body, panel.CEILING)) == (["careful"], ["8"])
    assert (chosen(body, panel.IDLE), chosen(body, panel.STARTERS)) == ([DEFAULT], ["everyone"])
    assert "2 of 12 films remain" in shown(body)
    assert "4 of 12 films have an age mark" in shown(body)
    assert "No film has: war" in shown(body)
    assert selects(body)[panel.CHAT]["disabled"] is True
    assert words.CHAT_OFF in shown(body)


async def test_the_command_is_for_those_who_manage_the_server_until_they_say_otherwise(stage: Stage) -> None:
    async with stage.bot():
        registered = await stage.server.requested("PUT", r"/applications/\d+/commands")
    (settings,) = (one for one in registered.body if one["name"] == "settings")

    assert (settings["default_member_permissions"], settings["contexts"]) == (1 << 5, [0])


async def test_where_only_commands_are_installed_nothing_is_set_and_nothing_holds(stage: Stage) -> None:
    of_the_server = {"authorizing_integration_owners": {"0": str(FOREIGN_GUILD)}}
    data = {"id": "2", "name": "settings", "type": 1}
    async with stage.bot():
        asked = await stage.server._interact(2, data, channel=FOREIGN, author=ANN, **of_the_server)
        told = await answer(stage, asked)
        made = {"id": "2", "name": "lists", "type": 1, "options": [{"type": 1, "name": "create", "options": [NAME]}]}
        await answer(stage, await stage.server._interact(2, made, channel=FOREIGN, author=ANN, **of_the_server))
        (kept,) = stage.people.lists.kept.values()

    assert told["content"] == words.NO_MEMBER
    assert kept.server is None


@pytest.mark.parametrize(
    ("custom_id", "value", "kept"),
    [
        (panel.SPOILERS, "open", ServerSettings(spoilers=SpoilerLevel.OPEN)),
        (panel.CEILING, "13", ServerSettings(ceiling=13)),
        (panel.CEILING, DEFAULT, ServerSettings()),
        (panel.IDLE, "5", ServerSettings(idle_minutes=5)),
        (panel.STARTERS, "events", ServerSettings(night_starters=NightStarters.EVENTS)),
    ],
)
async def test_what_is_chosen_is_kept_also_in_a_panel_from_before_a_restart(
    stage: Stage, custom_id: str, value: str, kept: ServerSettings
) -> None:
    async with stage.bot():
        await moves.command(stage.server, "settings")
    async with stage.bot():
        interaction = await moves.choose(stage.server, custom_id, value, permissions=MANAGER)
        body = await answer(stage, interaction)

    assert stage.people.settings.kept[CLUB] == kept
    assert chosen(body, custom_id) == [value]


async def test_a_panel_that_stayed_open_is_of_no_use_to_who_may_not_manage_the_server_any_more(stage: Stage) -> None:
    stage.people.settings.kept[CLUB] = ServerSettings(themes=("war",))
    async with stage.bot():
        await answer(stage, await moves.command(stage.server, "settings", permissions=MANAGER))
        opened = await moves.press(stage.server, panel.THEMES, permissions=MANAGER)
        window = (await stage.server.requested("POST", CALLBACK.format(opened))).body["data"]
        used = [
            await moves.choose(stage.server, panel.SPOILERS, "open"),
            await moves.choose(stage.server, panel.CHAT, str(CHANNEL), kind=8),
            await moves.press(stage.server, panel.THEMES),
            await moves.fill_in(stage.server, window, "death"),
        ]
        told = [await answer(stage, one) for one in used]
        again = await moves.choose(stage.server, panel.STARTERS, "events", permissions=MANAGER)
        await answer(stage, again)

    assert [shown(one) for one in told] == [words.SETTINGS_LOST] * 4
    assert not any(map(selects, told))
    assert [stage.server.made("POST", CALLBACK.format(one))[0].body for one in used] == [{"type": 6}] * 4
    assert stage.people.settings.kept[CLUB] == ServerSettings(themes=("war",), night_starters=NightStarters.EVENTS)


async def test_who_was_lent_the_command_uses_its_panel_for_a_quarter_of_an_hour(stage: Stage) -> None:
    """Discord lets them use the command, and says nothing of that with what they press."""
    quarter = int(panel.LENT_FOR.total_seconds() * 1000) << 22
    async with stage.bot():
        lent = await answer(stage, await moves.command(stage.server, "settings"))
        (spoilers,) = (one for one in selects(lent) if one.startswith(panel.SPOILERS))
        chosen_at_once = await answer(stage, await moves.choose(stage.server, spoilers, "open"))
        opened = await moves.press(stage.server, buttons(lent)[words.THEMES_LABEL])
        window = (await stage.server.requested("POST", CALLBACK.format(opened))).body["data"]
        await answer(stage, await moves.fill_in(stage.server, window, "death"))
        old = next(stage.server._ids)
        stage.server._ids = count(old + quarter)
        late = await answer(stage, await moves.choose(stage.server, spoilers, "story", on=old))

    assert chosen(chosen_at_once, spoilers) == ["open"]
    assert shown(late) == words.SETTINGS_LOST
    assert stage.people.settings.kept[CLUB] == ServerSettings(spoilers=SpoilerLevel.OPEN, themes=("death",))


async def test_banned_themes_are_typed_into_a_window(stage: Stage) -> None:
    stage.people.settings.kept[CLUB] = ServerSettings(themes=("war",))
    async with stage.bot():
        pressed = await moves.press(stage.server, panel.THEMES, permissions=MANAGER)
        opened = await stage.server.requested("POST", CALLBACK.format(pressed))
        window = opened.body["data"]
        sent = await moves.fill_in(stage.server, window, "Death\n  plague , chess\ndeath\n\n", permissions=MANAGER)
        body = await answer(stage, sent)
        too_long = await moves.fill_in(stage.server, window, "x" * 41, permissions=MANAGER)
        told = await stage.server.requested("POST", CALLBACK.format(too_long))

    assert next(c["component"]["value"] for c in window["components"]) == "war"
    assert stage.people.settings.kept[CLUB].themes == ("death", "plague", "chess")
    assert "10 of 12 films remain" in shown(body)
    assert told.body["data"]["content"] == words.THEMES_TOO_MANY


async def test_free_chat_can_be_opened_only_where_the_operator_lets_it(stage: Stage) -> None:
    stage.free_chat = True
    async with stage.bot():
        interaction = await moves.choose(stage.server, panel.CHAT, str(CHANNEL), kind=8, permissions=MANAGER)
        body = await answer(stage, interaction)

    assert stage.people.settings.kept[CLUB].free_chat == {str(CHANNEL)}
    assert stage.server.identified[-1]["intents"] & MESSAGE_CONTENT
    assert not selects(body)[panel.CHAT].get("disabled")
    assert selects(body)[panel.CHAT]["default_values"] == [{"id": str(CHANNEL), "type": "channel"}]
    assert words.CHAT_ON in shown(body)


def test_without_free_chat_nothing_privileged_is_asked_for() -> None:
    assert not needed_intents(free_chat=False).message_content
    assert needed_intents(free_chat=True).message_content


async def test_in_an_open_channel_every_message_is_a_search_but_talk_among_people_is_not(stage: Stage) -> None:
    stage.free_chat = True
    stage.people.settings.kept[CLUB] = ServerSettings(free_chat=frozenset({str(CHANNEL)}))
    async with stage.bot():
        first = await stage.server.say("a shark at the beach")
        await stage.server.say("I loved that one", reply_to=first, author=BEN)
        await stage.server.say("look at this", author=BEN, mention_everyone=True)
        await stage.server.say("🎬", author=BEN)
        await stage.server.say("a closed place", channel=THREAD)
        await stage.server.say("older")
        await stage.card(2)

    assert [turn.text for turn in stage.conversation.turns] == ["a shark at the beach", "older"]
    assert len({turn.conversation_id for turn in stage.conversation.turns}) == 1


async def test_a_channel_that_was_opened_before_the_operator_switched_it_off_is_quiet(stage: Stage) -> None:
    stage.people.settings.kept[CLUB] = ServerSettings(free_chat=frozenset({str(CHANNEL)}))
    async with stage.bot():
        await stage.server.say("a shark at the beach")
        await stage.server.say(f"<@{BOT}> a whale", mentions=True)
        await stage.card()

    assert [turn.text for turn in stage.conversation.turns] == ["a whale"]


async def test_a_ceiling_and_themes_hold_in_the_servers_answers(stage: Stage, tmp_path: Path) -> None:
    """The whole house: set in the panel, held to in the next answer and in one that was begun before."""
    async with house(stage.server, tmp_path / "home"):
        await stage.server.say(f"<@{BOT}> death plays chess on the beach", mentions=True)
        before = await stage.server.posted(1)
        opened = await moves.press(stage.server, panel.THEMES, permissions=MANAGER)
        window = (await stage.server.requested("POST", CALLBACK.format(opened))).body["data"]
        await answer(stage, await moves.fill_in(stage.server, window, "death", permissions=MANAGER))
        await answer(stage, await moves.choose(stage.server, panel.CEILING, "13", permissions=MANAGER))
    async with house(stage.server, tmp_path / "home"):
        await stage.server.say(f"<@{BOT}> more", mentions=True, reply_to=int(before["id"]))
        after = await stage.server.posted(2)
        await stage.server.say("death plays chess on the beach", channel=3002)
        direct = await stage.server.posted(3)

    assert "The Seventh Seal" in shown(before)
    assert "Finding Nemo" in shown(after) or "Jaws" in shown(after)
    for title in ("The Seventh Seal", "Meet Joe Black", "Troy", "The Third Man"):
        assert title not in shown(after)
    assert "The Seventh Seal" in shown(direct)  # what a server has set ends at its door


async def test_privacy_says_how_long_this_server_keeps_a_search(stage: Stage) -> None:
    stage.people.settings.kept[CLUB] = ServerSettings(idle_minutes=5)
    stage.free_chat = True
    async with stage.bot():
        interaction = await moves.command(stage.server, "privacy")
        said = await stage.server.requested("POST", CALLBACK.format(interaction))

    assert "gone on for 5 minutes" in shown(said.body["data"])
    assert "opened for free chat" in shown(said.body["data"])


def test_the_panel_says_so_where_no_source_gives_age_marks() -> None:
    view = panel.panel(
        ServerSettings(ceiling=8), Room(0, 2020, 0), languages=Languages(), operators_idle=ABOUT.idle, free_chat=False
    )
    body = laid_out(view)

    assert words.NO_MARKS in shown(body)
    assert "0 of 2,020 films remain" in shown(body)
    assert len(list(walk(body["components"]))) < 40


def test_the_fullest_panel_fits_into_a_message() -> None:
    themes = tuple(f"{'*' * 38}{number:02}" for number in range(50))
    full = ServerSettings(themes=themes, free_chat=frozenset(str(10**18 + n) for n in range(25)), idle_minutes=10)
    view = panel.panel(
        full, Room(1, 2, 1, themes), languages=Languages(), operators_idle=timedelta(hours=24), free_chat=True
    )

    assert len(shown(laid_out(view))) < 4000
    assert all(len(select.get("options", ())) <= 25 for select in selects(laid_out(view)).values())


def test_a_server_is_offered_no_longer_than_the_operator_keeps() -> None:
    view = panel.panel(
        replace(ServerSettings(), idle_minutes=60),
        Room(1, 1, 0),
        languages=Languages(),
        operators_idle=ABOUT.idle,
        free_chat=False,
    )
    options = selects(laid_out(view))[panel.IDLE]["options"]

    assert [option["value"] for option in options] == [DEFAULT, "1", "2", "5", "10", "15"]
    assert options[0]["default"]
    assert buttons(laid_out(view)) == {words.THEMES_LABEL: panel.THEMES}


@pytest.mark.parametrize(
    ("typed", "themes"),
    [
        ("", ()),
        ("war", ("war",)),
        ("War\nwar\n WAR ", (" WAR ".strip(),)),
        ("jar of  honey", ("jar of honey",)),
        ("\n".join(map(str, range(50))), tuple(map(str, range(50)))),
        ("\n".join(map(str, range(51))), None),
        ("x" * 41, None),
    ],
)
def test_themes_are_read_one_a_line_and_each_once(typed: str, themes: tuple[str, ...] | None) -> None:
    assert panel.read_themes(typed) == themes
