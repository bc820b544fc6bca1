"""A process that writes marks, as a server does: for tests and benchmarks that kill it, or run two of them at once.

`python -m fakes.user_writer URL FIRST_FILM WRITERS WRITES`: each writer, a thread, marks films of its own as
watched. What the database has confirmed is printed, a film id a line.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from engine.users import Users

PROVIDER, SUBJECT = "https://id.example", "writer"
"""Whose marks these are."""


def main(url: str, first_film: int, writers: int, writes: int) -> None:
    """Write, and print what was confirmed."""
    users = Users(url)
    user = users.sign_in(PROVIDER, SUBJECT).user.id

    def write(writer: int) -> None:
        for number in range(writes):
            film = first_film + writer * writes + number
            users.mark(user, "watched", film)
            # One call a line: what is printed must be whole even if the process is killed.
            sys.stdout.write(f"{film}\n")
            sys.stdout.flush()

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))
    users.close()


if __name__ == "__main__":
    address, *numbers = sys.argv[1:]
    main(address, *map(int, numbers))
