"""The sample catalogue is correct, and each of its checks finds its fault."""

from pathlib import Path

import pandas as pd
import pytest

from engine import GENRES
from sample_data import catalogues, check, overlap

REFERENCE = Path(__file__).resolve().parents[3] / "shared/data"

GOOD = dict.fromkeys(check.COLUMNS, "") | {
    "id": "7",
    "title": "A Film",
    "vote_average": "6.5",
    "vote_count": "12",
    "status": "Released",
    "release_date": "1999-12-31",
    "revenue": "0",
    "runtime": "95",
    "adult": "False",
    "budget": "0",
    "original_language": "en",
    "popularity": "1.25",
    "genres": "Drama, Science Fiction",
    "overview": " ".join(f"word{number}" for number in range(40)),
}


def catalogue(*changes: dict[str, str]) -> pd.DataFrame:
    """Return a correct film for every dict of changes, with those changes made."""
    return pd.DataFrame([GOOD | change for change in changes], columns=list(check.COLUMNS))


def numbered(count: int, prefix: str = "w") -> str:
    """Return `count` different words."""
    return " ".join(f"{prefix}{number}" for number in range(count))


@pytest.fixture(scope="module")
def films() -> pd.DataFrame:
    return catalogues.read_films(check.SAMPLE)


def reference(*names: str) -> list[Path]:
    """Return files of the reference data, or skip the test where they are not."""
    paths = [REFERENCE / name for name in names]
    if missing := [path.name for path in paths if not path.is_file()]:
        pytest.skip(f"the reference data is not here: {', '.join(missing)}")
    return paths


def test_there_are_at_least_1000_films(films: pd.DataFrame) -> None:
    assert len(films) >= 1000


def test_columns_ids_and_dates_are_correct(films: pd.DataFrame) -> None:
    assert check.check_schema(films) == []


def test_the_readme_gives_the_right_numbers(films: pd.DataFrame) -> None:
    text = " ".join(check.SAMPLE.with_name("README.md").read_text(encoding="utf-8").split())
    languages = films["original_language"].nunique()
    years = sorted(text[:4] for text in films["release_date"])
    recent = sum(films["poster_path"] != "")
    assert f"{len(films):,} films from {years[0]} to {years[-1]}, in {languages} languages" in text
    assert f"The numbers of {recent} films" in text
    assert f"The other {len(films) - recent}," in text


def test_films_come_most_voted_first(films: pd.DataFrame) -> None:
    assert check.check_order(films) == []


def test_every_number_is_within_its_range(films: pd.DataFrame) -> None:
    assert check.check_ranges(films) == []


def test_every_genre_is_one_of_the_nineteen(films: pd.DataFrame) -> None:
    assert check.check_genres(films) == []


def test_all_nineteen_genres_occur(films: pd.DataFrame) -> None:
    assert {name for text in films["genres"] for name in text.split(", ")} == set(GENRES)


def test_every_genre_but_tv_movie_has_at_least_twenty_films(films: pd.DataFrame) -> None:
    for genre in sorted({*GENRES} - {"TV Movie"}):
        assert sum(genre in text.split(", ") for text in films["genres"]) >= 20


def test_every_tv_movie_that_the_facts_know_is_there(films: pd.DataFrame) -> None:
    [facts] = reference("facts.csv")
    known = catalogues.read_films(facts)
    assert set(known["id"][known["genres"].str.contains("TV Movie")]) <= set(films["id"])


def test_every_overview_has_35_to_70_words(films: pd.DataFrame) -> None:
    lengths = [len(overlap.words(text)) for text in films["overview"]]
    assert min(lengths) >= 35
    assert max(lengths) <= 70


def test_no_two_overviews_share_seven_words_in_a_row(films: pd.DataFrame) -> None:
    assert overlap.repeated_runs(dict(zip(films["id"], films["overview"], strict=True))) == []


