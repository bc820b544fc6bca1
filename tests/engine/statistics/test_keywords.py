"""Keywords that rise, fall or set a genre apart are those that plain Python and pandas find over the same films."""

from __future__ import annotations

from collections import Counter
from itertools import product
from math import log1p

import pandas as pd
import pytest
from hypothesis import given, settings

from engine import ABOUT_THE_FILE, GENRES, CineWatch, Filters
from engine.statistics.keywords import MAX_PER_GENRE, MAX_TRENDS, MIN_FILMS
from fakes.sample_catalogue import Build, film_row
from tests.engine.reference import passes
from tests.engine.statistics.film_tables import Films, Selection, selections
from tests.engine.statistics.plain_python import Row, alike, as_tuples, assert_best, content_keywords, known

SOME_FILTERS = [Filters(), Filters(genres=("Drama",)), Filters(first_year=1990)]


def middle_year(films: Films) -> int | None:
    """Return the first of the years that divide the films most evenly."""
    years = known(films, "year")
    return min(
        sorted(set(years))[1:],
        key=lambda middle: abs(len(years) - 2 * sum(year < middle for year in years)),
        default=None,
    )


def keyword_trends(films: Films) -> list[Row]:
    middle = middle_year(films)
    if middle is None:
        return []
    dated = [film for film in films if film["year"]]
    later, earlier = ([film for film in dated if (film["year"] >= middle) == is_later] for is_later in (True, False))
    since, before = content_keywords(later), content_keywords(earlier)
    rows = [
        (name, before[name] / len(earlier), since[name] / len(later), films)
        for name, films in (since + before).items()
        if films >= MIN_FILMS
    ]
    rising = sorted((row for row in rows if row[2] > row[1]), key=lambda row: (row[1] - row[2], row[0]))
    falling = sorted((row for row in rows if row[2] < row[1]), key=lambda row: (row[2] - row[1], row[0]))
    return rising[:MAX_TRENDS] + falling[:MAX_TRENDS]


@given(selections())
@settings(deadline=None, max_examples=30)
def test_trends_are_those_of_plain_python(selection: Selection) -> None:
    over_time, films = selection.over_time(), selection.films()
    assert over_time.middle_year == middle_year(films)
    assert alike(as_tuples(over_time.keyword_trends), keyword_trends(films))


@given(selections())
@settings(deadline=None, max_examples=30)
def test_genre_keywords_have_the_highest_class_based_weights(selection: Selection) -> None:
    films = selection.films()
    frequent = sorted(name for name, used in content_keywords(films).items() if used >= MIN_FILMS)
    sets = [({*film["genres"]} & {*GENRES}, {*film["keywords"]} & {*frequent}) for film in films]
    uses = Counter(pair for genres, words in sets for pair in product(genres, words))
    per_genre, per_word = Counter[str](), dict.fromkeys(frequent, 0)
    for (genre, word), used in uses.items():
        per_genre[genre] += used
        per_word[word] += used
    keywords = selection.contents().genre_keywords
    assert [one.genre for one in keywords] == sorted((one.genre for one in keywords), key=GENRES.index)
    for genre in GENRES:
        scores = {
            word: (used / per_genre[genre] * log1p(uses.total() / len(per_genre) / total), (used, total))
            for word, total in per_word.items()
            if (used := uses[genre, word])
        }
        own = [one for one in keywords if one.genre == genre]
        assert_best([one.keyword for one in own], scores, MAX_PER_GENRE)
        assert alike([one.weight for one in own], [scores[one.keyword][0] for one in own])
        assert [one.films for one in own] == [uses[genre, one.keyword] for one in own]


@pytest.fixture(scope="module", params=SOME_FILTERS, ids=str)
def some(request: pytest.FixtureRequest, sample: CineWatch) -> tuple[Filters, pd.DataFrame]:
    """Return filters, and the films of the sample that pass them as a table of pandas."""
    films = sample.opened.catalogue.table.select(["id", "year", "genres", "keywords"]).to_pandas()
    films["keywords"] = [[name for name in own if name not in ABOUT_THE_FILE] for own in films["keywords"]]
    return request.param, films[[passes(request.param, sample.film(film_id)) for film_id in films["id"]]]


