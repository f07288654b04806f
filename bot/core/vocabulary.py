"""Names of the catalogue's own that are translated: genres, languages and countries. The others stay as they are."""

from __future__ import annotations

from typing import Final

from bot.core.language import gettext as _
from bot.core.language import mark

GENRES: Final = (
    *(mark("action"), mark("adventure"), mark("animation"), mark("biography"), mark("comedy"), mark("crime")),
    *(mark("documentary"), mark("drama"), mark("family"), mark("fantasy"), mark("history"), mark("horror")),
    *(mark("music"), mark("musical"), mark("mystery"), mark("romance"), mark("science fiction"), mark("short")),
    *(mark("sport"), mark("thriller"), mark("tv movie"), mark("war"), mark("western"), mark("film noir")),
    *(mark("silent"), mark("adult")),
)
"""As they stand within a sentence."""
LANGUAGES: Final = (
    *(mark("English"), mark("French"), mark("Spanish"), mark("German"), mark("Italian"), mark("Japanese")),
    *(mark("Russian"), mark("Arabic"), mark("Chinese"), mark("Mandarin"), mark("Cantonese"), mark("Korean")),
    *(mark("Portuguese"), mark("Swedish"), mark("Hebrew"), mark("Greek"), mark("Hindi"), mark("Tamil")),
    *(mark("Telugu"), mark("Malayalam"), mark("Bengali"), mark("Urdu"), mark("Punjabi"), mark("Polish")),
    *(mark("Hungarian"), mark("Thai"), mark("Turkish"), mark("Dutch"), mark("Czech"), mark("Slovak")),
    *(mark("Persian"), mark("Danish"), mark("Finnish"), mark("Norwegian"), mark("Icelandic"), mark("Indonesian")),
    *(mark("Vietnamese"), mark("Ukrainian"), mark("Romanian"), mark("Bulgarian"), mark("Serbian"), mark("Croatian")),
    *(mark("Catalan"), mark("Georgian"), mark("Welsh"), mark("Latin"), mark("Yiddish"), mark("Swahili")),
    *(mark("Filipino"), mark("Irish"), mark("Afrikaans"), mark("Mohawk"), mark("Greenlandic"), mark("Romany")),
    *(mark("American Sign Language"), mark("British Sign Language"), mark("Korean Sign Language")),
    *(mark("Sign Languages"), mark("Sindarin"), mark("Quenya"), mark("Hmong"), mark("Sioux"), mark("Arapaho")),
)
COUNTRIES: Final = (
    *(mark("United States"), mark("United Kingdom"), mark("France"), mark("Germany"), mark("Canada"), mark("Japan")),
    *(mark("Italy"), mark("Spain"), mark("Australia"), mark("China"), mark("Sweden"), mark("Mexico")),
    *(mark("Hong Kong"), mark("India"), mark("New Zealand"), mark("Belgium"), mark("Switzerland")),
    *(mark("South Korea"), mark("North Korea"), mark("Denmark"), mark("Czech Republic"), mark("Ireland")),
    *(mark("Poland"), mark("Netherlands"), mark("Soviet Union"), mark("Russia"), mark("Austria"), mark("Brazil")),
    *(mark("Hungary"), mark("South Africa"), mark("Argentina"), mark("Greece"), mark("Iran"), mark("Iraq")),
    *(mark("Norway"), mark("Finland"), mark("Iceland"), mark("Taiwan"), mark("Thailand"), mark("Indonesia")),
    *(mark("Turkey"), mark("Israel"), mark("Chile"), mark("Colombia"), mark("Cuba"), mark("Portugal")),
    *(mark("Romania"), mark("Ukraine"), mark("Vietnam"), mark("Egypt"), mark("Nigeria"), mark("Philippines")),
    *(mark("West Germany"), mark("East Germany"), mark("Czechoslovakia"), mark("Yugoslavia"), mark("Serbia")),
    *(mark("Federal Republic of Yugoslavia"), mark("Croatia"), mark("Slovenia"), mark("Slovakia")),
    *(mark("Bosnia and Herzegovina"), mark("North Macedonia"), mark("Bulgaria"), mark("Albania"), mark("Estonia")),
    *(mark("Latvia"), mark("Lithuania"), mark("Belarus"), mark("Georgia"), mark("Armenia"), mark("Luxembourg")),
    *(mark("Malta"), mark("Cyprus"), mark("Monaco"), mark("Liechtenstein"), mark("Lebanon"), mark("Syria")),
    *(mark("Jordan"), mark("Palestine"), mark("Saudi Arabia"), mark("United Arab Emirates"), mark("Qatar")),
    *(mark("Pakistan"), mark("Bangladesh"), mark("Nepal"), mark("Sri Lanka"), mark("Bhutan"), mark("Mongolia")),
    *(mark("Kazakhstan"), mark("Afghanistan"), mark("Malaysia"), mark("Singapore"), mark("Cambodia")),
    *(mark("Morocco"), mark("Algeria"), mark("Tunisia"), mark("Senegal"), mark("Mali"), mark("Kenya")),
    *(mark("Ethiopia"), mark("Ghana"), mark("Cameroon"), mark("Netherlands Antilles"), mark("Puerto Rico")),
    *(mark("Jamaica"), mark("Venezuela"), mark("Peru"), mark("Uruguay"), mark("Paraguay"), mark("Bolivia")),
    *(mark("Ecuador"), mark("Costa Rica"), mark("Panama"), mark("Guatemala"), mark("Dominican Republic")),
)


def genre_within(genre: str) -> str:
    """A genre as it stands within a sentence: "science fiction"."""
    return _(genre.lower())


def genre_alone(genre: str) -> str:
    """A genre as it stands by itself: "Science Fiction"."""
    within = genre_within(genre)
    return genre if within == genre.lower() else within[:1].upper() + within[1:]


def place_or_tongue(name: str) -> str:
    """A country or a language by the name that the catalogue has for it."""
    return _(name)
