"""The tables behind `data.vocabulary`: our name, then every other way to write it."""

from __future__ import annotations

_GENRES = """
Action: action, martial arts, kung fu, samurai, superhero, disaster, action-adventure
Adventure: adventure, action-adventure, swashbuckler
Animation: animation, animated, anime, cartoon, computer animation, stop motion
Biography: biography, biographical, biopic
Comedy: comedy, comedies, stand-up, stand-up comedy, stand-up comedy & talk shows, satire, parody, slapstick, romcom,
  romantic comedy, black comedy, sitcom, comedy film, spoof, farce
Crime: crime, noir, film noir, film-noir, neo-noir, gangster, heist, mafia, caper story
Documentary: documentary, documentaries, docuseries, mockumentary, nature, animals & nature, science & nature
Drama: drama, dramas, melodrama, period drama, costume drama, romantic drama, soap opera / melodrama, legal, political,
  political drama, legal drama, coming of age, coming-of-age
Family: family, kids, children, children's, kids', children & family, family film, children's film
Fantasy: fantasy, sword and sorcery, sci-fi & fantasy, science fiction & fantasy, fairy tale, supernatural
History: history, historical, historical drama, period, period piece, epic, historical fiction
Horror: horror, slasher, zombie, monster, creature film, gothic, found footage
Music: music, musical, musicals, music & musicals, music videos and concerts, concert, dance, operetta, opera, backstage
Mystery: mystery, mysteries, detective, whodunit, murder mystery, detective fiction
Romance: romance, romances, romantic, romantic comedy, romantic drama, romcom, romance film, love
Science Fiction: science fiction, sci-fi, scifi, science-fiction, sci-fi & fantasy, science fiction & fantasy, cyberpunk
Short: short, shorts, short film, short subject, comedy short
Silent: silent, silent film
Sport: sport, sports, boxing, fitness
Thriller: thriller, thrillers, suspense, spy, espionage, psychological thriller, political thriller, erotic thriller
TV Movie: tv movie, television film, television movie, made-for-tv
War: war, world war ii, anti-war, war film
Western: western, westerns, spaghetti western
Adult: adult, pornographic film, pornographic movie, hardcore pornography
"""

