"""A text is weighted like the films' own texts, and understood however it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.content.fields import FIELDS
from engine.content.free_text import MAX_CHARACTERS, FreeText, vector_of_text
from engine.content.vectors import Content, SparseVector
from engine.retrieval.postings import score
from engine.storage.strings import StringArray
from tests.engine.content.film_records import (
    LIST_COLUMNS,
    documents_of,
    fitted,
    record,
    small_catalogue,
    vectoriser_of,
)

RECORDS = [
    *small_catalogue(),
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


CONTENT = fitted(RECORDS)
FILM_ROWS = CONTENT.matrix().toarray().astype(np.float64)
SLICES = {field.name: slice(field.start, field.stop) for field in CONTENT.fields}
SHARES = {field.name: field.share for field in CONTENT.fields}


def read(text: str, content: Content = CONTENT) -> FreeText:
    """Return a text as a query over the films of the content."""
    terms, (_, n_films) = StringArray.of(content.terms), content.postings.shape
    return vector_of_text(text, content.fields, terms, content.postings.indptr, n_films)


def dense(vector: SparseVector) -> npt.NDArray[np.float64]:
    """Return a vector with all columns, shape (n_terms,)."""
    row = np.zeros(len(CONTENT.terms))
    row[vector.indices] = vector.weights
    return row


def terms_of(text: str, name: str, content: Content = CONTENT) -> set[str]:
    """Return the terms of a field that a text mentions."""
    (field,) = (field for field in content.fields if field.name == name)
    return {content.terms[n] for n in read(text, content).vector.indices if field.start <= n < field.stop}


def by_scikit_learn(text: str, phrases: Mapping[str, Sequence[str]]) -> npt.NDArray[np.float64]:
    """Return the query that scikit-learn makes of a text, given the phrases that it mentions, by field."""
    blocks = {}
    for field in (field for field in FIELDS if field.name in SLICES):
        vectoriser = vectoriser_of(field).fit(documents_of(field, RECORDS))
        query = text if field.kind == "words" else phrases.get(field.name, ())
        blocks[field.name] = vectoriser.transform([query]).toarray()[0]
    total = sum(SHARES[name] for name, block in blocks.items() if block.any())
    return np.concatenate([np.sqrt(SHARES[name]) / max(total, 1e-9) * block for name, block in blocks.items()])


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
def test_a_query_is_what_scikit_learn_makes_of_the_text(text: str, phrases: Mapping[str, Sequence[str]]) -> None:
    np.testing.assert_allclose(dense(read(text).vector), by_scikit_learn(text, phrases), atol=1e-6)


def normalised(vector: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


def test_the_story_of_a_film_as_a_text_points_where_the_film_does() -> None:
    columns = SLICES["overview"]
    for film, row in zip(RECORDS, FILM_ROWS, strict=True):
        query = dense(read(f"{film['overview']} {film['tagline']}").vector)
        np.testing.assert_allclose(normalised(query[columns]), normalised(row[columns]), atol=1e-6)


def mean_of_cosines(query: npt.NDArray[np.float64], film: npt.NDArray[np.float64]) -> float:
    """Return the mean of the fields' cosines, each as far as the film is sure of it, over what the query mentions."""
    cosines = {
        name: float(normalised(query[columns]) @ film[columns]) / np.sqrt(SHARES[name])
        for name, columns in SLICES.items()
        if query[columns].any()
    }
    return float(np.average(list(cosines.values()), weights=[SHARES[name] for name in cosines])) if cosines else 0.0


PHRASES = sorted({phrase for film in RECORDS for name in LIST_COLUMNS for phrase in film[name]})
WORDS = sorted({word for film in RECORDS for word in f"{film['title']} {film['overview']}".split()})
SPELLINGS: tuple[Callable[[str], str], ...] = (str, str.lower, str.upper, str.title, str.casefold, str.swapcase)
TEXTS = st.lists(
    st.builds(lambda text, spell: spell(text), st.sampled_from([*PHRASES, *WORDS]), st.sampled_from(SPELLINGS))
    | st.sampled_from(["the", "a", "of", "scary", "qwxz", "funny", "-", ".", "🦊", "<b>", "鯨"])
    | st.text(max_size=5),
    max_size=10,
).flatmap(lambda parts: st.sampled_from([" ", ", ", "-", "\n", ""]).map(lambda between: between.join(parts)))


