"""Every sentence that this front end says by itself; all others come from the conversation.

`docs/discord.md` lists who sees each one, and a test holds the two together.
"""

from __future__ import annotations

from typing import Final

APOLOGY: Final = "Something went wrong on my side; nothing you said is lost. Try again in a moment."
FORGOTTEN: Final = (
    "This search has been forgotten, because nobody went on with it for a while. "
    "Tell me again what you remember: mention me or use /find."
)
FORGOTTEN_MARK: Final = "This search has been forgotten. Mention me or use /find to start a new one."
STARTED_OVER_MARK: Final = "This search was started over."
STARTED_ANEW: Final = "The earlier search had been forgotten, so this is a new one."
UNREAD_REPLY: Final = (
    "I could not read your reply: Discord shows me one only when its mention is switched on. "
    "Tap Refine… or mention me, and say it again."
)
NO_WORDS: Final = (
    "Tell me in words what you remember of a film: mention me and write it in the same message, "
    "or use /find. Under an answer you can also tap Refine…"
)
ONLY_YOU: Final = (
    "I may not write in this channel, so only you see this. Go on with the buttons, "
    "or ask a moderator to let me send messages here."
)
VISITING: Final = (
    "I am no member here and cannot read replies: go on with Refine… and the other buttons, or start anew with /find."
)
STOPPED_MIDWAY: Final = "I was stopped while I answered here. If no answer of mine stands above, please ask me again."
NO_TEXT: Final = "There is no text in that message that I could search with."
MENU_NAME: Final = "Find this film"
SHARED_MARK: Final = "Shared in this channel."
SHARED_BY: Final = "Shared by {who}"
CANNOT_SHARE: Final = "I may not write in this channel. Ask a moderator to let me send messages here."

ACCEPT_LABEL: Final = "That's it"
REJECT_LABEL: Final = "Not this"
LIKE_LABEL: Final = "More like this"
SEEN_LABEL: Final = "Seen it"
REFINE_BUTTON: Final = "Refine…"
SHARE_LABEL: Final = "Share"
OTHERS_HINT: Final = "Other films it could be"
MORE_LABEL: Final = "More films"
MORE_HINT: Final = "The next five"
SEARCH_HINT: Final = "Change the search"
DROP_LABEL: Final = "Forget: {clue}"
UNDO_LABEL: Final = "Undo"
UNDO_HINT: Final = "Take the last step back"
RESET_LABEL: Final = "Start over"
RESET_HINT: Final = "Forget this search"

WIKIPEDIA_LINK: Final = "Wikipedia"
IMDB_LINK: Final = "IMDb"
WATCH_LINK: Final = "Where to watch"
TRAILER_LINK: Final = "Trailer"
WARNINGS_LINK: Final = "Content warnings"
FILM_PAGE: Final = "Film page"

FIND_DESCRIPTION: Final = "Find a film from what you remember of it"
FIND_TEXT: Final = "What you remember: a scene, a line of the plot, an actor, roughly when it was made"
PRIVATE_OPTION: Final = "Show the answer to you alone"
FILM_DESCRIPTION: Final = "Show a film by its title"
SIMILAR_DESCRIPTION: Final = "Find films like one you know"
TITLE_OPTION: Final = "The title; choose one from the list, or write it out"
NO_SUCH_TITLE: Final = "No film here is called that. Check the spelling, or tell me what you remember with /find."
WHICH_FILM: Final = "Several films are called that. Which one do you mean?"
DID_YOU_MEAN: Final = "No film here is called that. Do you mean one of these?"
WHICH_HINT: Final = "Choose a film"
HELP_DESCRIPTION: Final = "How to ask, with examples"
ABOUT_DESCRIPTION: Final = "Where the films come from and what searches them"
PRIVACY_DESCRIPTION: Final = "What is kept about you, for how long and why; export it or delete it"
EXPORT_LABEL: Final = "Export my data"
FORGET_LABEL: Final = "Delete my data now"
NOTHING_KEPT: Final = "I keep nothing about you at the moment."
EXPORTED: Final = "This is everything that I keep about you at the moment. Only you see this file."
ALL_FORGOTTEN: Final = (
    "Done: everything about you is deleted, and with it each search that you took part in. "
    "My answers in channels are messages there; whoever may delete messages can delete them."
)
REFINE_TITLE: Final = "Refine the search"
REFINE_LABEL: Final = "What else do you remember?"
REFINE_HINT: Final = "For example: older, black and white, not a comedy, with Brad Pitt"
