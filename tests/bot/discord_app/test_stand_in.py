"""A server that is not Discord and says as little as it can: the bot works all the same, and goes nowhere else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.core.errors import UnreachableError
from bot.discord_app.client import run_discord
from bot.discord_app.lenient import complete_answer, complete_event
from tests.bot.discord_app.night_stage import closed, did, drawn, started, vote
from tests.bot.discord_app.stage import ABOUT, Stage, house_of
from tests.fakes.conversation import FakeConversation
from tests.fakes.discord_payloads import BEN, BOT, DIRECT, GUILD, shown
from tests.fakes.discord_server import TOKEN, FakeDiscord
from tests.fakes.discord_spartan import SpartanDiscord
from tests.fakes.message_links import FakeMessageLinks
from tests.small_world import JAWS

CALLBACK = r"/interactions/\d+/[^/]+/callback"
GATEWAY = "ws://stand-in/gateway"


async def stories(stage: Stage) -> None:
    """Every way to reach the bot once."""
    await stage.server.find("a shark")
    card = int((await stage.card())["id"])
    await stage.server.press(card, "Not this")
    await stage.card(2)
    await stage.server.press(card, "Refine…")
    opened = await stage.server.requested("POST", CALLBACK, times=3)
    await stage.server.submit(card, "older", window=opened.body["data"])
    await stage.card(3)
    await stage.server.say(f"<@{BOT}> a ship", mentions=True, author=BEN)
    mention = int((await stage.card(4))["id"])
    await stage.server.say("with a whale", reply_to=mention, mentions=True)
    await stage.card(5)
    await stage.server.say("a beach", channel=DIRECT)
    await stage.card(6)
    await stage.server.find("a boat", channel=DIRECT)
    await stage.card(7)


@pytest.mark.parametrize("compressed", [False, True])
async def test_a_server_that_leaves_out_all_it_can_is_joined(tmp_path: Path, *, compressed: bool) -> None:
    async with SpartanDiscord() as server:
        server.compressed = compressed
        stage = Stage(server, FakeConversation(), FakeMessageLinks(), tmp_path)
        async with stage.bot():
            await stories(stage)
        async with stage.bot():
            await stage.server.press(server._posted[0], "Not this")
            await stage.card(8)

    assert "Searched for: a shark / older." in shown(server.messages[server._posted[2]])
    assert "Searched for: a ship / with a whale." in shown(server.messages[server._posted[4]])
    assert {turn.server for turn in stage.conversation.turns if turn.person == f"discord:{BEN}"} == {f"discord:{GUILD}"}


async def test_a_movie_night_is_held_on_such_a_server(tmp_path: Path) -> None:
    async with SpartanDiscord() as server:
        stage = Stage(server, FakeConversation(), FakeMessageLinks(), tmp_path)
        async with stage.bot():
            card = await started(stage)
            await did(stage, "night add", film="Troy")
            await did(stage, "night add", film="Jaws")
            await vote(stage, JAWS.film_id)
            voted = await drawn(stage, card, 3)
            result = await closed(stage)

    assert "1 person has voted." in voted
    assert "### Movie night: Jaws (1975)" in shown(result)


async def test_a_request_to_wait_is_kept_without_the_headers_of_discords_proxies(tmp_path: Path) -> None:
    class Busy(FakeDiscord):
        refusals = 2

        async def _rest(self, request: web.Request) -> web.Response:
            if request.method == "POST" and request.path.endswith("/messages") and self.refusals:
                self.refusals -= 1
                return web.json_response({"message": "slow down"}, status=429, headers={"Retry-After": "0.05"})
            return await super()._rest(request)

    async with Busy() as server:
        stage = Stage(server, FakeConversation(), FakeMessageLinks(), tmp_path)
        async with stage.bot():
            await stage.server.say("a shark", channel=DIRECT)
            await stage.card()

    assert server.refusals == 0


async def test_a_lost_connection_is_taken_up_at_the_stand_in_and_nowhere_else(tmp_path: Path) -> None:
    """`READY` of this server names Discord's own gateway: the token must not go there."""
    async with SpartanDiscord() as server:
        stage = Stage(server, FakeConversation(), FakeMessageLinks(), tmp_path)
        async with stage.bot():
            await server._sockets[-1].send_json({"op": 7, "d": None, "s": None, "t": None})
            await server.until(lambda: len(server.resumed) == 1)
            await stage.server.say("a shark", channel=DIRECT)
            await stage.card()

    assert server.resumed[0]["session_id"] == "one"


