"""What is laid out, over the payload that would be sent."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from discord import ui
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.languages import load_languages
from bot.core.language import Language, gettext, speaking
from bot.core.types import FilmCard, Link, LinkKind, OpenQuestion, PersonId, Reply, ReplyKind
from bot.discord_app import wording
from bot.discord_app.markdown import units
from bot.discord_app.render import TEXT_LIMIT, hint, render
from data.licences import SOURCES
from retrieval.types import Evidence, FilmId, PassageKind
from tests.bot.discord_app.test_markdown import bare, hostile_text
from tests.fakes.conversation import EXPIRES_AT, card, found
from tests.fakes.discord_payloads import LAYOUT, buttons, options, walk
from tests.fakes.discord_spec import DiscordSpec


def payload(view: ui.LayoutView) -> list[dict[str, Any]]:
    components: list[dict[str, Any]] = view.to_components()  # type: ignore[no-untyped-call]  # the library's is
    return components


def texts(reply: Reply, **more: Any) -> list[str]:
    made = payload(render(reply, **more))
    return [component["content"] for component in walk(made) if component["type"] == 10]


def test_a_whole_answer() -> None:
    seventh_seal = card(title="The Seventh Seal", notes=("Brad Pitt is not in its cast list.",))
    reply = Reply(
        kind=ReplyKind.FOUND,
        text="This is probably it.",
        cards=(card(evidence="He is Death", spoiler=True, notes=("Its colour is not known.",)), seventh_seal),
        understood=("1990s", "not animated"),
        messages=2,
        expires_at=EXPIRES_AT,
    )

    assert texts(reply, echo="brad pitt *is* death", notices=(wording.STARTED_ANEW,)) == [
        (
            "-# Asked: brad pitt \\*is\\* death\n"
            "-# The earlier search had been forgotten, so this is a new one.\n"
            "This is probably it."
        ),
        (
            "### Meet Joe Black (1998)\n"
            "Directed by Martin Brest · 178 min · Drama, Fantasy\n"
            "With Brad Pitt, Anthony Hopkins\n"
            "Death takes a holiday in the body of a young man.\n"
            "**Matched** (may give the story away): ||He is Death||\n"
            "**Note:** Its colour is not known.\n"
            "[IMDb](https://www.imdb.com/title/tt0119643/) · [Trailer](https://www.youtube.com/results?search_query=Joe)"
        ),
        "**2.** The Seventh Seal (1998) · Brad Pitt is not in its cast list.",
        "-# Understood: 1990s · not animated\n-# Using 2 messages · forgotten <t:1893553445:R> unless somebody goes on",
    ]
    assert [component["type"] for component in walk(payload(render(reply)))] == [
        17, 10, 14, 10, 14, 10, 10, 1, 3, 1, 3, 1, 2, 2, 2, 2, 2,
    ]  # fmt: skip


def test_who_gave_a_clue_is_shown_where_several_talk() -> None:
    reply = Reply(
        kind=ReplyKind.NOTE,
        text="Hm.",
        understood=("1980s", "not **animated**", "like Heat"),
        said_by=(PersonId("discord:7"), None, PersonId("terminal:x")),
        messages=2,
    )

    assert texts(reply)[1].splitlines()[0] == ("-# Understood: 1980s from <@7> · not \\*\\*animated\\*\\* · like Heat")


def test_the_ids_of_the_buttons_stay_as_they_are() -> None:
    """Messages posted by earlier versions carry these."""
    made = {"components": payload(render(found(), share=True))}

    assert buttons(made) == {
        "That's it": "reelcall:accept:tt0119643",
        "Not this": "reelcall:reject:tt0119643",
        "More like this": "reelcall:like:tt0119643",
        "Seen it": "reelcall:saw:tt0119643",
        "Refine…": "reelcall:refine",
        "Share": "reelcall:share:tt0119643",
    }


def test_the_others_are_in_one_select_and_the_search_in_another() -> None:
    other = replace(card(title="Heat", notes=("It runs 170 minutes.",)), film_id=FilmId("tt0113277"))
    reply = replace(found(cards=(card(), other)), understood=("1980s", "not animation"), removable=("0a", "0b"))

    assert options({"components": payload(render(reply))}) == {
        "Heat (1998)": ("reelcall:others", "open:tt0113277"),
        "More films": ("reelcall:others", "more"),
        "Forget: 1980s": ("reelcall:search", "drop:0a"),
        "Forget: not animation": ("reelcall:search", "drop:0b"),
        "Undo": ("reelcall:search", "undo"),
        "Start over": ("reelcall:search", "reset"),
    }


def test_a_film_that_was_recognised_or_looked_up_is_not_asked_about() -> None:
    settled = replace(found(), kind=ReplyKind.SETTLED)
    looked_up = replace(found(), kind=ReplyKind.OPENED, text="", expires_at=None)

    assert list(buttons({"components": payload(render(settled))})) == ["More like this", "Seen it", "Refine…"]
    assert list(buttons({"components": payload(render(looked_up))})) == ["More like this", "Seen it"]
    assert not options({"components": payload(render(looked_up))})


def test_the_story_and_its_ending_are_told_behind_bars_and_only_of_a_film_alone() -> None:
    told = replace(card(), plot="A man dies. Death walks in his body. They walk over the bridge.")
    alone = texts(replace(found(cards=(told,)), kind=ReplyKind.OPENED, text=""))[0]

    assert "**Plot** (gives the story away): ||A man dies. Death walks in his body.||" in alone
    assert "**Ending:** ||They walk over the bridge.||" in alone
    assert "bridge" not in "".join(texts(found(cards=(told,))))


def test_without_cards_there_is_nothing_to_reject() -> None:
    reply = Reply(kind=ReplyKind.NOTHING, text="Nothing is left.", messages=1, expires_at=EXPIRES_AT)
    made = {"components": payload(render(reply))}

    assert (list(buttons(made)), list(options(made))) == (["Refine…"], ["Undo", "Start over"])


def test_where_nothing_is_kept_there_is_nothing_to_press() -> None:
    reply = Reply(kind=ReplyKind.NOTE, text="Forgotten.")

    assert not buttons({"components": payload(render(reply))})
    assert texts(reply) == ["Forgotten."]


def test_a_help_text_keeps_its_lines_and_its_length() -> None:
    reply = Reply(kind=ReplyKind.NOTE, text="\n".join(["Say: not a comedy"] * 50))

    assert texts(reply) == [reply.text]


@pytest.mark.parametrize("link", ["javascript:x", "https://x.y/a]b", "https://x.y/ z", "https://x.y/" + "a" * 300, ""])
def test_a_link_that_would_break_out_is_left_out(link: str) -> None:
    odd = found(cards=(replace(card(), links=(Link(LinkKind.IMDB, link),)),))

    assert "IMDb" not in "\n".join(texts(odd))


def test_brackets_in_an_address_do_not_end_the_link() -> None:
    bracketed = Link(LinkKind.WIKIPEDIA, "https://en.wikipedia.org/wiki/Heat_(1995_film)")

    assert "[Wikipedia](https://en.wikipedia.org/wiki/Heat_%281995_film%29)" in "\n".join(
        texts(found(cards=(replace(card(), links=(bracketed,)),)))
    )


def test_a_card_says_where_its_texts_are_from() -> None:
    sourced = replace(card(), sources=("Wikipedia (CC BY-SA 4.0)", "TMDB *(its* terms)"))
    plain_card = texts(found(cards=(card(),)))
    (best,) = (text for text in texts(found(cards=(sourced,))) if text.startswith("### "))

    assert best.splitlines()[4:6] == [
        "**Matched:** Brad Pitt as Joe Black: Death in a borrowed body",
        "-# Texts: Wikipedia \\(CC BY-SA 4.0\\), TMDB \\*\\(its\\* terms\\)",
    ]
    assert "Texts" not in "".join(plain_card)


def test_a_source_is_named_whole_or_not_at_all() -> None:
    every = tuple(f"Archive number {number} (CC BY-SA 4.0)" for number in range(20))
    (line,) = (
        line
        for text in texts(found(cards=(replace(card(), sources=every),)))
        for line in text.splitlines()
        if line.startswith("-# Texts: ")
    )
    *named, rest = line.replace("\\", "").removeprefix("-# Texts: ").split(", ")

    assert tuple(named) == every[: len(named)]
    assert len(named) > 4
    assert rest == "…"


@pytest.mark.parametrize("credit", [source.credit for source in SOURCES.values()])
def test_every_source_there_is_is_named_whole(credit: str) -> None:
    shown = "\n".join(texts(found(cards=(replace(card(), sources=(credit,)),)))).replace("\\", "")

    assert f"-# Texts: {credit}" in shown.splitlines()


def test_a_hint_offers_to_refine_only_where_there_is_a_search() -> None:
    assert list(buttons({"components": payload(hint("x", refine=True))})) == ["Refine…"]
    assert not buttons({"components": payload(hint("x", refine=False))})


cards = st.builds(
    FilmCard,
    film_id=hostile_text.map(FilmId),
    title=hostile_text,
    year=st.none() | st.integers(1880, 2100),
    original_title=st.none() | hostile_text,
    directors=st.lists(hostile_text, max_size=4).map(tuple),
    cast=st.lists(hostile_text, max_size=4).map(tuple),
    runtime=st.none() | st.integers(0, 10_000),
    genres=st.lists(hostile_text, max_size=4).map(tuple),
    premise=st.none() | hostile_text,
    link=st.just("https://www.imdb.com/title/tt1/") | hostile_text,
    evidence=st.builds(
        Evidence, st.sampled_from(PassageKind), hostile_text, st.just(("a", "123", "everyone", "https"))
    ),
    spoiler=st.booleans(),
    notes=st.lists(hostile_text, max_size=3).map(tuple),
    score=st.just(0.5),
    plot=st.none() | hostile_text,
    links=st.lists(
        st.builds(Link, st.sampled_from(LinkKind), st.just("https://x.y/?q=" + "a%20" * 40) | hostile_text), max_size=5
    ).map(tuple),
    sources=st.lists(hostile_text, max_size=5).map(tuple),
)
replies = st.builds(
    Reply,
    kind=st.sampled_from(ReplyKind),
    text=hostile_text,
    cards=st.lists(cards, max_size=8, unique_by=lambda card: card.film_id).map(tuple),  # a search finds a film once
    understood=st.lists(hostile_text, min_size=3, max_size=3).map(tuple),
    said_by=st.sampled_from([(), (PersonId("discord:1"), None, PersonId("discord:<@&2>"))]),
    removable=st.lists(st.text("0123456789abcdef", min_size=1, max_size=12), max_size=30, unique=True).map(tuple),
    messages=st.integers(0, 999),
    expires_at=st.none() | st.just(EXPIRES_AT),
)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(replies, hostile_text)
def test_whatever_the_catalogue_holds_the_payload_stays_within_bounds(reply: Reply, echo: str) -> None:
    made = payload(render(reply, echo=echo, notices=(wording.STARTED_ANEW, wording.ONLY_YOU), share=True))
    every = list(walk(made))
    shown = [component["content"] for component in every if component["type"] == 10]

    assert len(every) <= 40
    assert all(shown)
    assert sum(map(units, shown)) <= TEXT_LIMIT
    assert all(len(c["label"]) <= 80 and 1 <= len(c["custom_id"]) <= 100 for c in every if c["type"] == 2)
    for select in (component for component in every if component["type"] == 3):
        assert 1 <= len(select["options"]) <= 25
        assert len({option["value"] for option in select["options"]}) == len(select["options"])
        assert all(1 <= units(option["label"]) <= 100 for option in select["options"])
        assert all(units(option.get("description") or "") <= 100 for option in select["options"])
        assert all(1 <= len(option["value"]) <= 100 for option in select["options"])
    json.dumps(made, ensure_ascii=False).encode()  # fails on half a surrogate pair
    for text in shown:
        _holds_only_our_own_markup(text)


def _holds_only_our_own_markup(text: str) -> None:
    ours = re.compile(
        r"^### |^-# |\*\*(?:\w+|Matched:|Note:|Ending:)\.?\*\*|\((?:may give|gives) the story away\)"
        r"|\[[A-Z][A-Za-z ]+\]\(https://[^()]*\)"
        r"|\(\d{4}\)|\(no title\)|<t:\d+:R>|<@1>|\|\|.*\|\|$",
        re.MULTILINE,
    )
    left = ours.sub("", bare(text).replace("\N{ZERO WIDTH SPACE}", ""))
    assert not re.search(r"[*_~`|<>\[\]()#\\]", left)
    assert not re.search(r"@(everyone|here)", text, re.IGNORECASE)


@pytest.mark.parametrize("language", load_languages().all, ids=lambda one: one.code)
@pytest.mark.parametrize("kind", [ReplyKind.NEAREST, ReplyKind.SETTLED])
@pytest.mark.parametrize("size", [1, 100, 2_000])
def test_the_longest_of_everything_fits_and_is_what_discord_takes(
    size: int, kind: ReplyKind, spec: DiscordSpec, language: Language
) -> None:
    long = "*🎬" * size
    names = (long,) * 20
    keys = tuple(f"{number:012x}" for number in range(30))
    big = FilmCard(
        film_id=FilmId("tt0119643"), title=long, year=1998, original_title=long + "x", directors=names, cast=names,
        runtime=99_999, genres=names, premise=long, link="https://www.imdb.com/" + "a" * 179,
        evidence=Evidence(PassageKind.PLOT, long), spoiler=True, notes=names, score=0.1, plot=f"{long}. {long}.",
        links=tuple(Link(kind, "https://x.y/" + "a" * 100) for kind in LinkKind), sources=names,
    )  # fmt: skip
    reply = Reply(
        kind=kind, text=long, cards=(big,) * 30, understood=names, removable=keys, messages=10**6,
        said_by=(PersonId(f"discord:{10**19}"),) * 20,
        question=OpenQuestion(key="0123abcd", kind="person", text=long, options=names),
        expires_at=datetime(9999, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    with speaking(language):
        notices = (gettext(wording.STARTED_ANEW), gettext(wording.ONLY_YOU))
        components = payload(render(reply, echo=long, notices=notices, share=True))
    total = sum(units(component["content"]) for component in walk(components) if component["type"] == 10)

    assert total <= TEXT_LIMIT
    assert size < 2_000 or total > TEXT_LIMIT - 400  # the room is there to be used
    body = {"components": components, "flags": LAYOUT}
    assert spec.problems("POST", "/channels/1/messages", {}, body) == []
