"""What an operator's tools see of the bot."""

from __future__ import annotations

import re
from dataclasses import replace

import aiohttp
import pytest

from bot.adapters.metrics import MeteredConversation, Metrics
from bot.adapters.status import serve_status
from bot.core.errors import MisconfiguredError, StoreError
from bot.core.health import Health
from bot.core.types import Action, ConversationId, OpenQuestion, PersonId, Pressed, UserTurn
from bot.core.undelivered import Undelivered
from tests.fakes.conversation import FakeConversation, found

TURN = UserTurn(conversation_id=ConversationId("discord:777"), text="a secret shark", person=PersonId("discord:4001"))


async def ask(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as response:
        return response.status, await response.text()


async def test_health_and_readiness_are_two_questions() -> None:
    health = Health("index", "gateway")
    async with serve_status("127.0.0.1", 0, health=health, metrics=Metrics()) as port:
        assert await ask(port, "/healthz") == (200, "ok\n")
        assert await ask(port, "/readyz") == (503, "not ready: index, gateway\n")
        health.watch("index", lambda: True)
        health.watch("gateway", lambda: True)
        assert await ask(port, "/readyz") == (200, "ok\n")
        assert (await ask(port, "/anything"))[0] == 404


async def test_turns_are_counted_without_text_and_ids() -> None:
    metrics, inner = Metrics(), FakeConversation()
    metered = MeteredConversation(inner, metrics)
    reply = await metered.handle(TURN)
    await metered.handle(UserTurn(conversation_id=TURN.conversation_id, action=Action.REJECT))
    question = OpenQuestion(key="01234567", kind="person", text="Is secret in it?", options=("Yes", "No"))
    inner.answer = lambda _: replace(found(), question=question)
    await metered.handle(UserTurn(conversation_id=TURN.conversation_id, pressed=Pressed("01234567", 0)))
    inner.failure = StoreError("a sentence with a /path")
    with pytest.raises(StoreError):
        await metered.handle(TURN)

    async with serve_status("127.0.0.1", 0, health=Health(), metrics=metrics) as port:
        status, text = await ask(port, "/metrics")
    assert status == 200
    assert f'reelcall_turns_total{{action="words",reply="{reply.kind}"}} 1.0' in text
    assert 'reelcall_turns_total{action="reject"' in text
    assert 'reelcall_turns_total{action="answer"' in text
    assert 'reelcall_questions_asked_total{kind="person"} 1.0' in text
    assert 'reelcall_turn_errors_total{error="StoreError"} 1.0' in text
    assert "reelcall_turn_seconds_count 4.0" in text
    assert "reelcall_successes_total 0.0" in text
    assert 'reelcall_undelivered_total{reason="gone"} 0.0' in text
    assert "process_resident_memory_bytes" in text
    names = re.sub(r" \S+$", "", text, flags=re.MULTILINE)  # a time or a size may hold any digits
    assert not re.search(r"secret|777|4001|/path", names)


async def test_a_port_that_is_taken_is_a_setting_to_mend() -> None:
    async with serve_status("127.0.0.1", 0, health=Health(), metrics=Metrics()) as port:
        with pytest.raises(MisconfiguredError, match="REELCALL_METRICS_PORT"):
            async with serve_status("127.0.0.1", port, health=Health(), metrics=Metrics()):
                pass


def test_what_does_not_arrive_is_counted_by_reasons_that_are_there_from_the_start() -> None:
    metrics = Metrics()
    metrics.undelivered(Undelivered.GONE)
    lines = re.findall(r"reelcall_undelivered_total\{.*", metrics.text().decode())

    assert len(lines) == len(Undelivered)
    assert 'reelcall_undelivered_total{reason="gone"} 1.0' in lines
