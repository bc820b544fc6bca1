"""Posters: TMDB's, and generated ones below them that need no network and show until TMDB's arrive. Pure."""

from __future__ import annotations

import base64
import math
import textwrap
from functools import lru_cache
from html import escape

from engine import Film
from ui.text.palette import colour_of

WIDTH, HEIGHT = 200, 300
TMDB_IMAGES = "https://image.tmdb.org/t/p"
"""Address of TMDB's images. They need no key: the browser fetches them."""
_POSTER_SIZE, _BACKDROP_SIZE = "w342", "w1280"
_MARGIN = 16
_MAX_LINES = 6
_EMS = {"narrow": 0.45, "wide": 1.05, "capital": 0.8, "other": 0.7}
"""Widths of letters in a bold sans serif that is wide, as browsers on Linux have it."""
# (characters per line, font size, line height): the first that fits the title is used.
_SIZES = ((10, 27, 31), (13, 22, 26), (17, 17, 21), (22, 14, 17))


def poster_over_placeholder(film: Film, path: str, images: str) -> str:
    """Return a poster of 2:3 as HTML: TMDB's image over a generated one, which shows until the image has arrived.

    Parameters
    ----------
    film
        The film of the poster.
    path
        Of the image, as checked by `engine.tmdb.image_path`.
    images
        Address of TMDB's images.

    """
    layers = f"url({image_url(path, images)}) center/cover, url({placeholder_url(film)}) center/cover"
    return _picture(layers, f"{WIDTH}/{HEIGHT}", f"Poster of {film.label}")


def linked(poster: str, film: Film, address: str) -> str:
    """Return a poster with its title as one link, in the same tab, as HTML.

    Parameters
    ----------
    poster
        Of `poster_over_placeholder` or `generated_poster`.
    film
        The film of the poster.
    address
        Where the link leads.

    """
    title = f'<div style="font-weight:600;line-height:1.3;margin-top:0.75rem">{escape(_plain(film.title))}</div>'
    style = "color:inherit;text-decoration:none"
    return f'<a href="{escape(address)}" target="_self" style="{style}">{poster}{title}</a>'


def generated_poster(film: Film) -> str:
    """Return a generated poster of 2:3 as HTML."""
    return _picture(f"url({placeholder_url(film)}) center/cover", f"{WIDTH}/{HEIGHT}", f"Poster of {film.label}")


def image_url(path: str, images: str) -> str:
    """Return the address of a poster at TMDB, of a path as checked by `engine.tmdb.image_path`."""
    return f"{images}/{_POSTER_SIZE}{path}"


def placeholder_url(film: Film) -> str:
    """Return a generated poster as a data address."""
    return f"data:image/svg+xml;base64,{base64.b64encode(placeholder(film).encode()).decode()}"


def backdrop(film: Film, path: str, images: str) -> str:
    """Return a scene of a film as a wide picture in HTML, on the colour of its genre."""
    layers = f"url({images}/{_BACKDROP_SIZE}{path}) center/cover, {colour_of(film.genres)}"
    return _picture(layers, "3/1", f"A scene of {film.label}")


def _picture(layers: str, ratio: str, label: str) -> str:
    style = f"width:100%;aspect-ratio:{ratio};border-radius:0.5rem;background:{layers}"
    return f'<div role="img" aria-label="{escape(_plain(label))}" style="{style}"></div>'


@lru_cache(maxsize=4_096)
def placeholder(film: Film) -> str:
    """Return a generated poster of 2:3 as SVG. Whatever the title contains is plain text in it."""
    genre = film.genres[0].upper() if film.genres else ""
    small = 'fill="#fff" fill-opacity="0.85"'
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"
 font-family="Helvetica, Arial, sans-serif">
<defs><linearGradient id="shade" x1="0" y1="0" x2="0" y2="1">
<stop offset="0.25" stop-opacity="0"/><stop offset="1" stop-opacity="0.72"/></linearGradient></defs>
<rect width="{WIDTH}" height="{HEIGHT}" fill="{colour_of(film.genres)}"/>
<g fill="none" stroke="#fff" stroke-opacity="0.22" stroke-width="2">{_rings(film.id)}</g>
<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#shade)"/>
<text x="{_MARGIN}" y="28" font-size="10" letter-spacing="1.4" {small}>{_xml(genre)}</text>
{_title(film.title)}
<text x="{_MARGIN}" y="{HEIGHT - _MARGIN}" font-size="14" {small}>{film.year or ""}</text>
</svg>"""


def _title(title: str) -> str:
    lines, size, height = _typeset(title)
    top = HEIGHT - _MARGIN - 26 - (len(lines) - 1) * height
    spans = (f'<tspan x="{_MARGIN}" y="{top + n * height}">{_xml(line)}</tspan>' for n, line in enumerate(lines))
    return f'<text font-size="{size}" font-weight="700" fill="#fff">{"".join(spans)}</text>'


def _typeset(title: str) -> tuple[list[str], int, int]:
    """Return the lines of a title, the font size and the line height. A title too long for every size is cut."""
    for characters, size, height in _SIZES:
        lines = textwrap.wrap(title, characters, break_long_words=False, break_on_hyphens=True)
        fits = all(len(line) <= characters and size * _ems(line) <= WIDTH - 2 * _MARGIN for line in lines)
        if len(lines) <= 4 and fits:
            return lines, size, height
    characters, size, height = _SIZES[-1]
    return textwrap.wrap(title, characters, max_lines=_MAX_LINES, placeholder=" …"), size, height


def _ems(text: str) -> float:
    """Return about how wide a text is, as a multiple of the font size."""
    return sum(_EMS[_kind(character)] for character in text)


def _kind(character: str) -> str:
    if character in "fijlrtI.,:;'!|()- ":
        return "narrow"
    if character in "mwMW—…@%":
        return "wide"
    return "capital" if character.isupper() or ord(character) > 0x2000 else "other"


def _rings(film_id: int) -> str:
    """Return circles around a centre that differs from film to film: turned by the golden angle from id to id."""
    angle = film_id * math.pi * (3 - math.sqrt(5))
    x, y = WIDTH / 2 + 70 * math.cos(angle), 110 + 60 * math.sin(angle)
    radii = range(24, 200, 22 + film_id % 9)
    return "".join(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius}"/>' for radius in radii)


def _xml(text: str) -> str:
    return escape(_plain(text))


def _plain(text: str) -> str:
    """Return text without invisible characters: XML cannot contain most control characters."""
    return "".join(c for c in text if c.isprintable())
