"""Read posts of X/Twitter: an archive's tweets.js, and JSON or JSON Lines of its APIs."""

from typing import Any

from voc.sources.objects import reader


def _arrange(post: dict[str, Any]) -> dict[str, Any]:
    """Unwrap the archive's posts, and give what the versions of the API name differently one name.
    A text that was cut to 140 characters gives way to the full one beside it."""
    inner = post.get("tweet") or post.get("data")
    post = inner if isinstance(inner, dict) else post
    longer = post.get("extended_tweet") or post.get("note_tweet") or {}
    author = post.get("user") or {}
    return {
        **post,
        "post_id": post.get("id_str") or post.get("id"),
        "said": longer.get("full_text")
        or longer.get("text")
        or post.get("full_text")
        or post.get("text"),
        "author": author.get("id_str") or post.get("author_id"),
    }


rows = reader("tweets", "data", "statuses", what="post", arrange=_arrange)
