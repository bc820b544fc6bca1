"""Tables of public movie files are read as their owners mean them, whatever they call and how they write things."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.catalogue.made_ids import FIRST
from engine.catalogue.schema import film_of
from engine.dataset_info import ColumnUse
from engine.entities import Film
from engine.errors import CineWatchError, NoFilms, SourceUnreadable, UnknownSchema
from engine.ingest import IDS_MADE, IDS_OF_OTHERS, SourceRows, ingest
from engine.progress import no_progress

GENRES = ("Action", "Comedy", "Drama", "Science Fiction")
TITLES = ("Tern", "Low Tide", "Éclair", "Night, Again", "A|B", "Semi; Colon", "7")
WORDS = st.text(st.sampled_from("abcdé "), min_size=1, max_size=8).map(lambda text: " ".join(text.split())).filter(bool)


def read(path: Path, tmp_path: Path) -> tuple[list[Film], SourceRows]:
    """Return the films of a dataset in the order of the file, and what is known of its rows."""
    target = tmp_path / "films.arrow"
    rows = ingest(path, target, no_progress)
    with pa.OSFile(str(target)) as source:
        return [film_of(record) for record in pa.ipc.open_file(source).read_all().to_pylist()], rows


def films_in(tmp_path: Path, text: str | bytes, name: str = "films.csv") -> list[Film]:
    """Return the films of a file with this content."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path, tmp_path)[0]


def used_as(tmp_path: Path, text: str) -> dict[str, str]:
    """Return what each column of a file with this content is used as."""
    path = tmp_path / "films.csv"
    path.write_text(text)
    return {use.column: use.used_as for use in read(path, tmp_path)[1].columns}


FILMS = st.lists(
    st.fixed_dictionaries(
        {
            "title": st.sampled_from(TITLES),
            "genres": st.lists(st.sampled_from(GENRES), min_size=2, max_size=3, unique=True),
            "keywords": st.lists(WORDS, min_size=2, max_size=3, unique=True),
            "date": st.dates(date(1920, 1, 1), date(2025, 12, 31)),
            "rating": st.integers(10, 99).map(lambda tenths: tenths / 10),
            "votes": st.integers(1, 5_000_000),
        }
    ),
    min_size=1,
    max_size=5,
)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    films=FILMS,
    separator=st.sampled_from([",", ";", "\t", "|"]),
    mark=st.sampled_from([".", ","]),
    grouped=st.booleans(),
    joined=st.sampled_from([", ", "|", ";", "json", "literal"]),
    day_first=st.booleans(),
    bom=st.booleans(),
)
def test_a_table_reads_back_the_same_however_it_is_written(
    tmp_path: Path, films: list[dict[str, object]], separator: str, mark: str, grouped: bool, joined: str,
    day_first: bool, bom: bool,
) -> None:  # fmt: skip
    def names(values: list[str]) -> str:
        return {"json": json.dumps(values), "literal": repr(values)}.get(joined) or joined.join(values)

    def number(value: object, digits: str) -> str:
        text = format(value, ("," if grouped else "") + digits)
        return text.translate(str.maketrans(",.", ".,")) if mark == "," else text

    # One row whose date and rating can be read in one way only decides for all.
    sure = {
        "title": "Sure",
        "genres": ["Drama", "Comedy"],
        "keywords": ["sea", "map"],
        "rating": 7.5,
        "votes": 1_234_567,
    }
    rows: list[dict[str, object]] = [*films, sure | {"votes": 1_234_567, "date": date(2001, 2, 28)}]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(["Title", "Genre", "Plot Keywords", "Released", "IMDB_Rating", "No_of_Votes"])
    for row in rows:
        day = row["date"]
        assert isinstance(day, date)
        written = day.strftime("%d/%m/%Y" if day_first else "%m/%d/%Y")
        genres, keywords = (list(row[name]) for name in ("genres", "keywords"))  # type: ignore[call-overload]
        writer.writerow([row["title"], names(genres), names(keywords), written, number(row["rating"], ".1f"),
                         number(row["votes"], "d")])  # fmt: skip
    read_back = films_in(tmp_path, ("\ufeff" if bom else "") + text.getvalue())
    assert [
        (film.title, list(film.genres), list(film.keywords), film.release_date, film.rating, film.votes)
        for film in read_back
    ] == [tuple(row[name] for name in ("title", "genres", "keywords", "date", "rating", "votes")) for row in rows]


