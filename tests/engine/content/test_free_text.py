"""A text is weighed as the films' own texts are, and what it says is understood however it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from engine.catalogue.schema import FILM_SCHEMA
from engine.content import vectors
from engine.content.fields import FIELDS
from engine.content.free_text import MAX_CHARACTERS, FreeText, vector_of_text
from engine.content.vectors import Content, SparseVector
from engine.retrieval.postings import score
from engine.storage.strings import StringArray
from fakes.sample_catalogue import FILMS

Record = dict[str, Any]
_LISTS = ("genres", "keywords", "director", "cast", "companies")


def record(**values: object) -> Record:
    """Return a film as `fit` reads it; what is not given is empty."""
    return {name: [] if name in _LISTS else "" for name in FILM_SCHEMA.names} | {"id": 1} | values


COLUMNS_OF = {"genres": "genres", "keywords": "keywords", "companies": "production_companies"}
RECORDS = [
    *(
        record(**{name: row[name] for name in ("title", "overview", "tagline")})
        | {name: [part for part in row[column].split(", ") if part] for name, column in COLUMNS_OF.items()}
        for row in FILMS
    ),
    record(
        title="The Long Con",
        overview="A team of thieves robs the team that robbed them; the heist of a heist.",
        genres=["Crime", "Comedy"],
        keywords=["heist", "con artist", "time travel", "world war ii", "dream world", "based on novel or comic book"],
        director=["Guillermo del Monte"],
        cast=["Léa Özdamar", "Will Tern", "Bo DiFinch", "I", "Prince"],
        companies=["A-Team", "A", "Tern Bros. Pictures", "Tideline", "The"],
    ),
    record(
        title="Undercover Prince",
        overview="A prince with a secret joins the police. The tideline moves.",
        tagline="Nobody knows the prince.",
        genres=["Romance", "Thriller"],
        keywords=["artificial intelligence (a.i.)", "undercover", "war", "Undercover", "horror"],
        director=["Léa Özdamar", "宮崎鯨", "Secret"],
        cast=["Madder", "O'Tern-Finch"],
        companies=["Tideline", "Tern", "(Bracket) Films"],
    ),
    record(title="A Prince", overview="Another prince. Madder and madder.", cast=["Madder", "Tideline"]),
    record(title="Madder", cast=["Madder"], companies=["Tideline"]),
]


def fitted(records: Sequence[Record]) -> Content:
    def batches(columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        schema = pa.schema([FILM_SCHEMA.field(name).with_nullable(True) for name in columns])
        yield pa.RecordBatch.from_pylist(list(records), schema)

    return vectors.fit(batches)


CONTENT = fitted(RECORDS)
FILM_ROWS = CONTENT.matrix().toarray().astype(np.float64)
SLICES = {field.name: slice(field.start, field.stop) for field in CONTENT.fields}
SHARES = {field.name: field.share for field in CONTENT.fields}


def asked(text: str, content: Content = CONTENT) -> FreeText:
    terms, (_, n_films) = StringArray.of(content.terms), content.postings.shape
    return vector_of_text(text, content.fields, terms, content.postings.indptr, n_films)


def dense(vector: SparseVector) -> np.ndarray:
    """Return a vector as a row, shape (n_terms,)."""
    row = np.zeros(len(CONTENT.terms))
    row[vector.indices] = vector.weights
    return row


def said(text: str, name: str, content: Content = CONTENT) -> set[str]:
    """Return the terms of a field that a text is understood to say."""
    (field,) = (field for field in content.fields if field.name == name)
    return {content.terms[n] for n in asked(text, content).vector.indices if field.start <= n < field.stop}


def by_scikit(text: str, phrases: Mapping[str, Sequence[str]]) -> np.ndarray:
    """Return the query that scikit-learn's own vectorisers make of a text, told which phrases are in it."""
    blocks = {}
    for field in (one for one in FIELDS if one.name in SLICES):
        if field.kind == "words":
            vectoriser = TfidfVectorizer(stop_words="english", strip_accents="unicode", sublinear_tf=True)
            parts = [[one[column] for column in field.columns] for one in RECORDS]
            documents: list[Any] = [" ".join(" ".join(p) if isinstance(p, list) else p for p in film) for film in parts]
            asked_for: Any = text
        else:
            vectoriser = TfidfVectorizer(analyzer=lambda names: names)
            documents = [one[field.columns[0]] for one in RECORDS]
            asked_for = phrases.get(field.name, ())
        vectoriser.fit(documents)
        blocks[field.name] = vectoriser.transform([asked_for]).toarray()[0]
    spoken = sum(SHARES[name] for name, block in blocks.items() if block.any())
    return np.concatenate([np.sqrt(SHARES[name]) / max(spoken, 1e-9) * block for name, block in blocks.items()])


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("a heist with a robot, and a heist, and one more heist", {"keywords": ["heist", "robot"]}),
        ("a scary harbour", {"genres": ["Horror"]}),
        ("lonely robot lost in space", {"keywords": ["robot", "lost in space"]}),
        (
            "Sci-Fi western on a space station",
            {"genres": ["Science Fiction", "Western"], "keywords": ["space station"]},
        ),
        ("something of Léa Özdamar's", {"director": ["Léa Özdamar"], "cast": ["Léa Özdamar"]}),
        ("The harbour town.", {"keywords": ["harbour town"]}),
        ("nothing of it is known: qwxz", {}),
    ],
)
def test_a_query_is_what_the_vectorisers_of_scikit_learn_make_of_it(
    text: str, phrases: Mapping[str, Sequence[str]]
) -> None:
    np.testing.assert_allclose(dense(asked(text).vector), by_scikit(text, phrases), atol=1e-6)


