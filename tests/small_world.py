"""Twelve films, small enough to know by heart: what the tests of the conversation and of the workshop search in."""

from __future__ import annotations

from retrieval.types import Film, FilmId, Role

JOE_BLACK = Film(
    film_id=FilmId("tt0119643"),
    title="Meet Joe Black",
    certificate="PG-13",
    year=1998,
    runtime=178,
    black_and_white=False,
    genres=("Drama", "Fantasy", "Romance"),
    directors=("Martin Brest",),
    cast=("Brad Pitt", "Anthony Hopkins"),
    premise="Death visits a media tycoon in the body of a young man, to learn what life is like.",
    plot="Death takes a holiday with a rich man. In the end he walks with him over the bridge.",
    roles=(Role("Brad Pitt", "Joe Black", "Death in a borrowed body, fond of peanut butter"),),
    keywords=("death", "peanut butter", "birthday"),
)
SEVENTH_SEAL = Film(
    film_id=FilmId("tt0050976"),
    title="The Seventh Seal",
    original_title="Det sjunde inseglet",
    year=1957,
    runtime=96,
    black_and_white=True,
    genres=("Drama", "Fantasy"),
    directors=("Ingmar Bergman",),
    cast=("Max von Sydow", "Bengt Ekerot"),
    wikipedia_title="The Seventh Seal",
    premise="A knight home from a crusade plays chess with Death on a beach while the plague goes round.",
    keywords=("death", "chess", "plague", "knight"),
)
TROY = Film(
    film_id=FilmId("tt0332452"),
    title="Troy",
    certificate="R",
    year=2004,
    runtime=163,
    black_and_white=False,
    genres=("Action", "History"),
    directors=("Wolfgang Petersen",),
    cast=("Brad Pitt", "Eric Bana"),
    premise="Greek kings cross the sea to win back a stolen queen, and leave a wooden horse on the beach.",
    keywords=("wooden horse", "siege"),
)
THIRD_MAN = Film(
    film_id=FilmId("tt0041959"),
    title="The Third Man",
    year=1949,
    runtime=93,
    black_and_white=True,
    genres=("Mystery", "Thriller"),
    directors=("Carol Reed",),
    cast=("Joseph Cotten", "Orson Welles"),
    premise="A writer of westerns looks for a dead friend in the ruins and sewers of Vienna.",
    keywords=("zither", "ferris wheel", "sewers"),
)
NEMO = Film(
    film_id=FilmId("tt0266543"),
    title="Finding Nemo",
    certificate="G",
    year=2003,
    runtime=100,
    black_and_white=False,
    genres=("Animation", "Family"),
    directors=("Andrew Stanton",),
    cast=("Albert Brooks", "Ellen DeGeneres"),
    premise="A timid clownfish crosses the ocean to find his lost son, with a friend who forgets everything.",
    keywords=("fish", "ocean", "shark"),
)
JAWS = Film(
    film_id=FilmId("tt0073195"),
    title="Jaws",
    certificate="PG",
    year=1975,
    runtime=124,
    black_and_white=False,
    genres=("Thriller", "Adventure"),
    directors=("Steven Spielberg",),
    cast=("Roy Scheider", "Richard Dreyfuss"),
    premise="A shark keeps coming back to a summer beach, and three men go out on a boat to kill it.",
    keywords=("shark", "beach", "boat"),
)
GROUNDHOG_DAY = Film(
    film_id=FilmId("tt0107048"),
    title="Groundhog Day",
    year=1993,
    runtime=101,
    black_and_white=False,
    genres=("Comedy", "Fantasy"),
    directors=("Harold Ramis",),
    cast=("Bill Murray", "Andie MacDowell"),
    premise="A weatherman wakes up to the same winter day in a small town, over and over again.",
    keywords=("time loop", "alarm clock"),
)
PSYCHO = Film(
    film_id=FilmId("tt0054215"),
    title="Psycho",
    year=1960,
    runtime=109,
    black_and_white=True,
    genres=("Horror", "Thriller"),
    directors=("Alfred Hitchcock",),
    cast=("Anthony Perkins", "Janet Leigh"),
    premise="A woman who stole money stops for the night at a motel that a shy man runs with his mother.",
    keywords=("motel", "shower"),
)
ALIEN = Film(
    film_id=FilmId("tt0078748"),
    title="Alien",
    year=1979,
    runtime=117,
    black_and_white=False,
    genres=("Horror", "Science Fiction"),
    directors=("Ridley Scott",),
    cast=("Sigourney Weaver", "John Hurt"),
    premise="The crew of a space tug answers a call from an empty moon, and something comes aboard.",
    keywords=("spaceship", "egg", "cat"),
)
SOME_LIKE_IT_HOT = Film(
    film_id=FilmId("tt0053291"),
    title="Some Like It Hot",
    year=1959,
    runtime=121,
    black_and_white=True,
    genres=("Comedy",),
    directors=("Billy Wilder",),
    cast=("Marilyn Monroe", "Jack Lemmon"),
    premise="Two musicians on the run from gangsters dress as women and join a band on a train to Florida.",
    keywords=("band", "train", "disguise"),
)
FARGO = Film(
    film_id=FilmId("tt0116282"),
    title="Fargo",
    year=1996,
    runtime=98,
    black_and_white=False,
    genres=("Crime",),
    directors=("Joel Coen",),
    cast=("Frances McDormand", "William H. Macy"),
    premise="A car salesman in the snow has his own wife kidnapped, and a pregnant policewoman looks into it.",
    keywords=("snow", "kidnapping", "wood chipper"),
)
UNTOLD = Film(film_id=FilmId("tt0000417"), title="A Trip to the Moon", year=1902, genres=("Fantasy",))
"""Facts alone: nothing to remember it by."""

FILMS = (
    *(JOE_BLACK, SEVENTH_SEAL, TROY, THIRD_MAN, NEMO, JAWS),
    *(GROUNDHOG_DAY, PSYCHO, ALIEN, SOME_LIKE_IT_HOT, FARGO, UNTOLD),
)