def test_every_decade_since_the_1920s_is_there(films: pd.DataFrame) -> None:
    years = {int(text[:4]) // 10 * 10 for text in films["release_date"]}
    assert set(range(1920, 2030, 10)) <= years


def test_films_are_in_at_least_twenty_languages(films: pd.DataFrame) -> None:
    assert films["original_language"].nunique() >= 20


def test_films_are_from_at_least_twenty_countries(films: pd.DataFrame) -> None:
    assert films["production_countries"].str.split(", ").explode().nunique() >= 20


REMAKES = (
    "Aladdin", "Alice in Wonderland", "Batman", "Beauty and the Beast", "Cinderella", "Dune", "Fantastic Four",
    "Ghostbusters", "Halloween", "Hercules", "Little Women", "Mortal Kombat", "Mulan", "RoboCop", "The Host",
    "The Jungle Book", "The Karate Kid", "The Lion King", "The Mummy", "Total Recall",
)  # fmt: skip


def test_remakes_share_the_title_of_another_film(films: pd.DataFrame) -> None:
    for title in REMAKES:
        assert films.loc[films["title"] == title, "id"].nunique() == 2


def test_films_that_every_visitor_looks_for_are_there(films: pd.DataFrame) -> None:
    for film_id in ["27205", "603", "238", "194", "557", "268", "157336", "289", "539"]:
        assert film_id in set(films["id"])


def test_the_file_is_utf8_with_plain_line_ends_and_no_empty_list_items(films: pd.DataFrame) -> None:
    text = check.SAMPLE.read_bytes().decode("utf-8")
    assert "\r" not in text
    assert "\ufffd" not in text
    assert not text.startswith("\ufeff")
    # In the facts a spoken language without a name is an empty item, and figures are kept as they were found.
    lists = films[["genres", "production_countries", "keywords", "director", "cast"]]
    assert not [cell for cell in lists.to_numpy().ravel() if cell and "" in cell.split(", ")]


def test_every_value_is_the_one_in_the_facts(films: pd.DataFrame) -> None:
    [facts] = reference("facts.csv")
    assert check.check_against_facts(films, catalogues.read_films(facts)) == []


def test_no_words_are_taken_from_other_catalogues(films: pd.DataFrame) -> None:
    names = ("tmdb_v11_top1000.csv", "real_10439.csv", "tmdb_5000_movies.csv", "udacity_tmdb_movies.csv")
    others = catalogues.read_texts([*reference(*names), *sorted((REFERENCE / "hard").glob("*.csv"))])
    assert len(others) > 20_000
    assert check.check_against_others(films, others) == []


def test_a_correct_film_has_no_faults() -> None:
    assert check.check_all(catalogue({}), facts=catalogue({}), others={"other": numbered(40)}) == []


def test_wrong_columns_are_one_fault_and_end_the_check() -> None:
    [fault] = check.check_all(catalogue({}).drop(columns="cast"))
    assert fault.startswith("the columns should be")


def test_an_empty_catalogue_is_a_fault() -> None:
    assert check.check_schema(catalogue()) == ["the catalogue has no films"]


def test_an_id_that_comes_twice_is_a_fault() -> None:
    assert check.check_schema(catalogue({}, {"title": "Another"})) == ["id 7 is not unique"]


@pytest.mark.parametrize("film_id", ["0", "-3", "7.0", "", "tt0111161"])
def test_an_id_that_is_not_a_positive_whole_number_is_a_fault(film_id: str) -> None:
    assert len(check.check_schema(catalogue({"id": film_id}))) == 1


@pytest.mark.parametrize("day", ["", "1999", "31.12.1999", "1999-02-30", "19991231", "10/30/1995"])
def test_a_date_that_is_not_a_day_is_a_fault(day: str) -> None:
    faults = check.check_schema(catalogue({"release_date": day}))
    assert faults == [f'A Film: release_date "{day}" is not a date']


@pytest.mark.parametrize("change", [{"title": " "}, {"adult": ""}, {"adult": "True"}])
def test_a_missing_title_and_an_adult_film_are_faults(change: dict[str, str]) -> None:
    assert len(check.check_schema(catalogue(change))) == 1


def test_a_film_under_two_ids_is_a_fault() -> None:
    films = catalogue({}, {"id": "8"}, {"id": "9", "release_date": "2009-01-01"})
    assert check.check_duplicates(films) == ["A Film (1999) comes 2 times"]


def test_a_film_with_more_votes_than_the_one_before_is_a_fault() -> None:
    films = catalogue({"vote_count": "12"}, {"id": "8", "title": "Late", "vote_count": "112"})
    assert check.check_order(films) == ["Late has more votes than A Film before it"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("vote_average", "10.1"),
        ("vote_average", "-0.1"),
        ("vote_average", "nan"),
        ("vote_count", "-1"),
        ("vote_count", "1.5"),
        ("vote_count", "inf"),
        ("runtime", "0"),
        ("runtime", "95.0"),
        ("runtime", ""),
        ("budget", "-5"),
        ("revenue", "much"),
        ("popularity", ""),
    ],
)
def test_a_number_out_of_range_is_a_fault(column: str, value: str) -> None:
    [fault] = check.check_ranges(catalogue({column: value}))
    assert column in fault
    assert f'"{value}"' in fault


@pytest.mark.parametrize(("vote_average", "runtime"), [("0", "1"), ("10", "999")])
def test_the_ends_of_a_range_are_allowed(vote_average: str, runtime: str) -> None:
    assert check.check_ranges(catalogue({"vote_average": vote_average, "runtime": runtime})) == []


def test_an_unknown_genre_is_a_fault() -> None:
    assert check.check_genres(catalogue({"genres": "Drama, Noir"})) == ['A Film: "Noir" is not a genre']


def test_a_film_without_genres_is_a_fault() -> None:
    assert check.check_genres(catalogue({"genres": ""})) == ["A Film has no genre"]


@pytest.mark.parametrize(("count", "faults"), [(0, 1), (34, 1), (35, 0), (70, 0), (71, 1)])
def test_an_overview_outside_35_to_70_words_is_a_fault(count: int, faults: int) -> None:
    assert len(check.check_overviews(catalogue({"overview": numbered(count)}))) == faults