@pytest.mark.parametrize("row", range(len(RECORDS)))
def test_a_films_own_story_points_where_the_film_does(row: int) -> None:
    film, place = RECORDS[row], SLICES["overview"]
    query = dense(asked(f"{film['overview']} {film['tagline']}").vector)[place]
    block = FILM_ROWS[row][place]
    np.testing.assert_allclose(
        query / max(np.linalg.norm(query), 1e-9), block / max(np.linalg.norm(block), 1e-9), atol=1e-6
    )


def mean_of_cosines(query: np.ndarray, film: np.ndarray) -> float:
    """Return the mean of the fields' cosines, by share, over the fields the query speaks of."""
    values = {}
    for name, place in SLICES.items():
        if query[place].any():
            lengths = np.linalg.norm(query[place]) * np.linalg.norm(film[place])
            values[name] = query[place] @ film[place] / lengths if lengths else 0.0
    return float(np.average(list(values.values()), weights=[SHARES[name] for name in values])) if values else 0.0


PHRASES = sorted({phrase for film in RECORDS for name in _LISTS for phrase in film[name]})
WORDS = sorted({word for film in RECORDS for word in f"{film['title']} {film['overview']}".split()})
SPELLINGS = (str, str.lower, str.upper, str.title, str.casefold, str.swapcase)
TEXTS = st.lists(
    st.builds(lambda text, spell: spell(text), st.sampled_from([*PHRASES, *WORDS]), st.sampled_from(SPELLINGS))
    | st.sampled_from(["the", "a", "of", "scary", "qwxz", "funny", "-", ".", "🦊", "<b>", "鯨"])
    | st.text(max_size=5),
    max_size=10,
).flatmap(lambda parts: st.sampled_from([" ", ", ", "-", "\n", ""]).map(lambda between: between.join(parts)))


@settings(deadline=None, max_examples=120)
@given(TEXTS)
def test_a_query_times_a_film_is_the_mean_of_the_cosines_of_the_fields_it_speaks_of(text: str) -> None:
    vector = asked(text).vector
    query = dense(vector)
    scores = score(CONTENT.postings, vector.indices, vector.weights)
    np.testing.assert_allclose(scores, [mean_of_cosines(query, film) for film in FILM_ROWS], atol=1e-6)
    assert scores.min() >= 0
    assert scores.max() <= 1 + 1e-6


@settings(deadline=None, max_examples=120)
@given(TEXTS)
def test_a_query_is_sound_whatever_the_text(text: str) -> None:
    told = asked(text)
    assert (told.vector.indices.dtype, told.vector.weights.dtype) == (np.int32, np.float32)
    assert told.vector.indices.shape == told.vector.weights.shape
    assert (np.diff(told.vector.indices) > 0).all()
    assert np.isfinite(told.vector.weights).all()
    assert (told.vector.weights > 0).all()
    assert bool(told.known) == bool(len(told.vector.indices))
    assert not set(told.known) & set(told.unknown)


def test_a_word_that_begins_within_a_character_is_not_told_as_another_that_is_known() -> None:
    told = asked("scary heading¼scary")
    assert "scary" in told.known
    assert "scary" not in told.unknown


@pytest.mark.parametrize("spell", SPELLINGS)
@pytest.mark.parametrize("name", ["keywords", "genres", "director", "cast"])
def test_a_phrase_is_found_whatever_the_capitals(name: str, spell: Any) -> None:
    told = {phrase for film in RECORDS for phrase in film[name] if len(phrase.replace("-", " ").split()) > 1}
    for phrase in told:
        assert phrase in said(f"xx {spell(phrase)} xx", name)


