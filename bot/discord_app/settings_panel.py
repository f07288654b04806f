"""The panel of `/settings`, laid out. Pure: what it shows is given to it, and its components carry nothing but ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

import discord
from discord import ui

from bot.core.keeping import LONGEST_THEME, MOST_CHANNELS, MOST_THEMES, NightStarters, ServerSettings
from bot.core.language import Languages, counted
from bot.core.language import gettext as _
from bot.core.types import SpoilerLevel
from bot.discord_app import wording_house as words
from bot.discord_app.language_select import DEFAULT, language_select
from bot.discord_app.markdown import clean, plain
from bot.discord_app.notices import span
from retrieval.types import Room

PREFIX: Final = "reelcall:settings:"
LANGUAGE, SPOILERS, CEILING, THEMES, IDLE, CHAT, STARTERS = (
    f"{PREFIX}{name}" for name in ("language", "spoilers", "ceiling", "themes", "idle", "chat", "night-starters")
)
WINDOW: Final = f"{PREFIX}themes-window"
_LENT: Final = ":lent"
"""Ends the ids of a panel that was opened by somebody whom the server's admins lent the command on Discord's own page.

What comes with a press does not say whether that still holds, only which permissions somebody has.
"""
LENT_FOR: Final = timedelta(minutes=15)
"""How long such a panel can be used; whoever opens another one is asked for by Discord again."""

_LEVELS: Final[Mapping[str, str]] = {
    SpoilerLevel.CAREFUL.value: words.SPOILERS_CAREFUL,
    SpoilerLevel.STORY.value: words.SPOILERS_STORY,
    SpoilerLevel.OPEN.value: words.SPOILERS_OPEN,
}
_CEILINGS: Final[Mapping[str, str]] = {
    DEFAULT: words.CEILING_NONE,
    "0": words.CEILING_ALL,
    "8": words.CEILING_8,
    "13": words.CEILING_13,
    "16": words.CEILING_16,
}
_STARTERS: Final[Mapping[str, str]] = {
    NightStarters.EVERYONE.value: words.STARTERS_EVERYONE,
    NightStarters.EVENTS.value: words.STARTERS_EVENTS,
    NightStarters.MANAGERS.value: words.STARTERS_MANAGERS,
}
_IDLE_MINUTES: Final = (1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 720)
_SHOWN_THEMES: Final = 1200
_CHANNELS: Final = [
    discord.ChannelType.text,
    discord.ChannelType.voice,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
]


def panel(
    settings: ServerSettings,
    room: Room,
    *,
    languages: Languages,
    operators_idle: timedelta,
    free_chat: bool,
    lent: bool = False,
) -> ui.LayoutView:
    """Lay out the panel.

    Args:
        settings: what the server has set.
        room: what its ceiling and its themes leave of the catalogue.
        languages: those there are.
        operators_idle: how long a search is kept at most.
        free_chat: whether the operator lets servers open channels for it.
        lent: whether it is for somebody who may not manage the server.
    """
    view = ui.LayoutView(timeout=None)
    view.add_item(
        ui.Container(
            *_language(settings, languages),
            *_items(settings, room, operators_idle=operators_idle, free_chat=free_chat),
        )
    )
    for item in view.walk_children():
        if lent and isinstance(item, ui.Button | ui.Select | ui.ChannelSelect):
            item.custom_id = f"{item.custom_id}{_LENT}"
    view.stop()  # presses come as events, also after a restart; the library is to keep nothing
    return view


def read_id(custom_id: str) -> tuple[str, bool]:
    """What was used of a panel, and whether that panel was lent."""
    return custom_id.removesuffix(_LENT), custom_id.endswith(_LENT)


def _language(settings: ServerSettings, languages: Languages) -> Iterator[ui.Item[Any]]:
    yield ui.TextDisplay(_(words.SETTINGS_TITLE))
    yield ui.TextDisplay(_(words.LANGUAGE_HEAD))
    default = _(words.LANGUAGE_AS_SERVER)
    yield ui.ActionRow(language_select(LANGUAGE, languages, settings.language, default=default))


def _items(
    settings: ServerSettings, room: Room, *, operators_idle: timedelta, free_chat: bool
) -> Iterator[ui.Item[Any]]:
    yield ui.TextDisplay(_(words.SPOILERS_HEAD))
    yield ui.ActionRow(_select(SPOILERS, _LEVELS, settings.spoilers.value))
    yield ui.TextDisplay(f"{_(words.CEILING_HEAD)}\n-# {_marks(room)}")
    yield ui.ActionRow(_select(CEILING, _CEILINGS, _value(settings.ceiling)))
    yield ui.TextDisplay("\n".join([_(words.THEMES_HEAD), *_themes(settings, room)]))
    yield ui.ActionRow(ui.Button(label=_(words.THEMES_LABEL), custom_id=THEMES))
    yield ui.TextDisplay(f"**{_(words.ROOM).format(films=counted(room.films), of=counted(room.of))}**")
    yield ui.Separator()
    yield ui.TextDisplay(_(words.IDLE_HEAD))
    yield ui.ActionRow(_select(IDLE, _times(operators_idle), _value(settings.idle_minutes)))
    yield ui.TextDisplay(f"{_(words.CHAT_HEAD)}\n-# {_(words.CHAT_ON) if free_chat else _(words.CHAT_OFF)}")
    yield ui.ActionRow(_channels(settings, free_chat=free_chat))
    yield ui.TextDisplay(_(words.STARTERS_HEAD))
    yield ui.ActionRow(_select(STARTERS, _STARTERS, settings.night_starters.value))


def _value(number: int | None) -> str:
    return DEFAULT if number is None else str(number)


def _select(custom_id: str, options: Mapping[str, str], chosen: str) -> ui.Select[ui.LayoutView]:
    """One of several; a value that is not offered any more is shown as the first."""
    chosen = chosen if chosen in options else next(iter(options))
    listed = [discord.SelectOption(label=_(label), value=key, default=key == chosen) for key, label in options.items()]
    return ui.Select(custom_id=custom_id, options=listed)


def _times(operators_idle: timedelta) -> dict[str, str]:
    times = {minutes: timedelta(minutes=minutes) for minutes in _IDLE_MINUTES}
    shorter = {str(m): _(words.IDLE_TIME).format(time=span(time)) for m, time in times.items() if time < operators_idle}
    return {DEFAULT: _(words.IDLE_DEFAULT).format(time=span(operators_idle)), **shorter}


def _marks(room: Room) -> str:
    return (
        _(words.SOME_MARKS).format(marked=counted(room.marked), of=counted(room.of))
        if room.marked
        else _(words.NO_MARKS)
    )


def _themes(settings: ServerSettings, room: Room) -> Iterator[str]:
    yield plain(", ".join(settings.themes), _SHOWN_THEMES) or _(words.THEMES_NONE)
    if room.idle:
        yield f"-# {_(words.THEMES_IDLE).format(themes=plain(', '.join(room.idle), _SHOWN_THEMES))}"


def _channels(settings: ServerSettings, *, free_chat: bool) -> ui.ChannelSelect[ui.LayoutView]:
    opened = [_Channel(id=int(one), type=discord.SelectDefaultValueType.channel) for one in sorted(settings.free_chat)]
    return ui.ChannelSelect(
        custom_id=CHAT,
        channel_types=_CHANNELS,
        placeholder=_(words.CHAT_PLACEHOLDER),
        min_values=0,
        max_values=MOST_CHANNELS,
        default_values=opened,
        disabled=not free_chat,
    )


class _Channel(discord.SelectDefaultValue):
    """A chosen channel whose id is text, as Discord's API document wants it; the library sends a number."""

    def to_dict(self) -> Any:
        """Return what the library puts into a request."""
        return {**super().to_dict(), "id": str(self.id)}


class ThemesWindow(ui.Modal):
    """One field with a theme a line. The id is the same for all, so that the library keeps one of them."""

    def __init__(self, themes: tuple[str, ...], *, lent: bool) -> None:
        super().__init__(title=_(words.THEMES_TITLE), custom_id=f"{WINDOW}{_LENT if lent else ''}")
        field: ui.TextInput[ThemesWindow] = ui.TextInput(
            style=discord.TextStyle.paragraph,
            custom_id=f"{PREFIX}themes-text",
            default="\n".join(themes) or None,
            required=False,
            max_length=MOST_THEMES * (LONGEST_THEME + 1),
        )
        self.add_item(ui.Label(text=_(words.THEMES_FIELD), description=_(words.THEMES_HINT), component=field))


def read_themes(typed: str) -> tuple[str, ...] | None:
    """The themes of a filled-in window, each once; None where they are too many or too long."""
    found = {
        theme.casefold(): theme for line in typed.splitlines() for part in line.split(",") if (theme := clean(part))
    }
    if len(found) > MOST_THEMES or any(len(theme) > LONGEST_THEME for theme in found.values()):
        return None
    return tuple(found.values())
