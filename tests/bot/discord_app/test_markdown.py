from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_app.markdown import ELLIPSIS, clean, lines, plain, spoiler, units

HOSTILE = [
    "@everyone", "@Here", "<@123>", "<@&9>", "<#1>", "</find:1>", "<:a:1>", "<t:1:R>", "||", "\\", "`", "```", "**",
    "__", "~~", "# ", "-# ", "> ", "- ", "1. ", "[a](https://x.y)", "https://x.y", "\n", "\x00", "\ud800", "\u202e",
    "\N{FAMILY}\u200d\N{BOY}", "\U0001f600", "فيلم", "a",
]  # fmt: skip
hostile_text = st.lists(st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=()), max_size=8)).map(
    "".join
)


def unescaped(text: str) -> str:
    """What a reader sees of an escaped text."""
    return re.sub(r"\\(.)", r"\1", text).replace("@\u200b", "@")


def bare(text: str) -> str:
    """What Discord takes for markup: the text without its escapes."""
    return re.sub(r"\\.", "", text, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("M*A*S*H", r"M\*A\*S\*H"),
        ("# 1. not a heading", r"\# 1. not a heading"),
        ("1. not a list", r"1\. not a list"),
        ("- not a list", r"\- not a list"),
        ("well-known", "well-known"),
        ("@everyone and me@home", "@\u200beveryone and me@home"),
        ("<@&1> </find:2>", r"\<@&1\> \</find:2\>"),
        ("see https://x.y", r"see https\://x.y"),
        ("two\r\nlines\tand  gaps", "two lines and gaps"),
        ("bell\x07\ud800 \u202egone", "bell gone"),
        ("العربية 🎬", "العربية 🎬"),
    ],
)
def test_known_hazards(text: str, shown: str) -> None:
    assert plain(text, 200) == shown


@given(hostile_text)
def test_readers_see_just_the_text(text: str) -> None:
    escaped = plain(text, 100_000)

    assert unescaped(escaped) == clean(text)
    assert not re.search(r"@(everyone|here)", escaped, re.IGNORECASE)
    assert not re.search(r"[*_~`|<>\[\]()#\\]|://", bare(escaped))


@given(hostile_text, st.integers(min_value=1, max_value=60))
def test_a_cut_text_fits_and_is_a_beginning(text: str, limit: int) -> None:
    cut = plain(text, limit)

    assert units(cut) <= limit
    assert "\\" not in bare(cut)
    if unescaped(cut) != clean(text):
        assert cut.endswith(ELLIPSIS)
        assert clean(text).startswith(unescaped(cut.removesuffix(ELLIPSIS)))


@given(hostile_text, st.integers(min_value=5, max_value=60))
def test_a_spoiler_has_its_two_bars_and_no_other(text: str, limit: int) -> None:
    hidden = spoiler(text, limit)

    assert units(hidden) <= limit
    assert bare(hidden).count("|") == 4
    assert hidden.startswith("||")
    assert hidden.endswith("||")


@pytest.mark.parametrize(
    ("text", "bold", "shown"),
    [
        ("Death plays chess", ("Death", "chess"), "**Death** plays **chess**"),
        ("chess, chessboard", ("chess",), "**chess**, chessboard"),
        ("a man-eater", ("man",), "a **man**-eater"),
        ("snake_case", ("snake_case",), r"**snake\_case**"),
        ("@everyone", ("everyone",), "@**everyone**"),
        ("https://x.y", ("https",), r"**https**\://x.y"),
        ("*chess*", ("chess",), r"\***chess**\*"),
    ],
)
def test_words_that_matched_stand_in_bold_and_nothing_else(text: str, bold: tuple[str, ...], shown: str) -> None:
    assert plain(text, 200, bold=bold) == shown


@given(hostile_text, st.integers(min_value=5, max_value=60))
def test_bold_words_fit_too_and_are_never_cut_open(text: str, limit: int) -> None:
    words = re.findall(r"\w\w+", text)
    cut = plain(text, limit, bold=words)

    assert units(cut) <= limit
    assert bare(cut).count("**") % 2 == 0
    assert not re.search(r"@(everyone|here)", cut, re.IGNORECASE)
    seen = re.sub(r"\\(.)|\*\*", lambda match: match[1] or "", cut, flags=re.DOTALL).replace("@\u200b", "@")
    assert clean(text).startswith(seen.removesuffix(ELLIPSIS))


@given(st.lists(hostile_text).map("\n".join), st.integers(min_value=1, max_value=80))
def test_lines_fit_together(text: str, limit: int) -> None:
    assert units(lines(text, limit)) <= limit


def test_lines_keep_their_breaks() -> None:
    assert lines("one\n\n# two", 100) == "one\n\\# two"