@settings(deadline=None, max_examples=120)
@given(TEXTS)
def test_a_query_times_a_film_is_the_mean_of_the_cosines_of_the_fields_it_mentions(text: str) -> None:
    vector = read(text).vector
    query = dense(vector)
    scores = score(CONTENT.postings, vector.indices, vector.weights)
    np.testing.assert_allclose(scores, [mean_of_cosines(query, film) for film in FILM_ROWS], atol=1e-6)
    assert scores.min() >= 0
    assert scores.max() <= 1 + 1e-6


@settings(deadline=None, max_examples=120)
@given(TEXTS)
def test_a_query_is_sound_whatever_the_text(text: str) -> None:
    query = read(text)
    indices, weights = query.vector.indices, query.vector.weights
    assert (indices.dtype.name, weights.dtype.name) == ("int32", "float32")
    assert indices.shape == weights.shape
    assert (np.diff(indices) > 0).all()
    assert np.isfinite(weights).all()
    assert (weights > 0).all()
    assert bool(query.known) == bool(len(indices))
    assert not set(query.known) & set(query.unknown)


def test_a_word_that_begins_within_a_character_is_not_unknown_if_it_is_written_like_a_known_one() -> None:
    query = read("scary heading¼scary")
    assert "scary" in query.known
    assert "scary" not in query.unknown


@pytest.mark.parametrize("name", ["keywords", "genres", "director", "cast"])
def test_a_phrase_is_found_whatever_its_case(name: str) -> None:
    phrases = {phrase for film in RECORDS for phrase in film[name] if len(phrase.replace("-", " ").split()) > 1}
    assert phrases
    for phrase in phrases:
        for spell in SPELLINGS:
            assert phrase in terms_of(f"xx {spell(phrase)} xx", name)


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
def test_a_phrase_is_found_without_its_accents_and_signs(text: str, name: str, phrase: str) -> None:
    assert terms_of(text, name) == {phrase}


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
    assert terms_of(text, "keywords") == phrases


def test_a_common_word_is_not_a_name() -> None:
    for text in ("a team", "the team", "team", "a", "A", "I", "The", "an A", "prince", "Secret"):
        assert terms_of(text, "companies") == terms_of(text, "cast") == terms_of(text, "director") == set(), text


def test_a_word_is_a_name_if_more_films_have_the_name_than_the_word() -> None:
    assert terms_of("tideline", "companies") == {"Tideline"}
    assert terms_of("tideline", "cast") == set()
    assert terms_of("madder", "cast") == terms_of("the madder", "cast") == {"Madder"}


def test_any_single_word_may_be_a_name_if_no_film_has_a_story() -> None:
    content = fitted([record(title="Tern", cast=["Prince", "The"])])
    assert terms_of("the prince", "cast", content) == {"Prince"}
    assert terms_of("the", "cast", content) == set()


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
def test_genres_have_synonyms(text: str, genres: set[str]) -> None:
    assert terms_of(text, "genres") == genres


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
def test_words_are_known_or_unknown_as_written(text: str, known: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    query = read(text)
    assert (query.known, query.unknown) == (known, unknown)
    assert bool(len(query.vector.indices)) == bool(known)


def test_an_index_without_words_knows_no_text() -> None:
    query = read("a heist", fitted([record(title="It")]))
    assert (len(query.vector.indices), query.known, query.unknown) == (0, (), ("heist",))


def test_only_the_first_characters_of_a_text_are_read() -> None:
    filler = "x " * (MAX_CHARACTERS // 2)
    assert read(filler[:-6] + "robot heist").known == ("robot",)
    assert read(filler + "heist").known == ()
    for text in ("robot heist qwxz ", "鯨", "🦊", "½"):
        long = (text * 100_000)[:100_000]
        query, start = read(long), read(long[:MAX_CHARACTERS])
        assert (query.known, query.unknown) == (start.known, start.unknown)
        np.testing.assert_array_equal(query.vector.weights, start.vector.weights)


def test_a_plural_is_understood_if_a_field_has_only_the_singular() -> None:
    assert read("heists").known == ("heists",)
    np.testing.assert_array_equal(read("heists").vector.indices, read("heist").vector.indices)
    assert read("con artists").known == ("con", "artists")
