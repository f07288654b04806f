"""What `/settings`, `/seen`, `/lists` and `/night` say, and how a turn that came too soon is put off.

`docs/discord.md` lists every sentence; braces stand for what is filled in. A test holds the two together.
"""

from __future__ import annotations

import math
from typing import Final

from bot.core.errors import TooSoonError
from bot.core.language import gettext as _
from bot.core.language import mark
from bot.discord_app.markdown import plain

TOO_SOON: Final = mark("That was a little fast for me. Nothing is lost: press or say it again {when}.")
YOU_SAID: Final = mark("You said: {words}")
_SAID: Final = 1500
"""Characters of what was said that are given back."""

SETTINGS_DESCRIPTION: Final = mark("What the bot shows and does in this server")
SETTINGS_TITLE: Final = mark("### What holds in this server")
NO_MEMBER: Final = mark(
    "I am no member of this server, so nothing can be set for it. Invite me first, with the bot's own link."
)
SETTINGS_LOST: Final = mark(
    "You may not use this panel any more, and nothing was changed. Open another one with /settings, or ask a member "
    "who may manage the server."
)
LANGUAGE_HEAD: Final = mark("**Language:** in which I write here; films are described, and searched for, in English")
LANGUAGE_AS_SERVER: Final = mark("As Discord is set, for the server and for each person")
SPOILERS_HEAD: Final = mark("**Spoilers:** which texts of a card hide behind bars until they are tapped")
SPOILERS_CAREFUL: Final = mark("Hide all but the premise")
SPOILERS_STORY: Final = mark("Hide the plot and its scenes")
SPOILERS_OPEN: Final = mark("Hide nothing")
CEILING_HEAD: Final = mark("**Kids' ceiling:** films for older people, and films of unknown age, are not shown")
CEILING_NONE: Final = mark("No ceiling")
CEILING_ALL: Final = mark("For all ages (G, U, TV-G)")
CEILING_8: Final = mark("Up to 8 years (PG, TV-PG)")
CEILING_13: Final = mark("Up to 13 years (PG-13)")
CEILING_16: Final = mark("Up to 16 years (TV-14, 16)")
ROOM: Final = mark("{films} of {of} films remain with this ceiling and these themes.")
NO_MARKS: Final = mark("No source of this catalogue gives age marks, so any ceiling leaves no film.")
SOME_MARKS: Final = mark("{marked} of {of} films have an age mark; one without counts as above every ceiling.")
THEMES_HEAD: Final = mark("**Banned themes:** films whose texts, genres or keywords hold one of these are not shown")
THEMES_NONE: Final = mark("None.")
THEMES_IDLE: Final = mark("No film has: {themes}")
THEMES_LABEL: Final = mark("Change the banned themes…")
THEMES_TITLE: Final = mark("Banned themes")
THEMES_FIELD: Final = mark("Words or genres, one a line")
THEMES_HINT: Final = mark("Films that hold one of these are not shown here. Empty lets all through.")
THEMES_TOO_MANY: Final = mark("At most 50 themes of at most 40 characters each; nothing was changed.")
IDLE_HEAD: Final = mark("**Forgetting:** how long a search is kept after its last turn")
IDLE_DEFAULT: Final = mark("As the bot's operator set it ({time})")
IDLE_TIME: Final = mark("After {time}")
CHAT_HEAD: Final = mark("**Free chat:** channels where I answer every message, without being addressed")
CHAT_OFF: Final = mark(
    "Switched off: reading every message needs Discord's Message Content intent, and the bot's operator has to ask for "
    "it (REELCALL_FREE_CHAT)."
)
CHAT_ON: Final = mark("There I read every message, and search with it, unless it answers or mentions somebody else.")
CHAT_PLACEHOLDER: Final = mark("No channel")
STARTERS_HEAD: Final = mark("**Movie nights:** who may start one; everybody nominates and votes")
STARTERS_EVERYONE: Final = mark("Everyone")
STARTERS_EVENTS: Final = mark("Members who may manage events")
STARTERS_MANAGERS: Final = mark("Members who may manage the server")

LANGUAGE_DESCRIPTION: Final = mark("The language in which I write to you")
LANGUAGE_TITLE: Final = mark("### In which language shall I write to you?")
LANGUAGE_NOTE: Final = mark(
    "It holds for what only you see, and in direct messages; what all see is in the server's language. "
    "Tell me of films in English: I search in English, and films are described in it."
)
LANGUAGE_AS_DISCORD: Final = mark("As Discord is set")

FILM_OPTION: Final = mark("A film's title; with its year in brackets where several are called so")
NO_SUCH_FILM: Final = mark(
    "The catalogue has no film called “{title}”. Check the spelling, or give its original title."
)
SEVERAL_FILMS: Final = mark("Several films are called so: {films}. Give the year too, as here.")
PAGE: Final = mark("Page {page} of {pages}")
BACK_LABEL: Final = mark("Back")
NEXT_LABEL: Final = mark("Next")

SEEN_DESCRIPTION: Final = mark("The films you have seen")
SEEN_SHOW: Final = mark("Show the films you have seen, and whether they are left out of what you are shown")
SEEN_ADD: Final = mark("Note that you have seen a film")
SEEN_REMOVE: Final = mark("Take a film off again")
SEEN_TITLE: Final = mark("### Films you have seen: {count}")
SEEN_NONE: Final = mark("None yet. Press “Seen it” under an answer, or use /seen add.")
SEEN_OUT: Final = mark("They are left out of what you are shown.")
SEEN_IN: Final = mark("They are shown to you like any other film.")
LEAVE_OUT_LABEL: Final = mark("Leave them out")
LET_IN_LABEL: Final = mark("Show them again")
SEEN_PLACEHOLDER: Final = mark("Take a film off")
SEEN_ADDED: Final = mark("Noted: you have seen {film}.")
SEEN_TAKEN: Final = mark("Taken off: {film}.")

