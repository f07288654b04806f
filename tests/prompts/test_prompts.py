from __future__ import annotations

from importlib.resources import files

import pytest

from prompts import PromptError, load_prompt, parse_prompt

NAMES = sorted(path.name.removesuffix(".md") for path in files("prompts").iterdir() if path.name.endswith(".md"))


def test_there_are_prompts() -> None:
    assert "choose" in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_is_well_formed(name: str) -> None:
    prompt = load_prompt(name)

    assert prompt.version >= 1
    assert prompt.placeholders
    assert "version:" not in prompt.template.template


def test_a_prompt_is_filled_in() -> None:
    prompt = parse_prompt("p", "<!-- version: 7 -->\n\nFind $what for $$5.")

    assert prompt.render(what="$what and ${this}") == "Find $what and ${this} for $5."
    assert prompt.version == 7
    assert prompt.placeholders == {"what"}


@pytest.mark.parametrize("values", [{}, {"what": "x", "more": "y"}, {"more": "y"}])
def test_values_must_fit_the_placeholders(values: dict[str, str]) -> None:
    with pytest.raises(PromptError, match="takes \\['what'\\]"):
        parse_prompt("p", "<!-- version: 1 -->\nFind $what").render(**values)


@pytest.mark.parametrize("text", ["Find $what", "<!-- version: one -->\nFind", "\n<!-- version: 1 -->\nFind"])
def test_a_prompt_without_a_version_is_refused(text: str) -> None:
    with pytest.raises(PromptError, match="does not begin with"):
        parse_prompt("p", text)


def test_a_dollar_that_is_no_placeholder_is_refused() -> None:
    with pytest.raises(PromptError, match="no placeholder"):
        parse_prompt("p", "<!-- version: 1 -->\nIt costs $5")


def test_an_unknown_prompt_is_named() -> None:
    with pytest.raises(PromptError, match="no prompt 'nonsense'"):
        load_prompt("nonsense")
