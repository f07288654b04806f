from __future__ import annotations

import pytest

from bot.discord_app.buttons import Control, Press, RefineModal, ResultButton
from retrieval.types import FilmId
from tests.fakes.discord_payloads import walk


@pytest.mark.parametrize(
    "press",
    [*map(Press, Control), Press(Control.REJECT, FilmId("tt1")), Press(Control.DROP, clue="0a1b")],
)
def test_a_press_is_read_back_from_its_key(press: Press) -> None:
    assert Press.read(press.key) == press


@pytest.mark.parametrize("custom_id", ["reelcall:reject:tt0119643", "reelcall:reject", "reelcall:refine"])
def test_the_ids_of_messages_that_were_posted_long_ago_are_known(custom_id: str) -> None:
    match = ResultButton.__discord_ui_compiled_template__.fullmatch(custom_id)

    assert match is not None
    assert Press.read(match["key"]).custom_id == custom_id


@pytest.mark.parametrize("key", ["", "nonsense", "accepted:tt1"])
def test_no_other_key_is_a_press(key: str) -> None:
    with pytest.raises(ValueError, match="is not a valid Control"):
        Press.read(key)


@pytest.mark.parametrize("film_id", ["", "tt:1", "x" * 41, "tt1\n"])
def test_an_id_of_an_unknown_form_is_left_out(film_id: str) -> None:
    assert Press(Control.REJECT, FilmId(film_id)).custom_id == "reelcall:reject"


async def test_the_window_keeps_to_discords_lengths() -> None:
    window = RefineModal().to_dict()
    (label,) = walk(window["components"])

    assert len(window["title"]) <= 45
    assert len(window["custom_id"]) <= 100
    assert len(label["label"]) <= 45
    assert len(label["description"]) <= 100
