"""Numbers and lists as people read them: percentages, money, running times. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def share(value: float) -> str:
    """Return a share from 0 to 1 as a percentage on one line, rounded down: only 1 is "100 %"."""
    if value >= 1:
        return "100\u00a0%"
    return f"{int(value * 1000) / 10:.1f}\u00a0%"


def money(dollars: float | None) -> str:
    """Return an amount of US dollars in a short form; 0 and `None` are "unknown"."""
    if not dollars:
        return "unknown"
    for size, unit in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if dollars >= size:
            return f"${dollars / size:,.1f} {unit}"
    return f"${dollars:,.0f}"


def duration(minutes: int | None) -> str:
    """Return a running time as "2 h 16 min", and an unknown one as empty text."""
    if not minutes:
        return ""
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest else "") if part)


def listed(names: Sequence[str], limit: int = 4) -> str:
    """Return the first of `names` with commas between them, and how many more there are."""
    return ", ".join(names[:limit]) + (f" and {len(names) - limit} more" if len(names) > limit else "")


def together(names: Sequence[str]) -> str:
    """Return names as a sentence has them: "heist, dream and Heat"."""
    *most, last = names or ("",)
    return f"{', '.join(most)} and {last}" if most else last


def counted_films(count: int) -> str:
    """Return a number of films in words: "1 film", "1,200 films"."""
    return "1 film" if count == 1 else f"{count:,} films"


def signed(parts: Iterable[tuple[str, float | None]]) -> list[str]:
    """Return parts of a score with their signs, as in "+0.120 popular"; those that add nothing are left out."""
    return [f"{value:+.3f} {name}" for name, value in parts if value]


def compact(count: int) -> str:
    """Return a count, in thousands if it is long: 34,495 -> "34k"."""
    return f"{count // 1_000}k" if count >= 10_000 else f"{count:,}"
