"""`python -m training critiques`: what counts as acted on."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from retrieval.types import Clue, FilmId, GenreClue, LikeClue, Reading
from training.__main__ import main
from training.critiques import Remark, is_acted_on, read_remarks, wilson
from training.questions import QuestionError

HORROR = Clue(GenreClue("Horror", wanted=False), hard=False, said="no horror")
LIKE = Clue(LikeClue("Heat", FilmId("tt1"), (FilmId("tt1"),)), hard=True, said="like heat")


def turn(role: str, text: str, *labels: str) -> dict[str, Any]:
    return {"role": role, "utterance_text": text, "sub-intent/action": list(labels)}


def dialogues(folder: Path) -> Path:
    turns = [
        turn("seeker", "hi", "IQU"),
        turn("recommender", "How about @1 <Jaws  (1975)>  ?"),
        turn("recommender", "or @2 <Heat (1995)> <Heat>"),
        turn("seeker", "I didn't like @1 <Jaws  (1975)> ", "REJ", "CRI-A"),
        turn("recommender", "then @3 <Up (2009)> "),
        turn("seeker", "loved it", "ACC", "SEE"),
        turn("seeker", "great", "ACC"),
    ]
    numbered = {f"S{number}": one for number, one in enumerate(turns)}
    path = folder / "redial-critiques.json.gz"
    path.write_bytes(gzip.compress(json.dumps({"7": {"dialogue_info": numbered}}).encode()))
    (folder / "redial-movies-with-mentions.csv").write_text(
        "movieId,movieName,nbMentions\n1,Jaws  (1975),3\n2,Heat,1\n"
    )
    return path


def remark(*labels: str, screen: tuple[str, ...] = ("it",)) -> Remark:
    return Remark("7", "words", frozenset(labels), frozenset(screen))


def test_the_screen_is_what_was_recommended_since_the_seekers_last_word(tmp_path: Path) -> None:
    _, second, third, fourth = read_remarks(dialogues(tmp_path))

    assert second.text == "I didn't like Jaws "
    assert set(second.screen) == {"jaws", "heat"}
    assert set(third.screen) == set(fourth.screen) == {"up"}


@pytest.mark.parametrize(
    ("labels", "reading", "named", "acted"),
    [
        (("REJ",), Reading((), "", turned_down=True), (), {"REJ": True}),
        (("REJ", "SEE"), Reading((), ""), ("it",), {"REJ": True}),
        (("REJ",), Reading((HORROR,), ""), ("heat",), {"REJ": False}),
        (("CRI-F", "CRI-A"), Reading((HORROR,), ""), (), {"CRI-F": True, "CRI-A": True}),
        (("CRI-F", "CRI-A"), Reading((), "", turned_down=True), (), {"CRI-F": True, "CRI-A": False}),
        (("CRI-C",), Reading((HORROR,), ""), (), {"CRI-C": False}),
        (("CRI-C",), Reading((LIKE,), ""), (), {"CRI-C": True}),
        (("ACC",), Reading((), "", turned_down=True), (), {"ACC": True}),
        (("ACC", "REJ"), Reading((), ""), (), {"REJ": False}),
        (("ACC", "SEE"), Reading((), ""), (), {}),
        (("IQU",), Reading((HORROR,), ""), (), {}),
    ],
)
def test_what_counts_as_acted_on(
    labels: tuple[str, ...], reading: Reading, named: tuple[str, ...], acted: dict[str, bool]
) -> None:
    assert is_acted_on(remark(*labels), reading, named) == acted


def test_without_a_screen_nothing_can_leave_it() -> None:
    assert is_acted_on(remark("REJ", "ACC", "CRI-F", screen=()), Reading((), "", turned_down=True), ()) == {
        "CRI-F": False
    }


def test_the_interval_is_wilsons() -> None:
    assert wilson(8, 10) == pytest.approx((0.490, 0.943), abs=0.001)
    assert wilson(0, 10)[0] == 0
    assert wilson(10, 10)[1] == pytest.approx(1)


def test_the_command_writes_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dialogues(tmp_path)
    out = tmp_path / "out.json"

    assert main(["critiques", "--data", str(tmp_path), "--json", str(out), "--missed"]) == 0
    rows = json.loads(out.read_bytes())["critiques"]
    assert {(row["label"], row["n"], row["acted"]) for row in rows} == {("REJ", 1, 1), ("CRI-A", 1, 1), ("ACC", 1, 0)}
    assert "acted on" in capsys.readouterr().out


def test_a_file_that_is_something_else_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "redial-critiques.json.gz"
    for content in (b"no gzip", gzip.compress(b"[1]"), gzip.compress(b'{"7": {}}')):
        path.write_bytes(content)
        with pytest.raises(QuestionError, match="--data names its folder"):
            read_remarks(path)
    assert main(["critiques", "--data", str(tmp_path / "none")]) == 2
