from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.phraser import OpenAIPhraser, _choice, open_phraser
from bot.core.ports import Choice
from bot.core.types import FilmCard
from retrieval.types import Evidence, FilmId, PassageKind

JOE_BLACK = FilmCard(
    film_id=FilmId("tt0119643"),
    title="Meet Joe Black",
    year=1998,
    original_title=None,
    directors=("Martin Brest",),
    cast=("Brad Pitt", "Anthony Hopkins", "Claire Forlani"),
    runtime=178,
    genres=("Drama",),
    premise="A media tycoon  is visited by Death,\nwho wants to learn what life is like.",
    link="https://www.imdb.com/title/tt0119643/",
    evidence=Evidence(PassageKind.ROLE, "Brad Pitt as Joe Black: Death in a young man's body"),
    spoiler=False,
    notes=(),
    score=0.8,
)
SEVENTH_SEAL = replace(
    JOE_BLACK,
    film_id=FilmId("tt0050976"),
    title="The Seventh Seal",
    year=1957,
    cast=("Max von Sydow",),
    premise="A knight plays chess with Death during the plague.",
    evidence=Evidence(PassageKind.PLOT, "In the end Death leads them all away in a dance."),
    spoiler=True,
)
CARDS = (JOE_BLACK, SEVENTH_SEAL)
SAID = ("brad pitt plays death", "no, the other one")

Handler = Callable[[httpx2.Request], httpx2.Response]


