"""Which films belong together as sequels, prequels or remakes. No dataset says so: titles hint at it, evidence decides.

A title is read as words, without articles. Its name is what comes before the first sequel mark ("2", "III", "Part Two")
or break (": ", " - ", "?"): "Jaws 3", "Jaws: The Revenge" and "Jaws" have the name "jaws". The hints that two films
belong together are, from the strongest to the weakest,

- the same name, and a mark or a subtitle behind it in one of them at least;
- the same title, as remakes have it, and many strangers;
- a title that begins with the whole name of the other, as "Rocky Balboa" does, or ends with its whole title;
- titles that begin with the same words: "Harry Potter and the …".

Evidence is what they share beyond that, each thing by its rarity: 0 if all films have it, nearly 1 if only these two.
Companies and people count twice, and 2 at most. Keywords count 1 at most, for strangers share subjects, and not at all
if they repeat a word of the title. The weaker the hint, the more evidence is needed: more for one word than for
several, and more the more films begin with them. A number alone will do where only one film can be meant: "Troll 2".
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from engine.catalogue.titles import HIGH_NUMBER, MAX_WORDS, Batches, Ints, Names, Titles, read_names, read_titles

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Pairs = tuple[Ints, Ints]

# Letters by which "pirate" and "pirates" are one word.
_STEM = 5
# Of the films that begin alike and share a name, each is compared with so many that follow it in votes.
_REACH = 64
_REMAKE_YEARS = 4
# Of the votes of the most voted film of a franchise.
_KNOWN_SHARE = 0.03
_CHUNK = 100_000
# Evidence is enough if it is exactly what is needed, in whatever order it was added up.
_ROUNDING = 1e-9
_PROOFS = ("companies", "director", "cast")
_SAME_NAME, _SAME_TITLE, _LONGER_TITLE, _SAME_WORDS = range(4)
# The evidence needed by hint, for one word and for several. Measured on films whose franchises are known.
_BEGINNINGS = np.array([[0.5, 0.3], [0.8, 0.6], [1.4, 0.6], [2.5, 1.3]])
_ENDS = np.array([[np.inf, np.inf], [np.inf, np.inf], [np.inf, 1.4], [np.inf, np.inf]])


def franchises_of(batches: Batches) -> npt.NDArray[np.int32]:
    """Return the franchise of each film, shape (n_films,): films of one franchise share a number above 0; 0 is none.

    Numbers are dense, in order of the most voted film of each franchise. `batches` yields columns of FILM_SCHEMA, of
    all films in order of votes; it is called once for each column that is needed.
    """
    titles = read_titles(batches)
    things = {name: read_names(batch.column(0) for batch in batches((name,))) for name in (*_PROOFS, "keywords")}
    alike = _related(titles, things, _BEGINNINGS), _related(titles.backwards(), things, _ENDS), _lone_sequels(titles)
    first, second = (np.concatenate(side) for side in zip(*alike, strict=True))
    graph = sp.coo_array((np.ones(len(first)), (first, second)), shape=(len(titles.year), len(titles.year)))
    # Components come in order of their first films.
    component = connected_components(graph, directed=False)[1]
    several = np.bincount(component, minlength=1) > 1
    return (np.cumsum(several) * several).astype(np.int32)[component]


def places_of(franchise: Ints, year: Ints, votes: Ints) -> npt.NDArray[np.int16]:
    """Return which film of its franchise each film is, by year from 1, shape (n_films,); 0 if it has none.

    Films that hardly anybody knows beside the others, such as a making-of, are not counted.

    Parameters
    ----------
    franchise : shape (n_films,)
        As `franchises_of` returns it.
    year : shape (n_films,)
        0 if unknown.
    votes : shape (n_films,)

    """
    most = np.zeros(franchise.max(initial=0) + 1, dtype=np.int64)
    np.maximum.at(most, franchise, votes)
    films = np.flatnonzero((franchise > 0) & (year > 0) & (votes >= _KNOWN_SHARE * most[franchise]))
    # The sort is stable: films of one year stay in order of votes.
    films = films[np.lexsort((year[films], franchise[films]))]
    _, first, count = np.unique(franchise[films], return_index=True, return_counts=True)
    place = np.zeros(len(franchise), dtype=np.int16)
    place[films] = np.arange(len(films)) - np.repeat(first, count) + 1
    return place


def _lone_sequels(titles: Titles) -> Pairs:
    """Return each film with a number behind the title of one film alone, after that film."""
    name = titles.beginnings(titles.name)
    whole = np.flatnonzero((titles.name == titles.length) & (name > 0))
    bearers = np.bincount(name[whole], minlength=name.max(initial=0) + 1)
    bearer = np.zeros_like(bearers)
    bearer[name[whole]] = whole
    sequel = np.flatnonzero(
        (bearers[name] == 1) & (titles.number > 1) & ((titles.name > 1) | (titles.number < HIGH_NUMBER))
    )
    original = bearer[name[sequel]]
    later = (titles.year[original] > 0) & (titles.year[original] <= titles.year[sequel])
    return original[later], sequel[later]


def _related(titles: Titles, things: dict[str, Names], needed: Floats) -> Pairs:
    """Return the pairs of films whose beginnings hint that they belong together, and that share what is `needed`."""
    one, two = titles.beginnings(1), titles.beginnings(2)
    pairs = first, second = _candidates(titles, things, one, two)
    hint, several = _title_hints(titles, pairs)
    crowd = np.where(several, np.bincount(two)[two[first]], np.bincount(one)[one[first]])
    demand = needed[hint, several.astype(int)] + np.log(crowd) / np.log(max(2, len(one)))
    # "Star Wars: …" says how its name ends, and "star" alone is no beginning of a series.
    is_named = np.logical_or(*((titles.name < titles.length)[films] for films in pairs))
    is_high = np.minimum(*(titles.number[films] for films in pairs)) == HIGH_NUMBER
    demand[~several & ((hint == _SAME_WORDS) & is_named | (hint == _SAME_NAME) & is_high)] = np.inf
    evidence = np.minimum(2, sum(2 * _shared(things[name], pairs, len(one)) for name in _PROOFS))
    counting = _counting_keywords(
        things["keywords"], titles, np.union1d(*(films[evidence + 1 >= demand - _ROUNDING] for films in pairs))
    )
    subject = np.minimum(1, _shared(things["keywords"], pairs, len(one), counting))
    # Two films of one title that come out together are of the same event, and neither is a remake.
    subject[(hint == _SAME_TITLE) & (np.abs(titles.year[first] - titles.year[second]) < _REMAKE_YEARS)] = 0
    proven = evidence + subject >= demand - _ROUNDING
    return first[proven], second[proven]


def _candidates(titles: Titles, things: dict[str, Names], one: Ints, two: Ints) -> Pairs:
    """Return the pairs of films that begin alike, in `one` word or `two`, and share what could be enough evidence."""
    # Keywords are never enough for one word that is not the whole name.
    groups = [(one, things[name]) for name in _PROOFS] + [(titles.beginnings(titles.name), things["keywords"])]
    pairs = [np.empty(0, np.int64)]
    for group, column in [*groups, *((two, column) for column in things.values())]:
        rows = np.flatnonzero(group[column.film])
        key = group[column.film[rows]] * len(column.names) + column.code[rows]
        order = np.argsort(key, kind="stable")
        key, film = key[order], column.film[rows[order]]
        for step in range(1, _REACH + 1):
            alike = np.flatnonzero(key[step:] == key[:-step])
            if not len(alike):
                break
            pairs.append(film[alike].astype(np.int64) * len(one) + film[alike + step])
    return np.divmod(np.unique(np.concatenate(pairs)), max(1, len(one)))


def _title_hints(titles: Titles, pairs: Pairs) -> tuple[Ints, Flags]:
    """Return in what the beginnings of each pair's titles are alike, and whether it is several words."""
    common = np.zeros_like(pairs[0])
    shorter, longer = (pick(*(titles.length[films] for films in pairs)) for pick in (np.minimum, np.maximum))
    for place in range(MAX_WORDS):
        on = np.flatnonzero((common == place) & (shorter > place))
        common[on[np.equal(*(titles.words[titles.start[films[on]] + place] for films in pairs))]] += 1
    names = [titles.name[films] for films in pairs]
    name = np.minimum(*names)
    cases = [common < name, names[0] != names[1], longer == name]
    return np.select(cases, [_SAME_WORDS, _LONGER_TITLE, _SAME_TITLE], _SAME_NAME), np.minimum(common, name) > 1


