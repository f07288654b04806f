"""A quote that is never closed costs its own row, which is counted, and no other."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.sources.quotes import UNCLOSED, quoted_rows
from data.tally import Tally

_cells = st.builds(str.__add__, st.sampled_from("ab"), st.text('ab ,"\n', max_size=8)) | st.just("")
_rows = st.lists(st.lists(_cells, min_size=3, max_size=3).filter(any), max_size=6)
_quoting = st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])


def read(text: str) -> tuple[list[list[str]], Tally]:
    tally = Tally()
    lines = iter(io.StringIO(text, newline=""))
    return [cells for _, cells in quoted_rows(lines, tally, delimiter=",")][1:], tally


def written(rows: list[list[str]], quoting: int) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=quoting, lineterminator="\n").writerows(rows)  # type: ignore[arg-type]  # one of two
    return file.getvalue()


@given(rows=_rows, quoting=_quoting)
def test_a_sound_table_is_read_as_it_was_written(rows: list[list[str]], quoting: int) -> None:
    found, tally = read("x,y,z\n" + written(rows, quoting))

    assert found == rows
    assert not tally.malformed


@given(before=_rows, behind=_rows, quoting=_quoting)
@pytest.mark.parametrize("broken", ['"a,b,c\n', 'a,"b,c\n', 'a,b,"c and\nmore of it\n', 'a,b,"c, and,\n so, on\n'])
def test_an_open_quote_costs_its_own_row(
    broken: str, before: list[list[str]], behind: list[list[str]], quoting: int
) -> None:
    head = "x,y,z\n" + written(before, quoting)
    found, tally = read(head + broken + written(behind, quoting))

    assert found == before + behind
    assert (tally.rows, tally.malformed) == (1, {UNCLOSED: 1})  # the others are counted where they are read
    assert tally.places == {UNCLOSED: [f"line {head.count(chr(10)) + 1}"]}


def test_several_open_quotes_cost_a_row_each_and_are_placed() -> None:
    found, tally = read('x,y\n1,a\n2,"b\n3,c\n4,"d\n5,"e\n6,"f, g"\n7,"h\n')

    assert found == [["1", "a"], ["3", "c"], ["6", "f, g"]]
    assert tally.malformed == {UNCLOSED: 4}
    assert tally.places == {UNCLOSED: ["line 3", "line 5", "line 6"]}


def test_a_row_that_is_quoted_carelessly_is_no_open_quote() -> None:
    found, tally = read('x,y\n1,"He came\nand said "no" again"\n2,"Weird Al" Yankovic\n')

    assert found == [["1", 'He came\nand said no" again"'], ["2", "Weird Al Yankovic"]]
    assert not tally.malformed


def test_an_open_quote_is_noticed_before_much_is_read() -> None:
    taken = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        for number in range(20_000):
            line = f'{number},"{"x" * 90}\n' if number == 1 else f"{number},{'x' * 90}\n"
            taken += len(line)
            yield line

    tally = Tally()
    rows = quoted_rows(lines(), tally, delimiter=",")
    next(rows)

    assert next(rows)[0] == "line 3"
    assert taken < 201_000
    assert sum(1 for _ in rows) == 19_997
    assert tally.malformed == {UNCLOSED: 1}


def test_an_open_quote_with_no_row_behind_it_ends_the_file() -> None:
    found, tally = read('x,y\n1,a\n2,"b\nand, so on\n')

    assert found == [["1", "a"]]
    assert tally.malformed == {UNCLOSED: 1}
