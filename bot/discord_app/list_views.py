"""Lists of films, laid out. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import discord
from discord import ui

from bot.core.keeping import LONGEST_NAME, FilmList
from bot.core.language import counted
from bot.core.language import gettext as _
from bot.discord_app import wording_house as words
from bot.discord_app.film_pages import Catalogued, Page, lines_of, turn_buttons
from bot.discord_app.limits import MOST_OPTIONS, OPTION
from bot.discord_app.markdown import plain, short

PREFIX: Final = "reelcall:lists:"
_VALUE: Final = re.compile(rf"list (\d{{{LONGEST_NAME}}})")
_NAME: Final = 120
"""Characters that a name may take up, escapes included."""


def harmless(text: str) -> str:
    """A name that somebody typed, as it can be shown."""
    return plain(text, _NAME)


def named(one: FilmList) -> str:
    """A list's name, as it can be shown."""
    return harmless(one.name)


def choice(one: FilmList) -> str:
    """A list as a suggestion or an option: text that Discord does not format."""
    line = _(words.LIST_LINE_PRIVATE) if one.server is None else _(words.LIST_LINE)
    return short(line.format(name=one.name, count=len(one.films)), OPTION)


def value_of(one: FilmList) -> str:
    """What a suggestion of a list stands for: its number, in a form that is too long for the name of one."""
    return f"list {one.list_id:0{LONGEST_NAME}}"


def number_in(value: str) -> int | None:
    """The number in what `value_of` made; None for a name."""
    match = _VALUE.fullmatch(value.strip())
    return None if match is None else int(match[1])


def overview(lists: Sequence[FilmList]) -> ui.LayoutView:
    """All lists somebody sees, to open one."""
    text = [_(words.LISTS_TITLE), *(f"- {harmless(choice(one))}" for one in lists)]
    return _view("\n".join(text if lists else [*text, _(words.LISTS_NONE)]), lists)


def view_of(
    one: FilmList, page: Page, catalogue: Catalogued, *, hidden: int, beside: Sequence[FilmList]
) -> ui.LayoutView:
    """A page of a list, with the way to the others, and how many of its films may not be shown where it is seen."""
    lines = lines_of(page, catalogue) or ("" if hidden else _(words.LIST_EMPTY))
    note = _(words.LIST_HIDDEN).format(count=counted(hidden)) if hidden else ""
    parts = [_(words.LIST_TITLE).format(name=named(one)), lines, note, page.foot]
    buttons = turn_buttons(page, f"{PREFIX}page:{one.list_id}:")
    return _view("\n".join(filter(None, parts)), [other for other in beside if other != one], buttons)


def _view(text: str, lists: Sequence[FilmList], buttons: Sequence[ui.Button[ui.LayoutView]] = ()) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(ui.TextDisplay(text)))
    if buttons:
        view.add_item(ui.ActionRow(*buttons))
    if lists:  # a server's and one's own may be more than a select takes
        options = [discord.SelectOption(label=choice(one), value=str(one.list_id)) for one in lists[:MOST_OPTIONS]]
        custom_id, placeholder = f"{PREFIX}open", _(words.LISTS_PLACEHOLDER)
        view.add_item(ui.ActionRow(ui.Select(custom_id=custom_id, placeholder=placeholder, options=options)))
    view.stop()  # presses come as events, also after a restart; the library is to keep nothing
    return view
