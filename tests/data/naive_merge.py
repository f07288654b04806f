"""The matching by title as it is defined: every film of a title is held against every other."""

from __future__ import annotations

from collections.abc import Sequence

from data.merge import Merger, _could_be, _Film, _near


class NaiveMerger(Merger):
    """Takes the square of a title's films in time."""

    def _match_people(self, films: Sequence[_Film]) -> None:
        for place, film in enumerate(films):
            for other in films[place + 1 :]:
                self.compared += 1
                if not film.parts or not other.parts or film.conflict(other):
                    continue
                if _near(film.years, other.years) and film.people & other.people:
                    self._join(film, other, "merged by title, year and people")

    def _match_without_people(self, title: str, films: Sequence[_Film]) -> None:
        for film in films:
            if not film.parts or film.people or title not in film.main_titles or not film.years:
                continue
            others = self._fitting(title, film, films)
            if len(others) == 1 and self._fitting(title, others[0], films) == [film]:
                self._join(others[0], film, "merged by title and year")
            elif others:
                self.counts["not merged: several films of that title and year"] += 1

    def _fitting(self, title: str, film: _Film, films: Sequence[_Film]) -> list[_Film]:
        self.compared += len(films)
        return [other for other in films if other is not film and other.parts and _could_be(title, film, other)]
