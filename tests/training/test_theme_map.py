from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.training.theme_world import FILMS_IN_GROUP, GROUPS, vectors

pytestmark = pytest.mark.torch

LABELS = np.repeat(np.arange(len(GROUPS)), FILMS_IN_GROUP)
NAMES = [", ".join(words[:4]) for words in GROUPS]


@pytest.fixture(scope="module")
def theme_map() -> Any:
    from training import theme_map  # noqa: PLC0415  # needs matplotlib and scikit-learn, which only this marker has

    return theme_map


def test_a_map_is_one_png_the_same_each_time(theme_map: Any, tmp_path: Path) -> None:
    panels = {"before": vectors()[::-1], "after": vectors()}
    for name in ("once", "again"):
        theme_map.draw_theme_map(panels, LABELS, NAMES, tmp_path / name / "map.png")
    drawn = (tmp_path / "once" / "map.png").read_bytes()

    assert drawn.startswith(b"\x89PNG")
    assert drawn == (tmp_path / "again" / "map.png").read_bytes()
    assert [path.name for path in (tmp_path / "once").iterdir()] == ["map.png"]


def test_few_films_can_be_drawn(theme_map: Any, tmp_path: Path) -> None:
    theme_map.draw_theme_map({"few": vectors()[:5]}, np.array([0, 0, -1, 1, -1]), NAMES[:2], tmp_path / "map.png")

    assert (tmp_path / "map.png").stat().st_size > 1000


def test_no_more_than_3000_films_are_drawn_each_once(theme_map: Any) -> None:
    shown = theme_map._sample(34_000).tolist()

    assert len(set(shown)) == len(shown) == 3000
    assert shown == sorted(shown)
    assert max(shown) > 33_000
    assert theme_map._sample(60).tolist() == list(range(60))


def test_a_full_picture_stays_small_and_shows_ten_themes_and_the_rest(theme_map: Any, tmp_path: Path) -> None:
    """Points that lie evenly and in no order are the hardest to pack."""
    from matplotlib.colors import to_rgb  # noqa: PLC0415  # as above
    from matplotlib.figure import Figure  # noqa: PLC0415  # as above

    draw = np.random.default_rng(0)
    names = [f"theme {number}" for number in range(14)]
    figure = Figure((14.0, 7.3), dpi=100, layout="constrained")
    for panel in figure.subplots(1, 2):
        theme_map._draw(panel, draw.uniform(size=(3000, 2)), draw.integers(-1, 14, 3000), coloured=names[:10])
        assert [text.get_text() for text in panel.texts] == [str(number) for number in range(1, 11)]
        colours = {tuple(points.get_facecolor()[0][:3]) for points in panel.collections}
        assert colours == {to_rgb(colour) for colour in (*theme_map._COLOURS, theme_map._REST)}
    theme_map._save(figure, tmp_path / "map.png")

    assert (tmp_path / "map.png").stat().st_size <= 300_000
    assert [line.get_label() for line in theme_map._legend(names)] == [
        *(f"{number + 1}  {names[number]}" for number in range(10)),
        "another theme, or none",
    ]
