"""The card of a movie night, which all see, and the ballot, which one person sees. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

import discord
from discord import ui

from bot.core.keeping import Night, Nomination
from bot.core.language import gettext as _
from bot.core.language import ngettext
from bot.discord_app import keys
from bot.discord_app import wording_house as words
from bot.discord_app.film_pages import Catalogued, label_of, title_of
from bot.night.rules import MOST_OF_ONE
from bot.night.tally import Decision, Tally, tally
from retrieval.types import FilmId

PREFIX: Final = "reelcall:night:"
_TITLE: Final = 70
"""Characters of a title, so that a full night fits into a message."""


def card(night: Night, catalogue: Catalogued, *, hidden: int) -> ui.LayoutView:
    """Lay the card out: what is nominated and how to vote, or once the night is closed how the vote went.

    Args:
        night: with nothing in it but what may be shown where it is held.
        catalogue: the films of it.
        hidden: how many films were nominated that may not be shown there any more.
    """
    lines = list(_open(night, catalogue) if night.open else _closed(night, catalogue))
    if hidden:
        lines.append(_(words.LIST_HIDDEN).format(count=hidden))
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(ui.TextDisplay("\n".join(lines))))
    if night.open:
        label, custom_id = _(words.VOTE_LABEL), f"{PREFIX}vote:{night.night_id}"
        style, none = discord.ButtonStyle.primary, not night.nominations
        view.add_item(ui.ActionRow(ui.Button(label=label, custom_id=custom_id, style=style, disabled=none)))
    view.stop()  # presses come as events, also after a restart; the library is to keep nothing
    return view


def _open(night: Night, catalogue: Catalogued) -> Iterator[str]:
    """Of the votes no more is told than how many there are, so that nobody votes for what leads."""
    yield _(words.NIGHT_TITLE)
    for number, one in enumerate(night.nominations, start=1):
        yield f"{number}\\. {title_of(one.film_id, catalogue, limit=_TITLE)}{_by(one)}"
    if not night.nominations:
        yield _(words.NIGHT_EMPTY)
    yield _voted(len(night.ballots))
    yield _(words.NIGHT_HOW).format(count=MOST_OF_ONE)
    yield _(words.NIGHT_SECRET)


def _closed(night: Night, catalogue: Catalogued) -> Iterator[str]:
    result = tally(night)
    yield from _outcome(result, catalogue)
    by = {one.film_id: _by(one) for one in night.nominations}
    for number, one in enumerate(result.standings, start=1):
        approvals = ngettext("{count} approval", "{count} approvals", one.approvals).format(count=one.approvals)
        yield f"{number}\\. {title_of(one.film_id, catalogue, limit=_TITLE)} · {approvals}{by[one.film_id]}"
    yield _voted(night.voters or 0)
    if night.voters:
        yield _(words.NIGHT_ERASED)


def _outcome(result: Tally, catalogue: Catalogued) -> Iterator[str]:
    """Yield which film won, and the rule that decided."""
    if result.winner is None:
        yield _(words.NIGHT_NOBODY)
        return
    yield _(words.NIGHT_WON).format(film=title_of(result.winner, catalogue, limit=_TITLE))
    if result.decision is Decision.EARLIER:
        yield _(words.NIGHT_BY_ORDER).format(count=result.level)
    else:
        yield _(words.NIGHT_BY_APPROVALS)


def _voted(count: int) -> str:
    return ngettext("{count} person has voted.", "{count} people have voted.", count).format(count=count)


def _by(nomination: Nomination) -> str:
    """Who nominated it; no message of this bot pings anybody."""
    who = "" if nomination.person is None else keys.mention(nomination.person)
    return f" · {who}" if who else ""


def ballot(night: Night, approved: Collection[FilmId], catalogue: Catalogued) -> ui.LayoutView:
    """Lay out somebody's ballot: the films they approve, in a select in which these stand chosen."""
    films = [one.film_id for one in night.nominations]
    chosen = " · ".join(title_of(one, catalogue, limit=_TITLE) for one in films if one in approved)
    said = _(words.BALLOT_APPROVED).format(films=chosen) if chosen else _(words.BALLOT_NONE)
    options = [
        discord.SelectOption(label=label_of(one, catalogue), value=one, default=one in approved) for one in films
    ]
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(ui.TextDisplay("\n".join([_(words.BALLOT_TITLE), said, _(words.BALLOT_NOTE)]))))
    select: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=f"{PREFIX}ballot:{night.night_id}",
        placeholder=_(words.BALLOT_PLACEHOLDER),
        min_values=0,
        max_values=len(options),
        options=options,
    )
    view.add_item(ui.ActionRow(select))
    view.stop()  # as above
    return view