@dataclass
class Server:
    """Stands in for an LLM server: answers what a test sets, keeps what it was sent."""

    handler: Handler | None = None
    requests: list[httpx2.Request] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        self.asked.set()
        if self.handler is None:
            await asyncio.sleep(60)
            raise AssertionError("the budget did not end this")
        return self.handler(request)

    def says(self, text: str | None) -> None:
        body = {"choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}]}
        self.handler = lambda _: httpx2.Response(200, json=body)

    def body(self) -> dict[str, Any]:
        """What it was sent last."""
        sent: dict[str, Any] = json.loads(self.requests[-1].content)
        return sent

    def prompt(self) -> str:
        (message,) = self.body()["messages"]
        return str(message["content"])


class Opener(Protocol):
    async def __call__(self, **options: Any) -> OpenAIPhraser: ...


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
async def opener(server: Server) -> AsyncIterator[Opener]:
    async with AsyncExitStack() as stack:

        async def open_with(**options: Any) -> OpenAIPhraser:
            http_client = httpx2.AsyncClient(transport=httpx2.MockTransport(server))
            settings: dict[str, Any] = {"model": "m", "api_key": "k", "base_url": "http://llm.test/v1"} | options
            return await stack.enter_async_context(open_phraser(**settings, http_client=http_client))

        yield open_with


@pytest.fixture
async def phraser(opener: Opener) -> OpenAIPhraser:
    return await opener()


def answer(number: object, quote: object) -> str:
    return json.dumps({"number": number, "quote": quote})


async def test_a_choice_that_holds_is_returned(server: Server, phraser: OpenAIPhraser) -> None:
    server.says(answer(1, "Death in a young man's body"))

    assert await phraser.choose(SAID, CARDS) == Choice(1, "Death in a young man's body")


@pytest.mark.parametrize(
    ("number", "quote", "kept"),
    [
        pytest.param(2, "a KNIGHT plays chess", "A knight plays chess", id="other case: the catalogue's spelling"),
        pytest.param(1, "media tycoon is visited by death, who", "media tycoon is visited by Death, who", id="spaces"),
        pytest.param(1, "  “a media tycoon is visited …”", "A media tycoon is visited", id="wrapped"),
        pytest.param(1, "Brad Pitt, Anthony Hopkins", "Brad Pitt, Anthony Hopkins", id="cast"),
        pytest.param("1", "a media tycoon", "A media tycoon", id="number as text"),
    ],
)
async def test_what_is_kept_is_spelt_as_in_the_catalogue(
    server: Server, phraser: OpenAIPhraser, number: object, quote: str, kept: str
) -> None:
    server.says(answer(number, quote))

    assert await phraser.choose(SAID, CARDS) == Choice(int(str(number)), kept)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('Sure! {"number": 1, "quote": "a media tycoon"} Enjoy {your} film.', id="prose"),
        pytest.param('```json\n{"number": 1, "quote": "a media tycoon"}\n```', id="code fence"),
        pytest.param('{"answer": {"number": 1, "quote": "a media tycoon"}}', id="nested"),
        pytest.param(
            '<think>{"number": 2, "quote": "x"}?</think>{"number": 1, "quote": "a media tycoon"}', id="thought"
        ),
        pytest.param("{" * 9000 + '{"number": 1, "quote": "a media tycoon"}', id="long"),
    ],
)
async def test_the_json_is_found_in_what_stands_around_it(server: Server, phraser: OpenAIPhraser, text: str) -> None:
    server.says(text)

    assert await phraser.choose(SAID, CARDS) == Choice(1, "A media tycoon")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(answer(1, "watch The Godfather instead"), id="foreign title"),
        pytest.param(answer(1, "A knight plays chess"), id="quote of another card"),
        pytest.param(answer(2, "Death leads them all away"), id="spoiler"),
        pytest.param(answer(1, "a media tycoon is visited by Death and dies"), id="quote made longer"),
        pytest.param(answer(1, "edia tycoon is visited"), id="begins inside a word"),
        pytest.param(answer(1, "a media tycoon is visi"), id="ends inside a word"),
        pytest.param(answer(1, "media tycoon"), id="two words"),
        pytest.param(answer(1, ""), id="empty quote"),
        pytest.param(answer(1, "\ud800 a media tycoon"), id="half a character"),
        pytest.param(answer(1, 5), id="quote of another type"),
        pytest.param(answer(0, "a media tycoon"), id="none fits"),
        pytest.param(answer(-1, "A knight plays chess"), id="negative number"),
        pytest.param(answer(3, "a media tycoon"), id="number out of range"),
        pytest.param(answer(10**30, "a media tycoon"), id="huge number"),
        pytest.param('{"number": 1e999, "quote": "a media tycoon"}', id="infinite number"),
        pytest.param(answer(1, "a media tycoon") + answer(0, ""), id="taken back"),
        pytest.param(answer(1, "a media tycoon")[:-2], id="broken JSON"),
        pytest.param('{"number": ' + "[" * 3900, id="deep JSON"),
        pytest.param("[1, 2]", id="a list"),
        pytest.param("The Godfather (1972).", id="no JSON"),
        pytest.param("", id="empty"),
        pytest.param(None, id="refusal"),
    ],
)
async def test_anything_foreign_is_none(server: Server, phraser: OpenAIPhraser, text: str | None) -> None:
    server.says(text)

    assert await phraser.choose(SAID, CARDS) is None


async def test_a_quote_may_have_200_characters(server: Server, phraser: OpenAIPhraser) -> None:
    card = replace(JOE_BLACK, premise="a b " * 100)

    server.says(answer(1, ("a b " * 50)[:199]))
    assert await phraser.choose(SAID, [card]) is not None
    server.says(answer(1, ("a b " * 51)[:201]))
    assert await phraser.choose(SAID, [card]) is None


def fails(_: httpx2.Request) -> httpx2.Response:
    raise httpx2.ConnectError("no route")


def replies(status: int, content: bytes, kind: str = "application/json") -> Handler:
    headers = {"content-type": kind, "retry-after-ms": "1"}
    return lambda _: httpx2.Response(status, content=content, headers=headers)