def test_two_overviews_that_share_seven_words_are_one_fault() -> None:
    common = "the quick brown fox jumps over lazy"
    films = catalogue(
        {"overview": f"{numbered(35, 'a')} {common}"},
        {"id": "8", "title": "Copy", "overview": f"{common.upper()}, {numbered(35, 'b')}"},
    )
    [fault] = check.check_overviews(films)
    assert "Copy" in fault
    assert "A Film" in fault
    assert common in fault


def test_six_shared_words_are_allowed_and_seven_are_not() -> None:
    ours = {"ours": "One day, she leaves the city behind."}
    assert overlap.shared_runs(ours, {"theirs": "but she leaves the city behind"}) == []
    assert len(overlap.shared_runs(ours, {"theirs": "And one day she leaves THE city behind!"})) == 1


def test_a_copied_sentence_is_one_fault_for_each_text_it_comes_from() -> None:
    long = numbered(20)
    assert len(overlap.shared_runs({"a": long}, {"b": long, "c": long, "d": numbered(20, "x")})) == 2


def test_the_length_of_a_run_can_be_chosen() -> None:
    assert len(overlap.shared_runs({"a": "one two three"}, {"b": "one two four"}, length=2)) == 1


def test_curly_and_straight_apostrophes_are_the_same_word() -> None:
    assert overlap.words("Don\u2019t look") == overlap.words("don't LOOK")


def test_a_short_sentence_taken_whole_is_a_fault() -> None:
    films = catalogue({"overview": f"{numbered(36)}. Nobody hears her."})
    [fault] = check.check_against_others(films, {"other": "It is late. Nobody hears her. She runs."})
    assert '"nobody hears her"' in fault


def test_a_tagline_taken_whole_is_a_fault() -> None:
    [fault] = check.check_against_others(catalogue({"tagline": "Be careful!"}), {"other": "be careful"})
    assert fault == "the tagline of A Film (7) is the same as other"


@pytest.mark.parametrize(
    "change",
    [{"vote_count": "13"}, {"release_date": "1999-12-30"}, {"title": "The Film"}, {"genres": "Drama"}],
)
def test_a_value_that_is_not_the_fact_is_a_fault(change: dict[str, str]) -> None:
    [fault] = check.check_against_facts(catalogue(change), catalogue({}))
    assert next(iter(change)) in fault


def test_a_film_that_the_facts_lack_is_a_fault() -> None:
    faults = check.check_against_facts(catalogue({"id": "9"}), catalogue({}))
    assert faults == ["A Film (9) is not among the facts"]


def test_runtime_may_be_written_without_its_fraction_and_adult_be_filled_in() -> None:
    assert check.check_against_facts(catalogue({}), catalogue({"runtime": "95.0", "adult": ""})) == []


def test_a_director_may_be_added_but_not_changed() -> None:
    facts = catalogue({"director": "Ann Bee"})
    assert check.check_against_facts(catalogue({"director": "Ann Bee"}), catalogue({})) == []
    assert len(check.check_against_facts(catalogue({"director": "Cee Dee"}), facts)) == 1


def test_a_name_that_lost_its_letters_is_compared_as_it_should_be() -> None:
    damaged, whole = next(iter(check.MENDED.items()))
    facts = catalogue({"cast": f"Ann Bee, {damaged}"})
    assert check.check_against_facts(catalogue({"cast": f"Ann Bee, {whole}"}), facts) == []
    assert len(check.check_against_facts(catalogue({"cast": "Ann Bee"}), facts)) == 1


def test_the_description_counts_films_decades_languages_genres_and_words() -> None:
    lines = catalogues.describe(catalogue({}, {"id": "8", "release_date": "2001-01-01", "overview": numbered(50)}))
    assert lines[0] == "films: 2"
    assert lines[1] == "decades: 1990s 1, 2000s 1"
    assert lines[2] == "languages (1): en 2"
    assert lines[3] == "genres (2): Drama 2, Science Fiction 2"
    assert lines[4] == "words per overview: min 40, median 45, max 50"


def test_the_command_finds_no_faults_in_the_sample_and_returns_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main([]) == 0
    assert capsys.readouterr().out.endswith("no faults\n")


def test_the_command_prints_one_fault_per_line_and_returns_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, other = tmp_path / "bad.csv", tmp_path / "other.csv"
    films = catalogue({"runtime": "0"}, {"id": "8", "title": "Copy", "overview": numbered(36)})
    films.to_csv(bad, index=False)
    pd.DataFrame({"overview": ["", numbered(9)]}).to_csv(other, index=False)
    assert check.main(["--sample", str(bad), "--facts", str(bad), "--others", str(other)]) == 1
    faults = capsys.readouterr().out.splitlines()[-2:]
    assert faults[0].startswith('A Film: runtime "0"')
    assert faults[1].endswith("with other.csv record 2 overview")


def test_the_command_refuses_a_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        check.main(["--facts", str(tmp_path / "none.csv")])
    assert stop.value.code == 2
    assert "file not found" in capsys.readouterr().err
