from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.combine import combine
from data.record import IdKind, Record, Text, TextKind, record_from_json, record_to_json
from retrieval.types import Role

_some = st.text(min_size=1, max_size=12)
_texts = st.lists(_some, max_size=3).map(tuple)
records = st.builds(
    Record,
    ids=st.dictionaries(st.sampled_from(list(IdKind)), _some, max_size=3),
    title=st.none() | _some,
    original_title=st.none() | _some,
    alt_titles=_texts,
    year=st.none() | st.integers(1870, 2100),
    runtime=st.none() | st.integers(1, 1000),
    black_and_white=st.none() | st.booleans(),
    genres=_texts,
    directors=_texts,
    cast=_texts,
    cinematographers=_texts,
    countries=_texts,
    languages=_texts,
    roles=st.lists(st.builds(Role, _some, st.text(max_size=5), st.text(max_size=5)), max_size=2).map(tuple),
    mood=_texts,
    certificate=st.sampled_from((None, "PG-13", "TV-MA", "74 min")),
    votes=st.none() | st.integers(0, 10**7),
    sure=st.booleans(),
    adult=st.none() | _some,
    texts=st.lists(st.builds(Text, _some, st.sampled_from(TextKind), _some), max_size=3).map(tuple),
)


@given(record=records)
def test_a_record_survives_being_written_and_read(record: Record) -> None:
    line = record_to_json(record)

    assert record_from_json(line) == record
    assert not {"\n", "\r"} & set(line)


@pytest.mark.parametrize("line", ["", "{", "[]", "null", '{"year": "soon"}', '{"texts": [["a", "poem", "b"]]}'])
def test_what_is_no_record_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        record_from_json(line)


@given(record=records)
def test_a_record_put_together_with_itself_says_nothing_new(record: Record) -> None:
    once = combine([record, Record()])

    assert combine([once, once]) == once
    assert (once.title, once.year, once.ids, once.votes) == (record.title, record.year, record.ids, record.votes)
    assert set(once.texts) == set(record.texts)
