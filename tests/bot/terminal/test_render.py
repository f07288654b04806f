"""What is laid out, as text."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from bot.core.types import FilmCard, OpenQuestion, Reply, ReplyKind
from bot.terminal.render import WIDEST, render
from retrieval.types import Evidence, FilmId, PassageKind
from tests.cards import JOE_BLACK, SEVENTH_SEAL
from tests.fakes.conversation import EXPIRES_AT, found

NOW = EXPIRES_AT - timedelta(minutes=30)
SGR = re.compile(r"\x1b\[[\d;]*m")

WHOLE = Reply(
    kind=ReplyKind.NEAREST,
    text="Nothing here fits all of that. The nearest is The Seventh Seal (1957).",
    cards=(
        replace(
            SEVENTH_SEAL,
            original_title="Det sjunde inseglet",
            directors=("Ingmar Bergman",),
            runtime=96,
            notes=("Brad Pitt is not in its cast list.",),
        ),
        JOE_BLACK,
        replace(SEVENTH_SEAL, title="A Film", year=None, premise="x " * 100, notes=("It runs 96 minutes.",)),
        replace(SEVENTH_SEAL, title="Bare", directors=(), premise=None),
    ),
    understood=("before 1980", "black and white"),
    messages=2,
    expires_at=EXPIRES_AT,
)


def drawn(reply: Reply, *, width: int = 80, terminal: bool = False, no_color: bool = False) -> str:
    file = io.StringIO()
    console = Console(
        file=file,
        width=width,
        force_terminal=terminal,
        no_color=no_color,
        color_system="truecolor" if terminal else None,
        _environ={},
    )
    for part in render(reply, now=NOW, boxed=terminal):
        console.print(part, width=min(width, WIDEST))
    return file.getvalue()


def test_whoever_wrote_what_is_quoted_is_named_with_the_terms() -> None:
    sources = ("Wikipedia (CC BY-SA 4.0)", "TMDB (TMDB terms of use)")
    shown = drawn(replace(WHOLE, cards=(replace(JOE_BLACK, sources=sources),)))

    assert "\nTexts: Wikipedia (CC BY-SA 4.0), TMDB (TMDB terms of use)\nMatched (role): Brad Pitt" in shown
    assert "Texts:" not in drawn(WHOLE)


def test_a_whole_answer_in_plain_lines() -> None:
    assert drawn(WHOLE) == (
        "Nothing here fits all of that. The nearest is The Seventh Seal (1957).\n"
        "\n"
        "The Seventh Seal (1957)\n"
        "Original title: Det sjunde inseglet\n"
        "Directed by Ingmar Bergman · 1 h 36 min · Drama\n"
        "With Max von Sydow\n"
        "\n"
        "A knight plays chess with Death during the plague.\n"
        "\n"
        "Note: Brad Pitt is not in its cast list.\n"
        "https://www.imdb.com/title/tt0119643/\n"
        "Matched (plot, may spoil): In the end Death leads them all away in a dance.\n"
        "\n"
        " 2. Meet Joe Black (1998) · Martin Brest\n"
        "    A media tycoon is visited by Death, who wants to learn what life is like.\n"
        " 3. A Film · Martin Brest\n"
        "    It runs 96 minutes. x x x x x x x x x x x x x x x x x x x x x x x x x x x x\n"
        "    x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x…\n"
        " 4. Bare (1957)\n"
        "\n"
        "Understood: before 1980 · black and white\n"
        "Using 2 messages, kept for 30 minutes after your last one or until you quit\n"
    )


def test_a_question_stands_below_the_films_with_what_can_be_typed() -> None:
    question = OpenQuestion(
        key="0", kind="year", text="When did it come out?", options=("Before 1980", "1980 or later")
    )
    shown = drawn(replace(WHOLE, question=question)).splitlines()

    assert shown[-3] == "When did it come out? a: Before 1980 · b: 1980 or later · or “don't know”"


def test_a_terminal_gets_a_frame_around_the_best_film() -> None:
    assert SGR.sub("", drawn(found(cards=(JOE_BLACK,)), width=60, terminal=True)) == (
        "This looks like it.\n"
        "╭──────────────────────────────────────────────────────────╮\n"
        "│ Meet Joe Black (1998)                                    │\n"
        "│ Directed by Martin Brest · 2 h 58 min · Drama            │\n"
        "│ With Brad Pitt, Anthony Hopkins, Claire Forlani          │\n"
        "│                                                          │\n"
        "│ A media tycoon is visited by Death, who wants to learn   │\n"
        "│ what life is like.                                       │\n"
        "│                                                          │\n"
        "│ https://www.imdb.com/title/tt0119643/                    │\n"
        "│ Matched (role): Brad Pitt as Joe Black: Death in a young │\n"
        "│ man's body                                               │\n"
        "╰──────────────────────────────────────────────────────────╯\n"
        "Using 1 message, kept for 30 minutes after your last one or\n"
        "until you quit\n"
    )


def test_colours_can_be_switched_off() -> None:
    colour = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|9[0-7])(?:;\d+)*m")

    assert colour.search(drawn(WHOLE, terminal=True))
    assert not colour.search(drawn(WHOLE, terminal=True, no_color=True))


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "1 minute"), (1, "1 minute"), (89.6, "90 minutes"), (60, "1 hour"), (120, "2 hours"), (1440, "24 hours")],
)
def test_when_it_is_forgotten_is_said_in_words(minutes: float, words: str) -> None:
    reply = Reply(kind=ReplyKind.NOTE, text="Hm.", messages=1, expires_at=NOW + timedelta(minutes=minutes))

    assert f"kept for {words} after" in drawn(reply)


def test_where_nothing_is_kept_nothing_is_said_of_it() -> None:
    assert drawn(Reply(kind=ReplyKind.NOTE, text="Forgotten.")) == "Forgotten.\n"


@pytest.mark.parametrize(("minutes", "words"), [(45, "45 min"), (120, "2 h"), (178, "2 h 58 min")])
def test_a_length_is_in_hours(minutes: int, words: str) -> None:
    assert f"Martin Brest · {words} · Drama\n" in drawn(found(cards=(replace(JOE_BLACK, runtime=minutes),)))


def test_a_card_with_nothing_but_a_title() -> None:
    bare = replace(
        JOE_BLACK, year=None, runtime=None, directors=(), cast=(), genres=(), premise=None, link="javascript:x",
        original_title="Meet Joe\tBlack", evidence=Evidence(PassageKind.IDENTITY, ""),
    )  # fmt: skip

    assert drawn(found(cards=(bare,))).splitlines()[:5] == ["This looks like it.", "", "Meet Joe Black", "", ""]


@pytest.mark.parametrize(
    "title",
    ["[bold]x[/bold]", "[/]", "[link=https://x.y]x", ":smile:", "@everyone", "العربية", "👩\u200d🚀 映画", "a\\[b"],
)
@pytest.mark.parametrize("terminal", [False, True])
def test_a_title_is_shown_as_it_is(title: str, *, terminal: bool) -> None:
    card = replace(JOE_BLACK, title=title)

    assert drawn(found(title, cards=(card, card)), terminal=terminal).count(title) == 3


HOSTILE = [
    "[bold]", "[/]", "[/red]", "[link=https://x.y]", "\x1b[31m", "\x1b]0;t\x07", "\x9b2J", "\r", "\b", "\x00", "\ud800",
    "\u202e", "\u2066", "@everyone", ":smile:", "👩\u200d🚀", "映画", "العربية", "a\N{COMBINING ACUTE ACCENT}",
    "long" * 40,
]  # fmt: skip
texts = st.lists(st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=()), max_size=8)).map("".join)
several = st.lists(texts, max_size=4).map(tuple)
cards = st.builds(
    FilmCard,
    film_id=st.just(FilmId("tt1")),
    title=texts,
    year=st.none() | st.integers(1880, 2100),
    original_title=st.none() | texts,
    directors=several,
    cast=several,
    runtime=st.none() | st.integers(0, 10_000),
    genres=several,
    premise=st.none() | texts,
    link=st.just("https://www.imdb.com/title/tt1/") | texts | texts.map("https://x.y/".__add__),
    sources=several,
    evidence=st.builds(
        Evidence, st.sampled_from(sorted(set(PassageKind) - {PassageKind.MEMORY})), texts, st.just(("a", "film"))
    ),
    spoiler=st.booleans(),
    notes=several,
    score=st.just(0.5),
)


def test_the_words_that_matched_stand_in_bold() -> None:
    evidence = Evidence(PassageKind.ROLE, "Chess with Death; chessmen, death", ("Chess", "Death"))
    card = replace(JOE_BLACK, evidence=evidence)
    shown = drawn(found(cards=(card,)), terminal=True)

    assert "\x1b[1mChess\x1b[0m with \x1b[1mDeath\x1b[0m; chessmen, death" in shown
    assert "Chess with Death; chessmen, death" in drawn(found(cards=(card,)))


replies = st.builds(
    Reply,
    kind=st.sampled_from(ReplyKind),
    text=texts,
    cards=st.lists(cards, max_size=5).map(tuple),
    understood=several,
    messages=st.integers(0, 999),
    expires_at=st.none() | st.just(EXPIRES_AT),
)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=60)
@given(replies, st.integers(20, 130), st.booleans())
def test_whatever_the_catalogue_holds_the_screen_stays_whole(reply: Reply, width: int, terminal: bool) -> None:  # noqa: FBT001  # hypothesis gives them in order
    shown = SGR.sub("", drawn(reply, width=width, terminal=terminal))

    assert not {
        c for c in shown if c != "\n" and (unicodedata.category(c) in {"Cc", "Cs"} or "\u202a" <= c <= "\u202e")
    }
    assert max(map(cell_len, shown.splitlines()), default=0) <= min(width, WIDEST)
    assert len(shown.splitlines()) <= 80
    if not terminal:
        assert not re.search(r" $", shown, re.MULTILINE)
