"""What an operator does with users: `python -m engine users list|export|import|delete`."""

from __future__ import annotations

import argparse
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from engine.commands import open_catalogue
from engine.console import in_words, print_json, print_lines, print_note, progress_bar
from engine.errors import ImportRefused, SourceError, reason
from engine.settings import Settings

_SHOWN_ROWS = 20
"""Rows of each kind that an import lists."""


def list_users(options: argparse.Namespace, settings: Settings) -> None:
    """Show how large the database of users is, and the newest users: counts only, never what they watch."""
    # SQLAlchemy takes a moment to load, and most commands need no database; so in all of these.
    from engine.users import Users

    with closing(Users(settings.database_url)) as users:
        sizes, newest = users.sizes(), users.summaries(options.limit)
    if options.json:
        listed = [
            {"id": each.user.id, "provider": each.user.provider, "created_at": each.user.created_at.isoformat()}
            | {"counts": dict(each.counts)}
            for each in newest
        ]
        print_json({"sizes": sizes, "users": listed})
        return
    print_lines(f"{name.replace('_', ' '):16} {size:,}" for name, size in sizes.items())
    for each in newest:
        day = each.user.created_at.date()
        print_lines([f"{each.user.id:>9}  {day}  {each.user.provider}  ({in_words(dict(each.counts))})"])


def export_user(options: argparse.Namespace, settings: Settings) -> None:
    """Write everything of one user: JSON, or CSV for us, Letterboxd or Trakt."""
    from engine.users import CatalogueFilms, Users, as_csv, as_json, as_letterboxd, as_letterboxd_watchlist, as_trakt

    with closing(Users(settings.database_url)) as users:
        data = users.data(options.user)
    catalogue = CatalogueFilms(open_catalogue(options, settings).opened)
    films, ids = catalogue.facts(data.marks.by_film()), catalogue.has_tmdb_ids
    formats = {
        "csv": as_csv,
        "letterboxd": as_letterboxd,
        "letterboxd-watchlist": as_letterboxd_watchlist,
        "trakt": as_trakt,
    }
    is_json = options.format == "json"
    text = as_json(data, films, ids) if is_json else formats[options.format](data.marks, films, ids)
    if options.out is None:
        print_lines(text.splitlines())
        return
    try:
        options.out.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise SourceError(f"cannot write {reason(error, options.out)}") from error


def import_file(options: argparse.Namespace, settings: Settings) -> None:
    """Import what a user brings from Letterboxd, IMDb, Trakt, MovieLens, TMDB or CineWatch, but no doubtful film."""
    from engine.users import CatalogueFilms, Users, plan_import, read_import

    file = read_import(options.file.name, _bytes_of(options.file))
    films = CatalogueFilms(open_catalogue(options, settings).opened)
    with progress_bar() as progress:
        plan = plan_import(file, films, progress)
    counts = {
        "source": file.source,
        "matched": len(plan.matched),
        "doubtful": len(plan.doubtful),
        "kept": len(plan.kept),
        "missing": len(plan.missing),
        "skipped": len(file.skipped),
    }
    for doubtful in plan.doubtful[:_SHOWN_ROWS]:
        print_note(f"doubtful: {doubtful.row.label}, perhaps {' or '.join(film.label for film in doubtful.candidates)}")
    for row in plan.missing[:_SHOWN_ROWS]:
        print_note(f"not in the catalogue: {row.label}")
    for skipped in file.skipped[:_SHOWN_ROWS]:
        print_note(f"line {skipped.line} skipped: {skipped.reason}")
    if options.dry_run:
        print_json(counts)
        return
    with closing(Users(settings.database_url)) as users:
        print_json(counts | asdict(users.apply(options.user, plan)))


def delete_user(options: argparse.Namespace, settings: Settings) -> None:
    """Delete one user and everything of theirs, for good."""
    from engine.users import Users

    if not options.yes:
        options.usage_error("everything of this user will be gone for good; add --yes if you are sure")
    with closing(Users(settings.database_url)) as users:
        users.delete(options.user)
    print_note(f"deleted the user {options.user} and everything of theirs")


def add_arguments(command: argparse.ArgumentParser, name: str) -> None:
    """Add the options of one of the commands: list, export, import or delete."""
    add = command.add_argument
    if name == "list":
        add("--limit", type=int, default=20, metavar="N", help="number of users (%(default)s)")
        return
    add("--user", type=int, required=True, metavar="ID", help="id of the user, as `users list` shows it")
    if name == "export":
        kinds = ("json", "csv", "letterboxd", "letterboxd-watchlist", "trakt")
        add("--format", choices=kinds, default="json", help="who shall read it (%(default)s)")
        add("--out", type=Path, metavar="FILE", help="where to write it, by default to standard output")
    elif name == "import":
        add("file", type=Path, metavar="FILE", help="CSV, JSON, or a zip of them")
        add("--dry-run", action="store_true", help="show what would be imported, and write nothing")
    else:
        add("--yes", action="store_true", help="do it")


def _bytes_of(path: Path) -> bytes:
    from engine.users import check_size

    try:
        check_size(path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise ImportRefused(f"cannot read {reason(error, path)}") from error
