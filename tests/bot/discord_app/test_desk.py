from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

from bot.core.types import ConversationId
from bot.discord_app.desk import Desk
from tests.fakes.conversation import FakeConversation
from tests.fakes.discord_payloads import THREAD
from tests.fakes.message_links import FakeMessageLinks

UNUSED: Any = None
MAIL: Any = SimpleNamespace(losses=None)


class SlowLinks(FakeMessageLinks):
    """Somebody else has a turn between two calls, as with a real store."""

    async def linked(self, message_key: str) -> ConversationId | None:
        found = await super().linked(message_key)
        await asyncio.sleep(0)
        return found


async def test_of_two_searches_that_begin_in_a_thread_at_once_it_holds_the_first() -> None:
    links = SlowLinks()
    desk = Desk(conversation=FakeConversation(), links=links, mail=MAIL, speech=UNUSED, pace=UNUSED)
    await asyncio.gather(*(desk.begin_thread(THREAD, ConversationId(name)) for name in ("first", "second")))

    assert links.kept == {f"discord:{THREAD}": "first"}
