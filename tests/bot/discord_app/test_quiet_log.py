"""What the library itself writes into the log while the bot runs."""

from __future__ import annotations

import logging

import pytest

from bot.discord_app import wording
from bot.discord_app.quiet_log import keep_people_out_of_the_log
from tests.bot.discord_app.stage import Stage
from tests.fakes import discord_moves as moves
from tests.fakes.discord_payloads import ANN, CHANNEL, EPHEMERAL, shown

ORIGINAL = r"/webhooks/\d+/[^/]+/messages/@original"
CALLBACK = r"/interactions/\d+/[^/]+/callback"


async def test_a_rate_limit_is_logged_without_the_token_of_the_interaction(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.server.refuse("PATCH", ORIGINAL, status=429)
    async with stage.bot():
        interaction = await stage.server.find("a shark", private=True)
        await stage.server.requested("PATCH", ORIGINAL, times=2)

    assert "/webhooks/…/…/messages/@original responded with 429" in caplog.text
    assert str(interaction) not in caplog.text


async def test_a_rate_limit_is_logged_without_the_channel(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.server.refuse("POST", r"/channels/\d+/messages", status=429)
    async with stage.bot():
        await stage.server.find("a shark")
        await stage.server.posted()

    assert "/channels/…/messages responded with 429" in caplog.text
    assert f"/{CHANNEL}" not in caplog.text


@pytest.mark.parametrize(
    ("line", "given", "kept"),
    [
        (
            "autocomplete for %r (Guild: %s, User: %s)",
            ("film", 1 << 60, 3 << 59),
            "autocomplete for 'film' (Guild: …, User: …)",
        ),
        (
            "POST %s",
            ("https://d.com/api/v10/webhooks/12/aW50.x-y_z?wait=true",),
            "POST https://d.com/api/v10/webhooks/…/…?wait=true",
        ),
        (
            "GET %s, again in %.2f s",
            ("http://127.0.0.1:80/v10/users/12", 1.5),
            "GET http://127.0.0.1:80/v10/users/…, again in 1.50 s",
        ),
        ("nothing to hide", (), "nothing to hide"),
    ],
)
def test_ids_and_tokens_are_taken_out(
    line: str, given: tuple[object, ...], kept: str, caplog: pytest.LogCaptureFixture
) -> None:
    keep_people_out_of_the_log()
    logging.getLogger("discord.http").warning(line, *given)

    assert [record.getMessage() for record in caplog.records] == [kept]


async def test_a_command_that_is_not_known_here_is_answered_and_not_logged_with_what_was_typed(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage.bot():
        await moves.command(stage.server, "gone", text="secret words")
        told = await stage.server.requested("POST", CALLBACK)
        await moves.suggest(stage.server, "gone", "text", "secret words")
        await stage.server.find("a shark")
        answer = await stage.server.posted()

    assert (told.body["data"]["content"], told.body["data"]["flags"]) == (wording.APOLOGY, EPHEMERAL)
    assert "a shark" in shown(answer)
    assert caplog.text.count("A command could not be begun: CommandNotFound") == 2
    assert not [word for word in ("secret words", str(ANN)) if word in caplog.text]
