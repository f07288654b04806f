"""Every sentence that this front end says by itself; all others come from the conversation.

`docs/discord.md` lists who sees each one, and a test holds the two together.
"""

from __future__ import annotations

from typing import Final

from bot.core.language import mark

APOLOGY: Final = mark("Something went wrong on my side; nothing you said is lost. Try again in a moment.")
FORGOTTEN: Final = mark(
    "This search has been forgotten, because nobody went on with it for a while. "
    "Tell me again what you remember: mention me or use /find."
)
FORGOTTEN_MARK: Final = mark("This search has been forgotten. Mention me or use /find to start a new one.")
STARTED_OVER_MARK: Final = mark("This search was started over.")
STARTED_ANEW: Final = mark("The earlier search had been forgotten, so this is a new one.")
UNREAD_REPLY: Final = mark(
    "I could not read your reply: Discord shows me one only when its mention is switched on. "
    "Tap Refine… or mention me, and say it again."
)
NO_WORDS: Final = mark(
    "Tell me in words what you remember of a film: mention me and write it in the same message, "
    "or use /find. Under an answer you can also tap Refine…"
)
ONLY_YOU: Final = mark(
    "I may not write in this channel, so only you see this. Go on with the buttons, "
    "or ask a moderator to let me send messages here."
)
VISITING: Final = mark(
    "I am no member here and cannot read replies: go on with Refine… and the other buttons, or start anew with /find."
)
STOPPED_MIDWAY: Final = mark(
    "I was stopped while I answered here. If no answer of mine stands above, please ask me again."
)
NO_TEXT: Final = mark("There is no text in that message that I could search with.")
MENU_NAME: Final = mark("Find this film")
SHARED_MARK: Final = mark("Shared in this channel.")
SHARED_BY: Final = mark("Shared by {who}")
CANNOT_SHARE: Final = mark("I may not write in this channel. Ask a moderator to let me send messages here.")

ACCEPT_LABEL: Final = mark("That's it")
REJECT_LABEL: Final = mark("Not this")
LIKE_LABEL: Final = mark("More like this")
SEEN_LABEL: Final = mark("Seen it")
REFINE_BUTTON: Final = mark("Refine…")
SHARE_LABEL: Final = mark("Share")
OTHERS_HINT: Final = mark("Other films it could be")
MORE_LABEL: Final = mark("More films")
MORE_HINT: Final = mark("The next five")
SEARCH_HINT: Final = mark("Change the search")
DROP_LABEL: Final = mark("Forget: {clue}")
UNDO_LABEL: Final = mark("Undo")
UNDO_HINT: Final = mark("Take the last step back")
RESET_LABEL: Final = mark("Start over")
RESET_HINT: Final = mark("Forget this search")

WIKIPEDIA_LINK: Final = "Wikipedia"
IMDB_LINK: Final = "IMDb"
WATCH_LINK: Final = mark("Where to watch")
TRAILER_LINK: Final = mark("Trailer")
WARNINGS_LINK: Final = mark("Content warnings")
FILM_PAGE: Final = mark("Film page")

FIND_DESCRIPTION: Final = mark("Find a film from what you remember of it")
FIND_TEXT: Final = mark("What you remember: a scene, a line of the plot, an actor, roughly when it was made")
PRIVATE_OPTION: Final = mark("Show the answer to you alone")
FILM_DESCRIPTION: Final = mark("Show a film by its title")
SIMILAR_DESCRIPTION: Final = mark("Find films like one you know")
TITLE_OPTION: Final = mark("The title; choose one from the list, or write it out")
NO_SUCH_TITLE: Final = mark("No film here is called that. Check the spelling, or tell me what you remember with /find.")
WHICH_FILM: Final = mark("Several films are called that. Which one do you mean?")
DID_YOU_MEAN: Final = mark("No film here is called that. Do you mean one of these?")
WHICH_HINT: Final = mark("Choose a film")
HELP_DESCRIPTION: Final = mark("How to ask, with examples")
ABOUT_DESCRIPTION: Final = mark("Where the films come from and what searches them")
PRIVACY_DESCRIPTION: Final = mark("What is kept about you, for how long and why; export it or delete it")
EXPORT_LABEL: Final = mark("Export my data")
FORGET_LABEL: Final = mark("Delete my data now")
NOTHING_KEPT: Final = mark("I keep nothing about you at the moment.")
EXPORTED: Final = mark("This is everything that I keep about you at the moment. Only you see this file.")
ALL_FORGOTTEN: Final = mark(
    "Done: everything about you is deleted, and with it each search that you took part in. "
    "My answers in channels are messages there; whoever may delete messages can delete them."
)
REFINE_TITLE: Final = mark("Refine the search")
REFINE_LABEL: Final = mark("What else do you remember?")
REFINE_HINT: Final = mark("For example: older, black and white, not a comedy, with Brad Pitt")
