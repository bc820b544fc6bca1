"""Each question of the API as one question to the engine, and its answer as a model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from api.models.answers import (
    BrowseAnswer,
    CompareAnswer,
    CorrectedWord,
    FieldPart,
    FilmBrief,
    FilmFull,
    FoundFilm,
    FoundPerson,
    GenreCount,
    GenresAnswer,
    Parts,
    RecommendAnswer,
    RecommendedFilm,
    SearchAnswer,
    SimilarAnswer,
    SimilarFilm,
    StatisticsAnswer,
    TermPart,
)
from api.models.questions import BrowseParameters, Filtering, ForYouParameters, SearchParameters
from api.models.visitors import (
    FilmForYou,
    ForYouAnswer,
    LikedBecause,
    PersonalParts,
    TrailerAnswer,
    TrailerVideo,
)
from engine import GENRES, PRESETS, CineWatch, Film, Filters, Query, Recommendation, Weights
from engine.errors import LookupFailed
from engine.experiments import FOR_YOU, Participation, changed_query, participation
from engine.personalization import Marks, PersonalQuery, PersonalRecommendation
from engine.shared import Shared
from engine.tmdb import Video, trailer_search_url
from engine.users import GuestId, utc_now
from engine.users import Marks as UserMarks

MAX_TERMS = 50
MAX_BECAUSE = 5
_CONTENT_ALONE = Weights(era=0, popularity=0, quality=0, community=0)
NO_MARKS = "Rate a film, or put one on your watchlist, and films for you appear here."


def find(cinewatch: CineWatch, asked: SearchParameters) -> SearchAnswer:
    """Return films and people whose names fit a text; nothing fits blanks."""
    if not asked.q.strip():
        return SearchAnswer(films=[], people=[])
    hits, people = cinewatch.search(asked.q, asked.k), cinewatch.people(asked.q, asked.k)
    return SearchAnswer(
        films=[FoundFilm(film=FilmBrief.model_validate(hit.film), score=hit.score, person=hit.person) for hit in hits],
        people=[FoundPerson.model_validate(person) for person in people],
    )


def full_film(cinewatch: CineWatch, film_id: int) -> FilmFull:
    """Return everything about a film. Raises UnknownFilm."""
    return FilmFull.model_validate(cinewatch.film(film_id))


def similar_films(cinewatch: CineWatch, film_id: int, k: int) -> SimilarAnswer:
    """Return the films most similar to one. Raises UnknownFilm."""
    film = cinewatch.film(film_id)
    found = cinewatch.recommend(Query((film_id,), k=k, weights=_CONTENT_ALONE)).films
    similar = [
        SimilarFilm(
            film=FilmBrief.model_validate(each.film), similarity=each.match, reasons=list(each.explanation.reasons)
        )
        for each in found
        if each.match > 0
    ]
    return SimilarAnswer(film=FilmBrief.model_validate(film), similar=similar)


def compare_films(cinewatch: CineWatch, a: int, b: int) -> CompareAnswer:
    """Return how similar two films are, and why. Raises UnknownFilm."""
    compared = cinewatch.compare(a, b)
    return CompareAnswer(
        a=FilmBrief.model_validate(compared.a),
        b=FilmBrief.model_validate(compared.b),
        similarity=compared.similarity,
        closer_than=compared.closer_than,
        share_of_pairs_below=compared.share_of_pairs_below,
        fields=[FieldPart.model_validate(part) for part in compared.explanation.fields],
        terms=[TermPart.model_validate(term) for term in compared.explanation.terms[:MAX_TERMS]],
        unique_to_a=list(compared.unique_to_a),
        unique_to_b=list(compared.unique_to_b),
    )


def recommend_films(cinewatch: CineWatch, query: Query, explain: bool) -> RecommendAnswer:
    """Return films for a query; what its description says about facts is read first. Raises UnknownFilm."""
    labels: list[str] = []
    has_words = bool(query.about.strip())
    if has_words:
        query, reading = cinewatch.understand(query)
        labels = [fact.label for fact in reading.facts]
    query = _answerable(query)
    if not has_words and not explain:
        # Most of the time goes into reasons, and nobody asks for them.
        scored = cinewatch.recommender.scored_films(query)
        films = [RecommendedFilm(film=FilmBrief.model_validate(each.film), score=each.score) for each in scored]
        return RecommendAnswer(films=films, understood=[], corrected=[], unknown=[])
    answer = cinewatch.recommend(query)
    return RecommendAnswer(
        films=[_recommended(each, explain) for each in answer.films],
        understood=labels,
        corrected=[CorrectedWord(written=written, read=read) for written, read in answer.corrected],
        unknown=list(answer.unknown),
    )


def _answerable(query: Query) -> Query:
    """Return a query that asks for the most voted films if it asks for nothing."""
    if query.can_be_answered:
        return query
    return replace(query, filters=replace(query.filters, min_votes=1))


def browse_films(cinewatch: CineWatch, asked: BrowseParameters) -> BrowseAnswer:
    """Return one page of films."""
    page = cinewatch.browser.page(asked.to_filters(), asked.sort, asked.page, asked.page_size)
    return BrowseAnswer.model_validate(page)


def count_genres(cinewatch: CineWatch) -> GenresAnswer:
    """Return the genres that any film has, each with its number of films."""
    counts = [(name, cinewatch.browser.page(Filters(genres=(name,)), page_size=1).total) for name in GENRES]
    return GenresAnswer(genres=[GenreCount(name=name, films=films) for name, films in counts if films])


def headlines(cinewatch: CineWatch, asked: Filtering) -> StatisticsAnswer:
    """Return films in a few numbers."""
    return StatisticsAnswer.model_validate(cinewatch.statistics.headlines(asked.to_filters()))


def find_trailer(shared: Shared, film: Film, language: str) -> TrailerAnswer:
    """Return a trailer of a film: TMDB's, else YouTube's, else only where to look for one."""
    video, note = None, None
    try:
        if shared.tmdb.has_key:
            details = shared.film_details(film.id, language)
            video = next(iter(details.videos), None) if details else None
        video = video or shared.trailers(film.title, film.year, language)
    except LookupFailed as error:
        note = str(error)
    search_url = trailer_search_url(film.title, film.year)
    return TrailerAnswer(video=_video(video) if video else None, search_url=search_url, note=note)


def films_for(
    shared: Shared, cinewatch: CineWatch, guest: GuestId, asked: ForYouParameters, may_track: bool = False
) -> ForYouAnswer:
    """Return films for a guest, and note that they were shown if an experiment decides about them.

    Parameters
    ----------
    shared, cinewatch
        Of the server.
    guest
        Whose marks count.
    asked
        A preset that the request names is not changed by any experiment.
    may_track
        Whether the guest may take part in experiments.

    Raises
    ------
    DatabaseUnavailable, DatabaseVersion

    """
    user = shared.users.find_guest(guest)
    marks = _marks_of(shared.users.marks(user.id)) if user else Marks()
    if user is None or not any(film in cinewatch for film in marks.grades()):
        return ForYouAnswer(films=[], note=NO_MARKS)
    query = PersonalQuery(
        marks,
        k=asked.k,
        weights=PRESETS[asked.preset],
        filters=Filters().for_preset(asked.preset),
        choices=tuple((each.field, each.term, each.choice) for each in shared.users.terms.of(user.id)),
    )
    # Who names a preset wants that one, and says nothing about the arms.
    takes_part = may_track and "preset" not in asked.model_fields_set
    who = experiments_of(shared, user.id) if takes_part else None
    answer = cinewatch.for_you.recommend(changed_query(query, who.changes) if who else query)
    if who:
        build = Path(cinewatch.info.path).name
        shared.recorder.record(who.shown([each.film.id for each in answer.films], FOR_YOU, utc_now(), build))
    return ForYouAnswer(films=[_for_you(each) for each in answer.films], note=None)


def experiments_of(shared: Shared, user_id: int) -> Participation:
    """Return what a user takes part in. An interleaved list is left to the pages: films of an answer go by score."""
    if not shared.experiments:
        return Participation(user_id, ())
    left = shared.users.events.left(user_id)
    return participation(shared.experiments, user_id, left, utc_now().date(), shared.users.cookie_key())


def _marks_of(marks: UserMarks) -> Marks:
    """Return what a user has marked, as the engine asks for it."""
    # The newest rating comes first, and the last one of a film counts.
    ratings = [(mark.film_id, mark.rating) for mark in reversed(marks.rating) if mark.rating is not None]
    watched, watchlist, not_interested = (
        tuple(mark.film_id for mark in kind) for kind in (marks.watched, marks.watchlist, marks.not_interested)
    )
    return Marks(tuple(ratings), watched, watchlist, not_interested)


def _recommended(found: Recommendation, explain: bool) -> RecommendedFilm:
    film = FilmBrief.model_validate(found.film)
    if not explain:
        return RecommendedFilm(film=film, score=found.score)
    return RecommendedFilm(
        film=film,
        score=found.score,
        reasons=list(found.explanation.reasons),
        parts=Parts.model_validate(found),
        closer_than=found.closer_than,
    )


def _for_you(found: PersonalRecommendation) -> FilmForYou:
    return FilmForYou(
        film=FilmBrief.model_validate(found.film),
        score=found.score,
        reasons=list(found.explanation.reasons),
        because=[LikedBecause.model_validate(film) for film in found.liked[:MAX_BECAUSE]],
        parts=PersonalParts.model_validate(found),
    )


def _video(video: Video) -> TrailerVideo:
    url = f"https://www.youtube.com/watch?v={video.key}"
    return TrailerVideo(name=video.name, language=video.language, official=video.official, url=url)
