"""Publications that come as folders or as XML, written after their published column lists; of invented films."""

from __future__ import annotations

IMDB = {
    "title.basics.tsv": (
        "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n"
        "tt9000001\tmovie\tThe Lantern Keeper\tLyktvakten\t0\t1998\t\\N\t178\tDrama,Sci-Fi\n"
        'tt9000002\ttvEpisode\tA "Bright Episode\tX\t0\t2001\t\\N\t\\N\t\\N\n'
        "tt9000003\tmovie\tBare Facts\tBare Facts\t1\t1980\t\\N\t60\tAdult\n"
        "tt9000004\tmovie\tHalf a row\n"
    ),
    "title.ratings.tsv": "tconst\taverageRating\tnumVotes\ntt9000001\t8.1\t1234\ntt9000002\t5.0\t9\n",
    "title.akas.tsv": (
        "titleId\tordering\ttitle\tregion\tlanguage\ttypes\tattributes\tisOriginalTitle\n"
        "tt9000001\t1\tDer Laternenwärter\tDE\t\\N\timdbDisplay\t\\N\t0\n"
        "tt9000001\t2\tThe Keeper of Lanterns\tUS\t\\N\talternative\t\\N\t0\n"
        "tt9000002\t1\tNever\tUS\t\\N\t\\N\t\\N\t0\n"
    ),
    "title.principals.tsv": (
        "tconst\tordering\tnconst\tcategory\tjob\tcharacters\n"
        'tt9000001\t1\tnm1\tactor\t\\N\t["The Guest","Winter"]\n'
        "tt9000001\t2\tnm2\tactress\t\\N\t\\N\n"
        "tt9000001\t3\tnm3\tdirector\t\\N\t\\N\n"
        "tt9000001\t4\tnm4\tcinematographer\t\\N\t\\N\n"
        "tt9000001\t5\tnm5\tcomposer\t\\N\t\\N\n"
        "tt9000002\t1\tnm6\tactor\t\\N\t\\N\n"
    ),
    "name.basics.tsv": "nconst\tprimaryName\tbirthYear\tdeathYear\tprimaryProfession\tknownForTitles\n"
    + "".join(
        f"{key}\t{name}\t\\N\t\\N\t\\N\t\\N\n"
        for key, name in [
            *(("nm1", "Bram Pitre"), ("nm2", "Sela Hopwood"), ("nm3", "Orla Quist")),
            *(("nm4", "Ada Lund"), ("nm5", "Nobody"), ("nm6", "No One")),
        ]
    ),
}
MOVIELENS = {
    "movies.csv": (
        "movieId,title,genres\n"
        '1,"Lantern Keeper, The (Lyktvakten) (1998)",Drama|Sci-Fi\n'
        "2,Eleven Moves;The (1957),(no genres listed)\n"
        "3,Untitled,Comedy\n"
    ),
    "links.csv": "movieId,imdbId,tmdbId\n1,9000001,7\n2,9000002,\n",
    "tags.csv": "userId,movieId,tag,timestamp\n1,1,honey,1\n2,1,Honey,2\n2,1,winter,3\n1,2,draughts,4\n",
    "genome-tags.csv": "tagId,tag\n1,atmospheric\n2,funny\n",
    "genome-scores.csv": "movieId,tagId,relevance\n1,1,0.95\n1,2,0.1\n3,2,0.8\n3,1,oops\n",
}
MOVIELENS_OLD = {
    "movies.dat": "1::Lantern Keeper, The: A; Story (1998)::Drama|War\n2;Moves; Eleven (1957);Comedy\nbroken\n",
    "tags.dat": "15::1::cold; very cold::1184630000\n15;2;draughts;again;1184630001\n",
}
CMU = {
    "movie.metadata.tsv": (
        "975900\t/m/03vyhn\tThe Lantern Keeper\t1998-08-24\t14010832\t98.0\t"
        '{"/m/02h40lc": "English Language"}\t{"/m/09c7w0": "United States of America"}\t'
        '{"/m/01jfsb": "Thriller", "/m/06n90": "Science Fiction"}\n'
        "12\t/m/0\t\t\t\t\t{}\t{}\t{}\n"
    ),
    "plot_summaries.txt": "975900\tTam keeps the lantern on a cliff.\n77\tA plot that no film has.\nx\tBroken.\n",
    "character.metadata.tsv": (
        "975900\t/m/03vyhn\t1998-08-24\tThe Guest\t1958-08-26\tF\t1.62\t\tBram Pitre\t42\t/m/1\t/m/2\t/m/3\n"
        "975900\t/m/03vyhn\t1998-08-24\t\t1974-08-15\tM\t1.78\t\tSela Hopwood\t27\t/m/4\t/m/5\t/m/6\n"
    ),
}
DUMP = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" xml:lang="en">
<siteinfo><sitename>Wikipedia</sitename><base>https://en.wikipedia.org/wiki/Main_Page</base></siteinfo>
<page><title>The Lantern Keeper (1998 film)</title><ns>0</ns><id>41</id><revision><id>5</id><text>
{{Short description|1998 film by Orla Quist}}
{{Infobox film
| name = The Lantern Keeper
| image = Lantern.jpg &lt;!-- not free --&gt;
| director = [[Orla Quist]]&lt;ref&gt;{{cite web|url=x}}&lt;/ref&gt;
| starring = {{Plainlist|
* [[Bram Pitre]]
* [[Sela Hopwood (actress)|Sela Hopwood]]
}}
| runtime = 178 minutes
| released = {{Film date|1998|3|5|[[Berlin]]}}
| country = United Kingdom&lt;br /&gt;Sweden
| language = English
}}
'''''The Lantern Keeper''''' is a 1998 [[drama film]] directed by [[Orla Quist]].&lt;ref name="a" /&gt;
It is cold &amp;amp; long.

== Plot ==
[[File:Keeper.jpg|thumb|The [[keeper]]]]
Tam keeps the '''lantern'''.{{efn|A note {{nested}}.}}

=== Winter ===
The guest is [[Winter (season)|Winter]].

== Cast ==
* Bram Pitre as the guest
</text></revision></page>
<page><title>Lantern keeper</title><ns>0</ns><id>42</id><redirect title="The Lantern Keeper (1998 film)" />
<revision><text>#REDIRECT {{Infobox film}}</text></revision></page>
<page><title>Template:Infobox film</title><ns>10</ns><id>43</id>
<revision><text>{{Infobox film}}</text></revision></page>
<page><title>Cheese</title><ns>0</ns><id>44</id><revision>
<text>Cheese is food. {{Infobox food}}</text></revision></page>
</mediawiki>
"""
