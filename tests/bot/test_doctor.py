"""What `reelcall doctor` finds by asking Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot import doctor
from bot.core.errors import BadTokenError, MisconfiguredError, UnreachableError
from bot.discord_app.checkup import Portal
from bot.settings import Settings
from tests.fakes.discord_payloads import ALL_PERMISSIONS, EMBED
from tests.fakes.discord_server import TOKEN, FakeDiscord

CONTENT = {"flags": 1 << 19}


@pytest.fixture
async def server() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as opened:
        yield opened


def settings(server: FakeDiscord, *, token: str = TOKEN, free_chat: bool = False) -> Settings:
    given = {"DISCORD_TOKEN": token, "DISCORD_API_BASE": server.api_base, "REELCALL_FREE_CHAT": free_chat}
    return Settings.model_validate(given)


async def asked(chosen: Settings) -> dict[str, doctor.Checked]:
    return {finding.name: finding for finding in await doctor._discord(chosen)}


async def test_all_is_well(server: FakeDiscord) -> None:
    found = await asked(settings(server))

    assert [(name, one.error, one.look) for name, one in found.items()] == [
        (name, None, False) for name in ("token", "intents", "clock", "commands", "servers")
    ]


async def test_a_refused_token_is_found(server: FakeDiscord) -> None:
    found = await asked(settings(server, token="MTAwMQ.another.token"))  # noqa: S106 - of nobody

    assert isinstance(found["token"].error, BadTokenError)


async def test_a_discord_that_does_not_answer_is_found(server: FakeDiscord) -> None:
    await server._runner.cleanup()
    found = await asked(settings(server))

    assert found["token"].error is None
    assert isinstance(found["discord"].error, UnreachableError)


@pytest.mark.parametrize("status", [403, 429, 503])
async def test_an_error_says_nothing_of_the_token(server: FakeDiscord, status: int) -> None:
    server.refuse("GET", "/users/@me", status=status, times=9)
    found = await asked(settings(server))

    assert isinstance(found["discord"].error, UnreachableError)
    assert str(status) in found["discord"].result
    assert found["token"].error is None
    assert "only Discord knows" in found["token"].result


async def test_a_page_in_the_place_of_an_answer_says_nothing() -> None:
    async def page(_request: web.Request) -> web.Response:
        return web.Response(text="<html>Sign in to this network</html>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    async with TestServer(app) as captive:
        chosen = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_BASE": str(captive.make_url("/api/v10"))}
        found = await asked(Settings.model_validate(chosen))

    assert isinstance(found["discord"].error, UnreachableError)


async def test_a_stand_in_s_version_is_found(server: FakeDiscord) -> None:
    chosen = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_BASE": server.api_base.removesuffix("/v10")}
    found = await asked(Settings.model_validate(chosen))

    assert all(one.error is None for one in found.values())


async def test_what_a_stand_in_does_not_offer_is_said_to_be_unknown(server: FakeDiscord) -> None:
    server.refuse("GET", "/applications/@me", status=404)
    server.refuse("GET", "/users/@me/guilds", status=404)
    found = await asked(settings(server))

    assert [found[name].look for name in ("commands", "servers")] == [True, True]


async def test_the_intent_that_free_chat_needs_is_missed(server: FakeDiscord) -> None:
    missing = (await asked(settings(server, free_chat=True)))["intents"]
    server.portal = CONTENT
    there = (await asked(settings(server, free_chat=True)))["intents"]

    assert isinstance(missing.error, MisconfiguredError)
    assert there.error is None


async def test_commands_that_go_elsewhere_are_found(server: FakeDiscord) -> None:
    server.portal = {"interactions_endpoint_url": "https://example.org/interactions"}
    found = await asked(settings(server))

    assert "Interactions Endpoint URL" in found["commands"].result


async def test_servers_that_gave_too_little_are_counted(server: FakeDiscord) -> None:
    server.permissions = ALL_PERMISSIONS & ~EMBED
    found = await asked(settings(server))

    assert found["servers"].look
    assert "In 1 of 1 the bot lacks permissions (embed links)" in found["servers"].result


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, None), (-20, None), (40, "40 s ahead of"), (-3600, "3600 s behind")]
)
def test_a_clock_that_goes_wrong_is_found(seconds: int, words: str | None) -> None:
    problem = Portal(status=200, skew=timedelta(seconds=seconds)).clock_problem

    assert problem is None if words is None else words in (problem or "")


def test_a_full_disk_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor._disk(tmp_path / "not" / "there").error is None
    monkeypatch.setattr(doctor, "_LEAST_MEGABYTES", 2**40)

    assert "MB are free on the disk" in doctor._disk(tmp_path).result
