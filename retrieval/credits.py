"""Who takes part in which films, as masks of all films of an index."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.constraints import is_wanted
from retrieval.opened import OpenIndex
from retrieval.types import CastClue, Clue, PersonClue

Masks = NDArray[np.bool_]


def takes_part(index: OpenIndex, clue: PersonClue | CastClue) -> Masks:
    """In which films a person, or somebody of another film's cast, takes part; not in that other film."""
    table, names = index.table, (clue.name,) if isinstance(clue, PersonClue) else clue.names
    mask = np.zeros(len(table.film_ids), dtype=np.bool_)
    for name in names:
        mask[index.catalogue.films_with(name)] = True
    if isinstance(clue, CastClue) and clue.film_id in table.numbers:
        mask[table.numbers[clue.film_id]] = False
    return mask


def people_missed(index: OpenIndex, clue: PersonClue | CastClue) -> Masks:
    """Which films lack somebody who is in the one meant, or list somebody who is not."""
    mask = takes_part(index, clue)
    return ~mask if is_wanted(clue) else mask


def without_unwanted(index: OpenIndex, clues: Sequence[Clue]) -> Masks:
    """Which films list nobody who is firmly said not to take part."""
    mask = np.ones(len(index.table.film_ids), dtype=np.bool_)
    for clue in clues:
        if clue.hard and isinstance(clue.value, PersonClue) and not clue.value.wanted:
            mask &= ~takes_part(index, clue.value)
    return mask


def against(index: OpenIndex, clues: Sequence[Clue]) -> list[NDArray[np.int8]]:
    """For everybody who is said, not firmly, not to take part: -1 for the films that list them."""
    unwanted = [clue.value for clue in clues if not clue.hard and isinstance(clue.value, PersonClue)]
    return [-takes_part(index, person).astype(np.int8) for person in unwanted if not person.wanted]
