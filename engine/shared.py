"""What the pages and the API of one server share: settings, the catalogue, users, look-ups at TMDB."""

from __future__ import annotations

import threading

from engine.cinewatch import CineWatch
from engine.errors import SourceError
from engine.experiments import EventRecorder, Experiment, read_plan
from engine.progress import Progress, no_progress
from engine.served import ServedCatalogue
from engine.settings import SAMPLE_PATH, Settings
from engine.tmdb import FilmDetails, Memory, TmdbLookups, Video
from engine.users import Users


class Shared:
    """What one server needs once, whoever asks. Any number of threads may share it; nothing is opened before its use.

    Parameters
    ----------
    settings
        Of the server.

    Raises
    ------
    SettingsError
        The file of experiments is not as it should be.

    Attributes
    ----------
    experiments : tuple of Experiment
        All that are planned, over or still to come.
    served : ServedCatalogue
        Decides which build of the dataset answers.
    dataset_fault : SourceError or None
        Why the sample answers instead of the dataset.
    film_details, trailers : Memory
        Look-ups at TMDB and YouTube, remembered for a day. Neither the key nor anything about a visitor is part of what
        they are remembered by.

    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        # A mistake in the plan is told when the server starts, not when somebody would take part.
        self.experiments: tuple[Experiment, ...] = read_plan(settings.experiments) if settings.experiments else ()
        self.served = ServedCatalogue(settings.dataset, settings.models_dir)
        self.dataset_fault: SourceError | None = None
        self._sample = ServedCatalogue(SAMPLE_PATH, settings.models_dir)
        self._lock = threading.Lock()
        self._users: Users | None = None
        self._recorder: EventRecorder | None = None
        self._tmdb: TmdbLookups | None = None
        self.film_details = Memory(self._look_up_details, max_entries=5_000)
        self.trailers = Memory(self._look_up_trailer, max_entries=500)

    @property
    def opened(self) -> CineWatch | None:
        """The catalogue that answers, if one has been opened already."""
        return self._sample.opened if self.dataset_fault else self.served.opened

    def is_ready(self) -> bool:
        """Return whether `current` returns at once, without building first."""
        return self.served.is_ready()

    def current(self, progress: Progress = no_progress) -> CineWatch:
        """Return the catalogue for new visitors: of the dataset, or of the sample if that cannot be read.

        It is built first if there is no build.

        Raises
        ------
        SourceError, IndexFault
            Not even the sample can be used, or no build can be written.

        """
        try:
            current = self.served.current(progress)
        except SourceError as error:
            if self.settings.dataset == SAMPLE_PATH:
                raise
            self.dataset_fault = error
            return self._sample.current(progress)
        self.dataset_fault = None
        return current

    @property
    def users(self) -> Users:
        """The database of users. Raises SettingsError if its address is none."""
        with self._lock:
            self._users = self._users or Users(self.settings.database_url)
            return self._users

    @property
    def recorder(self) -> EventRecorder:
        """What writes events of experiments in the background. Raises SettingsError as `users`."""
        users = self.users
        with self._lock:
            self._recorder = self._recorder or EventRecorder(users.events)
            return self._recorder

    def close(self) -> None:
        """Write the events that wait: the server ends."""
        with self._lock:
            recorder = self._recorder
        if recorder:
            recorder.close()

    @property
    def tmdb(self) -> TmdbLookups:
        """Look-ups at TMDB and YouTube. Raises SettingsError if the address of Redis is none."""
        with self._lock:
            self._tmdb = self._tmdb or TmdbLookups.from_settings(self.settings)
            return self._tmdb

    def _look_up_details(self, film_id: int, language: str) -> FilmDetails | None:
        return self.tmdb.details(film_id, language)

    def _look_up_trailer(self, title: str, year: int | None, language: str) -> Video | None:
        return self.tmdb.trailer(title, year, language)
