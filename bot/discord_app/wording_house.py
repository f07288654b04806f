"""What `/settings`, `/seen` and `/lists` say, and how a turn that came too soon is put off.

`docs/discord.md` lists every sentence; braces stand for what is filled in. A test holds the two together.
"""

from __future__ import annotations

import math
from typing import Final

from bot.core.errors import TooSoonError
from bot.discord_app.markdown import plain

TOO_SOON: Final = "That was a little fast for me. Nothing is lost: press or say it again {when}."
YOU_SAID: Final = "You said: {words}"
_SAID: Final = 1500
"""Characters of what was said that are given back."""

SETTINGS_DESCRIPTION: Final = "What the bot shows and does in this server"
SETTINGS_TITLE: Final = "### What holds in this server"
NO_MEMBER: Final = (
    "I am no member of this server, so nothing can be set for it. Invite me first, with the bot's own link."
)
SPOILERS_HEAD: Final = "**Spoilers:** which texts of a card hide behind bars until they are tapped"
SPOILERS_CAREFUL: Final = "Hide all but the premise"
SPOILERS_STORY: Final = "Hide the plot and its scenes"
SPOILERS_OPEN: Final = "Hide nothing"
CEILING_HEAD: Final = "**Kids' ceiling:** films for older people, and films of unknown age, are not shown"
CEILING_NONE: Final = "No ceiling"
CEILING_ALL: Final = "For all ages (G, U, TV-G)"
CEILING_8: Final = "Up to 8 years (PG, TV-PG)"
CEILING_13: Final = "Up to 13 years (PG-13)"
CEILING_16: Final = "Up to 16 years (TV-14, 16)"
ROOM: Final = "{films} of {of} films remain with this ceiling and these themes."
NO_MARKS: Final = "No source of this catalogue gives age marks, so any ceiling leaves no film."
SOME_MARKS: Final = "{marked} of {of} films have an age mark; one without counts as above every ceiling."
THEMES_HEAD: Final = "**Banned themes:** films whose texts, genres or keywords hold one of these are not shown"
THEMES_NONE: Final = "None."
THEMES_IDLE: Final = "No film has: {themes}"
THEMES_LABEL: Final = "Change the banned themes…"
THEMES_TITLE: Final = "Banned themes"
THEMES_FIELD: Final = "Words or genres, one a line"
THEMES_HINT: Final = "Films that hold one of these are not shown here. Empty lets all through."
THEMES_TOO_MANY: Final = "At most 50 themes of at most 40 characters each; nothing was changed."
IDLE_HEAD: Final = "**Forgetting:** how long a search is kept after its last turn"
IDLE_DEFAULT: Final = "As the bot's operator set it ({time})"
IDLE_TIME: Final = "After {time}"
CHAT_HEAD: Final = "**Free chat:** channels where I answer every message, without being addressed"
CHAT_OFF: Final = (
    "Switched off: reading every message needs Discord's Message Content intent, and the bot's operator has to ask for "
    "it (REELCALL_FREE_CHAT)."
)
CHAT_ON: Final = "There I read every message, and search with it, unless it answers or mentions somebody else."
CHAT_PLACEHOLDER: Final = "No channel"

FILM_OPTION: Final = "A film's title; with its year in brackets where several are called so"
NO_SUCH_FILM: Final = "The catalogue has no film called “{title}”. Check the spelling, or give its original title."
SEVERAL_FILMS: Final = "Several films are called so: {films}. Give the year too, as here."
PAGE: Final = "Page {page} of {pages}"
BACK_LABEL: Final = "Back"
NEXT_LABEL: Final = "Next"

SEEN_DESCRIPTION: Final = "The films you have seen"
SEEN_SHOW: Final = "Show the films you have seen, and whether they are left out of what you are shown"
SEEN_ADD: Final = "Note that you have seen a film"
SEEN_REMOVE: Final = "Take a film off again"
SEEN_TITLE: Final = "### Films you have seen: {count}"
SEEN_NONE: Final = "None yet. Press “Seen it” under an answer, or use /seen add."
SEEN_OUT: Final = "They are left out of what you are shown."
SEEN_IN: Final = "They are shown to you like any other film."
LEAVE_OUT_LABEL: Final = "Leave them out"
LET_IN_LABEL: Final = "Show them again"
SEEN_PLACEHOLDER: Final = "Take a film off"
SEEN_ADDED: Final = "Noted: you have seen {film}."
SEEN_TAKEN: Final = "Taken off: {film}."

LISTS_DESCRIPTION: Final = "Lists of films, this server's and your own"
LISTS_SHOW: Final = "Show a list, or which there are"
LISTS_CREATE: Final = "Make a list"
LISTS_ADD: Final = "Put a film on a list"
LISTS_REMOVE: Final = "Take a film off a list"
LISTS_RENAME: Final = "Give a list another name"
LISTS_DELETE: Final = "Delete a list"
LIST_OPTION: Final = "Which list"
NAME_OPTION: Final = "Its name, up to 50 characters"
PRIVATE_LIST_OPTION: Final = "Whether only you see it; lists made in direct messages always are private"
LISTS_TITLE: Final = "### Lists"
LISTS_NONE: Final = "There is none yet. Make one with /lists create."
LIST_LINE: Final = "{name} ({count})"
LIST_LINE_PRIVATE: Final = "{name} ({count}, private)"
LISTS_PLACEHOLDER: Final = "Open a list"
LIST_TITLE: Final = "### {name}"
LIST_EMPTY: Final = "Nothing is on it yet. Put a film on it with /lists add."
LIST_HIDDEN: Final = "-# Films on it that this server does not show: {count}"
NO_SUCH_LIST: Final = "There is no list called “{name}” here. /lists show names those that there are."
LIST_GONE: Final = "This list is gone."
NOT_YOURS: Final = "Only who made this list, and members who may manage messages, can do that."
LIST_MADE: Final = "Made: {name}."
LIST_RENAMED: Final = "It is called {name} now."
LIST_DELETED: Final = "Deleted: {name}."
LIST_PUT: Final = "{film} is on {name} now."
LIST_HAD: Final = "{film} is on {name} already."
LIST_TAKEN: Final = "{film} is off {name}."
LIST_LACKED: Final = "{film} is not on {name}."


def too_soon(error: TooSoonError) -> str:
    """The sentence for a turn that came too soon, with its words, so that they can be sent again."""
    moment = math.ceil(error.until.timestamp())
    sentence = TOO_SOON.format(when=f"<t:{moment}:R>")
    return "\n".join([sentence, YOU_SAID.format(words=plain(error.said, _SAID))]) if error.said else sentence
