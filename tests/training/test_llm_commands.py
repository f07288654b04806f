"""`synthesise` and `guess` from their command lines to what they write and say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import httpx2
import pytest

from retrieval.films import write_films
from tests.fakes.llm_server import replies
from tests.small_world import ALIEN, FILMS, JAWS, JOE_BLACK, UNTOLD
from tests.training.llm_stage import Stage, asked, completion
from tests.training.rows import read_rows, write_rows
from training.__main__ import main
from training.endpoint import Endpoint
from training.questions import read_guesses, read_questions

DESCRIPTIONS = json.dumps({"descriptions": ["something half remembered", "and something else"]})
GUESSES = json.dumps({"guesses": [{"title": "Jaws", "year": 1975}, {"title": "The Squid Returns", "year": 1988}]})


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Stage:
    monkeypatch.chdir(tmp_path)
    for field in Endpoint.model_fields.values():
        monkeypatch.delenv(str(field.alias), raising=False)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://llm.test/v1")
    write_films(FILMS, Path("films.jsonl"))
    write_rows(
        Path("asked.jsonl"),
        [{"query_id": query_id, "imdb_id": JAWS.film_id, "text": "a shark"} for query_id in ("a", "b", "c")],
    )
    return Stage()


def synthesise(stage: Stage, *more: str, yes: Sequence[str] = ("--yes",), answers: str = "") -> int:
    words = ("--films", "films.jsonl", "--out", "out.jsonl", "--model", "m", *yes, *more)
    return stage.run("synthesise", *words, answers=answers)


def guess(stage: Stage, *more: str) -> int:
    words = ("--queries", "asked.jsonl", "--out", "out.jsonl", "--model", "m", "--yes", *more)
    return stage.run("guess", *words)


def films_asked_for(stage: Stage) -> list[str]:
    """Titles, in the order of the requests."""
    prompts = [asked(request).split("<film>")[-1].split("</film>")[0] for request in stage.server.requests]
    return [json.loads(prompt)["title"] for prompt in prompts]


def test_descriptions_are_written_as_questions(stage: Stage) -> None:
    stage.server.handler = lambda _: completion(DESCRIPTIONS)

    assert synthesise(stage) == 0
    assert len(read_questions(Path("out.jsonl"))) == 2 * (len(FILMS) - 1)
    assert read_rows(Path("out.jsonl"))[0] == {
        "query_id": f"synthetic:{JOE_BLACK.film_id}:1",
        "imdb_id": JOE_BLACK.film_id,
        "text": "something half remembered",
        "title": "Meet Joe Black",
        "year": 1998,
        "made_by": "m with synthesise.md 1",
    }
    assert UNTOLD.title not in films_asked_for(stage)


def test_a_limit_and_a_number_for_each_film(stage: Stage) -> None:
    stage.server.handler = lambda _: completion(DESCRIPTIONS)

    assert synthesise(stage, "--limit", "2", "--per-film", "1") == 0
    assert [row["title"] for row in read_rows(Path("out.jsonl"))] == ["Meet Joe Black", "The Seventh Seal"]


def test_what_is_spent_is_told_before_and_after(stage: Stage) -> None:
    stage.server.handler = lambda _: completion(DESCRIPTIONS, usage=(1_000_000, 100_000))
    assert synthesise(stage, "--limit", "2", "--price-in", "2.5", "--price-out", "10") == 0

    before, after = stage.said.splitlines()[0], stage.said.splitlines()[-1]
    assert before.startswith("Requests to m at http://llm.test/v1: 2, roughly 2,")
    assert "tokens to send and 240 to receive, about $0.01." in before
    assert after == (
        "Answers: 2; rows added to out.jsonl: 4. Spent: 2,000,000 tokens sent and 200,000 received, $7.00."
    )


def test_without_prices_it_says_how_to_see_dollars(stage: Stage) -> None:
    stage.server.handler = lambda _: completion(DESCRIPTIONS)
    synthesise(stage)

    assert "give --price-in and --price-out to see what that costs" in stage.said
    assert "$" not in stage.said


@pytest.mark.parametrize("answers", ["n\n", "\n", "what\nn\n", ""])
def test_nothing_is_spent_without_a_yes(stage: Stage, answers: str) -> None:
    assert synthesise(stage, yes=(), answers=answers) == 2
    assert "Go on?" in stage.said
    assert "Nothing was asked." in stage.said
    assert stage.server.requests == []
    assert not Path("out.jsonl").exists()


def test_a_yes_is_enough(stage: Stage) -> None:
    stage.server.handler = lambda _: completion(DESCRIPTIONS)

    assert synthesise(stage, "--limit", "1", yes=(), answers="y\n") == 0
    assert len(stage.server.requests) == 1


def test_a_run_goes_on_where_its_file_was_cut(stage: Stage) -> None:
    out = Path("out.jsonl")
    stage.server.handler = lambda _: completion(DESCRIPTIONS)
    synthesise(stage)
    whole = out.read_bytes()
    out.write_bytes(whole[: whole.index(b"synthetic:" + JAWS.film_id.encode() + b":2") + 40])
    stage.server.requests.clear()

    assert synthesise(stage) == 0
    assert films_asked_for(stage)[0] == "Jaws"
    assert "Write 1 of such posts" in asked(stage.server.requests[0])
    assert [row["query_id"] for row in read_rows(out)] == [json.loads(line)["query_id"] for line in whole.splitlines()]


def test_where_nothing_is_left_nothing_is_asked(stage: Stage) -> None:
    stage.server.handler = lambda _: completion(DESCRIPTIONS)
    synthesise(stage)
    stage.server.requests.clear()
    whole = Path("out.jsonl").read_bytes()
    Path("out.jsonl").write_bytes(whole + b'{"query_id": "syn')

    assert synthesise(stage, yes=()) == 0
    assert Path("out.jsonl").read_bytes() == whole
    assert stage.said == "Nothing is left to ask: out.jsonl has all the rows.\n"
    assert stage.server.requests == []


def test_useless_answers_are_counted_and_asked_again_next_time(stage: Stage) -> None:
    answers = iter(
        [completion(json.dumps({"descriptions": ["meet joe black", "death likes peanut butter"]})), completion(None),
         completion("Sorry."), httpx2.Response(400), httpx2.Response(400), completion(DESCRIPTIONS)]
    )  # fmt: skip
    stage.server.handler = lambda _: next(answers)

    assert synthesise(stage, "--limit", "5") == 0
    assert (
        "Answers: 5; rows added to out.jsonl: 3; thrown away: 2 refused or empty, 1 naming the title, 1 malformed."
        in stage.said
    )
    stage.server.handler = lambda _: completion(DESCRIPTIONS)
    stage.server.requests.clear()
    assert synthesise(stage, "--limit", "5") == 0
    assert films_asked_for(stage) == ["Meet Joe Black", "The Seventh Seal", "Troy", "The Third Man"]
    assert len({row["query_id"] for row in read_rows(Path("out.jsonl"))}) == 10


def test_a_broken_server_ends_the_run_and_keeps_what_came(stage: Stage) -> None:
    answers = iter([completion(DESCRIPTIONS), replies(500, b"{}")(httpx2.Request("POST", "http://llm.test"))])
    stage.server.handler = lambda _: next(answers)

    assert synthesise(stage) == 6
    assert "The server http://llm.test/v1 answered with status 500; start again later to go on." in stage.said
    assert "Answers: 1; rows added to out.jsonl: 2." in stage.said
    assert len(read_rows(Path("out.jsonl"))) == 2


def test_a_user_may_stop_it(stage: Stage) -> None:
    answers = iter([completion(DESCRIPTIONS)])

    def stopped(_: httpx2.Request) -> httpx2.Response:
        for answer in answers:
            return answer
        raise KeyboardInterrupt

    stage.server.handler = stopped

    assert synthesise(stage) == 130
    assert "Stopped; the same call goes on where this one stood." in stage.said
    assert len(read_rows(Path("out.jsonl"))) == 2


def test_without_a_server_it_says_what_to_set(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL")

    assert synthesise(stage) == 3
    assert stage.said.startswith("Set OPENAI_API_KEY, or OPENAI_BASE_URL")


def test_guesses_are_written_and_inventions_counted(stage: Stage) -> None:
    stage.server.handler = lambda _: completion(GUESSES)

    assert guess(stage, "--films", "films.jsonl") == 0
    assert read_guesses(Path("out.jsonl")) == {query_id: [JAWS.film_id, None] for query_id in ("a", "b", "c")}
    assert "Invention rate 50.0%: 3 of 6 guessed titles exist in no film of the catalogue" in stage.said


def test_inventions_are_counted_over_all_runs(stage: Stage) -> None:
    stage.server.handler = lambda _: completion(GUESSES)
    assert guess(stage, "--films", "films.jsonl", "--limit", "1") == 0
    assert "1 of 2 guessed titles" in stage.said
    assert guess(stage, "--films", "films.jsonl") == 0
    assert "3 of 6 guessed titles" in stage.said
    assert len(stage.server.requests) == 3

    assert guess(stage, "--films", "films.jsonl") == 0
    assert stage.said.startswith("Nothing is left to ask")
    assert "3 of 6 guessed titles" in stage.said


def test_titles_are_looked_up_in_an_index_as_well(stage: Stage, world_index: Path) -> None:
    known = json.dumps({"guesses": ["The Lantern Keeper", "Jaws"]})
    stage.server.handler = lambda _: completion(known)

    assert guess(stage, "--index", str(world_index), "--limit", "1") == 0
    assert read_guesses(Path("out.jsonl")) == {"a": ["tt9000001", None]}


def test_titles_are_looked_up_among_the_starters_films_by_default(stage: Stage) -> None:
    stage.server.handler = lambda _: completion(json.dumps({"guesses": ["Das Cabinet des Dr. Caligari (1920)"]}))

    assert guess(stage, "--limit", "1") == 0
    assert read_guesses(Path("out.jsonl")) == {"a": ["tt0010323"]}


def test_rows_of_two_models_are_not_mixed(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    stage.server.handler = lambda _: completion(DESCRIPTIONS)
    synthesise(stage)
    words = ("synthesise", "--films", "films.jsonl", "--out", "out.jsonl", "--model", "other")

    assert main(words) == 2
    assert "holds rows made by m with synthesise.md 1" in capsys.readouterr().err


@pytest.mark.parametrize(
    "more",
    [("--limit", "0"), ("--per-film", "x"), ("--parallel", "-1"), ("--price-in", "nan"), ("--price-out", "cheap")],
)
def test_a_wrong_number_is_refused(stage: Stage, capsys: pytest.CaptureFixture[str], more: tuple[str, str]) -> None:
    with pytest.raises(SystemExit) as ended:
        synthesise(stage, *more)

    assert ended.value.code == 2
    assert f"argument {more[0]}: '{more[1]}' is not a" in capsys.readouterr().err


def test_one_price_is_refused(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        synthesise(stage, "--price-in", "1")

    assert ended.value.code == 2
    assert "together" in capsys.readouterr().err


def test_a_film_file_that_is_missing_is_named(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    assert ALIEN in FILMS
    words = ("synthesise", "--films", "none.jsonl", "--out", "out.jsonl", "--model", "m")

    assert main(words) == 4
    assert "none.jsonl" in capsys.readouterr().err
    assert stage.server.requests == []
