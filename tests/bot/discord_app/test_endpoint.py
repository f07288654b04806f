from __future__ import annotations

import pytest
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.core.errors import MisconfiguredError
from bot.discord_app.endpoint import discord_at, is_stand_in


def where() -> tuple[str, str, str]:
    return Route.BASE, str(DiscordWebSocket.DEFAULT_GATEWAY), Asset.BASE


def test_a_stand_in_lasts_as_long_as_the_block() -> None:
    before = where()
    with discord_at(api_base="http://a/api/v10/", gateway_url="ws://a/gateway", cdn_base="http://a/cdn/"):
        assert where() == ("http://a/api/v10", "ws://a/gateway", "http://a/cdn")
    assert where() == before
    with discord_at(api_base="http://a/api/v10", gateway_url="ws://a/gateway"):
        assert where() == ("http://a/api/v10", "ws://a/gateway", before[2])
    with discord_at(api_base="http://a", gateway_url="https://a/gateway"):
        assert where()[1] == "wss://a/gateway"
        assert is_stand_in()
    with discord_at(api_base=None, gateway_url=None):
        assert where() == before
        assert not is_stand_in()


def test_pictures_alone_are_no_stand_in() -> None:
    with (
        pytest.raises(MisconfiguredError, match="DISCORD_API_BASE"),
        discord_at(api_base=None, gateway_url=None, cdn_base="http://a/cdn"),
    ):
        pass
