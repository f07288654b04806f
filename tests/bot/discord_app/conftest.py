"""The real client against the fake Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.discord_app.stage import Stage
from tests.fakes.conversation import FakeConversation
from tests.fakes.discord_rules import broken_rules
from tests.fakes.discord_server import FakeDiscord, Request
from tests.fakes.discord_spec import DOCUMENT, DiscordSpec
from tests.fakes.message_links import FakeMessageLinks


@pytest.fixture
async def stage(tmp_path: Path, spec_if_present: DiscordSpec | None) -> AsyncIterator[Stage]:
    """Any request of any story that Discord's own document or its other rules do not allow fails that story."""
    async with FakeDiscord() as server:
        yield Stage(server, FakeConversation(), FakeMessageLinks(), tmp_path / "home")
        assert [found for request in server.requests for found in broken_rules(request.body)] == []
        if spec_if_present is not None:
            assert [found for request in server.requests if (found := _problems(spec_if_present, request))] == []


def _problems(spec: DiscordSpec, request: Request) -> list[str]:
    found = spec.problems(request.method, request.path, request.query, request.body)
    return [f"{request.method} {request.path}: {problem}" for problem in found]


@pytest.fixture(scope="session")
def spec_if_present() -> DiscordSpec | None:
    return DiscordSpec.load() if DOCUMENT.exists() else None


@pytest.fixture
def spec(spec_if_present: DiscordSpec | None) -> DiscordSpec:
    if spec_if_present is None:
        pytest.skip("Discord's OpenAPI document does not lie beside this checkout (../shared/discord/openapi.json)")
    return spec_if_present
