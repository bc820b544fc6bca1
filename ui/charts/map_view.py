"""The part of the map that is drawn: how far it is zoomed in, and where. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

EDGE = 1.05
"""The whole map goes from -EDGE to EDGE in both directions; its films lie between -1 and 1."""
STEP = 1.6
"""How many times larger films lie apart after a step of zoom."""
MAX_ZOOM = STEP**6
_MOVE = 0.5
"""What a step moves by, as a part of what is drawn."""

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class MapView:
    """A square part of the map."""

    x: float = 0.0
    """Its middle, -1 to 1, like y."""
    y: float = 0.0
    zoom: float = 1.0
    """1 for the whole map, at most MAX_ZOOM."""

    @property
    def across(self) -> Span:
        """What it shows of x."""
        return self.x - EDGE / self.zoom, self.x + EDGE / self.zoom

    @property
    def down(self) -> Span:
        """What it shows of y."""
        return self.y - EDGE / self.zoom, self.y + EDGE / self.zoom

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole map."""
        return self.zoom <= 1

    def shows(self, x: float, y: float) -> bool:
        """Return whether a point is in it."""
        return self.across[0] <= x <= self.across[1] and self.down[0] <= y <= self.down[1]

    def zoomed(self, steps: int) -> MapView:
        """Return the view after some steps of zoom; a negative number zooms out."""
        zoom = min(max(self.zoom * STEP**steps, 1.0), MAX_ZOOM)
        # A zoom that is nearly 1 would be a view that cannot be told from the whole map.
        return _inside(replace(self, zoom=1.0 if zoom < 1.01 else zoom))

    def moved(self, right: int, up: int) -> MapView:
        """Return the view after some steps to the right and up."""
        step = 2 * EDGE / self.zoom * _MOVE
        return _inside(replace(self, x=self.x + right * step, y=self.y + up * step))

    def centred(self, x: float, y: float) -> MapView:
        """Return a view of the same zoom with a point in its middle, or as near as the edge of the map allows."""
        return _inside(replace(self, x=x, y=y))


WHOLE = MapView()


def _inside(view: MapView) -> MapView:
    """Return a view moved so that it shows nothing outside the map."""
    most = EDGE - EDGE / view.zoom
    return replace(view, x=min(max(view.x, -most), most), y=min(max(view.y, -most), most))


def around(x: Span, y: Span) -> MapView:
    """Return the closest view that shows all of an area, which goes over some of x and of y."""
    width = max(x[1] - x[0], y[1] - y[0], 2 * EDGE / MAX_ZOOM)
    zoom = max(2 * EDGE / width, 1.0)
    return MapView(zoom=zoom).centred((x[0] + x[1]) / 2, (y[0] + y[1]) / 2)