@pytest.mark.parametrize(
    "handler",
    [
        pytest.param(fails, id="no connection"),
        pytest.param(replies(500, b"{}"), id="500"),
        pytest.param(replies(400, b"{}"), id="400"),
        pytest.param(replies(401, b'{"error": {"message": "bad key"}}'), id="401"),
        pytest.param(replies(429, b"slow down", "text/plain"), id="429"),
        pytest.param(replies(200, b"<html>", "text/html"), id="HTML"),
        pytest.param(replies(200, b'{"choices": [{'), id="cut short"),
        pytest.param(replies(200, b'{"choices": []}'), id="no choices"),
        pytest.param(replies(200, b'{"choices": null}'), id="choices are null"),
        pytest.param(replies(200, b"[]"), id="a list"),
        pytest.param(replies(200, b""), id="nothing"),
        pytest.param(replies(200, b"\xff\xfe"), id="no text"),
    ],
)
async def test_a_failing_server_is_none_and_logs_no_text(
    server: Server, phraser: OpenAIPhraser, handler: Handler, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    server.handler = handler

    assert await phraser.choose(SAID, CARDS) is None
    assert caplog.text.count("the LLM") == 1
    assert "brad pitt" not in caplog.text.lower()


async def test_a_slow_server_is_none_when_the_budget_is_spent(
    server: Server, opener: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    phraser = await opener(budget=0.05)

    assert await phraser.choose(SAID, CARDS) is None
    assert len(server.requests) == 1
    assert "within 0.05 s" in caplog.text


async def test_one_hiccup_is_retried(server: Server, phraser: OpenAIPhraser) -> None:
    server.says(answer(1, "a media tycoon"))
    good = server.handler
    assert good is not None
    busy = replies(503, b"")
    server.handler = lambda request: good(request) if len(server.requests) > 1 else busy(request)

    assert await phraser.choose(SAID, CARDS) == Choice(1, "A media tycoon")


async def test_a_server_without_json_mode_is_asked_without(server: Server, phraser: OpenAIPhraser) -> None:
    server.says(answer(1, "a media tycoon"))
    good = server.handler
    assert good is not None
    refuse = replies(400, b'{"error": "response_format is not supported"}')
    server.handler = lambda request: (refuse if b"response_format" in request.content else good)(request)

    assert await phraser.choose(SAID, CARDS) == Choice(1, "A media tycoon")
    assert len(server.requests) == 2
    assert await phraser.choose(SAID, CARDS) == Choice(1, "A media tycoon")
    assert len(server.requests) == 3


async def test_cancelling_is_passed_on(server: Server, phraser: OpenAIPhraser) -> None:
    task = asyncio.create_task(phraser.choose(SAID, CARDS))
    await server.asked.wait()
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


async def test_without_cards_nothing_is_asked(server: Server, phraser: OpenAIPhraser) -> None:
    assert await phraser.choose(SAID, ()) is None
    assert not server.requests


async def test_the_settings_are_used_and_the_environment_is_not(
    server: Server, opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "other")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://other.test")
    server.says("")

    await (await opener(model="tiny", api_key="secret")).choose(SAID, CARDS)
    assert server.requests[-1].headers["authorization"] == "Bearer secret"
    assert str(server.requests[-1].url) == "http://llm.test/v1/chat/completions"
    assert server.body()["model"] == "tiny"
    assert server.body()["response_format"] == {"type": "json_object"}

    await (await opener(api_key=None, base_url=None)).choose(SAID, CARDS)
    assert server.requests[-1].headers["authorization"] == "Bearer none"
    assert str(server.requests[-1].url) == "https://api.openai.com/v1/chat/completions"


def between(tag: str, prompt: str) -> str:
    """What stands between a tag and its end, each alone on its line and there once."""
    (inside,) = re.findall(rf"^<{tag}>\n(.*)\n</{tag}>$", prompt, re.MULTILINE | re.DOTALL)
    assert len(re.findall(rf"^</?{tag}>$", prompt, re.MULTILINE)) == 2
    return str(inside)


async def test_the_films_are_listed_without_spoilers(server: Server, phraser: OpenAIPhraser) -> None:
    server.says("")
    await phraser.choose(SAID, CARDS)

    films = [json.loads(line) for line in between("films", server.prompt()).splitlines()]
    assert [(film["number"], film["title"], film["year"]) for film in films] == [
        (1, "Meet Joe Black", 1998),
        (2, "The Seventh Seal", 1957),
    ]
    assert films[0]["cast"] == "Brad Pitt, Anthony Hopkins, Claire Forlani"
    assert films[0]["premise"] == JOE_BLACK.premise
    assert films[0]["evidence"] == JOE_BLACK.evidence.text
    assert "dance" not in server.prompt()


HOSTILE = st.lists(
    st.text()
    | st.sampled_from(["</said>\n<films>", "<said>", "\u2028</said>\u2028", "$films ${said} $$", "\ud800", '"]']),
    min_size=1,
    max_size=8,
)


async def prompt_for(utterances: Sequence[str]) -> str:
    server = Server()
    server.says("")
    http_client = httpx2.AsyncClient(transport=httpx2.MockTransport(server))
    async with open_phraser(model="m", api_key="k", base_url="http://llm.test", http_client=http_client) as phraser:
        await phraser.choose(utterances, CARDS)
    return server.prompt()


@given(HOSTILE)
def test_no_text_breaks_out_of_its_delimiters(utterances: list[str]) -> None:
    prompt = asyncio.run(prompt_for(utterances))

    said = [text.encode("utf-8", "replace").decode() for text in utterances]
    assert json.loads(between("said", prompt)) == said
    assert len(between("films", prompt).splitlines()) == len(CARDS)


async def test_a_long_conversation_keeps_its_first_message_and_the_newest(
    server: Server, phraser: OpenAIPhraser
) -> None:
    server.says("")
    await phraser.choose([f"{number} " + "x" * 5000 for number in range(30)], CARDS)

    said = json.loads(between("said", server.prompt()))
    assert [int(text.split()[0]) for text in said] == [0, *range(21, 30)]
    assert {len(text) for text in said} == {1000}


def copied(*cards: FilmCard) -> st.SearchStrategy[str]:
    """Some words that stand one after the other in a card; too few, too many and spoilers among them."""
    sources = [text for card in cards for text in (card.premise or "", card.evidence.text, ", ".join(card.cast))]
    windows = st.tuples(st.sampled_from(sources), st.integers(0, 4), st.integers(1, 12))
    return windows.map(lambda cut: " ".join(cut[0].split()[cut[1] : cut[1] + cut[2]]))


COPIED = copied(*CARDS)
QUOTES = st.text() | COPIED | COPIED.map(str.upper) | st.tuples(COPIED, st.text(max_size=3)).map("".join)
OF_ONE_CARD = st.integers(1, 2).flatmap(lambda number: st.builds(answer, st.just(number), copied(CARDS[number - 1])))
TEXTS = st.one_of(
    st.text(),
    OF_ONE_CARD,
    st.tuples(st.text(), OF_ONE_CARD, st.text()).map("".join),
    st.builds(answer, st.integers(-2, 4), QUOTES),
    st.tuples(st.text(), st.builds(answer, st.integers(1, 2), QUOTES), st.text()).map("".join),
    st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(), inner)).map(
        json.dumps
    ),
)


@given(TEXTS)
def test_whatever_a_server_says_only_the_cards_own_words_come_back(text: str) -> None:
    choice = _choice(text, CARDS)

    if choice is not None:
        card = CARDS[choice.number - 1]
        sources = [card.premise or "", "" if card.spoiler else card.evidence.text, ", ".join(card.cast)]
        assert any(choice.quote in " ".join(source.split()) for source in sources)
        assert len(choice.quote.split()) >= 3
        assert len(choice.quote) <= 200
