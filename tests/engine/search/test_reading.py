"""What descriptions say about facts: a hundred sentences, what becomes a fact, and what stays text."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.search.facts import Fact, Reading
from engine.search.reading import MAX_READ, read

THIS_YEAR = 2026


@dataclass(frozen=True)
class FewNames:
    """A lexicon of a few titles and people."""

    titles: dict[str, int] = field(
        default_factory=lambda: {"blade runner": 78, "alien": 348, "the thing": 1091, "titanic": 597, "it": 346364}
    )
    people: tuple[str, ...] = ("Christopher Nolan", "Tilda Swinton", "Tom Cruise")

    def film(self, title: str) -> tuple[int, str] | None:
        """Return id and label of a film."""
        number = self.titles.get(title.lower())
        return (number, title.title()) if number else None

    def person(self, name: str) -> str | None:
        """Return a person as the lexicon writes the name."""
        return next((person for person in self.people if person.lower() == name.lower()), None)


def read_now(text: str, kept: tuple[str, ...] = ()) -> Reading:
    return read(text, FewNames(), THIS_YEAR, kept)


SENTENCES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    # Time.
    ("a heist after 1990", ("from 1991 on",), "a heist"),
    ("spies since 2000", ("from 2000 on",), "spies"),
    ("pirates before 1960", ("up to 1959",), "pirates"),
    ("pirates until 1960", ("up to 1960",), "pirates"),
    ("robots from 1927", ("from 1927",), "robots"),
    ("films made in 1999 about office work", ("from 1999",), "office work"),
    ("space travel between 1970 and 1979", ("1970 to 1979",), "space travel"),
    ("space travel between 1979 and 1970", ("1970 to 1979",), "space travel"),
    ("vampires 1980-1989", ("1980 to 1989",), "vampires"),
    ("ninjas from the 80s", ("1980 to 1989",), "ninjas"),
    ("ninjas from the early 2000s", ("2000 to 2003",), "ninjas"),
    ("late 90s movies about hackers", ("1997 to 1999",), "hackers"),
    ("movies from the seventies", ("1970 to 1979",), ""),
    ("whales from the last ten years", ("from 2016 on",), "whales"),
    ("whales in the last decade", ("from 2016 on",), "whales"),
    ("recent movies about chess", ("from 2021 on",), "chess"),
    ("movies from this year", ("from 2026",), ""),
    ("this year's best comedies", ("from 2026", "rated 7 or higher", "Comedy"), ""),
    ("a summer set in the 80s", (), "a summer set in the 80s"),
    ("the year 1984", (), "the year 1984"),
    ("90s heist", ("1990 to 1999",), "heist"),
    ("a late 1970s noir", ("1977 to 1979",), "a noir"),
    ("noughties zombie movies", ("2000 to 2009",), "zombie movies"),
    ("heist movies 90s", ("1990 to 1999",), "heist movies"),
    ("horror 80s", ("Horror", "1980 to 1989"), ""),
    ("something 80s", ("1980 to 1989",), ""),
    ("1970s", ("1970 to 1979",), ""),
    ("best 80s action movies", ("rated 7 or higher", "1980 to 1989", "Action"), ""),
    ("recent superhero movies", ("from 2021 on",), "superhero movies"),
    ("1970s New York detective", (), "1970s New York detective"),
    ("growing up in 1970s Sweden", (), "growing up in 1970s Sweden"),
    ("Berlin, 1920s", (), "Berlin, 1920s"),
    ("1984", (), "1984"),
    ("That 70s show", (), "That 70s show"),
    # Length.
    ("dinosaurs under two hours", ("up to 120 min",), "dinosaurs"),
    ("dinosaurs, less than 90 minutes", ("up to 90 min",), "dinosaurs"),
    ("an epic over two and a half hours", ("at least 150 min",), "an epic"),
    ("short films about love", ("up to 90 min",), "love"),
    ("short documentary about bees", ("up to 90 min", "Documentary"), "about bees"),
    ("love, short", ("up to 90 min",), "love"),
    ("a ghost story, not too long", ("up to 120 min",), "a ghost story"),
    ("they have less than 24 hours", (), "they have less than 24 hours"),
    # Language.
    ("something Korean", ("in Korean",), ""),
    ("a cook, in French", ("in French",), "a cook"),
    ("Japanese movies with witches", ("in Japanese",), "witches"),
    ("a French chef opens a bar", (), "a French chef opens a bar"),
    ("an English teacher and her pupils", (), "an English teacher and her pupils"),
    # Country.
    ("films from France about bread", ("from France",), "bread"),
    ("heist movies made in the USA", ("from the United States of America",), "heist movies"),
    ("a cook, from South Korea", ("from South Korea",), "a cook"),
    ("British comedies with ghosts", ("from the United Kingdom", "Comedy"), "with ghosts"),
    ("ghosts, not from Japan", ("not from Japan",), "ghosts"),
    ("something from Italy under two hours", ("from Italy", "up to 120 min"), ""),
    ("a boy from France moves away", (), "a boy from France moves away"),
    ("an American soldier returns", (), "an American soldier returns"),
    ("Korean", ("in Korean",), ""),
    ("in French", ("in French",), ""),
    ("a British comedy", ("from the United Kingdom", "Comedy"), ""),
    ("Japanese horror from the 90s", ("in Japanese", "Horror", "1990 to 1999"), ""),
    ("a Chinese martial arts movie", ("in Chinese",), "a martial arts movie"),
    ("American indie comedies", ("from the United States of America", "Comedy"), "indie"),
    ("Hong Kong action films", ("from Hong Kong", "Action"), ""),
    ("English-language films about Japan", ("in English",), "Japan"),
    ("French or Italian romance", ("in French or Italian", "Romance"), ""),
    ("movies in Korean or Japanese", ("in Korean or Japanese",), ""),
    ("British and Irish dramas", ("from the United Kingdom or Ireland", "Drama"), ""),
    ("films from Spain or the Netherlands", ("from Spain or the Netherlands",), ""),
    ("robots, not American", ("not from the United States of America",), "robots"),
    ("bread, but not a French film", ("not from France",), "bread"),
    ("a cook, not in English", (), "a cook, not in English"),
    ("a cook, not English", (), "a cook, not English"),
    ("dubbed in English", (), "dubbed in English"),
    ("a Polish family in the war", (), "a Polish family in the war"),
    ("a Greek tragedy", (), "a Greek tragedy"),
    ("Hong Kong, 1959", (), "Hong Kong, 1959"),
    # Genre.
    ("a comedy about chess", ("Comedy",), "about chess"),
    ("psychological horror in a hotel", ("Horror",), "psychological in a hotel"),
    ("romcom in Paris", ("Romance and Comedy",), "in Paris"),
    ("sci-fi about clones", ("Science Fiction",), "about clones"),
    ("war movies with submarines", ("War",), "submarines"),
    ("a dog on a farm, funny", ("Comedy",), "a dog on a farm"),
    ("bank robbers, but funny", ("Comedy",), "bank robbers"),
    ("romantic comedy set in Paris", ("Romance", "Comedy"), "set in Paris"),
    ("a horror comedy", ("Horror", "Comedy"), ""),
    ("a family drama", ("Drama",), "a family"),
    ("kids movies", ("Family",), ""),
    ("funny movies for kids", ("Comedy", "Family"), ""),
    ("anything but horror", ("not Horror",), ""),
    ("dinosaurs, no horror please", ("not Horror",), "dinosaurs"),
    ("cold war thriller", ("Thriller",), "cold war"),
    ("Vietnam war films", (), "Vietnam war films"),
    ("a famous movie star hides", (), "a famous movie star hides"),
    ("a new movie theatre opens", (), "a new movie theatre opens"),
    ("a western town is attacked", (), "a western town is attacked"),
    ("a family at war", (), "a family at war"),
    ("ghosts, not scary", ("not Horror",), "ghosts"),
    ("not scary ghost story", ("not Horror",), "ghost story"),
    ("no musicals, but dancing", ("not Music",), "but dancing"),
    ("funny 90s heist without violence", ("Comedy", "1990 to 1999", "without violence"), "heist"),
    ("scary 80s movies", ("Horror", "1980 to 1989"), ""),
    ("a funny vampire movie", ("Comedy",), "a vampire movie"),
    ("romantic 90s movies set in Paris", ("Romance", "1990 to 1999"), "set in Paris"),
    ("animated musicals", ("Animation", "Music"), ""),
    ("historical drama about Rome", ("History", "Drama"), "about Rome"),
    ("dolls, creepy", ("Horror",), "dolls"),
    ("a funny man steals a bank", (), "a funny man steals a bank"),
    ("a romantic heist goes wrong", (), "a romantic heist goes wrong"),
    ("a new heist goes wrong", (), "a new heist goes wrong"),
    # Rating and votes.
    ("highly rated chess films", ("rated 7 or higher",), "chess films"),
    ("best war movies", ("rated 7 or higher", "War"), ""),
    ("boxing, rated above 8", ("rated 8 or higher",), "boxing"),
    ("little known westerns", ("at most 500 votes", "Western"), ""),
    ("popular movies about bees", ("at least 1,000 votes",), "bees"),
    ("a famous actor hides", (), "a famous actor hides"),
    # People.
    ("christopher nolan", ("with Christopher Nolan",), ""),
    ("a film by Christopher Nolan about time", ("with Christopher Nolan",), "time"),
    ("a Christopher Nolan film about time", ("with Christopher Nolan",), "time"),
    ("tom cruise action movies", ("with Tom Cruise", "Action"), ""),
    ("a man called Tom Cruise runs", (), "a man called Tom Cruise runs"),
    ("vampires with Tilda Swinton", ("with Tilda Swinton",), "vampires"),
    ("Tilda Swinton and Tom Cruise", ("with Tilda Swinton", "with Tom Cruise"), ""),
    ("spies without Tom Cruise", ("without Tom Cruise",), "spies"),
    # Films and franchises.
    ("like Blade Runner but funny", ("like Blade Runner", "Comedy"), ""),
    ("something like Alien and The Thing", ("like Alien", "like The Thing"), ""),
    ("a ship, unlike Titanic", ("not like Titanic",), "a ship"),
    ("a ship but not like Titanic", ("not like Titanic",), "a ship"),
    ("dinosaurs, no sequels", ("no sequels",), "dinosaurs"),
    ("he looks like Alien food", (), "he looks like Alien food"),
    # Words.
    ("a slow burn without gore", ("without gore",), "a slow burn"),
    ("zombies without gore or violence", ("without gore", "without violence"), "zombies"),
    ("robots, no love story", ("without love story",), "robots"),
    ("robots but not depressing", ("without depressing",), "robots"),
    ("somebody stole it and it was not Gru", (), "somebody stole it and it was not Gru"),
    ("no country for old men", (), "no country for old men"),
    ("not another teen movie", (), "not another teen movie"),
    ("he lives without a past", (), "he lives without a past"),
    ("a film about chess", (), "chess"),
    ("something Korean under two hours after 1990, not horror",
     ("in Korean", "up to 120 min", "from 1991 on", "not Horror"), ""),
)  # fmt: skip


def test_what_becomes_a_fact_and_what_stays_text() -> None:
    found = {text: read_now(text) for text, _, _ in SENTENCES}
    labels_and_rest = {text: (tuple(fact.label for fact in one.facts), one.rest) for text, one in found.items()}
    assert labels_and_rest == {text: (labels, rest) for text, labels, rest in SENTENCES}


def test_there_are_a_hundred_sentences() -> None:
    assert len({text for text, _, _ in SENTENCES}) == len(SENTENCES) >= 100


def test_the_words_of_every_fact_are_in_the_text_and_keeping_them_all_leaves_none() -> None:
    for text, _, _ in SENTENCES:
        words = tuple(fact.words for fact in read_now(text).facts)
        assert all(part in text for part in words), text
        kept = read_now(text, words)
        assert not {fact.words for fact in kept.facts} & {*words}, text


def test_a_fact_that_is_taken_back_puts_its_words_back() -> None:
    reading = read_now("like Blade Runner but funny", ("funny",))
    assert [fact.kind for fact in reading.facts] == ["like"]
    assert reading.rest == "but funny"
    assert read_now("ghosts, not horror", ("not horror",)) == Reading((), "ghosts, not horror")


def test_facts_hold_what_filters_need() -> None:
    facts = read_now("Korean horror under two hours after 1990, without gore, like Alien").facts
    assert facts == (
        Fact("language", "in Korean", "Korean", ("ko",)),
        Fact("genre", "Horror", "horror", ("Horror",)),
        Fact("runtime", "up to 120 min", "under two hours", high=120),
        Fact("years", "from 1991 on", "after 1990", low=1991),
        Fact("without", "without gore", "without gore", ("gore",)),
        Fact("like", "like Alien", "like Alien", film=348),
    )


def test_languages_and_countries_hold_every_name_that_files_may_have() -> None:
    languages, countries = (read_now(text).facts for text in ("French or Korean films", "films from France or Korea"))
    assert [fact.names for fact in languages] == [("fr", "ko")]
    assert [fact.names for fact in countries] == [
        ("France", "South Korea", "Korea", "Republic of Korea", "Korea, Republic of")
    ]


def test_a_longer_text_tells_a_story_unless_it_begins_with_what_is_wanted() -> None:
    story = "In 1945 a famous French soldier, no hero, hides without food in a horror of a house after 1990"
    assert read_now(story) == Reading((), story)
    wish = "A horror film about a soldier who hides in a house for many years after the war, no gore"
    assert [fact.label for fact in read_now(wish).facts] == ["Horror", "without gore"]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("", ""),
        ("of the and", "of the and"),
        ("without", "without"),
        ("chess without", "chess without"),
        ("chess, not", "chess, not"),
        ("侍と猫", "侍と猫"),
        ("<b>chess</b>", "<b>chess</b>"),
        ("like nothing else", "like nothing else"),
        ("up it like it", "up it like it"),
    ],
)
def test_a_text_without_facts_stays_as_it_is(text: str, rest: str) -> None:
    assert read_now(text) == Reading((), rest)


def test_only_negations_leave_no_text() -> None:
    reading = read_now("without gore, no violence, not scary")
    assert [fact.label for fact in reading.facts] == ["without gore", "without violence", "not Horror"]
    assert reading.rest == ""


def test_what_follows_a_long_beginning_is_left_as_it_is() -> None:
    text = "chess " * MAX_READ
    assert read_now(text).rest.split() == text.split()


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from([*(word for text, _, _ in SENTENCES for word in text.split())])).map(" ".join)
)
def test_any_text_can_be_read_and_every_fact_is_named_once(text: str) -> None:
    reading = read_now(text)
    assert len({fact.label for fact in reading.facts}) == len(reading.facts)
    assert all(fact.words and fact.label for fact in reading.facts)
