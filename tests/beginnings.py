"""What most tests of pages and of the API begin with, made once: an empty database of users, and an open build."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from engine.opened import OpenBuild
from engine.users import Users, database, new_guest_id
from engine.users.migrating import migrate


def write_empty_database(file: Path) -> None:
    """Write a database of users that has all tables and nobody in them."""
    users = Users(f"sqlite:///{file}")
    users.find_guest(new_guest_id())
    users.close()


@contextmanager
def made_once(empty: Path, unchanged: Collection[Path]) -> Iterator[None]:
    """Make what tests begin with only once, until the block ends.

    Parameters
    ----------
    empty
        The file of an empty database. New ones are copies of it, for migrations take longer than most tests.
    unchanged
        Folders of builds that no test changes: each build in them is opened once.

    """
    open_build = OpenBuild.open
    opened = functools.cache(open_build)

    def copy_or_migrate(engine: Engine, across_processes: Callable[[], AbstractContextManager[object]]) -> None:
        file = Path(engine.url.database or "")
        if engine.dialect.name == "sqlite" and not file.exists():
            with across_processes():
                if not file.exists():
                    shutil.copy(empty, file)
                    return
        migrate(engine, across_processes)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(database, "migrate", copy_or_migrate)
        opens = staticmethod(lambda path: opened(path) if path.parent in unchanged else open_build(path))
        patched.setattr(OpenBuild, "open", opens)
        yield
