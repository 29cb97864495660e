"""Read Typeform's responses, as its Responses API writes them."""

from typing import Any

from voc.sources.objects import reader


def arrange(response: dict[str, Any]) -> dict[str, Any]:
    """Name each answer by its field: `answers.REF`, with the field's id where it has no ref."""
    answers = response.get("answers") or []
    named = {_name(answer["field"]): _value(answer) for answer in answers}
    return {"response_id": response.get("token"), **response, "answers": named}


def _name(field: dict[str, Any]) -> str:
    return str(field.get("ref") or field["id"])


def _value(answer: dict[str, Any]) -> Any:
    value = answer[answer["type"]]
    if not isinstance(value, dict):
        return value
    chosen = value.get("labels") or [value.get("label")]
    return ", ".join(str(label) for label in [*chosen, value.get("other")] if label)


rows = reader("items", what="response", arrange=arrange)
