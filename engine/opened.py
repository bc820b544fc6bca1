"""An open build: everything that recommendations, relations and statistics need, in one value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.catalogue.catalogue import Catalogue
from engine.catalogue.columns import FilmColumns
from engine.catalogue.priors import Priors
from engine.content.vector_space import VectorSpace
from engine.entities import Film
from engine.errors import IndexCorrupt
from engine.filters.country_index import CountryIndex
from engine.filters.film_filter import FilmFilter
from engine.search.descriptions import DescriptionIndex
from engine.search.finder import TitleFinder
from engine.search.lexicon import CatalogueLexicon
from engine.storage import arrays
from engine.storage.derived import Derived
from engine.storage.manifest import CATALOGUE, INDEX, Manifest, read_manifest
from engine.storage.rejections import Rejections


@dataclass(frozen=True, slots=True)
class OpenBuild:
    """The parts of one build. Immutable; any number of threads may share one."""

    path: Path
    """Folder of the build."""
    manifest: Manifest
    catalogue: Catalogue
    """The films by row, in order of votes."""
    columns: FilmColumns
    languages: tuple[str, ...]
    """The code that each number in `columns.language` stands for."""
    space: VectorSpace
    priors: Priors
    countries: CountryIndex
    filter: FilmFilter
    titles: TitleFinder
    descriptions: DescriptionIndex
    lexicon: CatalogueLexicon
    rejections: Rejections
    derived: Derived
    """Arrays that are computed from this build on first use, and stored in its folder."""

    @classmethod
    def open(cls, path: Path) -> OpenBuild:
        """Open the build in the folder `path`. Takes milliseconds, whatever its size.

        Raises IndexMissing, IndexCorrupt and IndexVersion, as `read_manifest` and `open_arrays` do, and IndexCorrupt if
        the files belong to different builds.
        """
        manifest = read_manifest(path)
        stored, header = arrays.open_arrays(path / INDEX)
        if header.get("build") != manifest.build:
            raise IndexCorrupt(f"the files in {path} belong to different builds; build the catalogue again")
        catalogue = Catalogue.open(path / CATALOGUE, manifest.build)
        try:
            columns, languages = FilmColumns.from_arrays(stored), tuple(header["languages"])
            space = VectorSpace.from_arrays(stored, header)
            titles = TitleFinder.from_arrays(stored, catalogue, columns, languages, space)
            countries = CountryIndex.from_arrays(stored)
            descriptions = DescriptionIndex.from_arrays(stored, space.films.shape[0])
            opened = cls(
                path=path,
                manifest=manifest,
                catalogue=catalogue,
                columns=columns,
                languages=languages,
                space=space,
                priors=Priors.from_arrays(stored),
                filter=FilmFilter(columns, languages, space, countries, descriptions.rows_mentioning),
                countries=countries,
                titles=titles,
                descriptions=descriptions,
                lexicon=CatalogueLexicon(titles, space),
                rejections=Rejections.from_arrays(stored),
                derived=Derived(path, manifest.build),
            )
        except (KeyError, TypeError) as error:
            raise IndexCorrupt(f"the index in {path} is incomplete; build the catalogue again") from error
        if not opened.fits_together():
            raise IndexCorrupt(f"the parts of the index in {path} do not fit together; build the catalogue again")
        return opened

    def fits_together(self) -> bool:
        """Return whether all parts have the same films, and as many terms as they name."""
        films, terms = self.space.films.shape
        return len(self.catalogue) == len(self.columns.id) == films and len(self.space.terms) == terms

    def __len__(self) -> int:
        return len(self.catalogue)

    def is_whole(self) -> bool:
        """Return whether the files that are mapped still have their size; one that was removed can still be read."""
        try:
            return all((self.path / name).stat().st_size == size for name, size in self.manifest.sizes.items())
        except FileNotFoundError:
            return True

    def film(self, film_id: int) -> Film:
        """Return the film with that id.

        Raises
        ------
        UnknownFilm
            No film has that id.

        """
        return self.catalogue.films([self.columns.row(film_id)])[0]