_COUNTRIES = """
AD Andorra|AE United Arab Emirates, UAE|AF Afghanistan|AG Antigua and Barbuda|AL Albania|AM Armenia|AO Angola
AR Argentina|AT Austria|AU Australia|AW Aruba|AZ Azerbaijan|BA Bosnia and Herzegovina, Bosnia|BB Barbados
BD Bangladesh|BE Belgium|BF Burkina Faso|BG Bulgaria|BH Bahrain|BI Burundi|BJ Benin|BM Bermuda|BN Brunei|BO Bolivia
BR Brazil|BS Bahamas, The Bahamas|BT Bhutan|BW Botswana|BY Belarus|BZ Belize|CA Canada
CD Democratic Republic of the Congo, Congo|CF Central African Republic|CG Republic of the Congo|CH Switzerland
CI Ivory Coast, Côte d'Ivoire|CL Chile|CM Cameroon|CN China, People's Republic of China|CO Colombia|CR Costa Rica
CU Cuba|CV Cape Verde|CY Cyprus|CZ Czech Republic, Czechia|DE Germany|DJ Djibouti|DK Denmark|DO Dominican Republic
DZ Algeria|EC Ecuador|EE Estonia|EG Egypt|ER Eritrea|ES Spain|ET Ethiopia|FI Finland|FJ Fiji|FO Faroe Islands
FR France|GA Gabon|GB United Kingdom, UK, Great Britain, England, Scotland, Wales, Northern Ireland, Britain
GD Grenada|GE Georgia|GH Ghana|GL Greenland|GM Gambia|GN Guinea|GQ Equatorial Guinea|GR Greece|GT Guatemala|GU Guam
GW Guinea-Bissau|GY Guyana|HK Hong Kong|HN Honduras|HR Croatia|HT Haiti|HU Hungary|ID Indonesia
IE Ireland, Republic of Ireland|IL Israel|IN India|IQ Iraq|IR Iran, Islamic Republic of Iran|IS Iceland
IT Italy, Kingdom of Italy|JM Jamaica|JO Jordan|JP Japan, Empire of Japan|KE Kenya|KG Kyrgyzstan|KH Cambodia
KP North Korea|KR South Korea, Korea, Republic of Korea|KW Kuwait|KY Cayman Islands|KZ Kazakhstan|LA Laos|LB Lebanon
LI Liechtenstein|LK Sri Lanka|LR Liberia|LS Lesotho|LT Lithuania|LU Luxembourg|LV Latvia|LY Libya|MA Morocco|MC Monaco
MD Moldova|ME Montenegro|MG Madagascar|MK North Macedonia, Macedonia, Republic of Macedonia|ML Mali|MM Myanmar, Burma
MN Mongolia|MO Macau, Macao|MR Mauritania|MT Malta|MU Mauritius|MV Maldives|MW Malawi|MX Mexico|MY Malaysia
MZ Mozambique|NA Namibia|NE Niger|NG Nigeria|NI Nicaragua
NL Netherlands, The Netherlands, Holland, Kingdom of the Netherlands|NO Norway|NP Nepal|NZ New Zealand|OM Oman
PA Panama|PE Peru|PF French Polynesia|PG Papua New Guinea|PH Philippines, The Philippines|PK Pakistan|PL Poland
PR Puerto Rico|PS Palestine, Palestinian Territories, State of Palestine|PT Portugal|PY Paraguay|QA Qatar|RO Romania
RS Serbia|RU Russia, Russian Federation|RW Rwanda|SA Saudi Arabia|SD Sudan|SE Sweden|SG Singapore|SI Slovenia
SK Slovakia, Slovak Republic|SL Sierra Leone|SN Senegal|SO Somalia|SR Suriname|SV El Salvador|SY Syria|TD Chad|TG Togo
TH Thailand|TJ Tajikistan|TM Turkmenistan|TN Tunisia|TR Turkey, Türkiye|TT Trinidad and Tobago
TW Taiwan, Republic of China|TZ Tanzania|UA Ukraine|UG Uganda|US United States, USA, United States of America, U.S.
UY Uruguay|UZ Uzbekistan|VA Vatican City, Holy See|VE Venezuela|VN Vietnam, Viet Nam|VU Vanuatu|WS Samoa|XK Kosovo
YE Yemen|ZA South Africa|ZM Zambia|ZW Zimbabwe|SU Soviet Union, USSR|YU Yugoslavia|CS Czechoslovakia
DD East Germany, XG|XW West Germany|AN Netherlands Antilles|XY Federal Republic of Yugoslavia, XC|GF French Guiana
GP Guadeloupe|MQ Martinique|RE Réunion|EH Western Sahara|TL East Timor, Timor-Leste|IM Isle of Man|GI Gibraltar
CW Curaçao|VI U.S. Virgin Islands|SC Seychelles|KM Comoros|SZ Eswatini, Swaziland|SM San Marino|LC Saint Lucia
KN Saint Kitts and Nevis|VC Saint Vincent and the Grenadines|DM Dominica|SS South Sudan|AI Anguilla
"""

