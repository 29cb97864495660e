"""Read posts of X/Twitter: an archive's tweets.js, and JSON or JSON Lines of its APIs."""

from typing import Any

from voc.sources.objects import reader


def _arrange(post: dict[str, Any]) -> dict[str, Any]:
    """Unwrap the archive's posts, and give what the versions of the API name differently one name.
    A text that was cut to 140 characters gives way to the full one beside it. Deleted is what an
    archive lists so, a stream's notice names, or a compliance job returns."""
    notice = post.get("delete")
    if isinstance(notice, dict):
        named = notice.get("status") or notice["tweet"]
        named_id = named.get("id_str") or named["id"]
        post = {"id": named_id, "action": "delete", "created_at": None}
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
        "is_deleted": bool(post.get("deleted_at")) or post.get("action") == "delete",
        "author": author.get("id_str") or post.get("author_id"),
    }


rows = reader("tweets", "data", "statuses", what="post", arrange=_arrange)
