"""Words for the LLM, reviewed as text: one file per prompt.

A prompt is `NAME.md`: a first line `<!-- version: N -->`, then the text with placeholders as `string.Template` writes
them (`$said`; `$$` is a dollar). A change of the text raises the version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from string import Template
from typing import Final

_HEADER: Final = re.compile(r"<!-- version: (\d+) -->\n\n?")


class PromptError(ValueError):
    """A prompt is malformed, or was given other values than it has places for: a mistake of ours, not of a user."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt, ready to be filled in."""

    name: str
    version: int
    template: Template

    @property
    def placeholders(self) -> frozenset[str]:
        """The names of the values it needs."""
        return frozenset(self.template.get_identifiers())

    def render(self, **values: str) -> str:
        """Fill in all placeholders. Values are put in as they are: a `$` in them means nothing.

        Raises:
            PromptError: a placeholder has no value, or a value no placeholder.
        """
        if values.keys() != self.placeholders:
            raise PromptError(f"prompt {self.name!r} takes {sorted(self.placeholders)}, but was given {sorted(values)}")
        return self.template.substitute(values)


def load_prompt(name: str) -> Prompt:
    """Read `prompts/NAME.md`.

    Raises:
        PromptError: there is no such prompt, its header is missing, or a `$` in it is no placeholder.
    """
    try:
        text = files(__name__).joinpath(f"{name}.md").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PromptError(f"there is no prompt {name!r}") from None
    return parse_prompt(name, text)


def parse_prompt(name: str, text: str) -> Prompt:
    """Make a prompt of a file's text.

    Raises:
        PromptError: as `load_prompt`.
    """
    header = _HEADER.match(text)
    if header is None:
        raise PromptError(f"prompt {name!r} does not begin with <!-- version: N -->")
    template = Template(text[header.end() :])
    if not template.is_valid():
        raise PromptError(f"prompt {name!r} has a $ that is no placeholder; write $$ for a dollar")
    return Prompt(name=name, version=int(header.group(1)), template=template)
