"""The bot as operators run it: its own process with the three addresses set, against a server that is not Discord."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.__main__ import main
from retrieval.films import write_films
from tests.fakes.discord_payloads import BEN, BOT, buttons, shown
from tests.fakes.discord_server import TOKEN, FakeDiscord
from tests.fakes.discord_spartan import SpartanDiscord
from tests.small_world import FILMS

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGTERM")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve films, encoded with the encoder that ships."""
    folder = tmp_path_factory.mktemp("process")
    write_films(list(FILMS), folder / "films.jsonl")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REELCALL_HOME", str(folder / "home"))
        assert main(["--index", str(folder / "index"), "index", "build", str(folder / "films.jsonl")]) == 0
    return folder / "index"


@asynccontextmanager
async def process(server: FakeDiscord, index: Path, home: Path, port: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """One life of the bot, from its login on; it must end by itself once it is told to."""
    logins = len(server.identified) + 1
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "REELCALL_HOME": str(home),
        "REELCALL_METRICS_PORT": str(port),
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_BASE": server.api_base,
        "DISCORD_GATEWAY_URL": server.gateway_url,
        "DISCORD_CDN_BASE": server.api_base.replace("/api/v10", "/cdn"),
    }
    command = [sys.executable, "-m", "bot", "--index", str(index), "discord"]
    bot = await asyncio.create_subprocess_exec(*command, env=environment, cwd=index.parent)
    try:
        async with asyncio.timeout(60):
            while len(server.identified) < logins and bot.returncode is None:  # noqa: ASYNC110 - it may die instead
                await asyncio.sleep(0.05)
        assert bot.returncode is None
        yield bot
    finally:
        if bot.returncode is None:
            bot.terminate()
        await asyncio.wait_for(bot.wait(), timeout=30)


async def status(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.text()


async def ready(port: int) -> None:
    async with asyncio.timeout(30):
        while (await status(port, "/readyz"))[0] != 200:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.05)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.mark.parametrize("kind", [FakeDiscord, SpartanDiscord])
async def test_a_search_from_the_login_to_a_button_after_a_restart(
    index: Path, tmp_path: Path, kind: Callable[[], FakeDiscord]
) -> None:
    port = free_port()
    async with kind() as server:
        async with process(server, index, tmp_path, port) as first:
            await ready(port)
            await server.find("the one where brad pitt plays death")
            card = await server.posted(1)
            await server.requested("DELETE", r"/webhooks/\d+/[^/]+/messages/@original")
            await server.press(int(card["id"]), "Refine…")
            opened = await server.requested("POST", r"/interactions/\d+/[^/]+/callback", times=2)
            await server.submit(int(card["id"]), "black and white", window=opened.body["data"])
            refined = await server.posted(2)
            await server.say(f"<@{BOT}> a shark at the beach", mentions=True, author=BEN)
            await server.posted(3)
            figures = (await status(port, "/metrics"))[1]
            health = await status(port, "/healthz")
            first.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(first.wait(), timeout=30) == 0
        async with process(server, index, tmp_path, port):
            await ready(port)
            await server.press(int(refined["id"]), "Not this")
            last = await server.posted(4)

    assert "Meet Joe Black (1998)" in shown(card)
    assert "The Seventh Seal (1957)" in shown(refined)
    assert "Brad Pitt" in shown(last)
    assert "The Seventh Seal (1957)" not in shown(last)
    assert buttons(last)
    assert health == (200, "ok\n")
    assert 'reelcall_turns_total{action="words"' in figures
    assert [close for close in server.close_codes if close is not None][:1] == [1000]
