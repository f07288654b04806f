"""All that a store keeps, behind its ports, and who it is kept for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.core.ports import FilmLists, LanguageChoices, Nights, PersonalData, SeenFilms, SessionStore, SettingsKeeper
from bot.core.types import PersonId, ServerId

ANN, BEN = PersonId("discord:4001"), PersonId("discord:4002")
CLUB, OTHER = ServerId("discord:2001"), ServerId("discord:2002")
GRACE: Final = timedelta(days=7)


@dataclass(frozen=True)
class Kept:
    sessions: SessionStore
    people: PersonalData
    seen: SeenFilms
    lists: FilmLists
    settings: SettingsKeeper
    language_choices: LanguageChoices
    nights: Nights
