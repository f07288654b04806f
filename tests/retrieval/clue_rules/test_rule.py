"""What is tried before a rule never hides a match of it."""

from __future__ import annotations

import pkgutil
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval import clue_rules
from retrieval.clue_rules.rule import Lead, Rule, small

_EXAMPLES = 20


def _everything() -> Iterator[tuple[str, object]]:
    """All that the modules of rules hold, those in tables too."""
    for module in pkgutil.iter_modules(clue_rules.__path__):
        for name, value in vars(import_module(f"retrieval.clue_rules.{module.name}")).items():
            for key, one in value.items() if isinstance(value, dict) else [("", value)]:
                yield f"{module.name}.{name}.{key}", one


_RULES = {name: one for name, one in _everything() if isinstance(one, Rule)}
_LEADS = {name: one for name, one in _everything() if isinstance(one, Lead)}


@cache  # what makes texts of a pattern with a hundred words takes a second to set up
def _texts(pattern: str, end: str) -> st.SearchStrategy[str]:
    """Texts in which a pattern matches, in letters of any case; some of ASCII alone, which is read in another way."""
    rule = re.compile(pattern, re.IGNORECASE)
    matching = st.from_regex(rule) | st.from_regex(rule, alphabet=st.characters(codec="ascii"))
    return st.builds(
        "{}{}{}".format, st.sampled_from(["", "It was ", "n\u00e9e "]), matching, st.sampled_from(["", end])
    )


@pytest.mark.parametrize("name", _RULES)
@settings(max_examples=_EXAMPLES, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_rule_finds_what_its_pattern_finds(name: str, data: st.DataObject) -> None:
    rule = _RULES[name]
    text = data.draw(_texts(rule.pattern, " but no film"))
    plain = re.compile(rule.pattern, re.IGNORECASE)
    places = [match.regs for match in plain.finditer(text)]
    assert [match.regs for match in rule.finditer(text)] == places
    first = rule.search(text, 3)
    assert (first and first.regs) == ((again := plain.search(text, 3)) and again.regs)


@pytest.mark.parametrize("name", _LEADS)
@settings(max_examples=10 * _EXAMPLES, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_leads_to_a_name_is_found_by_its_end(name: str, data: st.DataObject) -> None:
    said = data.draw(_texts(_LEADS[name].pattern, ""))
    match = _LEADS[name].search(said)
    assert (match and match.regs) == ((again := re.search(_LEADS[name].pattern, said, re.IGNORECASE)) and again.regs)


def test_every_module_of_rules_is_looked_at() -> None:
    assert {name.split(".")[0] for name in _RULES} >= {"chatter", "colour", "genres", "likeness", "origins", "years"}
    assert {name.split(".")[0] for name in _LEADS} == {"people", "nearly"}


def test_small_letters_are_those_that_a_pattern_takes_a_text_for() -> None:
    patterns = [one.pattern for one in _RULES.values()] + [one.pattern for one in _LEADS.values()]
    written = {letter for pattern in patterns for letter in pattern if letter.isalpha()}
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    for letter in written:
        taken = re.findall(letter, every, re.IGNORECASE)
        assert {small(one) for one in taken} == {small(letter)}, letter


def test_a_rule_without_its_cue_is_not_tried() -> None:
    assert not list(Rule("a shark", cue="whale").finditer("a shark"))
