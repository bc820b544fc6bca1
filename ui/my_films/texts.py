"""What the page My films says. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, urlsplit

from engine.users import KNOWN_SITES, ImportPlan, ListOrder, WriteCount
from ui.text.numbers import counted_films, listed, together

_SITES = " or ".join(KNOWN_SITES.rsplit(" and ", 1))
UPLOAD = f"A file from {_SITES}: the zip as you downloaded it, or a CSV or JSON file of it"
KEPT = "Your films are kept for your next visit with this browser."
KEPT_IN_ACCOUNT = "Your films are kept in your account, wherever you sign in."
SHARE_HINT = "Copy this link. Whoever opens it sees their own films, not yours."
NOT_KEPT = (
    "When you close this page, your films are lost: your browser keeps no cookie, or this server can't save anything. "
    "Download them as a file, and import it next time."
)
NOTHING_YET = f"Nothing here yet. Rate a film or add it to your watchlist, or import your films from {_SITES}."
NO_WATCHLIST = "Your watchlist is empty. Add films you want to see, from their cards or pages."
NONE_SHORT = "No film on your watchlist is under two hours long. Switch off “Under two hours” to see all."
NONE_WITH_STARS = "You gave no film so many stars. Choose another number of stars."
NO_RATINGS = "You haven't rated anything yet. Rate films you have seen, from their cards or pages."
NO_WATCHED = "No film is marked as watched. Films you have rated are under Ratings."
NONE_REFUSED = "You haven't marked any film as not interested. Films you mark are not recommended to you again."
NO_HISTORY = "After you mark your first film, the films you open and the recommendations you ask for appear here."
NO_TASTE = "Rate or mark some films, and you will see here what you like about films."
CHANGE_TASTE = "Change your taste"
TASTE_CHOICES = (
    "We learn your taste from your ratings. Here you have the last word: your choices count whenever we pick films for "
    "you, and stay until you remove them."
)
PREFERENCES = "We use these on all pages. They are kept as long as your films are."
EXPERIMENTS = (
    "We compare ways to recommend films by what people do with them. If you leave an experiment, we forget what you "
    "did in it. What we note in experiments is deleted after 90 days."
)
NOT_TRACKED = "You take part in none, because your browser asks us not to track you."
AS_IN_BROWSER = "As in my browser"
LACKING = "not in this catalogue, but kept"
DELETE_WARNING = "Your ratings, lists, history and preferences will be gone for good. Export them first to keep a copy."
DELETED = "Everything of yours was deleted."
RULE = (
    "Ratings out of five stay as they are, and ratings out of ten are halved. Nothing is saved until you confirm. "
    "What you already have stays, but a newer rating in the file replaces an older one."
)
ORDER_LABELS: dict[ListOrder, str] = {
    "added": "Latest",
    "highest": "Your highest",
    "lowest": "Your lowest",
    "rating": "Rating",
    "shortest": "Shortest",
    "longest": "Longest",
    "newest": "Newest",
}
"""How the page names each order of a list."""


def lacking(films: int) -> str:
    """Return how many marked films the catalogue lacks; empty if there are none."""
    return f"{counted_films(films)} {'is' if films == 1 else 'are'} {LACKING}." if films else ""


def other_accounts(providers: Sequence[str]) -> str:
    """Return that there are other accounts of the same e-mail address, as plain text.

    Parameters
    ----------
    providers
        The address of each provider.

    """
    hosts = listed([urlsplit(provider).hostname or provider for provider in providers])
    return (
        f"You also have an account with {hosts}, with the same e-mail address. Accounts are kept apart: "
        "to bring your films here, export them there and import the file here."
    )


def import_summary(plan: ImportPlan) -> str:
    """Return in a sentence what an import would do."""
    parts = [f"{counted_films(len(plan.matched))} found"]
    parts += [f"{counted_films(len(plan.doubtful))} to confirm"] if plan.doubtful else []
    parts += [f"{counted_films(len(plan.kept))} {LACKING}"] if plan.kept else []
    parts += [f"{counted_films(len(plan.missing))} not in this catalogue"] if plan.missing else []
    rows = len(plan.file.skipped)
    parts += [f"{'1 row' if rows == 1 else f'{rows:,} rows'} skipped"] if rows else []
    return f"{plan.file.source}: {', '.join(parts)}."


def import_result(count: WriteCount) -> str:
    """Return in a sentence what an import has done; a film may have several marks."""
    if not count.added and not count.changed:
        return f"Nothing changed: {_marks(count.unchanged)} there already."
    parts = [f"{_marks(count.added)} added"] if count.added else []
    parts += [f"{count.changed:,} {'rating' if count.changed == 1 else 'ratings'} changed"] if count.changed else []
    parts += [f"{count.unchanged:,} there already"] if count.unchanged else []
    return f"Imported: {', '.join(parts)}."


def query_in_words(query: str) -> str:
    """Return what a query of the history asks for, as plain text: 'Like Heat (1995), without Ronin (1998)'."""
    values: Mapping[str, Sequence[str]] = parse_qs(query)
    liked, disliked, about = (values.get(name, []) for name in ("film", "dislike", "about"))
    parts = [f"like {together(liked)}"] if liked else []
    parts += [f"unlike {together(disliked)}"] if disliked else []
    parts += [f"“{text}”" for text in about]
    text = ", ".join(parts) or "a recommendation"
    return text[:1].upper() + text[1:]


def _marks(count: int) -> str:
    return "1 mark" if count == 1 else f"{count:,} marks"