_LANGUAGES = """
aa Afar|ab Abkhazian|af Afrikaans|ak Akan|am Amharic|ar Arabic|as Assamese|ay Aymara|az Azerbaijani|ba Bashkir
be Belarusian|bg Bulgarian|bm Bambara|bn Bengali, Bangla|bo Tibetan|br Breton|bs Bosnian|ca Catalan|ce Chechen
co Corsican|cr Cree|cs Czech|cy Welsh|da Danish|de German|dv Divehi|dz Dzongkha|el Greek, Modern Greek|en English
eo Esperanto|es Spanish, Castilian|et Estonian|eu Basque|fa Persian, Farsi|ff Fulah|fi Finnish|fo Faroese|fr French
fy Frisian|ga Irish, Gaelic|gd Scottish Gaelic|gl Galician|gn Guarani|gu Gujarati|gv Manx|ha Hausa|he Hebrew|hi Hindi
hr Croatian|ht Haitian Creole, Haitian|hu Hungarian|hy Armenian|id Indonesian|ig Igbo|is Icelandic|it Italian
iu Inuktitut|ja Japanese|jv Javanese|ka Georgian|ki Kikuyu|kk Kazakh|kl Greenlandic|km Khmer|kn Kannada|ko Korean
ks Kashmiri|ku Kurdish|kw Cornish|ky Kyrgyz|la Latin|lb Luxembourgish|ln Lingala|lo Lao|lt Lithuanian|lv Latvian
mg Malagasy|mi Maori, Māori|mk Macedonian|ml Malayalam|mn Mongolian|mo Moldovan|mr Marathi|ms Malay|mt Maltese
my Burmese|nb Norwegian Bokmål|nd Ndebele|ne Nepali|nl Dutch, Flemish|no Norwegian|nn Norwegian Nynorsk|nv Navajo
ny Chichewa, Nyanja|oc Occitan|om Oromo|or Odia, Oriya|pa Punjabi, Panjabi|pl Polish|ps Pashto
pt Portuguese, Brazilian Portuguese|qu Quechua|rm Romansh|ro Romanian|ru Russian|rw Kinyarwanda|sa Sanskrit
sc Sardinian|sd Sindhi|se Northern Sami|sh Serbo-Croatian|si Sinhala|sk Slovak|sl Slovenian, Slovene|sm Samoan
sn Shona|so Somali|sq Albanian|sr Serbian|st Southern Sotho, Sotho|su Sundanese|sv Swedish|sw Swahili|ta Tamil
te Telugu|tg Tajik|th Thai|ti Tigrinya|tk Turkmen|tl Filipino, Tagalog|tn Tswana|to Tongan|tr Turkish|ts Tsonga
tt Tatar|tw Twi|ty Tahitian|ug Uyghur|uk Ukrainian|ur Urdu|uz Uzbek|ve Venda|vi Vietnamese|wo Wolof|xh Xhosa
yi Yiddish|yo Yoruba|za Zhuang|zh Chinese, Standard Chinese|zu Zulu|cn Cantonese|cmn Mandarin, Mandarin Chinese
ase American Sign Language|bfi British Sign Language|kvk Korean Sign Language|fsl French Sign Language
sgn Sign Languages, Sign Language|rom Romany, Romani|arc Aramaic|haw Hawaiian|nan Hokkien, Min Nan|sjn Sindarin
qya Quenya|tlh Klingon|ang Old English|moh Mohawk|lkt Sioux, Lakota|arp Arapaho|hmn Hmong|paw Pawnee|pol Polynesian
chr Cherokee|nai American Indian languages|bho Bhojpuri|tcy Tulu|scn Sicilian|nap Neapolitan|gsw Swiss German
mai Maithili|cop Coptic|grc Ancient Greek|egy Egyptian|kok Konkani|yue Yue Chinese|wuu Shanghainese|mnc Manchu
hak Hakka|fon Fon|apa Apache|scx Scanian
"""


def _genres() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    name = ""
    for line in _GENRES.strip().splitlines():
        labels = line
        if not line.startswith(" "):
            name, labels = line.split(": ")
        for label in filter(None, (part.strip() for part in labels.split(","))):
            table[label] = (*table.get(label, ()), name)
    return table


def _coded(table: str) -> tuple[dict[str, str], dict[str, str]]:
    """Names by code and names by every other spelling, in lower case."""
    by_code: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for entry in table.strip().replace("\n", "|").split("|"):
        code, _, spellings = entry.strip().partition(" ")
        name, *others = (part.strip() for part in spellings.split(","))
        by_code[code] = name
        by_name.update(dict.fromkeys((part.casefold() for part in (name, *others)), name))
    return by_code, by_name


def _short(names: dict[str, str]) -> dict[str, str]:
    """Spellings of two or three letters, such as "UK", in capitals as codes are."""
    return {label.upper(): name for label, name in names.items() if len(label) <= 3}  # noqa: PLR2004


GENRES = _genres()
"""Labels in lower case to our genres."""

_country_codes, _country_names = _coded(_COUNTRIES)
COUNTRIES = _country_codes | _country_names | _short(_country_names)
"""Two capital letters, or a name in lower case, to our name of the country."""

_language_codes, _language_names = _coded(_LANGUAGES)
LANGUAGES = _language_codes | _language_names
"""Codes and names in lower case to our name of the language."""