def _counting_keywords(keywords: Names, titles: Titles, films: Ints) -> Flags:
    """Return whether each row of `keywords` is of one of `films` and repeats no word of its title."""
    start, end = titles.start, titles.start + titles.length
    title = cache(lambda film: {titles.vocabulary[word][:_STEM] for word in titles.words[start[film] : end[film]]})
    parts = cache(lambda code: {word[:_STEM] for word in re.findall(r"\w+", keywords.names[code].lower())})
    asked = np.isin(keywords.film, films)
    rows = zip(keywords.film[asked].tolist(), keywords.code[asked].tolist(), strict=True)
    asked[asked] = [title(film).isdisjoint(parts(code)) for film, code in rows]
    return asked


def _shared(things: Names, pairs: Pairs, films: int, rows: Flags | int = 1) -> Floats:
    """Return the summed rarity of what both films of each pair have by the `rows` that count, shape (n_pairs,)."""
    # The roots of equal weights multiply to the weight, and any weight times 0 is 0.
    weight = np.sqrt(things.rarity[things.code] * rows)
    matrix = sp.csr_array((weight, (things.film, things.code)), shape=(films, len(things.names)))
    chunks = (tuple(side[at : at + _CHUNK] for side in pairs) for at in range(0, len(pairs[0]), _CHUNK))
    return np.concatenate([np.empty(0), *(matrix[a].multiply(matrix[b]).sum(axis=1) for a, b in chunks)])
