"""How much Discord takes, and how much of it this front end asks for."""

from __future__ import annotations

from typing import Final

MOST_OPTIONS: Final = 25
"""Of a select, and suggestions at once."""
OPTION: Final = 100
"""Characters of an option's label, its description and its value, and of a suggestion's."""
MOST_WORDS: Final = 2000
"""Characters that may be searched with at once: as long as a message that anyone may write."""
MOST_TITLE: Final = 200
"""Characters of a title that may be typed."""