def test_a_row_far_down_decides_for_the_whole_column(tmp_path: Path) -> None:
    rows = [f"{n},Film {n},03/02/2001" for n in range(1, 20_002)]
    films = films_in(tmp_path, "\n".join(["id,title,release_date", *rows, "30000,Last,28/02/2001"]))
    assert (films[0].release_date, films[-1].release_date) == (date(2001, 2, 3), date(2001, 2, 28))


def test_movielens_with_its_links_has_ids_of_tmdb(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text("movieId,imdbId,tmdbId\n1,0114709,862\n2,0133093,603\n")
    path = tmp_path / "movies.csv"
    path.write_text(
        'movieId,title,genres\n1,Toy Story (1995),Comedy|Children\n2,"Matrix, The (1999)",(no genres listed)\n'
    )
    (first, second), rows = read(path, tmp_path)
    assert rows.has_tmdb_ids
    assert (first.id, first.title, first.year, first.imdb_id, first.genres) == (
        862, "Toy Story", 1995, "tt0114709", ("Comedy", "Children"),
    )  # fmt: skip
    assert (second.id, second.title, second.year, second.genres) == (603, "The Matrix", 1999, ())


def test_imdb_has_its_ratings_from_the_file_beside_it_and_films_only(tmp_path: Path) -> None:
    header = "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n"
    (tmp_path / "title.ratings.tsv").write_text("tconst\taverageRating\tnumVotes\ntt0133093\t8.7\t2000000\n")
    films = films_in(
        tmp_path,
        header + "tt0133093\tmovie\tThe Matrix\tThe Matrix\t0\t1999\t\\N\t136\tAction,Sci-Fi\n"
        'tt0000002\tmovie\t"Quoted" Film\t\\N\t0\t\\N\t\\N\t\\N\t\\N\n'
        "tt0000003\ttvSeries\tA Series\tA Series\t0\t2001\t2005\t45\tDrama\n",
        "title.basics.tsv",
    )
    assert [(film.title, film.year, film.runtime, film.votes, film.genres) for film in films] == [
        ("The Matrix", 1999, 136, 2_000_000, ("Action", "Sci-Fi")),
        ('"Quoted" Film', None, None, 0, ()),
    ]
    assert [film.id - FIRST for film in films] == [133093, 2]


def test_a_streaming_list_has_no_certificates_for_ratings_and_no_series(tmp_path: Path) -> None:
    text = (
        "show_id,type,title,director,cast,country,date_added,release_year,rating,duration,listed_in,description\n"
        's1,Movie,Tern,Ada Finch,"Cy Dove, Di Lark",India,"August 4, 2017",2016,PG-13,93 min,'
        '"Dramas, International Movies",A bird\ns2,TV Show,Coot,,,,,2018,TV-MA,2 Seasons,Kids\' TV,Another\n'
    )
    (film,) = films_in(tmp_path, text)
    assert (film.title, film.year, film.runtime, film.rating, film.overview) == ("Tern", 2016, 93, None, "A bird")
    assert (film.genres, film.cast) == (("Dramas", "International Movies"), ("Cy Dove", "Di Lark"))
    assert film.id > FIRST
    assert used_as(tmp_path, text)["rating"] == used_as(tmp_path, text)["show_id"] == "left alone"


def test_an_answer_of_the_tmdb_api_has_genres_by_number(tmp_path: Path) -> None:
    found = {"id": 603, "title": "The Matrix", "genre_ids": [28, 878], "vote_average": 8.2, "vote_count": 9}
    for content in ({"page": 1, "results": [found]}, [found]):
        for indent in (None, 2):
            (film,) = films_in(tmp_path, json.dumps(content, indent=indent), "films.json")
            assert (film.id, film.genres, film.rating) == (603, ("Action", "Science Fiction"), 8.2)


def test_objects_within_json_lines_are_columns_of_their_own(tmp_path: Path) -> None:
    line = {"title": "Tern", "year": 2001, "imdb": {"rating": 7.5, "votes": 12, "id": 133093}, "cast": ["A, Jr.", "B"]}
    (film,) = films_in(tmp_path, json.dumps(line) + "\n", "films.jsonl")
    assert (film.rating, film.votes, film.imdb_id, film.cast) == (7.5, 12, "tt0133093", ("A, Jr.", "B"))


def test_tmdb_5000_in_one_zip_is_joined_to_its_credits(tmp_path: Path) -> None:
    crew = [{"name": "Lana", "job": "Director"}, {"name": "Bo", "job": "Editor"}]
    written = io.StringIO(newline="")
    csv.writer(written).writerows(
        [("movie_id", "title", "cast", "crew"), (603, "The Matrix", '[{"name": "Keanu"}]', json.dumps(crew))]
    )
    with zipfile.ZipFile(tmp_path / "tmdb.zip", "w") as archive:
        archive.writestr("tmdb_5000_credits.csv", written.getvalue())
        archive.writestr("tmdb_5000_movies.csv", 'id,title,genres\n603,The Matrix,"[{""name"": ""Action""}]"\n')
    ((film,), rows) = read(tmp_path / "tmdb.zip", tmp_path)
    assert (film.id, film.cast, film.director, film.genres) == (603, ("Keanu",), ("Lana",), ("Action",))
    assert rows.columns[-1] == ColumnUse("crew", "director", "only people with the job Director", 0)


def test_ratings_out_of_a_hundred_money_and_hours_are_understood(tmp_path: Path) -> None:
    text = (
        "names;score;budget_x;revenue;duration;orig_title\n"
        'Tern;73.0;$25,000,000;1.5M;2h 22m;Terne\nCoot;61;"1,000";2,500,000;PT1H5M;Coot\n'
    )
    tern, coot = films_in(tmp_path, text)
    assert (tern.rating, tern.budget, tern.revenue, tern.runtime) == (7.3, 25_000_000, 1_500_000, 142)
    assert (coot.rating, coot.budget, coot.revenue, coot.runtime) == (6.1, 1_000, 2_500_000, 65)


def test_a_file_without_ids_gets_the_same_ones_every_time_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "films.csv"
    path.write_text("title,year\nTern,1999\nTern,2001\ntern,1999\n")
    films, rows = read(path, tmp_path)
    assert rows.notes == (IDS_MADE, IDS_OF_OTHERS)
    assert films[0].id == films[2].id != films[1].id
    path.write_text("year,name\n2001,Tern\n")
    assert read(path, tmp_path)[0][0].id == films[1].id


MATRIX = "603,The Matrix,A hacker wakes up\n"
ID_COLUMNS = {
    "a column that names TMDB": ("tmdb_id,title\n603,The Matrix\n", True),
    "another spelling of it": ("TMDbId,title\n603,The Matrix\n", True),
    "id in a file like those of TMDB": ("id,title,overview\n" + MATRIX, True),
    "id in a file of another site": ("id,name,description\n" + MATRIX, False),
    "both": ("id,tmdb_id,title,overview\n7," + MATRIX, True),
    "MovieLens": ("movieId,title,genres\n1,Toy Story (1995),Comedy\n", False),
    "IMDb": ("imdb_title_id,title,overview\ntt0133093,The Matrix,A hacker\n", False),
    "numbers of rows": ("id,title,overview\n" + "".join(f"{n},Film {n},A tale\n" for n in range(1, 9)), False),
    "a few small ids": ("id,title,overview\n" + "".join(f"{n},Film {n},A tale\n" for n in (2, 3, 5, 6, 8)), True),
}


@pytest.mark.parametrize(("text", "are_tmdbs"), ID_COLUMNS.values(), ids=ID_COLUMNS)
def test_ids_are_tmdbs_only_if_the_file_shows_it(tmp_path: Path, text: str, are_tmdbs: bool) -> None:
    path = tmp_path / "films.csv"
    path.write_text(text)
    films, rows = read(path, tmp_path)
    assert rows.has_tmdb_ids == are_tmdbs
    assert (IDS_OF_OTHERS in rows.notes) == (not are_tmdbs)
    if are_tmdbs and len(films) == 1:
        assert films[0].id == 603


def test_unknown_genres_are_an_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnknownSchema, match='no genre in the column "genres" is known'):
        films_in(tmp_path, "id,title,genres\n1,Tern,Xylo\n2,Coot,Zork\n")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "git lfs pull"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"BZh91AY", "bzip2"),
        (b"\x80\x04\x95", "pickle"),
        (b"Date,Name,Year,Letterboxd URI\n2024-01-02,Tern,1999,https://boxd.it/1\n", "Letterboxd"),
        (gzip.compress(b"id,title\n1,Tern\n", mtime=0)[:-12], "cut short"),
        (b"PAR1 and nothing", "damaged Parquet"),
    ],
)
def test_a_file_that_is_no_dataset_is_named_with_what_to_do(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises((SourceUnreadable, UnknownSchema), match=sentence):
        films_in(tmp_path, content)


def test_a_packed_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.reading.parts.HARMLESS_BYTES", 2**16)
    content = b"id,title\n" + b"1,Tern\n" * 100_000
    with pytest.raises(CineWatchError, match="unpacks to more than"):
        films_in(tmp_path, gzip.compress(content, 9), "films.csv.gz")


def test_gzip_json_lines_and_parquet_hold_the_same_films(tmp_path: Path) -> None:
    record = {"id": 603, "title": "The Matrix", "genres": ["Action"], "votes": 12}
    pq.write_table(pa.Table.from_pylist([record]), tmp_path / "films.parquet")
    films = [
        films_in(tmp_path, gzip.compress(b"id,title,genres,votes\n603,The Matrix,Action,12\n"), "films.csv.gz"),
        films_in(tmp_path, json.dumps(record), "films.jsonl"),
        read(tmp_path / "films.parquet", tmp_path)[0],
    ]
    assert films[0] == films[1] == films[2]


@pytest.mark.parametrize("packed", ["csv", "jsonl", "parquet"])
def test_a_zip_may_hold_any_kind_of_table(tmp_path: Path, packed: str) -> None:
    record = {"id": 603, "title": "The Matrix", "genres": ["Action"], "votes": 12}
    inner = io.BytesIO()
    if packed == "parquet":
        pq.write_table(pa.Table.from_pylist([record]), inner)
    else:
        text = "id,title,genres,votes\n603,The Matrix,Action,12\n" if packed == "csv" else json.dumps(record)
        inner.write(text.encode())
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(f"films.{packed}", inner.getvalue())
    (film,) = films_in(tmp_path, archive.getvalue(), "films.zip")
    assert (film.id, film.title, film.genres, film.votes) == (603, "The Matrix", ("Action",), 12)


def test_a_damaged_parquet_file_in_a_zip_is_named(tmp_path: Path) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("films.parquet", b"PAR1 and no more")
    with pytest.raises(SourceUnreadable, match=r"films\.parquet is a damaged Parquet file"):
        films_in(tmp_path, archive.getvalue(), "films.zip")


def test_the_films_of_movielens_1m_have_no_header_and_two_colons_between_cells(tmp_path: Path) -> None:
    text = "1::Tern, The (1995)::Animation|Children's\n\n2::Coot: A Life (1996)::Drama\n3::Broken\n"
    (tmp_path / "movies.dat").write_text(text)
    films, rows = read(tmp_path / "movies.dat", tmp_path)
    assert [(film.id, film.title, film.year, film.genres) for film in films] == [
        (1, "The Tern", 1995, ("Animation", "Children's")),
        (2, "Coot: A Life", 1996, ("Drama",)),
    ]
    assert rows.rejected == {"malformed row": 1}


def test_line_breaks_part_names_beside_commas_and_words_for_nothing_are_no_names(tmp_path: Path) -> None:
    text = 'Title,Director,Cast,Genre\nTern,Unknown,"Ann A, Bob B",drama\nCoot,Cy C,"Dee D\nEve E",unknown\n'
    first, second = films_in(tmp_path, text)
    assert (first.director, first.cast) == ((), ("Ann A", "Bob B"))
    assert (second.cast, second.genres) == (("Dee D", "Eve E"), ())


@pytest.mark.parametrize(
    ("column", "cell", "name", "value"),
    [
        ("Major Genre", "Drama", "genres", ("Drama",)),
        ("US Gross", "146083", "revenue", 146083),
        ("Worldwide LT Gross", "146083", "revenue", 146083),
        ("No of Persons Voted", "118", "votes", 118),
        ("Lead Star", "Ann A", "cast", ("Ann A",)),
        ("userscore", "8.4", "rating", 8.4),
    ],
)
def test_columns_of_public_lists_are_known(tmp_path: Path, column: str, cell: str, name: str, value: object) -> None:
    (film,) = films_in(tmp_path, f"Title,{column}\nTern,{cell}\n")
    assert getattr(film, name) == value


def test_money_in_another_currency_is_left_alone(tmp_path: Path) -> None:
    assert used_as(tmp_path, 'title,Budget(INR)\nTern,"7,00,00,000"\n')["Budget(INR)"] == "left alone"


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("alternative_titles", "Sea Bird | Terne, la blanche"),
        ("akas", "Sea Bird;Terne, la blanche"),
        ("titles", """["Sea Bird", "Terne, la blanche"]"""),
        ("also_known_as", "['Sea Bird', 'Terne, la blanche']"),
        (
            "alternative_titles",
            """{"titles": [{"iso_3166_1": "US", "title": "Sea Bird"}, {"title": "Terne, la blanche"}]}""",
        ),
        ("alternativeTitles", """[{"title": "Sea Bird", "type": ""}, {"title": "Terne, la blanche"}]"""),
    ],
)
def test_other_titles_are_read_however_they_are_written(tmp_path: Path, column: str, cell: str) -> None:
    with (tmp_path / "films.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("title", column), ("Tern", cell)])
    ingest(tmp_path / "films.csv", tmp_path / "films.arrow", no_progress)
    with pa.OSFile(str(tmp_path / "films.arrow")) as source:
        table = pa.ipc.open_file(source).read_all()
    assert table["other_titles"].to_pylist() == [["Sea Bird", "Terne, la blanche"]]


def test_other_titles_of_an_answer_of_the_tmdb_api_are_read(tmp_path: Path) -> None:
    record = {"id": 1, "title": "Tern", "alternative_titles": {"titles": [{"title": "Sea Bird"}]}}
    (tmp_path / "films.jsonl").write_text(json.dumps(record))
    ingest(tmp_path / "films.jsonl", tmp_path / "films.arrow", no_progress)
    with pa.OSFile(str(tmp_path / "films.arrow")) as source:
        assert pa.ipc.open_file(source).read_all()["other_titles"].to_pylist() == [["Sea Bird"]]


def test_a_file_of_series_only_has_no_films(tmp_path: Path) -> None:
    with pytest.raises(NoFilms, match="not a film: 1"):
        films_in(tmp_path, "type,title\nTV Show,Coot\n")


def test_each_shape_in_the_reference_data_is_read_as_its_owner_means_it(shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "shapes"
    if not folder.is_dir():
        pytest.skip("the reference data has no shapes")

    def films(name: str) -> list[Film]:
        return read(folder / name, tmp_path)[0]

    movielens = films("c01_movielens_movies.csv")
    assert [film.year for film in movielens] == [1995, 1999, 1995, 1966, 2001]
    assert [film.title for film in movielens[1:4]] == ["The Matrix", "Jumanji", "The Good, the Bad and the Ugly"]
    assert movielens[3].original_title == "Il Buono, il brutto, il cattivo"
    assert [(film.year, film.rating) for film in films("c03_semicolon_tmdb.csv")] == [
        (1999, 8.2), (2010, 8.4),
    ]  # fmt: skip
    assert [film.release_date for film in films("c04_mymoviedb_shape.csv")] == [date(2021, 12, 15), date(2022, 3, 1)]
    assert [(film.year, film.votes, len(film.cast)) for film in films("c06_imdb_movie_data_shape.csv")] == [
        (2014, 757_074, 2), (2012, 485_820, 2),
    ]  # fmt: skip
    assert [(film.runtime, film.revenue, len(film.cast)) for film in films("c07_imdb_top_1000_shape.csv")] == [
        (142, 28_341_469, 4), (175, 134_966_411, 4),
    ]  # fmt: skip
    pipes = films("c09_pipes_tmdb_id.csv")
    assert pipes[0].genres == ("Family", "Comedy", "Animation")
    assert {"friendship"} <= set(pipes[0].keywords) & set(pipes[1].keywords)
    assert films("c10_space_separated_genres.csv")[1].genres == ("Action", "Adventure", "Science Fiction")
    assert [film.year for film in films("c11_id_title_year.csv")] == [1960, 2001]
    assert [film.year for film in films("c13_day_first_dates.csv")] == [2021, 2022, 2023, 1999, 1980]
    assert films("c13_day_first_dates.csv")[1].release_date == date(2022, 3, 1)
    assert [film.title for film in films("c23_excel_name.csv")] == ["-30-", "March 1st"]
    assert [len(films(name)) for name in ("c18_movies.jsonl", "c19_movies.csv.gz", "c21_movies.parquet")] == [1, 2, 2]