def test_trends_of_the_sample_are_those_of_pandas(sample: CineWatch, some: tuple[Filters, pd.DataFrame]) -> None:
    filters, films = some
    over_time = sample.statistics.over_time(filters)
    dated = films.dropna(subset="year")
    imbalance = {year: abs((dated["year"] < year).mean() - 0.5) for year in sorted(dated["year"].unique())[1:]}
    assert over_time.middle_year == min(imbalance, key=imbalance.__getitem__)
    later = dated["year"] >= over_time.middle_year
    counts = [part.explode("keywords")["keywords"].value_counts() for part in (dated[~later], dated[later])]
    table = pd.concat(counts, axis=1, keys=["before", "since"]).fillna(0)
    table = table[table.sum(axis=1) >= MIN_FILMS]
    change = table["since"] / later.sum() - table["before"] / (~later).sum()
    trends = over_time.keyword_trends
    rising = [trend for trend in trends if trend.since > trend.before]
    falling = trends[len(rising) :]
    assert [trend.since - trend.before for trend in rising] == pytest.approx(change.nlargest(10).tolist())
    assert [trend.since - trend.before for trend in falling] == pytest.approx(change.nsmallest(10).tolist())
    assert [trend.films for trend in trends] == [table.loc[trend.keyword].sum() for trend in trends]
    assert [trend.since - trend.before for trend in trends] == pytest.approx(
        [change[trend.keyword] for trend in trends]
    )


def test_keywords_about_the_file_are_no_insight(build: Build) -> None:
    rows = [
        film_row(
            n, f"Film {n}", 1990 + n % 2, genres="Drama", keywords="3d, sea" if n % 2 else "imax, woman director, zoo"
        )
        for n in range(1, 13)
    ]
    statistics = build(rows).statistics
    contents, trends = statistics.contents(), statistics.over_time().keyword_trends
    assert {count.name for count in contents.keywords} == {"sea", "zoo"}
    assert {one.keyword for one in contents.genre_keywords} == {"sea", "zoo"}
    assert [trend.keyword for trend in trends] == ["sea", "zoo"]


def test_genre_keywords_of_the_sample_are_those_of_pandas(
    sample: CineWatch, some: tuple[Filters, pd.DataFrame]
) -> None:
    filters, films = some
    keywords = sample.statistics.contents(filters).genre_keywords
    used = films.explode("keywords")["keywords"].value_counts()
    each = films.explode("genres").explode("keywords").dropna(subset="keywords")
    each = each[each["genres"].isin(GENRES) & each["keywords"].isin(used[used >= MIN_FILMS].index)]
    uses = each.groupby(["genres", "keywords"]).size().unstack(fill_value=0)
    average = uses.to_numpy().sum() / len(uses)
    weights = uses.div(uses.sum(axis=1), axis=0) * uses.sum(axis=0).map(lambda total: log1p(average / total))
    for genre, row in weights.iterrows():
        own = [one for one in keywords if one.genre == genre]
        assert [one.weight for one in own] == pytest.approx(row[row > 0].nlargest(5).tolist())
        assert [one.weight for one in own] == pytest.approx([row[one.keyword] for one in own])
        assert [one.films for one in own] == [uses.loc[str(genre), one.keyword] for one in own]
    assert {one.genre for one in keywords} == set(uses.index)


def test_the_middle_year_of_two_years_belongs_to_the_later_half(build: Build) -> None:
    rows = [film_row(n, f"Film {n}", 1990 + n % 2, keywords="sea" if n % 2 else "") for n in range(1, 13)]
    over_time = build(rows).statistics.over_time()
    assert over_time.middle_year == 1991
    assert [(one.keyword, one.before, one.since) for one in over_time.keyword_trends] == [("sea", 0, 1)]
