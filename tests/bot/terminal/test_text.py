"""Text and streams made harmless."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.terminal.text import clean, tolerate


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x9b31mred \x07bell \x00nul \x7fdel", "31mred bell nul del"),
        ("two\r\nlines\tand  gaps\u2028more", "two lines and gaps more"),
        ("\ud800 \u202egone", "gone"),
        ("@everyone [bold] العربية 🎬", "@everyone [bold] العربية 🎬"),
    ],
)
def test_known_hazards(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_is_left_that_moves_the_cursor(text: str) -> None:
    cleaned = clean(text)

    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in cleaned)
    assert clean(cleaned) == cleaned


def written(text: str, encoding: str) -> str:
    """What arrives of a text in a stream of that encoding."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    tolerate(reading=io.StringIO(), writing=stream)
    stream.write(text)
    stream.flush()
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("ascii", 'Amelie "8?" - it\'s ????. ?'),
        ("latin-1", 'Amélie "8½" · it\'s ????. ?'),
        ("utf-8", "Amélie “8½” · it\u2019s 映画… ∞"),
    ],
)
def test_what_an_encoding_does_not_hold_becomes_something_like_it(encoding: str, shown: str) -> None:
    assert written("Amélie “8½” · it\u2019s 映画… ∞", encoding) == shown


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"))))
def test_a_replacement_takes_as_many_cells(text: str) -> None:
    """One by one: joined emoji take fewer cells than their parts."""
    assert [cell_len(written(c, "ascii")) for c in text] == [cell_len(c) for c in text]


def test_bytes_that_are_no_text_can_be_read() -> None:
    stream = io.TextIOWrapper(io.BytesIO(b"caf\xe9\n"), encoding="utf-8")
    tolerate(reading=stream, writing=io.StringIO())

    assert stream.readline() == "caf\ufffd\n"
