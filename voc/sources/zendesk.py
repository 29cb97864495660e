"""Read Zendesk's JSON export of tickets, as its export and its API write it."""

from typing import Any

from voc.sources.objects import reader


def arrange(ticket: dict[str, Any]) -> dict[str, Any]:
    """Name custom fields by their id, and give the requester's id one place: the export holds the
    requester as an object, the API its id alone."""
    fields = ticket.get("custom_fields")
    if isinstance(fields, list):
        named = [field for field in fields if isinstance(field, dict) and "id" in field]
        ticket = {**ticket, "custom_fields": {str(f["id"]): f.get("value") for f in named}}
    requester = ticket.get("requester")
    if isinstance(requester, dict) and "id" in requester:
        ticket = {"requester_id": requester["id"], **ticket}
    return ticket


rows = reader("tickets", what="ticket", arrange=arrange)
