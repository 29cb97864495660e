"""Read Intercom's conversations, as its API and its exports write them."""

from datetime import UTC, datetime
from typing import Any

from voc.sources.objects import reader

_CUSTOMERS = frozenset({"user", "lead", "contact"})


def arrange(conversation: dict[str, Any]) -> dict[str, Any]:
    """Put together what the customer said; what agents and bots said is left out."""
    source = conversation.get("source") or conversation.get("conversation_message") or {}
    parts = conversation.get("conversation_parts") or {}
    if isinstance(parts, dict):
        parts = parts.get("conversation_parts") or []
    said = [_said(message) for message in (source, *parts)]
    contacts = conversation.get("contacts") or {}
    people = contacts.get("contacts") if isinstance(contacts, dict) else contacts
    author = _author(source) if _author(source).get("type") in _CUSTOMERS else {}
    person = people[0] if people else author
    return {
        **conversation,
        "conversation_parts": len(parts),
        "created_at": _moment(conversation.get("created_at")),
        "said": "\n".join(text for text in said if text),
        "contact": person.get("id"),
        "customer": person.get("external_id"),
        "email": author.get("email"),
    }


def _author(message: dict[str, Any]) -> dict[str, Any]:
    return message.get("author") or {}


def _said(message: dict[str, Any]) -> str:
    if _author(message).get("type") not in _CUSTOMERS:
        return ""
    return "\n".join(str(message[key]) for key in ("subject", "body") if message.get(key))


def _moment(value: Any) -> Any:
    """Write the API's seconds since 1970 as a time."""
    if isinstance(value, str) and value.isdigit():
        return datetime.fromtimestamp(int(value), UTC).isoformat()
    return value


rows = reader("conversations", "data", what="conversation", arrange=arrange)
