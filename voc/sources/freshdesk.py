"""Read Freshdesk's tickets, as its account export and its API write them."""

from typing import Any

from voc.sources.objects import reader


def arrange(ticket: dict[str, Any]) -> dict[str, Any]:
    """Unwrap the account export's tickets, and choose the plain text where there is one beside the
    HTML."""
    inner = ticket.get("helpdesk_ticket")
    if isinstance(inner, dict):
        ticket = {"id": inner.get("display_id"), **{k: v for k, v in inner.items() if k != "id"}}
    said = ticket.get("description_text") or ticket.get("description")
    return {**ticket, "said": said}


rows = reader("tickets", "results", what="ticket", arrange=arrange)
