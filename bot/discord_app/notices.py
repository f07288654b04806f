"""What `/privacy`, `/about` and `/help` say: longer texts, made of the facts of this installation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from bot.core.about import About, sources_of
from bot.core.keeping import NIGHT_KEPT, Night, PersonalFile
from bot.core.language import counted, mark, ngettext
from bot.core.language import gettext as _
from bot.core.types import Session
from bot.discord_app.markdown import plain

_KEPT: Final = mark(
    """\
### What I keep, for how long, and why
**Your words** are kept to go on with the search they belong to, and for nothing else: encrypted, until nobody has \
gone on for {idle}, {total} at most. Then they are erased. “Start over” erases them at once.
**Numbers that Discord gives** to you, to the server and to my answers stand beside the search, so that it can be \
found and deleted. They are erased with it.
**Films you mark as seen, your lists**, whether seen films are left out, and a language that you chose are kept \
because you asked for it, until you take them back or delete your data.
**A server's lists and settings** are kept for the server. Who made a list stands beside it until they delete their \
data; the list stays.
**A movie night** is kept for {nights} from its start: who started it, who nominated which film, and who approves \
which. Nobody is shown who approves what, and that is erased when the night is closed; only the counts stay. Deleting \
your data takes your ballot back and your name off the night.
**How often you ask** is counted in memory, so that nobody crowds others out, and written down nowhere.
**A server that removes me** has what I keep for it erased {grace} later, unless it invites me again before."""
)
_NEVER: Final = mark(
    """\
**Never:** nothing you write is put into a log, trains a model, or is sold.
My answers are messages of the channel they stand in; whoever may delete messages there can delete them."""
)

_FREE_CHAT: Final = mark(
    """\
**In channels that a server has opened for free chat** I read every message; one that answers or mentions nobody is a \
search like any other."""
)

_LLM_READS: Final = mark(
    "**A language model** ({model}) reads the words of a search, to understand them and to guess films, and with them "
    "the films found, to choose which to show first."
)
_LLM_CHOOSES: Final = mark(
    "**A language model** ({model}) reads the words of a search, and with them the films found, to choose which to "
    "show first."
)

_FACT: Final = 200
"""Characters that a fact from outside may take up."""
_SOURCES: Final = 1500
_LINK: Final = re.compile(r"https://[A-Za-z0-9./_~?=&-]+")
"""An address that can be shown as it is, to be tapped."""
_HOUR, _DAY = 60, 24 * 60
"""Minutes."""

HELP: Final = mark(
    """\
### Tell me what you half remember of a film
- `/find text: the one where brad pitt plays death`
- Or mention me with the same words in a channel, or write to me directly.
### Then go on, in a reply to my answer
- “older, black and white” · “80s” · “before 2000” · “under 90 minutes”
- “not animated” · “with Anthony Hopkins” · “not that one” · “forget the 80s” · “more” · “undo” · “start over”
- Or tap the buttons under the answer. Refine… opens a window for more words.
### Good to know
- `/film title:` shows a film that you can name, `/similar title:` finds films like it.
- Everybody who sees an answer can go on with its search; a mention of your own starts another.
- `/seen` and `/lists` keep films for you and for this server. `/settings` is for its admins.
- `/night start` begins a movie night: nominate films, vote in secret, see which one won.
- `/language` sets the language in which I write to you.
- `/privacy` says what is kept and deletes it. `/about` says where the films come from."""
)


def privacy(about: About, *, free_chat: bool = False) -> str:
    """What is kept, for how long and why; `free_chat` where servers may open channels for that."""
    kept = _(_KEPT).format(
        idle=span(about.idle), total=span(about.total), grace=span(about.grace), nights=span(NIGHT_KEPT)
    )
    return "\n".join([kept, *([_(_FREE_CHAT)] if free_chat else []), _destination(about), _(_NEVER)])


def _destination(about: About) -> str:
    if about.llm is None:
        return _("**Nobody else** gets your words: the search runs on the machine that I run on.")
    sentence = _LLM_READS if about.llm_reads else _LLM_CHOOSES
    return _(sentence).format(model=plain(about.llm, _FACT))


def about_text(about: About) -> str:
    """Where the films come from, and what searches them."""
    sources = plain(sources_of(about), _SOURCES) or _("not stated")
    return "\n".join(
        [
            f"### Reelcall {about.version}",
            _("**Films:** {films}; every film I name is one of these.").format(films=counted(about.films)),
            _("**Catalogue of:** {date}").format(date=f"<t:{int(_noon(about.built_on).timestamp())}:D>"),
            _("**Sources of its texts, with their licences:** {sources}").format(sources=sources),
            _("**Encoder:** {encoder}").format(encoder=plain(about.encoder, _FACT)),
            _contact(about),
        ]
    )


def _contact(about: About) -> str:
    """Where problems are reported; Discord wants every app to offer a way."""
    if about.contact is None:
        return _("**Problems:** report them to whoever runs this bot, or to Discord from its profile.")
    where = about.contact if _LINK.fullmatch(about.contact) else plain(about.contact, _FACT)
    return _("**Problems:** report them to {contact}").format(contact=where)


def _noon(day: date) -> datetime:
    """A moment that is on this day nearly everywhere."""
    return datetime.combine(day, time(12), tzinfo=UTC)


def export_file(kept: PersonalFile) -> bytes:
    """Everything that is kept about a person, as JSON for people to read."""
    content: dict[str, Any] = {
        "searches": _searches(kept.sessions),
        "films_seen": list(kept.seen),
        "films_seen_are_left_out": kept.leaves_seen_out,
        "language": kept.language,
        "lists": [{"name": one.name, "server": one.server, "films": list(one.films)} for one in kept.lists],
        "movie_nights": list(map(_night, kept.nights)),
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _searches(sessions: Sequence[Session]) -> list[dict[str, Any]]:
    return [
        {
            "search": session.conversation_id,
            "server": session.server,
            "people_taking_part": len(session.people),
            "started_at": session.started_at.isoformat(),
            "erased_at": session.expires_at.isoformat(),
            "said": list(_said(session)),
            "films_shown": list(session.state.shown),
            "films_rejected": sorted(session.state.rejected),
        }
        for session in sessions
    ]


def _night(night: Night) -> dict[str, Any]:
    return {
        "server": night.server,
        "channel": night.channel,
        "started_at": night.started_at.isoformat(),
        "erased_at": (night.started_at + NIGHT_KEPT).isoformat(),
        "started_by_you": night.starter is not None,
        "nominated": [one.film_id for one in night.nominations],
        "approved": sorted(film_id for ballot in night.ballots for film_id in ballot.approved),
    }


def _said(session: Session) -> Iterator[str]:
    """Everything that is kept of what was said, once: messages, then the words that clues were read from."""
    states = (*session.history, session.state)
    clues = (clue.said for state in states for clue in state.clues)
    yield from dict.fromkeys([text for state in states for text in state.utterances] + list(clues))


def span(length: timedelta) -> str:
    """A length of time in whole units, in words; a single day or hour in the next smaller ones."""
    minutes = int(length.total_seconds()) // 60
    days, hours = minutes // _DAY, minutes // _HOUR
    if minutes % _DAY == 0 and days > 1:
        return ngettext("{count} day", "{count} days", days).format(count=days)
    if minutes % _HOUR == 0 and hours > 1:
        return ngettext("{count} hour", "{count} hours", hours).format(count=hours)
    return ngettext("a minute", "{count} minutes", minutes).format(count=minutes)
