"""What fails once people have their answer: they are not told that something went wrong, for they would ask again."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest

from bot.core.errors import StoreError
from bot.core.ports import Parcel
from bot.core.types import ConversationId, Reply, ReplyKind
from bot.discord_app import wording
from bot.discord_app.delivery import take_back_acknowledgement
from bot.discord_app.failures import only_logged
from tests.bot.discord_app.stage import Stage
from tests.fakes.conversation import EXPIRES_AT
from tests.fakes.discord_payloads import BOT, DIRECT, THREAD, shown
from tests.fakes.message_links import FakeMessageLinks
from tests.fakes.outbox import FakeOutbox

ORIGINAL = r"/webhooks/\d+/[^/]+/messages/@original"
FOLLOWUP = r"/webhooks/\d+/[^/]+"


class ForgetfulOutbox(FakeOutbox):
    """Takes parcels, and fails to let them go."""

    async def arrived(self, parcel: Parcel, message_key: str | None = None) -> None:
        raise StoreError(f"The disk is full ({parcel.key}, {message_key}).")


class BreakingLinks(FakeMessageLinks):
    """Breaks between two answers."""

    broken = False

    async def link(self, message_key: str, conversation_id: ConversationId, answer: int | None = None) -> None:
        if self.broken:
            raise StoreError(f"The disk is full ({message_key}, {conversation_id}, {answer}).")
        await super().link(message_key, conversation_id, answer)


async def test_an_answer_stands_though_the_store_fails_to_note_its_arrival(stage: Stage) -> None:
    stage.outbox = ForgetfulOutbox(stage.links)
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", mentions=True)
        first = await stage.server.posted()
        await stage.server.say("a ship", channel=DIRECT)
        second = await stage.server.posted(2)

    assert ["Searched for: a shark." in shown(first), "Searched for: a ship." in shown(second)] == [True, True]


async def test_a_note_stands_though_it_cannot_be_linked(stage: Stage) -> None:
    links = stage.links = BreakingLinks()
    stage.outbox = FakeOutbox(links)
    async with stage.bot():
        await stage.server.find("a shark")
        card = int((await stage.card())["id"])
        links.broken = True
        stage.conversation.answer = lambda _: Reply(kind=ReplyKind.NOTE, text="Nothing.", expires_at=EXPIRES_AT)
        await stage.server.press(card, "Not this")
        await stage.server.requested("POST", FOLLOWUP)
        stage.conversation.answer = None
        await stage.server.say("a ship", channel=DIRECT)
        await stage.server.posted(2)

    (told,) = stage.server.made("POST", FOLLOWUP)
    assert shown(told.body).startswith("Nothing.")


async def test_a_command_in_a_thread_stands_though_the_thread_cannot_be_linked(stage: Stage) -> None:
    links = stage.links = BreakingLinks()
    stage.outbox = FakeOutbox(links)
    links.broken = True
    async with stage.bot():
        await stage.server.find("a shark", channel=THREAD)
        await stage.server.posted()
        await stage.server.say("a ship", channel=DIRECT)
        await stage.server.posted(2)

    assert not stage.server.made("PATCH", ORIGINAL)  # its place, where an apology would stand


async def test_an_acknowledgement_that_a_broken_connection_leaves_is_only_logged() -> None:
    async def broken() -> None:
        raise aiohttp.ServerDisconnectedError

    interaction: Any = SimpleNamespace(delete_original_response=broken)
    await take_back_acknowledgement(interaction)


@pytest.mark.parametrize("error", [TimeoutError(), StoreError("The disk is full.")])
def test_what_follows_an_answer_fails_into_the_log_alone(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    with only_logged("A thing could not be done"):
        raise error
    assert caplog.messages[0].startswith(f"A thing could not be done: {type(error).__name__} at ")

    with pytest.raises(ZeroDivisionError), only_logged("A thing could not be done"):
        raise ZeroDivisionError


@pytest.mark.parametrize("status", [404, 400])
async def test_an_acknowledgement_that_was_put_away_does_not_keep_a_thread_from_its_search(
    stage: Stage, status: int
) -> None:
    stage.server.refuse("DELETE", ORIGINAL, status=status, code=10008)
    async with stage.bot():
        await stage.server.find("a shark", channel=THREAD)
        await stage.server.posted()
        await stage.until_linked(THREAD)

    assert stage.undelivered == []
    assert not stage.server.made("PATCH", ORIGINAL)


@pytest.mark.parametrize("command", ["start over", "share"])
async def test_a_card_that_cannot_be_marked_is_nothing_to_apologise_for(stage: Stage, command: str) -> None:
    async with stage.bot():
        await stage.server.find("a shark", private=True)
        await stage.server.requested("PATCH", ORIGINAL)
        private = next(reversed(stage.server.messages))
        await stage.until_linked(private)
        stage.server.refuse("PATCH", ORIGINAL, status=400)
        if command == "share":
            await stage.server.press(private, "Share")
        else:
            await stage.server.choose(private, "Start over")
        await stage.server.requested("PATCH", ORIGINAL, times=2)
        await stage.server.say("a ship", channel=DIRECT)
        await stage.server.posted(2 if command == "share" else 1)

    said = [str(request.body.get("content")) for request in stage.server.made("POST", FOLLOWUP)]
    assert wording.APOLOGY not in said
