"""The question under an answer, and its buttons."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.core.types import OpenQuestion, Pressed, Reply, UserTurn
from bot.discord_app.answers import AnswerButton, asking
from bot.discord_app.render import render
from tests.bot.discord_app.stage import Stage
from tests.bot.discord_app.test_markdown import hostile_text
from tests.fakes.conversation import found
from tests.fakes.discord_payloads import BEN, BOT, LAYOUT, buttons, shown, walk
from tests.fakes.discord_spec import DiscordSpec

QUESTION = OpenQuestion(
    key="0123abcd",
    kind="person",
    text="Which of these people is in it?",
    options=("Tom Hanks", "Meg Ryan", "Bill Murray", "None of these"),
)


def payload(reply: Reply) -> list[dict[str, Any]]:
    components: list[dict[str, Any]] = render(reply).to_components()  # type: ignore[no-untyped-call]
    return components


@pytest.mark.parametrize("pressed", [Pressed("0123abcd", 0), Pressed("0123abcd", 3), Pressed("ffffffff", None)])
async def test_a_press_is_read_back_from_its_id(pressed: Pressed) -> None:
    button = AnswerButton(pressed)
    match = AnswerButton.__discord_ui_compiled_template__.fullmatch(button.item.custom_id or "")

    assert match is not None
    assert (await AnswerButton.from_custom_id(None, button, match)).pressed == pressed  # type: ignore[arg-type]


def test_a_question_stands_under_the_answer_with_one_row_of_buttons(spec: DiscordSpec) -> None:
    components = payload(replace(found(), question=QUESTION))
    _, text, row, *_ = components

    assert text["content"] == "**Which of these people is in it?**"
    assert buttons({"components": [row]}) == {
        "Tom Hanks": "reelcall:answer:0123abcd:0",
        "Meg Ryan": "reelcall:answer:0123abcd:1",
        "Bill Murray": "reelcall:answer:0123abcd:2",
        "None of these": "reelcall:answer:0123abcd:3",
        "Don't know": "reelcall:answer:0123abcd:unknown",
    }
    assert spec.problems("POST", "/channels/1/messages", {}, {"components": components, "flags": LAYOUT}) == []


def test_where_nothing_is_kept_nothing_is_asked() -> None:
    components = payload(replace(found(), question=QUESTION, expires_at=None))

    assert not any(
        custom_id.startswith("reelcall:answer:") for custom_id in buttons({"components": components}).values()
    )


@given(text=hostile_text, options=st.lists(hostile_text, min_size=2, max_size=9).map(tuple))
def test_whatever_the_names_the_buttons_stay_within_bounds(text: str, options: tuple[str, ...]) -> None:
    view = ui.LayoutView(timeout=None)
    for item in asking(replace(QUESTION, text=text, options=options)):
        view.add_item(item)
    found = [one for one in walk(view.to_components()) if one["type"] == 2]  # type: ignore[no-untyped-call]

    assert 2 < len(found) <= 5
    assert all(1 <= len(one["label"]) <= 80 and len(one["custom_id"]) <= 100 for one in found)


async def test_an_answer_works_after_a_restart_for_anybody(stage: Stage) -> None:
    stage.conversation.answer = lambda turn: replace(
        found(text="Answered." if turn.pressed else "?"), question=QUESTION
    )
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", mentions=True)
        card = int((await stage.card())["id"])
    async with stage.bot():
        await stage.server.press(card, "Meg Ryan", author=BEN)
        answer = await stage.card(2)
    turn: UserTurn = stage.conversation.turns[-1]

    assert turn.pressed == Pressed("0123abcd", 1)
    assert turn.person == f"discord:{BEN}"
    assert "Answered." in shown(answer)
