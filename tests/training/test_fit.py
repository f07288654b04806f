"""The fit of the ranking weights, on questions whose true weights are known."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrieval.encoder_onnx import OnnxEncoder
from retrieval.rank import FEATURES, LATE_FEATURES, load_ranking, posterior
from retrieval.search import FilmSearch, OpenIndex
from retrieval.types import FilmId
from tests.small_world import FARGO, FILMS, JAWS, JOE_BLACK, UNTOLD
from tests.training.rows import write_rows
from training.__main__ import main
from training.fit import (
    Example,
    Shortlist,
    calibrated,
    candidates,
    examples,
    fit,
    fit_shortlists,
    held_out,
    thresholds,
    told,
)
from training.questions import Question
from training.splits import half_of
from training.systems import DEPTH

_TRUE = (3.0, 1.5, 1.0, -0.5, 0.4, 2.0, 1.0, -1.0, 0.5, 2.0, 1.0, 0.5, 2.0, 0.8, -0.5, 0.6, 0.3, 1.0)
TRUE = dict(zip(FEATURES, _TRUE, strict=True))


def synthetic(count: int, *, films: int = 12, silent: tuple[str, ...] = (), seed: int = 7) -> list[Example]:
    """Questions answered by chance as the true weights say; of a silent feature no question shows anything."""
    draw = np.random.default_rng(seed)
    weights = np.array([TRUE[name] for name in FEATURES])
    shown = np.array([name not in silent for name in FEATURES])
    made = []
    for _ in range(count):
        features = draw.normal(size=(films, len(FEATURES))) * shown
        made.append(Example(features, int(draw.choice(films, p=posterior(features, weights)))))
    return made


def test_a_first_message_that_corrects_itself_is_heard_as_the_bot_hears_it(
    search: FilmSearch, index: OpenIndex
) -> None:
    asked = Question("q", JAWS.film_id, ("shark, in the 60s. no, from 1975",), conversation=False)
    (found,) = examples(candidates(search, index, [asked]))

    assert found.features[found.answer, FEATURES.index("year")] == 0  # of 1975, which took the place of the sixties


def test_known_weights_are_recovered() -> None:
    weights = dict(zip(FEATURES, fit(synthetic(2500)), strict=True))

    for name, weight in weights.items():
        assert weight == pytest.approx(TRUE[name], abs=0.35), name


def test_what_no_question_shows_stays_at_its_plain_guess() -> None:
    weights = dict(zip(FEATURES, fit(synthetic(50, silent=("runtime", "colour", "year", "popularity"))), strict=True))

    assert weights["runtime"] == pytest.approx(2.0)
    assert weights["colour"] == pytest.approx(1.0)
    assert weights["year"] == pytest.approx(0.0)
    assert weights["popularity"] == pytest.approx(0.0)


def test_the_fit_is_a_maximum() -> None:
    """Checked by the gradient of the log posterior, taken by differences: likelihood and priors as the module says."""
    data = synthetic(60)
    weights = fit(data)
    guess = {"person": 3.0, "runtime": 2.0, "not_genre": 2.0, "colour": 1.0, "title": 8.0}
    mean = np.array([guess.get(name, 0.0) for name in FEATURES])
    narrow = {"person": 0.5, "runtime": 0.5, "not_genre": 0.5, "colour": 0.5, "title": 0.5}
    narrow |= dict.fromkeys(("popularity", "fame", "textless", "passages"), 1.0)
    deviation = np.array([narrow.get(name, 20.0) for name in FEATURES])

    def log_posterior(at: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
        chosen = sum(np.log(posterior(example.features, at)[example.answer]) for example in data)
        return float(chosen - (((at - mean) / deviation) ** 2).sum() / 2)

    for place in range(len(FEATURES)):
        step = np.zeros(len(FEATURES))
        step[place] = 1e-5
        assert abs(log_posterior(weights + step) - log_posterior(weights - step)) / 2e-5 < 1e-3


def test_answers_that_one_feature_tells_apart_do_not_run_away() -> None:
    """Separable questions have no maximum without the priors."""
    data = [Example(np.eye(4, len(FEATURES)) * 1.0, 0) for _ in range(30)]
    weights = fit(data)

    assert np.isfinite(weights).all()
    assert 2 < weights[0] < 60


def test_folds_are_the_same_each_time_and_leave_nobody_out() -> None:
    data = synthetic(203, silent=("title",))  # as in real questions: whoever asks does not know it
    top, right = held_out(data)
    again = held_out(data)

    assert (top == again[0]).all()
    assert (right == again[1]).all()
    assert len(top) == len(right) == 203
    assert ((top >= 1 / 12) & (top <= 1)).all()
    assert right.mean() == pytest.approx(top.mean(), abs=0.08)  # calibrated: as often right as it says


def test_a_question_is_judged_by_weights_that_have_not_seen_it() -> None:
    """Each answer stands out by a feature that no other question shows: weights that know it would be sure."""
    data = [Example(np.eye(2, len(FEATURES), k=place), 0) for place in range(4)]
    data = [replace(example, features=example.features * [[1], [0]]) for example in data]
    top, _ = held_out(data)

    assert top == pytest.approx([0.5] * 4)
    assert all(posterior(example.features, fit(data))[0] > 0.8 for example in data)


def shortlisted(data: list[Example]) -> list[Shortlist]:
    """All candidates of each question, the worst first; tokens know the answer of nine questions in ten."""
    found = []
    for number, example in enumerate(data):
        places = np.argsort(example.features @ np.array(_TRUE))
        answer = int(np.flatnonzero(places == example.answer)[0])
        late = np.zeros((len(places), len(LATE_FEATURES)))
        late[answer if number % 10 else 0, 0] = 1.0
        found.append(Shortlist(places, np.column_stack([example.features[places], late]), answer))
    return found


def test_shortlists_teach_what_tokens_are_worth_and_held_out_questions_are_ranked_by_them() -> None:
    data = synthetic(200)
    lists = shortlisted(data)
    weights = dict(zip((*FEATURES, *LATE_FEATURES), fit_shortlists(lists), strict=True))
    (_, plain), (top, right) = held_out(data), held_out(data, lists)

    assert weights["late"] > 3
    assert weights["contrast"] == pytest.approx(0)
    assert right.mean() > plain.mean() + 0.1
    assert ((top > 0) & (top < 1 + 1e-9)).all()


def test_a_question_whose_film_is_not_on_the_shortlist_teaches_it_nothing() -> None:
    lists = shortlisted(synthetic(60))
    lost = [replace(one, answer=None, features=np.full_like(one.features, 7.0)) for one in lists[:20]]

    np.testing.assert_array_equal(fit_shortlists([*lost, *lists]), fit_shortlists(lists))


@pytest.mark.parametrize("count", [1, 2, 4])
def test_few_questions_are_enough_to_run(count: int) -> None:
    top, right = held_out(synthetic(count))

    assert len(top) == len(right) == count


def test_the_threshold_is_where_85_in_100_are_right_from_there_on() -> None:
    """Answers drawn at the odds they were given: what is called the answer is right as often as it should be."""
    draw = np.random.default_rng(3)
    top = draw.uniform(0.01, 0.99, size=20_000)
    right = draw.uniform(size=len(top)) < top
    confident, fits = thresholds(top, right)

    assert confident == pytest.approx(0.7, abs=0.03)  # the mean of what lies evenly from .7 to 1 is .85
    assert right[top >= confident].mean() == pytest.approx(0.85, abs=0.01)
    assert (top < fits).mean() == pytest.approx(0.1)
    order = draw.permutation(len(top))
    assert thresholds(top[order], right[order]) == pytest.approx((confident, fits))


def test_probabilities_that_boast_are_brought_down() -> None:
    draw = np.random.default_rng(3)
    top = draw.uniform(0.01, 0.99, size=20_000)
    odds = np.log(top / (1 - top))
    right = draw.uniform(size=len(top)) < 1 / (1 + np.exp(1 - odds / 2))

    assert calibrated(top, right) == pytest.approx(1 / (1 + np.exp(1 - odds / 2)), abs=0.02)
    assert thresholds(top, right)[0] > 0.8


@pytest.mark.parametrize("top", [[0.9, 0.8, 0.3], [1.0, 1.0, 0.0], [0.5, 0.5, 0.5]])
@pytest.mark.parametrize("right", [[True, True, True], [False, False, False], [True, False, True]])
def test_a_curve_of_few_questions_stays_between_0_and_1(top: list[float], right: list[bool]) -> None:
    chance = calibrated(np.array(top), np.array(right))

    assert ((chance > 0) & (chance < 1)).all()


def test_a_question_whose_film_is_no_candidate_is_a_miss() -> None:
    right = np.array([True, True, False, True])
    lines = told(np.array([0.9, 0.8, 0.3, 0.2]), right, 0.8, asked=10)

    assert lines[0].startswith("10 questions; the film asked for is a candidate in 4:")
    assert "Success@1 0.300 of all 10 " in lines[1]
    assert lines[2] == "called the answer at 0.800: 50% of the 4, right 100%"


def test_where_nothing_is_right_often_enough_nothing_is_called_the_answer() -> None:
    assert thresholds(np.array([0.9, 0.8]), np.array([False, True]))[0] == 1.0


def test_examples_are_the_candidates_of_the_first_turn(search: FilmSearch, index: OpenIndex) -> None:
    asked = [
        Question("a", JAWS.film_id, ("a shark, probably from the 70s", "older"), conversation=True),
        Question("b", FilmId("tt9999999"), ("a shark",), conversation=False),
    ]
    (found,) = examples(candidates(search, index, asked))

    assert found.features.shape == (len(FILMS), len(FEATURES))
    assert found.answer == list(index.table.film_ids).index(JAWS.film_id)
    assert found.features[found.answer, FEATURES.index("year")] == 0  # 1975
    assert found.features[:, FEATURES.index("year")].min() == -2
    assert len(FILMS) < DEPTH


def test_fit_writes_weights_that_the_search_takes(
    index_folder: Path, encoder: OnnxEncoder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"imdb_id": film.film_id, "text": film.premise} for film in FILMS if film is not UNTOLD]
    asked = write_rows(tmp_path / "asked.jsonl", [*rows, {"imdb_id": "tt9999999", "text": "x"}])
    out = tmp_path / "out" / "ranking.json"

    assert main(["fit", "--index", str(index_folder), "--queries", str(asked), "--out", str(out)]) == 0
    ranking = load_ranking(out, fingerprint=encoder.fingerprint)
    assert ranking.fitted_on == "11 questions of asked over 12 films"
    assert ranking.weights["best"] + ranking.weights["words"] > 0
    assert 0 <= ranking.fits_at <= 1
    assert 0 <= ranking.confident_at <= 1
    assert "held out: Success@1 1.000 of all 11 (" in capsys.readouterr().err
    assert set(json.loads(out.read_text(encoding="utf-8"))["weights"]) == set(FEATURES)
    assert set(ranking.late) == {*FEATURES, *LATE_FEATURES}  # the encoder that ships has vectors of tokens


def test_questions_that_teach_nothing_end_with_2_and_nothing_written(
    index_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = write_rows(tmp_path / "asked.jsonl", [{"imdb_id": "tt9999999", "text": "a shark"}])
    out = tmp_path / "ranking.json"

    assert main(["fit", "--index", str(index_folder), "--queries", str(asked), "--out", str(out)]) == 2
    assert "None of the questions" in capsys.readouterr().err
    assert not out.exists()


def test_what_is_measured_is_not_learnt(index_folder: Path, tmp_path: Path) -> None:
    rows = [{"query_id": f"q{n}", "imdb_id": JAWS.film_id, "text": "a shark"} for n in range(20)]
    asked = write_rows(tmp_path / "asked.jsonl", rows)
    measured = write_rows(tmp_path / "measured.jsonl", rows[:12])
    out = tmp_path / "ranking.json"
    fit_on = ["fit", "--index", str(index_folder), "--queries", str(asked), "--out", str(out)]

    assert main([*fit_on, "--even", "--without", str(measured)]) == 0
    left = sum(half_of(row["query_id"]) == "even" for row in rows[12:])
    assert 0 < left < 8
    assert json.loads(out.read_text())["fitted_on"].startswith(f"{left} questions")


def test_people_and_lengths_count_as_said(search: FilmSearch, index: OpenIndex) -> None:
    asked = [
        Question("a", JOE_BLACK.film_id, ("brad pitt as death",), conversation=False),
        Question("b", FARGO.film_id, ("snow, maybe 100 minutes long",), conversation=False),
    ]
    pitt, long = examples(candidates(search, index, asked))
    person, runtime = (FEATURES.index(name) for name in ("person", "runtime"))

    assert pitt.features[:, person].sum() == 2
    assert pitt.features[pitt.answer, person] == 1
    assert long.features[long.answer, runtime] == 0
    assert long.features[:, runtime].min() == -1