@pytest.mark.parametrize(
    ("text", "name", "phrase"),
    [
        ("time-travel", "keywords", "time travel"),
        ("time\ntravel", "keywords", "time travel"),
        ("artificial intelligence, A.I.", "keywords", "artificial intelligence (a.i.)"),
        ("based on novel or comic book", "keywords", "based on novel or comic book"),
        ("Tern Bros Pictures", "companies", "Tern Bros. Pictures"),
        ("bracket films", "companies", "(Bracket) Films"),
        ("LE\u0301A O\u0308ZDAMAR", "director", "Léa Özdamar"),
        ("o’tern finch", "cast", "O'Tern-Finch"),
        ("will tern", "cast", "Will Tern"),
        ("宮崎鯨", "director", "宮崎鯨"),
        ("science-fiction", "genres", "Science Fiction"),
    ],
)
def test_neither_accents_nor_signs_between_its_words_make_another_phrase(text: str, name: str, phrase: str) -> None:
    assert said(text, name) == {phrase}


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("war", {"war"}),
        ("a world war ii, a war", {"world war ii", "war"}),
        ("dream world", {"dream world"}),
        ("dream world war ii", {"world war ii"}),
        ("undercover", {"undercover", "Undercover"}),
    ],
)
def test_the_longest_phrase_takes_its_words_from_all_others(text: str, phrases: set[str]) -> None:
    assert said(text, "keywords") == phrases


@pytest.mark.parametrize("text", ["a team", "the team", "team", "a", "A", "I", "The", "an A", "prince", "Secret"])
def test_a_common_word_is_nobodys_name(text: str) -> None:
    assert said(text, "companies") == said(text, "cast") == said(text, "director") == set()


def test_a_word_that_more_films_have_for_a_name_than_for_a_word_is_a_name() -> None:
    assert said("tideline", "companies") == {"Tideline"}
    assert said("tideline", "cast") == set()
    assert said("madder", "cast") == said("the madder", "cast") == {"Madder"}


def test_every_single_word_may_be_a_name_where_no_film_has_a_story() -> None:
    content = fitted([record(title="Tern", cast=["Prince", "The"])])
    assert said("the prince", "cast", content) == {"Prince"}
    assert said("the", "cast", content) == set()


@pytest.mark.parametrize(
    ("text", "genres"),
    [
        ("sci-fi", {"Science Fiction"}),
        ("scary, funny cartoon", {"Horror", "Comedy", "Animation"}),
        ("romantic comedy", {"Romance", "Comedy"}),
        ("rom-com", {"Romance", "Comedy"}),
        ("RomCom", {"Romance", "Comedy"}),
        ("a family at war", {"Family", "War"}),
        ("musical whodunit; cop westerns", {"Music", "Mystery", "Crime", "Western"}),
        ("historical documentaries, dramas, suspense", {"History", "Documentary", "Drama", "Thriller"}),
        ("science", set()),
    ],
)
def test_genres_have_everyday_names(text: str, genres: set[str]) -> None:
    assert said(text, "genres") == genres


@pytest.mark.parametrize(
    ("text", "known", "unknown"),
    [
        ("a heist in a dream with qwxz", ("heist", "dream"), ("qwxz",)),
        ("Heist, HEIST and Qwxz, qwxz", ("Heist",), ("Qwxz",)),
        ("Éclair by Lé\u0301a Özdamar!", ("Éclair", "Lé\u0301a", "Özdamar"), ()),
        ("based on novel or comic book", ("based", "on", "novel", "or", "comic", "book"), ()),
        ("scary SciFi", ("scary", "SciFi"), ()),
        ("nobody ever knows what it is", ("knows",), ()),
        ("⒆ ⅒", (), ("⒆", "10")),
        ("", (), ()),
        ("(.*)|\u0301", (), ()),
        ("and the of in a I x 7", (), ()),
        ("🦊🌙 👩\u200d🚀", (), ()),
        ("<b>robot</b> & <i>qwxz</i>", ("robot",), ("qwxz",)),
        ("鯨の歌", ("鯨の歌",), ()),
        ("夢の中の強盗", (), ("夢の中の強盗",)),
        ("\ud800 robot", ("robot",), ()),
    ],
)
def test_a_text_is_told_which_of_its_words_are_known(
    text: str, known: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    told = asked(text)
    assert (told.known, told.unknown) == (known, unknown)
    assert bool(len(told.vector.indices)) == bool(known)


def test_an_index_without_a_word_knows_no_text() -> None:
    told = asked("a heist", fitted([record(title="It")]))
    assert (len(told.vector.indices), told.known, told.unknown) == (0, (), ("heist",))


def test_no_more_is_read_than_a_text_may_have() -> None:
    filler = "x " * (MAX_CHARACTERS // 2)
    assert asked(filler[:-6] + "robot heist").known == ("robot",)
    assert asked(filler + "heist").known == ()


@pytest.mark.parametrize("text", ["robot heist qwxz ", "a ", "鯨", "🦊", "½"])
def test_a_hundred_thousand_characters_are_as_good_as_what_is_read_of_them(text: str) -> None:
    long = (text * 100_000)[:100_000]
    told, read = asked(long), asked(long[:MAX_CHARACTERS])
    assert (told.known, told.unknown) == (read.known, read.unknown)
    np.testing.assert_array_equal(told.vector.weights, read.vector.weights)


def test_a_word_that_a_field_has_in_the_other_number_alone_is_understood() -> None:
    assert asked("heists").known == ("heists",)
    np.testing.assert_array_equal(asked("heists").vector.indices, asked("heist").vector.indices)
    assert asked("con artists").known == ("con", "artists")