@pytest.mark.parametrize("given", ["", "/api", "/api/v10", "/api/v10/"])
async def test_an_address_without_the_version_is_completed(stage: Stage, given: str) -> None:
    stage.server.api_base = stage.server.api_base.removesuffix("/api/v10") + given
    async with stage.bot():
        await stage.server.say("a shark", channel=DIRECT)
        await stage.card()


@pytest.mark.parametrize("sharded", [False, True])
async def test_readiness_goes_with_the_connection_and_comes_back_with_it(tmp_path: Path, *, sharded: bool) -> None:
    async with SpartanDiscord() as server:
        stage = Stage(server, FakeConversation(), FakeMessageLinks(), tmp_path)
        stage.sharded = sharded
        async with stage.bot():
            await until(lambda: not stage.health.missing())
            await server._sockets[-1].close(code=1001)
            await until(lambda: stage.health.missing() == ("gateway",))
            await until(lambda: not stage.health.missing())

    assert stage.health.missing() == ("gateway",)


async def until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not reached():  # noqa: ASYNC110 - the library tells nobody outside
            await asyncio.sleep(0.001)


async def test_commands_are_registered_again_at_a_server_that_has_forgotten_them(stage: Stage) -> None:
    async with stage.bot():
        pass
    stage.server.commands.clear()
    async with stage.bot():
        pass

    assert len(stage.server.made("PUT", r"/applications/\d+/commands")) == 2


async def test_a_gateway_that_is_not_there_is_one_sentence(stage: Stage) -> None:
    with pytest.raises(UnreachableError, match="check the network"):
        await run_discord(
            token=TOKEN,
            conversation=FakeConversation(),
            store=stage.links,
            outbox=stage.outbox,
            people=stage.people,
            house=house_of(stage.people),
            about=lambda: ABOUT,
            home=stage.home,
            api_base=stage.server.api_base,
            gateway_url="ws://127.0.0.1:9/",
        )


def test_events_are_completed_as_discord_sends_them() -> None:
    ready: dict[str, Any] = {"user": {"id": "1"}, "resume_gateway_url": "wss://gateway.discord.gg"}
    complete_event("READY", ready, me=None, gateway=GATEWAY)
    group: dict[str, Any] = {"id": "5", "type": 2, "token": "t", "channel": {"id": "7", "type": 3}, "user": {"id": "3"}}
    complete_event("INTERACTION_CREATE", group, me=9, gateway=GATEWAY)

    assert ready["resume_gateway_url"] == GATEWAY
    assert (ready["user"]["username"], ready["guilds"]) == ("user 1", [])
    assert (group["context"], group["application_id"], group["channel"]["name"]) == (2, "9", "")


@pytest.mark.parametrize(
    ("method", "path", "given", "name"),
    [
        ("GET", "/api/v10/gateway/bot", {"url": "wss://x"}, "session_start_limit"),
        ("POST", "/api/v10/interactions/7/token/callback", "", "interaction"),
        ("PATCH", "/api/v10/webhooks/1/token/messages/@original", "", "author"),
        ("POST", "/api/v10/channels/3/messages", {"id": "4"}, "author"),
        ("GET", "/api/v10/oauth2/applications/@me", {"id": "4"}, "owner"),
    ],
)
def test_answers_are_completed_as_discord_gives_them(method: str, path: str, given: object, name: str) -> None:
    assert name in complete_answer(method, path, given)


def test_a_payload_as_discord_sends_it_comes_through(stage: Stage) -> None:
    sent = json.loads(json.dumps(stage.server.guild()))
    complete_event("GUILD_CREATE", sent, me=1, gateway=GATEWAY)

    assert sent == stage.server.guild()
