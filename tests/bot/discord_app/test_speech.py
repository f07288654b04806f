"""Whom the bot answers in which language, and what it does where that cannot be found out."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from discord import Locale

from bot.adapters.languages import load_languages
from bot.core.errors import StoreError
from bot.core.keeping import ServerSettings
from bot.core.types import PersonId, ServerId
from bot.discord_app import keys
from bot.discord_app.speech import Speech
from tests.fakes.discord_payloads import ANN, GUILD
from tests.fakes.language_choices import FakeLanguageChoices
from tests.fakes.server_settings import FakeSettingsKeeper

FRENCH, GERMAN, ENGLISH = Locale.french, Locale.german, Locale.american_english


class SilentChoices(FakeLanguageChoices):
    """A store that is asked and does not answer."""

    async def language(self, person: PersonId) -> str | None:  # noqa: ARG002
        await asyncio.Event().wait()
        return None


def speech(*, own: str | None = None, set_to: str | None = None, choices: FakeLanguageChoices | None = None) -> Speech:
    settings = FakeSettingsKeeper()
    settings.kept[keys.server(GUILD)] = ServerSettings(language=set_to)
    choices = choices or FakeLanguageChoices()
    choices.kept |= {keys.person(ANN): own} if own else {}
    return Speech(load_languages(), settings, choices)


def asked(
    *, theirs: Locale, servers: Locale | None, member: bool = True, ephemeral: bool | None = None
) -> discord.Interaction[Any]:
    """What a language is found by, of an interaction in a server or (without the server's locale) in private."""
    client = SimpleNamespace(get_guild=lambda _id: object() if member else None)
    message = None if ephemeral is None else SimpleNamespace(flags=SimpleNamespace(ephemeral=ephemeral))
    made: Any = SimpleNamespace(
        user=SimpleNamespace(id=ANN),
        locale=theirs,
        guild_locale=servers,
        guild=None,
        guild_id=None if servers is None else GUILD,
        client=client,
        channel=None,
        context=SimpleNamespace(private_channel=False),
        message=message,
    )
    return made  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("own", "set_to", "theirs", "servers", "expected"),
    [
        (None, None, ENGLISH, ENGLISH, ("en", "en")),
        (None, None, GERMAN, ENGLISH, ("de", "en")),
        (None, None, ENGLISH, GERMAN, ("en", "de")),
        (None, "de", ENGLISH, ENGLISH, ("de", "de")),
        (None, "en", GERMAN, GERMAN, ("en", "en")),
        ("de", None, ENGLISH, ENGLISH, ("de", "en")),
        ("en", "de", GERMAN, GERMAN, ("en", "de")),
        (None, None, FRENCH, GERMAN, ("de", "de")),
        (None, None, GERMAN, FRENCH, ("de", "en")),
        (None, None, FRENCH, FRENCH, ("en", "en")),
        (None, "xx", GERMAN, ENGLISH, ("de", "en")),
        (None, None, GERMAN, None, ("de", "de")),
        ("en", None, GERMAN, None, ("en", "en")),
    ],
)
async def test_whom_in_which_language(
    own: str | None, set_to: str | None, theirs: Locale, servers: Locale | None, expected: tuple[str, str]
) -> None:
    """What the asker alone sees, and what all see."""
    found, interaction = speech(own=own, set_to=set_to), asked(theirs=theirs, servers=servers)

    assert ((await found.to_asker(interaction)).code, (await found.to_all(interaction)).code) == expected


@pytest.mark.parametrize(
    ("ephemeral", "posted", "private", "member", "code"),
    [
        (None, True, False, True, "de"),
        (None, False, True, True, "en"),
        (False, True, False, True, "de"),
        (True, False, False, True, "en"),
        (None, False, False, False, "de"),
        (None, False, True, False, "en"),
        (True, False, False, False, "en"),
    ],
)
async def test_an_answer_is_in_the_language_of_those_who_see_it(
    *, ephemeral: bool | None, posted: bool, private: bool, member: bool, code: str
) -> None:
    interaction = asked(theirs=ENGLISH, servers=GERMAN, member=member, ephemeral=ephemeral)

    assert (await speech().of_answer(interaction, posted=posted, private=private)).code == code


@pytest.mark.parametrize(("ephemeral", "code"), [(False, "de"), (True, "en")])
async def test_a_message_that_is_laid_out_anew_keeps_to_those_who_see_it(*, ephemeral: bool, code: str) -> None:
    assert (await speech().of_pressed(asked(theirs=ENGLISH, servers=GERMAN, ephemeral=ephemeral))).code == code


async def test_a_server_that_the_bot_visits_has_set_nothing_here() -> None:
    visiting = asked(theirs=ENGLISH, servers=ENGLISH, member=False)

    assert (await speech(set_to="de").to_all(visiting)).code == "en"


async def test_a_store_that_fails_leaves_it_to_discord(caplog: pytest.LogCaptureFixture) -> None:
    choices = FakeLanguageChoices()
    choices.failure = StoreError("The disk is full.")
    interaction = asked(theirs=GERMAN, servers=ENGLISH)

    assert (await speech(choices=choices).to_asker(interaction)).code == "de"
    assert "Which language is wanted could not be read: StoreError" in caplog.text


async def test_a_store_that_stalls_keeps_nobody_waiting() -> None:
    async with asyncio.timeout(2):
        assert (await speech(choices=SilentChoices()).to_asker(asked(theirs=GERMAN, servers=ENGLISH))).code == "de"


def test_the_ids_are_those_of_the_store() -> None:
    assert keys.server(GUILD) == ServerId(f"discord:{GUILD}")
