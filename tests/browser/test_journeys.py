"""Twelve tasks of a visitor, each from beginning to end, on a wide screen and on a phone."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from engine import CineWatch, Filters, Query
from engine.browsing import Sort
from tests.browser.conftest import no_pictures, wait_until_drawn
from tests.browser.visitor import CHART, Visitor, choose
from ui.browse.listing import LABEL as PAGE_OF_FILMS
from ui.browse.listing import PAGE_SIZE, film_count
from ui.charts.years import films_by_year
from ui.film.page import similar_heading
from ui.home.search import FOUND
from ui.home.search import LABEL as HOME_SEARCH
from ui.navigation import DISLIKED, GROUP, LIKED, MAP, PATH
from ui.recommend.preferences import DEFAULT_PRESET, IGNORE_LABEL, summary
from ui.recommend.results import BREAKDOWN, COMPARE, LESS, START_OVER
from ui.recommend.seeds import LIKED_LABEL
from ui.recommend.texts import NOTHING_CHOSEN
from ui.similarity import film_map
from ui.similarity.path import heading as path_heading
from ui.statistics import contents
from ui.statistics.chart_panel import see_all
from ui.widgets.filter_words import in_words
from ui.widgets.search_box import films_of
from ui.widgets.site_search import LABEL as SITE_SEARCH

WISH = "a heist from the 1990s under two hours without romance"
TYPED = {
    "incpetion": "Inception (2010)",
    "amelie": "Amélie (2001)",
    "el laberinto del fauno": "Pan's Labyrinth (2006)",
    "sorcerers stone": "Harry Potter and the Philosopher's Stone (2001)",
    "seven": "Se7en (1995)",
}
"""What people type, with typos, without accents, in the original language, and the film of the sample they mean."""


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["wide", "phone"])
def visitor(request: pytest.FixtureRequest, page: Page, site: str) -> Visitor:
    """Return somebody who has never been here."""
    width, height = request.param
    page.set_viewport_size({"width": width, "height": height})
    return Visitor(page, site)


@pytest.fixture
def friend(visitor: Visitor, browser: Browser, site: str) -> Iterator[Visitor]:
    """Return somebody else, with a browser of their own."""
    context = browser.new_context(viewport=visitor.page.viewport_size)
    no_pictures(context)
    yield Visitor(context.new_page(), site)
    context.close()


def test_films_i_like_and_do_not_with_filters_in_words(visitor: Visitor, sample: CineWatch) -> None:
    visitor.opens("")
    visitor.goes_to("Recommend")
    visitor.sees(NOTHING_CHOSEN)
    visitor.likes("the matrix")
    visitor.likes("toy story")
    visitor.dislikes("toy story 2")
    visitor.describes(WISH)
    visitor.sees_heading(f"10 films like The Matrix and Toy Story, about “{WISH}”, not like Toy Story 2")
    visitor.sets_filter("Exclude genres", "Comedy")
    visitor.sees_filter("not Comedy")

    matrix, toys, more_toys = (sample.named(title).id for title in ("The Matrix", "Toy Story", "Toy Story 2"))
    query = Query((matrix, toys), (more_toys,), WISH, franchise="one", filters=Filters(exclude_genres=("Comedy",)))
    query, understood = sample.understand(query)
    for fact in understood.facts:
        expect(visitor.page.get_by_role("button", name=fact.label, exact=True)).to_be_visible()
    films = sample.recommend(replace(query, filters=query.filters.for_preset(DEFAULT_PRESET))).films
    assert visitor.cards() == [found.film.label for found in films]
    for film in (found.film for found in films):
        assert 1990 <= (film.year or 0) <= 1999
        assert (film.runtime or 0) <= 120
        assert not {"Comedy", "Romance"} & set(film.genres)


def test_why_a_film_is_there(visitor: Visitor, friend: Visitor, sample: CineWatch) -> None:
    visitor.opens("browse")
    visitor.opens("recommend?film=Toy+Story+(1995)&about=robots")
    first = visitor.cards()[0]
    dialog = visitor.opens_details()
    expect(dialog.get_by_role("heading", name="By shared word or tag")).to_be_visible()
    line = dialog.get_by_text(re.compile(r"^Score \d\.\d{3}: ")).inner_text()
    total, *parts = (float(number) for number in re.findall(r"-?\d\.\d{3}", line))
    assert total == pytest.approx(sum(parts), abs=0.0005 * (len(parts) + 1))
    found = sample.recommend(Query((sample.named("Toy Story").id,), about="robots", franchise="one")).films[0]
    assert found.film.label == first
    assert total == pytest.approx(found.score, abs=0.0005)
    visitor.is_at(re.compile(f"details={found.film.id}$"))
    friend.opens(visitor.place.removeprefix("/"))
    expect(friend.page.get_by_role("dialog").get_by_text(line)).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    visitor.is_at(re.compile("about=robots$"))
    visitor.chooses(BREAKDOWN)
    visitor.sees("What each film's score is made of")
    drawn = f"What each part adds to the scores, from {found.film.title} with {found.score:.2f} downward"
    expect(visitor.page.get_by_label(drawn, exact=True)).to_be_visible()
    visitor.goes_back()
    visitor.is_at("/browse")


def test_a_link_opens_the_same_answer_in_a_fresh_browser(visitor: Visitor, friend: Visitor) -> None:
    visitor.opens("recommend")
    visitor.likes("the matrix")
    visitor.dislikes("toy story")
    visitor.describes("a machine that dreams")
    visitor.chooses("Crowd-pleasers")
    visitor.clicks("Fine-tune")
    visitor.page.get_by_role("slider", name="Popular").press("ArrowLeft")
    (tuned,) = summary(Query(franchise="one"), [], [], is_tuned=True)
    visitor.sees(tuned)
    visitor.page.keyboard.press("Escape")
    visitor.sets_filter("Exclude genres", "Romance")
    visitor.sees_filter("not Romance")
    films = visitor.cards()

    friend.opens(visitor.copies_the_link())
    friend.sees_heading("10 films like The Matrix, about “a machine that dreams”, not like Toy Story")
    assert friend.cards() == films
    friend.sees(tuned)
    friend.sees_filter("not Romance")
    expect(friend.page.get_by_role("radio", name="Crowd-pleasers")).to_be_checked()


def test_a_typo_a_missing_accent_and_the_original_title_find_the_film(visitor: Visitor) -> None:
    visitor.opens("recommend")
    box = visitor.search_box(LIKED_LABEL)
    # Enter comes before the list, as from people who know what they want, and after it.
    for number, (typed, film) in enumerate(TYPED.items()):
        box.press_sequentially(typed)
        if number % 2:
            expect(visitor.page.get_by_role("option", name=film).first).to_be_visible()
        box.press("Enter")
        visitor.sees(f"We took this as {film}.")
        expect(visitor.chips(LIKED)).to_have_text(list(TYPED.values())[: number + 1])
        expect(box).to_have_value("")
        expect(visitor.page.get_by_role("option")).to_have_count(0)

    # The search of Home knows the same, and so does the box on every other page.
    visitor.opens("")
    visitor.page.get_by_role("searchbox").or_(visitor.page.get_by_role("textbox", name=HOME_SEARCH)).fill("amelie")
    visitor.page.get_by_role("list", name=FOUND).get_by_role("link", name="Amélie").click()
    visitor.sees_heading("Amélie")
    box = visitor.page.get_by_role("combobox", name=SITE_SEARCH)
    box.press_sequentially("incpetion")
    box.press("Enter")
    visitor.is_at("/film?id=27205")
    box.press_sequentially("christofer nolan")
    visitor.page.get_by_role("option", name=films_of("Christopher Nolan")).click()
    visitor.is_at("/person?name=Christopher+Nolan")


def test_a_word_that_does_not_matter_is_struck(visitor: Visitor) -> None:
    visitor.opens("recommend?film=Toy+Story+(1995)")
    before = visitor.cards()
    dialog = visitor.opens_details()
    choose(visitor.page, dialog.get_by_role("combobox", name=IGNORE_LABEL), "companies: pix")
    expect(dialog.get_by_text(re.compile(r"moves (up|down) from rank|stays where it is"))).to_be_visible()
    dialog.get_by_role("button", name="Apply to my results").click()
    expect(dialog).not_to_be_visible()
    (ignoring,) = summary(Query(franchise="one"), ["Companies: Pixar"], [], is_tuned=False)
    visitor.sees(ignoring)
    visitor.is_at(re.compile(r"ignore=Companies%3A\+Pixar"))
    after = visitor.cards()
    assert after != before

    # It counts again once it is taken out of the list.
    visitor.clicks("Fine-tune")
    visitor.page.get_by_role("button", name="Remove Companies: Pixar").click()
    expect(visitor.page.get_by_text(ignoring)).to_have_count(0)
    visitor.page.keyboard.press("Escape")
    assert visitor.cards() == before


def test_what_is_exported_says_what_is_on_the_screen(visitor: Visitor, sample: CineWatch) -> None:
    visitor.opens("recommend?film=Toy+Story+(1995)&dislike=Toy+Story+2+(1999)&exclude_genres=Romance")
    films = visitor.cards()
    visitor.opens_sharing()
    table = pd.read_csv(visitor.downloads("CSV"))
    assert [f"{title} ({year})" for title, year in zip(table["Title"], table["Year"], strict=True)] == films
    assert list(table["Rank"]) == list(range(1, 11))
    parts = table[[name for name in table.columns if name.startswith("Score: ")]].sum(axis="columns")
    assert (parts - table["Score"]).abs().max() < 1e-5

    answer = json.loads(visitor.downloads("JSON").read_text(encoding="utf-8"))
    assert answer["query"]["liked"] == [sample.named("Toy Story").id]
    assert answer["query"]["disliked"] == [sample.named("Toy Story 2").id]
    assert answer["query"]["filters"]["exclude_genres"] == ["Romance"]
    assert [film["id"] for film in answer["recommendations"]] == list(table["TMDB id"])
    assert [film["score"] for film in answer["recommendations"]] == pytest.approx(list(table["Score"]), abs=1e-6)

    with visitor.downloads("Letterboxd list").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["tmdbID", "imdbID", "Title", "Year"]
    assert [f"{row['Title']} ({row['Year']})" for row in rows] == films

    visitor.opens(f"similarity?mode={GROUP}&first=Toy+Story+(1995)&size=5")
    visitor.page.get_by_text("Show as table").last.click()
    group = pd.read_csv(visitor.downloads("Download CSV"), index_col="Film")
    assert len(group) == 5
    similarities = group[list(group.index)].to_numpy(float)
    assert np.allclose(similarities, similarities.T, equal_nan=True)
    assert np.count_nonzero(similarities > 0) >= 5 * 4


def test_two_films_are_compared_swapped_and_joined_by_a_path(visitor: Visitor, sample: CineWatch) -> None:
    visitor.opens("recommend?film=Toy+Story+(1995)&about=robots")
    third = visitor.cards()[2]
    visitor.refines(2, COMPARE)
    title = third.rpartition(" (")[0]
    visitor.sees_heading(title)
    visitor.sees_heading("Toy Story")
    expect(visitor.page.locator(CHART)).to_have_count(3)
    titles = visitor.page.get_by_role("heading", level=2).filter(has_text=re.compile(f"^(Toy Story|{title})$"))
    expect(titles).to_have_text(["Toy Story", title])
    visitor.clicks("Swap")
    expect(titles).to_have_text([title, "Toy Story"])

    visitor.chooses(PATH)
    here, there = (film.id for film in (sample.named(title), sample.named("Toy Story")))
    visitor.sees_heading(path_heading(sample.path_finder.path(here, there)))
    path = sample.path_finder.path(here, there)
    assert visitor.posters(len(path.steps) + 1) == [path.a.label, *(step.film.label for step in path.steps)]
    visitor.clicks("Swap")
    back = sample.path_finder.path(there, here)
    visitor.sees_heading(path_heading(back))
    assert visitor.posters(len(back.steps) + 1) == [back.a.label, *(step.film.label for step in back.steps)]

    # The question is still there.
    visitor.goes_to("Recommend")
    visitor.sees_heading("10 films like Toy Story, about “robots”")


def test_a_film_is_found_on_the_map_and_an_area_brushed(visitor: Visitor, mapped: CineWatch) -> None:
    visitor.opens(f"similarity?mode={MAP}")
    points = visitor.page.locator(f"{CHART} .mark-symbol.role-mark").first.locator("path")
    expect(points).to_have_count(len(mapped.mapper.film_map().points))
    visitor.finds("Find a film", "inception")
    selected = mapped.mapper.map_neighbours(mapped.named("Inception").id)
    visitor.sees_heading(film_map.neighbours_heading(selected))
    nearest = visitor.page.get_by_role("link", name=selected.neighbours[0].film.label, exact=True)
    expect(nearest).to_be_visible()

    chart = visitor.page.locator(f"{CHART} svg")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box
    left, top = box["x"] + 0.3 * box["width"], box["y"] + 0.2 * box["height"]
    right, bottom = left + 0.4 * box["width"], top + 0.3 * box["height"]
    inside = points.evaluate_all(WITHIN, [left, top, right, bottom])
    visitor.page.mouse.move(left, top)
    visitor.page.mouse.down()
    visitor.page.mouse.move(right, bottom, steps=5)
    visitor.page.mouse.up()
    area = visitor.page.get_by_role("heading", name=re.compile("films in this area$"))
    expect(area).to_be_visible()
    # A film on the edge may count as inside or outside.
    assert int(area.inner_text().split()[0].replace(",", "")) == pytest.approx(inside, abs=3)
    assert inside > 20
    visitor.page.get_by_role("link", name=selected.neighbours[0].film.label, exact=True).first.click()
    visitor.sees_heading(similar_heading(selected.neighbours[0].film))


WITHIN = """
(points, [left, top, right, bottom]) => points.filter(point => {
  const box = point.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
  return left <= x && x <= right && top <= y && y <= bottom;
}).length
"""
"""How many points are within a rectangle on the screen."""


def page_of(sample: CineWatch, filters: Filters, sort: Sort = "popular", number: int = 1) -> list[str]:
    """Return the titles on a page of Browse."""
    return [film.title for film in sample.browser.page(filters, sort, number, PAGE_SIZE).films]


def expect_films(visitor: Visitor, titles: list[str]) -> None:
    """Expect these films on a page of Browse, in this order."""
    films = visitor.page.get_by_role("list", name=PAGE_OF_FILMS).get_by_role("heading")
    expect(films).to_have_text(titles)


def test_from_a_genre_to_the_films_behind_its_bar_to_browse(visitor: Visitor, sample: CineWatch) -> None:
    visitor.opens("")
    visitor.goes_to("Statistics")
    visitor.sets_filter("Countries", "Japan")
    japan = Filters(countries=("Japan",))
    drama = next(each.films for each in sample.statistics.over_time(japan).genres if each.name == "Drama")
    visitor.sees_heading(films_by_year(sample.statistics.over_time(japan)).title)
    bar = visitor.page.locator(f"{CHART} path[aria-label^='Films: {drama};'][aria-label$='Drama']").first
    bar.scroll_into_view_if_needed()
    bar.click()
    expect(visitor.page.get_by_text("Drama: most-rated films", exact=True)).to_be_visible()
    # Until then, a film may be in the list of before as well.
    wait_until_drawn(visitor.page)
    behind = sample.statistics.films_with("genres", "Drama", japan, 8)
    for film in behind:
        expect(visitor.page.get_by_role("link", name=film.label, exact=True)).to_be_visible()
    visitor.page.get_by_role("link", name=see_all(drama), exact=True).click()
    wanted = replace(japan, genres=("Drama",), all_genres=True)
    visitor.sees_heading(film_count(drama))
    expect_films(visitor, page_of(sample, wanted))
    for words in in_words(wanted):
        expect(visitor.page.get_by_role("button", name=words, exact=True)).to_be_visible()
    # Without the country there are more, and a bar of another section adds a filter just the same.
    visitor.clicks("from Japan")
    all_drama = sample.browser.page(Filters(genres=("Drama",)), "popular", 1, PAGE_SIZE)
    visitor.sees_heading(film_count(all_drama.total))
    visitor.goes_to("Statistics")
    visitor.chooses(contents.NAME)
    visitor.sees_filter("from Japan")


def test_browsing_without_an_idea(visitor: Visitor, sample: CineWatch) -> None:
    visitor.opens("")
    visitor.page.get_by_role("link", name="See all").nth(1).click()
    well_known = Filters(min_votes=1_000)
    visitor.sees_heading(film_count(sample.browser.page(well_known, "rating", 1, PAGE_SIZE).total))
    expect_films(visitor, page_of(sample, well_known, "rating"))
    expect(visitor.page.get_by_role("button", name="at least 1,000 votes")).to_be_visible()
    visitor.opens_filters_of_browse()
    choose(visitor.page, visitor.page.get_by_role("combobox", name="Genres", exact=True), "Thriller")
    thrillers = replace(well_known, genres=("Thriller",))
    expect_films(visitor, page_of(sample, thrillers, "rating"))
    visitor.page.get_by_role("button", name="Page 2", exact=True).click()
    second = page_of(sample, thrillers, "rating", 2)
    expect_films(visitor, second)
    visitor.is_at(re.compile("page=2"))

    visitor.page.get_by_role("list", name=PAGE_OF_FILMS).get_by_role("link", name=second[0], exact=False).first.click()
    film = sample.browser.page(thrillers, "rating", 2, PAGE_SIZE).films[0]
    visitor.sees_heading(similar_heading(film))
    expect(visitor.page).to_have_title(f"{film.label} · CineWatch")
    visitor.page.get_by_role("link", name=film.director[0], exact=True).first.click()
    visitor.sees_heading("As director")
    visitor.goes_back()
    visitor.sees_heading(similar_heading(film))
    visitor.goes_back()
    expect_films(visitor, second)

    visitor.opens("")
    visitor.clicks("Surprise me")
    visitor.is_at(re.compile(r"/film\?id=\d+$"))
    visitor.sees_heading(re.compile("^Films like "))


def test_everything_by_keyboard(visitor: Visitor) -> None:
    page, press = visitor.page, visitor.page.keyboard.press
    visitor.opens("")
    visitor.tabs_to(page.get_by_role("searchbox").or_(page.get_by_role("textbox", name=HOME_SEARCH)))
    page.keyboard.type("incpetion")
    found = page.get_by_role("list", name=FOUND).get_by_role("link", name="Inception")
    visitor.tabs_to(found)
    press("Enter")
    visitor.sees_heading("Films like Inception")
    watchlist = page.get_by_role("button", name="Watchlist: Inception", exact=True).first
    visitor.tabs_to(watchlist)
    press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Inception is on your watchlist.")

    if visitor.has_phone:
        visitor.tabs_to(page.get_by_test_id("stExpandSidebarButton"))
        press("Enter")
    visitor.tabs_to(page.get_by_role("link", name="Recommend", exact=True))
    press("Enter")
    visitor.sees(NOTHING_CHOSEN)
    visitor.tabs_to(visitor.search_box(LIKED_LABEL))
    page.keyboard.type("toy story")
    expect(page.get_by_role("option").first).to_be_visible()
    press("Enter")
    visitor.sees_heading("10 films like Toy Story")
    visitor.tabs_to(page.get_by_role("button", name="Details").first)
    press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="By field")).to_be_visible()
    press("Escape")
    expect(dialog).to_have_count(0)
    visitor.tabs_to(page.get_by_role("button", name="Refine").first)
    press("Enter")
    visitor.tabs_to(page.get_by_role("menuitem", name=LESS, exact=True), "ArrowDown")
    press("Enter")
    expect(visitor.chips(DISLIKED)).to_have_count(1)


def test_back_and_forward_after_five_choices_and_two_changes_of_page(visitor: Visitor) -> None:
    visitor.opens("")
    visitor.goes_to("Recommend")
    visitor.sees(NOTHING_CHOSEN)
    steps = [(visitor.place, NOTHING_CHOSEN)]
    for typed, heading in (
        ("the matrix", "10 films like The Matrix"),
        ("toy", "10 films like The Matrix and Toy Story"),
    ):
        visitor.likes(typed)
        visitor.sees_heading(heading)
        steps.append((visitor.place, heading))
    visitor.refines(0, LESS)
    visitor.sees_heading(re.compile("not like "))
    # A preset and a view are no steps of their own: they change the address of the last one.
    visitor.shows_all_choices()
    visitor.chooses("Hidden gems")
    visitor.chooses(BREAKDOWN)
    visitor.is_at(re.compile("preset=.*view="))
    steps.append((visitor.place, "not like "))

    visitor.goes_to("Statistics")
    visitor.sees_heading("Films by year")
    visitor.chooses(contents.NAME)
    visitor.sees_heading("World map")
    steps.append((visitor.place, "World map"))
    visitor.goes_to("Browse")
    visitor.sees_heading("Browse films")
    steps.append((visitor.place, "Browse films"))

    for place, text in reversed(steps[:-1]):
        visitor.goes_back()
        visitor.sees(text)
        visitor.is_at(place)
    visitor.goes_back()
    visitor.sees_heading("What did you love?")
    visitor.is_at("/")
    for place, text in steps:
        visitor.goes_forward()
        visitor.sees(text)
        visitor.is_at(place)

    # What is chosen from the menu of a film is a step as well, and comparing is one step, not two.
    visitor.goes_to("Recommend")
    visitor.sees("not like ")
    visitor.chooses("Posters")
    question = visitor.place
    visitor.refines(1, START_OVER)
    visitor.sees_heading(re.compile(r"^10 films like (?!.*not like)"))
    visitor.refines(1, COMPARE)
    visitor.is_at(re.compile("/similarity"))
    visitor.goes_back()
    visitor.sees_heading(re.compile(r"^10 films like (?!.*not like)"))
    visitor.goes_back()
    visitor.sees("not like ")
    visitor.is_at(question)