LISTS_DESCRIPTION: Final = mark("Lists of films, this server's and your own")
LISTS_SHOW: Final = mark("Show a list, or which there are")
LISTS_CREATE: Final = mark("Make a list")
LISTS_ADD: Final = mark("Put a film on a list")
LISTS_REMOVE: Final = mark("Take a film off a list")
LISTS_RENAME: Final = mark("Give a list another name")
LISTS_DELETE: Final = mark("Delete a list")
LIST_OPTION: Final = mark("Which list")
NAME_OPTION: Final = mark("Its name, up to 50 characters")
PRIVATE_LIST_OPTION: Final = mark("Whether only you see it; lists made in direct messages always are private")
LISTS_TITLE: Final = mark("### Lists")
LISTS_NONE: Final = mark("There is none yet. Make one with /lists create.")
LIST_LINE: Final = mark("{name} ({count})")
LIST_LINE_PRIVATE: Final = mark("{name} ({count}, private)")
LISTS_PLACEHOLDER: Final = mark("Open a list")
LIST_TITLE: Final = mark("### {name}")
LIST_EMPTY: Final = mark("Nothing is on it yet. Put a film on it with /lists add.")
LIST_HIDDEN: Final = mark("-# Films on it that this server does not show: {count}")
NO_SUCH_LIST: Final = mark("There is no list called “{name}” here. /lists show names those that there are.")
LIST_GONE: Final = mark("This list is gone.")
NOT_YOURS: Final = mark("Only who made this list, and members who may manage messages, can do that.")
LIST_MADE: Final = mark("Made: {name}.")
LIST_RENAMED: Final = mark("It is called {name} now.")
LIST_DELETED: Final = mark("Deleted: {name}.")
LIST_PUT: Final = mark("{film} is on {name} now.")
LIST_HAD: Final = mark("{film} is on {name} already.")
LIST_TAKEN: Final = mark("{film} is off {name}.")
LIST_LACKED: Final = mark("{film} is not on {name}.")

NIGHT_DESCRIPTION: Final = mark("A movie night: nominate films, vote in secret, see which one won")
NIGHT_START: Final = mark("Start a movie night in this channel")
NIGHT_ADD: Final = mark("Nominate a film for it")
NIGHT_REMOVE: Final = mark("Take a film off it again")
NIGHT_SHOW: Final = mark("Bring its card down here")
NIGHT_CLOSE: Final = mark("Close the vote and show which film won")
NIGHT_TITLE: Final = mark("### Movie night: which film shall it be?")
NIGHT_EMPTY: Final = mark("Nothing is nominated yet. Nominate a film with /night add.")
NIGHT_HOW: Final = mark(
    "-# Nominate with /night add, up to {count} films each. Press “Vote” and choose all the films that you would "
    "watch. The most approvals win; of equals, the film that was nominated first."
)
NIGHT_SECRET: Final = mark(
    "-# Nobody sees what you approve. The counts are shown to all once who started this, or a member who may manage "
    "the server, uses /night close."
)
VOTE_LABEL: Final = mark("Vote")
BALLOT_TITLE: Final = mark("### Your ballot")
BALLOT_NONE: Final = mark("You approve none of these films.")
BALLOT_APPROVED: Final = mark("You approve: {films}")
BALLOT_NOTE: Final = mark("-# Only you see this. It counts as it stands here; change it until the night is closed.")
BALLOT_PLACEHOLDER: Final = mark("All the films that you would watch")
NIGHT_NOMINATED: Final = mark("Nominated: {film}.")
NIGHT_REMOVED: Final = mark("{film} is off this movie night.")
NIGHT_LACKED: Final = mark("{film} is not nominated.")
NIGHT_WON: Final = mark("### Movie night: {film}")
NIGHT_BY_APPROVALS: Final = mark("It has the most approvals.")
NIGHT_BY_ORDER: Final = mark("{count} films have the most approvals; it was nominated first of them.")
NIGHT_NOBODY: Final = mark("### Movie night: no film won, because nobody voted")
NIGHT_ERASED: Final = mark("-# Who approved which film has been erased.")
NIGHT_NONE: Final = mark("There is no open movie night in this channel. Start one with /night start.")
NIGHT_OVER: Final = mark("This movie night is over.")
NIGHT_NO_MEMBER: Final = mark(
    "I am no member of this server, so I cannot hold a movie night in it. Invite me first, with the bot's own link."
)
NOT_STARTER_EVENTS: Final = mark(
    "In this server, movie nights are started by members who may manage events. Ask one of them; everybody can "
    "nominate and vote."
)
NOT_STARTER_MANAGERS: Final = mark(
    "In this server, movie nights are started by members who may manage the server. Ask one of them; everybody can "
    "nominate and vote."
)
NOT_NOMINATOR: Final = mark(
    "Only who nominated this film, who started this movie night, and members who may manage the server, can do that."
)
NOT_CLOSER: Final = mark("Only who started this movie night, and members who may manage the server, can close it.")


def too_soon(error: TooSoonError) -> str:
    """The sentence for a turn that came too soon, with its words."""
    moment = math.ceil(error.until.timestamp())
    return with_words(_(TOO_SOON).format(when=f"<t:{moment}:R>"), error.said)


def with_words(sentence: str, said: str) -> str:
    """A sentence in the place of an answer, with the words that it was to answer, so that they can be sent again."""
    return "\n".join([sentence, _(YOU_SAID).format(words=plain(said, _SAID))]) if said else sentence
