"""The marks and preferences of the visitor: read once and kept in the session until they change or another page opens.

If the database cannot be used, there are none, everything else works, and `fault` says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import streamlit as st

from engine.entities import Choice
from engine.errors import UnknownUser, UsersFault
from engine.users import FilmMarks, MarkChange, MarkKind, Marks, Preferences, TermPreference, Users
from ui import changes
from ui.text.marks import marked, unmarked
from ui.users import experiments, visitor

_READ = "marks.read"
_CHANGED = "marks.changed"
_NOT_WRITTEN = "marks.not_written"
_PAGE = "marks.page"
_NOTHING_CHOSEN = Preferences()

REMEMBERED = "Saved as your preference."


@dataclass(frozen=True, slots=True)
class _Read:
    owner: str
    marks: Marks
    by_film: Mapping[int, FilmMarks]
    preferences: Preferences = _NOTHING_CHOSEN
    terms: tuple[TermPreference, ...] = ()
    fault: UsersFault | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """What the visitor has changed last."""

    number: int
    """Of `changes.next_number`."""
    text: str
    """What happened, as plain text."""
    owner: str = field(repr=False)
    change: MarkChange | None
    """What `undo` takes back; `None` after that."""


def marks() -> Marks:
    """Return all marks of the visitor; none if the database cannot be used."""
    return _read().marks


def film_marks(film_ids: Iterable[int]) -> Mapping[int, FilmMarks]:
    """Return the marks of the visitor on some films; films without any are left out."""
    by_film = _read().by_film
    return {film_id: by_film[film_id] for film_id in film_ids if film_id in by_film}


def preferences() -> Preferences:
    """Return what the visitor wants on all pages; nothing is chosen if the database cannot be used."""
    return _read().preferences


def set_preferences(preferences: Preferences) -> None:
    """Keep what the visitor wants on all pages, and say so. Call it in a callback, or draw again."""
    _change(REMEMBERED, lambda users, user: users.set_preferences(user, preferences))


def terms() -> tuple[TermPreference, ...]:
    """Return what the visitor wants of terms in their taste, newest first; nothing if the database cannot be used."""
    return _read().terms


def choose_terms(wanted: Mapping[tuple[str, str], Choice | None], text: str) -> None:
    """Keep what the visitor wants of terms, by field and term, and say so. Call it in a callback, or draw again.

    `None` takes a choice back. `text` is what is said, as plain text.
    """

    def work(users: Users, user: int) -> None:
        for term, choice in wanted.items():
            if choice is None:
                users.terms.forget(user, *term)
            else:
                users.terms.choose(user, *term, choice)

    _change(text, work)


def mark(kind: MarkKind, film_id: int, title: str, rating: float | None = None) -> None:
    """Mark a film, or rate it 0.5 to 5 stars; say so, and offer to undo it. Call it in a callback, or draw again."""
    text = marked(kind, title, rating)
    if _change(text, lambda users, user: users.mark(user, kind, film_id, rating)):
        experiments.note_done(kind, film_id)


def unmark(kind: MarkKind, film_id: int, title: str) -> None:
    """Take a mark away; say so, and offer to undo it. Call it in a callback, or draw again."""
    _change(unmarked(kind, title), lambda users, user: users.unmark(user, kind, film_id))


def undo() -> None:
    """Take back what the visitor has changed last; nothing happens the second time."""
    last = changed()
    if last is None or last.change is None:
        return
    change = last.change

    def work(users: Users, user: int) -> None:
        users.undo(user, change)

    _change(changes.UNDONE, work)


def changed() -> Changed | None:
    """Return what the visitor has changed last; `None` if nothing, or if it was somebody else in this session."""
    last: Changed | None = st.session_state.get(_CHANGED)
    return last if last and last.owner == _owner() else None


def fault() -> UsersFault | None:
    """Return why the last change was not written, which is told once, or why marks cannot be read."""
    not_written: UsersFault | None = st.session_state.pop(_NOT_WRITTEN, None)
    read: _Read | None = st.session_state.get(_READ)
    return not_written or (read.fault if read else None)


def forget() -> None:
    """Read the marks again when they are needed next."""
    st.session_state.pop(_READ, None)


def refresh(page: str) -> None:
    """Read the marks again if another page is opened, or if they could not be read. Another tab may have changed them.

    Parameters
    ----------
    page
        The page that is drawn.

    """
    read: _Read | None = st.session_state.get(_READ)
    if st.session_state.get(_PAGE) != page or (read and read.fault):
        forget()
    st.session_state[_PAGE] = page


def _read() -> _Read:
    """Return the marks of this visitor; a session may have become somebody else's."""
    read: _Read | None = st.session_state.get(_READ)
    if read and read.fault:
        # A database that does not answer is asked once a run: each question may have to wait for it.
        return read
    try:
        owner = visitor.owner()
        if read is None or read.owner != owner:
            user = visitor.user_id()
            if user is None:
                read = _Read(owner, Marks(), {})
            else:
                found = visitor.users().marks(user)
                read = _Read(
                    owner,
                    found,
                    found.by_film(),
                    visitor.users().preferences(user),
                    visitor.users().terms.of(user),
                )
    except UsersFault as error:
        read = _Read("", Marks(), {}, fault=error)
    st.session_state[_READ] = read
    return read


def _change(text: str, work: Callable[[Users, int], MarkChange | None]) -> bool:
    """Change something, and remember what; return whether it was written. If not, `fault` says so."""
    try:
        change = _write(work)
        st.session_state[_CHANGED] = Changed(changes.next_number(), text, visitor.owner(), change)
    except UsersFault as error:
        st.session_state[_NOT_WRITTEN] = error
        return False
    finally:
        forget()
    return True


def _write(work: Callable[[Users, int], MarkChange | None]) -> MarkChange | None:
    try:
        return work(visitor.users(), visitor.ensure_user_id())
    except UnknownUser:
        # Deleted a moment ago, in another tab.
        visitor.forget_account()
        return work(visitor.users(), visitor.ensure_user_id())


def _owner() -> str:
    try:
        return visitor.owner()
    except UsersFault:
        return ""
