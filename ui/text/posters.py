"""Posters: TMDB's, and generated ones below them that need no network and show until TMDB's arrive. Pure."""

from __future__ import annotations

import base64
import math
import textwrap
from collections.abc import Iterable
from functools import lru_cache
from html import escape

from engine import Film
from ui.text.palette import colour_of

WIDTH, HEIGHT = 200, 300
TMDB_IMAGES = "https://image.tmdb.org/t/p"
"""Address of TMDB's images. They need no key: the browser fetches them."""
_POSTER_SIZE, _BACKDROP_SIZE = "w342", "w1280"
_MARGIN = 16
_MAX_LINES, _GOOD_LINES = 6, 4
_EMS = {"narrow": 0.45, "wide": 1.05, "capital": 0.8, "other": 0.7}
"""Widths of letters in a bold sans serif that is wide, as browsers on Linux have it."""
_SIZES = ((27, 31), (24, 28), (21, 25), (18, 22), (14, 17))
"""Font sizes and line heights: the first that fits the title is used."""
_LONG_LINE = 22
"""Characters in a line of a title that fits in no size."""


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
    title = f'<div style="font-weight:600;line-height:1.3;margin-top:0.5rem">{escape(_plain(film.title))}</div>'
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
{_pattern(film.id)}
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
    for size, height in _SIZES:
        room = (WIDTH - 2 * _MARGIN) / size
        lines = _wrapped(title, room)
        if len(lines) <= _GOOD_LINES and all(_ems(line) <= room for line in lines):
            return lines, size, height
    size, height = _SIZES[-1]
    return textwrap.wrap(title, _LONG_LINE, max_lines=_MAX_LINES, placeholder=" …"), size, height


def _wrapped(title: str, ems: float) -> list[str]:
    """Return the words of a title in lines as wide as `ems`, or as one word that is wider."""
    lines: list[str] = []
    for word in title.split():
        if lines and _ems(f"{lines[-1]} {word}") <= ems:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _ems(text: str) -> float:
    """Return about how wide a text is, as a multiple of the font size."""
    return sum(_EMS[_kind(character)] for character in text)


def _kind(character: str) -> str:
    if character in "fijlrtI.,:;'!|()- ":
        return "narrow"
    if character in "mwMW—…@%":
        return "wide"
    return "capital" if character.isupper() or ord(character) > 0x2000 else "other"


def _pattern(film_id: int) -> str:
    """Return one of a few designs, around a place that differs from film to film: turned by the golden angle."""
    angle = film_id * math.pi * (3 - math.sqrt(5))
    design = _DESIGNS[int(film_id * (math.sqrt(5) - 1) / 2 % 1 * len(_DESIGNS))]
    return design(angle, film_id % 9)


def _rings(angle: float, extra: int) -> str:
    """Return circles around a centre."""
    x, y = WIDTH / 2 + 70 * math.cos(angle), 110 + 60 * math.sin(angle)
    circles = "".join(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius}"/>' for radius in range(24, 200, 22 + extra))
    return f'<g fill="none" stroke="#fff" stroke-opacity="0.22" stroke-width="2">{circles}</g>'


def _moon(angle: float, extra: int) -> str:
    """Return a disc with halos."""
    x, y = WIDTH / 2 + 45 * math.cos(angle), 105 + 35 * math.sin(angle)
    return _filled(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius}"/>' for radius in range(40, 175, 28 + extra))


def _beams(angle: float, extra: int) -> str:
    """Return wide stripes, one beside the other."""
    lean, step = 35 * math.cos(angle), 40 + 3 * extra
    stripes = (f'<rect x="{x}" y="-150" width="{step // 2}" height="600"/>' for x in range(-200, 400, step))
    return f'<g transform="rotate({lean:.0f} {WIDTH // 2} {HEIGHT // 2})">{_filled(stripes)}</g>'


def _hills(angle: float, extra: int) -> str:
    """Return hills, one behind the other, below a small sun."""
    sun = f'<circle cx="{WIDTH / 2 + 60 * math.cos(angle):.0f}" cy="70" r="{20 + extra}"/>'
    hills = (
        f'<circle cx="{WIDTH / 2 + side * (70 + 8 * extra):.0f}" cy="{310 + 25 * place}" r="190"/>'
        for place, side in enumerate((1, -1, math.sin(angle)))
    )
    return _filled((sun, *hills))


def _filled(shapes: Iterable[str]) -> str:
    return f'<g fill="#fff" fill-opacity="0.1">{"".join(shapes)}</g>'


_DESIGNS = (_rings, _moon, _beams, _hills)


def _xml(text: str) -> str:
    return escape(_plain(text))


def _plain(text: str) -> str:
    """Return text without invisible characters: XML cannot contain most control characters."""
    return "".join(c for c in text if c.isprintable())
