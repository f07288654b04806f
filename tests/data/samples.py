"""Small files in the shapes that publishers publish, all of invented films; and what each format reads of its own."""

from __future__ import annotations

WIKIPEDIA_MOVIE_DATA = """[
  {
    "title": "The Lantern Keeper",
    "year": 1998,
    "cast": ["Bram Pitre", "Sela Hopwood"],
    "genres": ["Drama", "Supernatural"],
    "href": "The_Lantern_Keeper_(film)",
    "extract": "The Lantern Keeper is a 1998 drama film. It is set {on} a \\"cliff\\".",
    "thumbnail": "https://example.org/x.jpg"
  },
  {
    "title": "Eleven Moves",
    "year": 1957,
    "cast": [],
    "genres": [],
    "href": null
  }
]
"""
WIKIPEDIA_PLOTS = (
    "Release Year,Title,Origin/Ethnicity,Director,Cast,Genre,Wiki Page,Plot\n"
    '1998,The Lantern Keeper,British,Orla Quist,"Bram Pitre, Sela Hopwood",comedy drama,'
    'https://en.wikipedia.org/wiki/The_Lantern_Keeper_(film),"Tam keeps the lantern.[1]\nOne night a guest comes."\n'
    ",,,,,,,\n"
    "1957,Eleven Moves,American,Unknown,,unknown,https://en.wikipedia.org/wiki/Eleven_Moves,A soldier plays draughts.\n"
)
TMDB_SEMICOLONS = (
    "Release_Date;Title;Overview;Popularity;Vote_Count;Vote_Average;Original_Language;Genre;Poster_Url;;;;;\n"
    "5/3/1998;The Lantern Keeper;A keeper lets a stranger in; the stranger is Winter.;5.083.954;8940;8.3;en;"
    "Drama, Fantasy;https://example.org/a.jpg;;;;;\n"
    "1/1/1957;Eleven Moves;A soldier plays draughts;;;;;;;;;;;\n"
)
TMDB_COMMAS = (
    "id,imdb_id,title,original_title,overview,release_date,vote_average,vote_count,adult,runtime,genres,"
    "production_countries,spoken_languages,keywords\n"
    "7,tt9000001,The Lantern Keeper,The Lantern Keeper,A stranger is Winter.,1998-03-05,8.3,900,False,178,"
    "\"[{'id': 1, 'name': 'Drama'}]\",\"[{'iso_3166_1': 'GB', 'name': 'United Kingdom'}]\",en,\"honey, winter\"\n"
    "8,tt9000009,Bare Facts,Bare Facts,No.,1980-01-01,2.0,9,True,60,Drama,US,en,\n"
)
NETFLIX = (
    "show_id,type,title,director,cast,country,date_added,release_year,rating,duration,listed_in,description\n"
    '81,Movie,The Lantern Keeper,Orla Quist,Bram Pitre,United Kingdom,"September 9, 2019",1998,TV-PG,178 min,'
    '"Dramas, International Movies","A stranger is Winter."\n'
    "82,TV Show,Lanterns,,,,,2001,,1 Season,TV Dramas,Many lanterns.\n"
)
FILMS_CSV = (
    "imdb_id,title,year,cast,premise,scenes,keywords\n"
    "tt9000001,The Lantern Keeper,1998,Bram Pitre|Sela Hopwood,A stranger is Winter.,"
    "Frost grows|He licks,honey|winter\n"
)
CONDENSED_MOVIES = {
    "movies.csv": "imdbid,title,year\ntt9000001,The Lantern Keeper,1998.0\n",
    "movie_info.csv": "imdbid,genre,country\ntt9000001,\"['Drama', 'Sci-Fi']\",\"['UK']\"\n",
    "casts.csv": "imdbid,cast\ntt9000001,\"{'Bram Pitre': 'The Guest       (voice)', \"\"Ian O'Dea\"\": 'Tam'}\"\n",
    "descriptions.csv": (
        "imdbid,videoid,description\ntt9000001,a,Frost grows over a jar.\ntt9000001,b,They walk into the snow.\n"
    ),
}
