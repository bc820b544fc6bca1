"""What YouTube's search (Data API v3) answers: the shapes are YouTube's, the sentences are ours.

Shapes: https://developers.google.com/youtube/v3/docs/search/list.
"""

from __future__ import annotations

import html
from collections.abc import Collection, Mapping

from fakes.tmdb_films import number_of
from fakes.tmdb_replies import Reply, as_json, youtube_failure

Json = dict[str, object]
Query = Mapping[str, str]


def search(query: Query, keys: Collection[str]) -> Reply:
    """Return the reply to a search: 403 without a key, 400 with a wrong one or without "part"."""
    if "key" not in query:
        return youtube_failure(403, "forbidden", {"status": "PERMISSION_DENIED"})
    if query["key"] not in keys:
        info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
        return youtube_failure(400, "badRequest", {"status": "INVALID_ARGUMENT", "details": [info]})
    return as_json(results(query)) if "part" in query else youtube_failure(400, "missingRequiredParameter")


def results(query: Query) -> Json:
    """Return the results of a search. As at YouTube, titles are escaped, and without type=video a channel is first."""
    words = query.get("q", "")
    kinds = ["video"] * 5 if query.get("type") == "video" else ["channel", *["video"] * 4]
    common: Json = {"publishedAt": "2020-01-01T12:00:00Z", "channelId": "channel", "channelTitle": "Test channel"}
    items = [
        {
            "kind": "youtube#searchResult",
            "etag": f"etag{rank}",
            "id": {"kind": f"youtube#{kind}", f"{kind}Id": f"{kind[:2]}{rank}{number_of(words):08x}"},
            "snippet": common
            | {"title": html.escape(f"{words} ({kind} {rank})"), "description": "", "liveBroadcastContent": "none"}
            | {"thumbnails": {"default": {"url": f"https://i.example/{rank}.jpg", "width": 120, "height": 90}}},
        }
        for rank, kind in enumerate(kinds[: int(query.get("maxResults", "5"))])
    ]
    page = {"totalResults": 1_000_000, "resultsPerPage": len(items)}
    return {"kind": "youtube#searchListResponse", "etag": "etag", "regionCode": "GB", "pageInfo": page, "items": items}
