"""Commands in other languages, as they are registered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.adapters.languages import load_languages
from bot.core.language import Languages
from bot.discord_app import wording, wording_house
from tests.bot.discord_app.stage import Stage
from tests.fakes.discord_payloads import DIRECT, Payload

CODES = [one.code for one in load_languages().all[1:]]
LONGEST = 100
MENU_LIMIT = 32


async def registered(stage: Stage) -> list[Payload]:
    async with stage.bot():
        body: list[Payload] = (await stage.server.requested("PUT", r"/applications/\d+/commands")).body
    return body


def parts(of: list[Payload]) -> Iterator[Payload]:
    """Commands, those of groups, and options."""
    for one in of:
        yield one
        yield from parts(one.get("options", []))


async def test_every_description_is_there_in_every_language(stage: Stage) -> None:
    described = [one for one in parts(await registered(stage)) if "description" in one]

    assert len(described) >= 35
    for one in described:
        assert sorted(one["description_localizations"]) == sorted(CODES), one["description"]
        for text in one["description_localizations"].values():
            assert 0 < len(text) <= LONGEST
            assert text != one["description"]


async def test_what_is_typed_stays_english_and_the_menu_does_not(stage: Stage) -> None:
    commands = await registered(stage)
    menu = next(one for one in commands if one["name"] == wording.MENU_NAME)

    assert menu["name_localizations"] == {"de": "Diesen Film finden"}
    assert all(len(name) <= MENU_LIMIT for name in menu["name_localizations"].values())
    assert [one["name"] for one in parts(commands) if one is not menu and one.get("name_localizations")] == []


async def test_commands_are_registered_again_when_a_language_comes_or_goes(stage: Stage) -> None:
    await registered(stage)
    (mark,) = stage.home.iterdir()
    with_german = mark.read_text()
    stage.languages = Languages()
    async with stage.bot():
        await stage.server.say("a shark", channel=DIRECT)
        await stage.server.posted()

    assert len(stage.server.made("PUT", r"/applications/\d+/commands")) == 2
    assert mark.read_text() != with_german


def test_windows_buttons_and_options_have_room_for_every_language() -> None:
    limits = {"_LABEL": 80, "_BUTTON": 80, "_TITLE": 200, "_FIELD": 45, "_HINT": 100, "_PLACEHOLDER": 150}
    limits |= {"REFINE_TITLE": 45, "THEMES_TITLE": 45, "REFINE_LABEL": 45, "MENU_NAME": MENU_LIMIT}
    limits |= {"_AS_DISCORD": 100, "_AS_SERVER": 100, "CEILING_": 100, "SPOILERS_": 100}
    constants: dict[str, Any] = {**vars(wording), **vars(wording_house)}
    seen = 0
    for name, text in constants.items():
        found = [limit for part, limit in limits.items() if part in name and not name.endswith("_HEAD")]
        for language in load_languages().all:
            if found and isinstance(text, str):
                seen += 1
                assert len(language.words.gettext(text)) <= min(found), f"{name} in {language.code}"
    assert seen >= 60
