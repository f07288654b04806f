from __future__ import annotations

import pytest

from bot.core.types import Action
from bot.discord_app.buttons import Press, RefineModal, ResultButton
from retrieval.types import FilmId
from tests.fakes.discord_payloads import walk


@pytest.mark.parametrize(
    "press",
    [Press(), Press(Action.MORE), Press(Action.UNDO), Press(Action.RESET), Press(Action.REJECT, FilmId("tt1"))],
)
def test_a_press_is_read_back_from_its_id(press: Press) -> None:
    match = ResultButton.__discord_ui_compiled_template__.fullmatch(press.custom_id)

    assert match is not None
    assert Press.read(match) == press


@pytest.mark.parametrize("film_id", ["", "tt:1", "x" * 41, "tt1\n"])
def test_an_id_of_an_unknown_form_is_left_out(film_id: str) -> None:
    assert Press(Action.REJECT, FilmId(film_id)).custom_id == "reelcall:reject"


async def test_the_window_keeps_to_discords_lengths() -> None:
    window = RefineModal().to_dict()
    (label,) = walk(window["components"])

    assert len(window["title"]) <= 45
    assert len(window["custom_id"]) <= 100
    assert len(label["label"]) <= 45
    assert len(label["description"]) <= 100
