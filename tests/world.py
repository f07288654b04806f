"""The miniature world: fourteen invented films of every shape that a catalogue has.

Nothing in it is real, so that no test can pass by what an encoder has read elsewhere.
"""

from __future__ import annotations

from retrieval.rank import FEATURES, Ranking
from retrieval.text import TEXT_VERSION
from retrieval.types import Film, FilmId, Role

LANTERN = Film(
    film_id=FilmId("tt9000001"),
    title="The Lantern Keeper",
    year=1998,
    runtime=178,
    black_and_white=False,
    genres=("Drama", "Fantasy"),
    directors=("Orla Quist",),
    cast=("Bram Pitre", "Sela Hopwood"),
    premise="A lantern keeper lets a stranger sleep in his lighthouse, and the stranger turns out to be Winter.",
    plot=(
        "Tam keeps the lantern on a cliff. One night a pale guest asks for a bed. The guest has never tasted honey. "
        "He eats a whole jar with his fingers. In the village the wells freeze wherever he walks. Tam understands that "
        "he has let Winter in. He asks him for one more summer for his dying daughter. Winter agrees and stays by the "
        "stove. At the end they walk together into the snow, and the lantern goes out by itself."
    ),
    scenes=("Frost grows over a jar of honey while a pale man licks his fingers",),
    roles=(Role("Bram Pitre", "the guest", "Winter, in the coat of a drowned sailor"), Role("Sela Hopwood", "", "")),
    keywords=("lighthouse", "honey", "winter"),
    mood=("wistful",),
    wikipedia_title="The Lantern Keeper (film)",
)
CHESSBOARD = Film(
    film_id=FilmId("tt9000002"),
    title="Eleven Moves",
    original_title="Elva drag",
    alt_titles=("Eleven Moves to the Sea",),
    year=1957,
    runtime=96,
    black_and_white=True,
    genres=("Drama", "Fantasy"),
    directors=("Ingmar Sandberg",),
    cast=("Pénélope Måns", "Björn Ek"),
    languages=("Swedish", "French"),
    countries=("Sweden",),
    premise="A soldier home from a long war plays draughts with a ferryman who wants his soul.",
    keywords=("draughts", "ferryman", "plague"),
)
COMET = Film(
    film_id=FilmId("tt9000003"),
    title="Comet Trouble",
    certificate="TV-Y7",
    year=1985,
    runtime=88,
    black_and_white=False,
    genres=("Animation", "Family", "Comedy"),
    directors=("Dot Marlowe",),
    cast=("Sela Hopwood",),
    premise="A clumsy comet falls in love with a small green planet and keeps bumping into its moons.",
    roles=(
        Role("Sela Hopwood", "Comet", "a comet with a squeaky voice"),
        Role("Ivo Lark", "Planet", "a small green planet that hums"),  # not in the cast list, as it happens
    ),
)
SIEGE = Film(
    film_id=FilmId("tt9000004"),
    title="The Siege of Marrow",
    certificate="R",
    year=2004,
    runtime=163,
    black_and_white=False,
    genres=("War", "Action", "History"),
    directors=("Wolf Peters",),
    cast=("Bram Pitre", "Erik Banner"),
    premise="An army of beekeepers hides in hollow barrels to take a walled town back.",
    scenes=("Barrels split open at midnight and soldiers climb out covered with honey",),
)
TWINS_OLD = Film(
    film_id=FilmId("tt9000005"),
    title="The Twins",
    year=1949,
    runtime=104,
    black_and_white=True,
    genres=("Mystery", "Thriller"),
    cast=("Joan Cutter",),
    premise="A tram conductor finds that somebody with his face has been paying his debts.",
    plot="The tram stops in the fog. The conductor follows his double through the sewers. One of them never comes up.",
)
TWINS_NEW = Film(
    film_id=FilmId("tt9000006"),
    title="The Twins",
    certificate="NR",
    year=2011,
    runtime=97,
    black_and_white=False,
    genres=("Comedy",),
    cast=("Joan Cutter",),
    premise="Two sisters swap jobs for a week, one a surgeon, the other a wrestler.",
)
NO_TEXT = Film(
    film_id=FilmId("tt9000007"),
    title="Untold Harbour",
    year=1931,
    runtime=70,
    black_and_white=True,
    genres=("Romance",),
    directors=("Orla Quist",),
    cast=("Lothar Frey",),
)
BARE = Film(film_id=FilmId("tt9000008"), title="Zzyzx")
NO_YEAR = Film(
    film_id=FilmId("tt9000009"),
    title="Postcards for Nobody",
    runtime=91,
    black_and_white=False,
    genres=("Drama",),
    premise="A postman delivers letters in a town that was flooded for a reservoir, rowing from roof to roof.",
)
NO_RUNTIME = Film(
    film_id=FilmId("tt9000010"),
    title="Salt Clock",
    year=1972,
    black_and_white=False,
    genres=("Science Fiction", "Horror"),
    premise="Miners on a dry moon find a clock of salt that counts down to yesterday.",
)
NO_COLOUR = Film(
    film_id=FilmId("tt9000011"),
    title="The Accordion War",
    year=1966,
    runtime=110,
    genres=("Comedy", "Music"),
    premise="Two villages settle a border dispute by playing accordions at each other for thirty days.",
    sure=False,
)
ARABIC = Film(
    film_id=FilmId("tt9000012"),
    title="\u0645\u062f\u064a\u0646\u0629 \u0627\u0644\u0631\u0645\u0644 \U0001f3dc\ufe0f",
    year=2015,
    runtime=101,
    languages=("French",),
    countries=("France",),
    black_and_white=False,
    genres=("Adventure",),
    cast=("Nour Amari",),
    premise="A cartographer maps a city of sand that moves every night with its people asleep in it.",
)
MARKDOWN = Film(
    film_id=FilmId("tt9000013"),
    title="**Bold** _Moves_ [link](https://example.org) @everyone",
    year=1990,
    runtime=80,
    black_and_white=False,
    genres=("Documentary",),
    premise="Typesetters of a dying newspaper race to print one last perfect page.",
)
LONG_RUN = Film(
    film_id=FilmId("tt9000014"),
    title="A Long Table",
    year=1985,
    runtime=240,
    black_and_white=False,
    directors=("Ingmar Sandberg",),
    premise="A wedding dinner goes on for so many courses that guests are born, marry and die at the table.",
)

FILMS = (
    *(LANTERN, CHESSBOARD, COMET, SIEGE, TWINS_OLD, TWINS_NEW, NO_TEXT),
    *(BARE, NO_YEAR, NO_RUNTIME, NO_COLOUR, ARABIC, MARKDOWN, LONG_RUN),
)

RANKING = Ranking(
    encoder="fake",
    text_version=TEXT_VERSION,
    fitted_on="nothing: plain guesses",
    weights=dict.fromkeys(FEATURES, 2.0)
    | dict.fromkeys(("passages", "textless", "fame", "brief"), 0.0)
    | {"best": 6.0, "title": 8.0},
    confident_at=0.5,
    fits_at=0.15,
)
