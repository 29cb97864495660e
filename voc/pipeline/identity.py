"""Derive ids: of records from their source, of customers by a keyed hash."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace

from voc.domain.mapping import SourceMapping
from voc.domain.record import RawFeedback
from voc.errors import RecordRejected, SettingsInvalid
from voc.store import Seen


def record_id(source: str, external_id: str) -> str:
    """Derive a record's id, 26 characters, from its source and its id there."""
    digest = hashlib.sha256(f"{source}\0{external_id}".encode()).digest()
    return base64.b32encode(digest).decode().lower()[:26]


def holds_address(id_: str, mapping: SourceMapping) -> bool:
    """Tell whether a row's id names a person or the machine that sent a mail: such an id is kept as
    a digest alone, the one that `record_id` gives."""
    return "@" in id_ or mapping.format == "mbox"


def keyed_hash(key: str, *, secret: str) -> str:
    """Hash a customer's or account's key, 24 hex characters, so that it can't be guessed back
    without the secret."""
    return hmac.digest(secret.encode(), key.encode(), "sha256").hex()[:24]


def check_secret(secret: str) -> None:
    """Refuse an empty secret: anybody could guess a hash back.

    Raises:
        SettingsInvalid: there is none.
    """
    if not secret:
        raise SettingsInvalid("There is no secret.", hint="Set `privacy.secret` in voc.toml.")


class FileIds:
    """Give the rows of one file ids that are the same whenever the file is read again."""

    def __init__(self, *, secret: str) -> None:
        self._secret = secret
        self._seen = Seen()

    def identify(self, feedback: RawFeedback) -> RawFeedback:
        """Give feedback without an id one, of who said what when and how often that was said.

        Raises:
            RecordRejected: an earlier row of the file has the same id and another content.
            StoreError: there is no room for temporary files.
        """
        content = keyed_hash(_said(feedback), secret=self._secret)
        if not feedback.external_id:
            return replace(feedback, external_id=f"{content}-{self._seen.count(content)}")
        place = keyed_hash(feedback.external_id, secret=self._secret)
        if self._seen.first(place, content) != content:
            raise RecordRejected(
                "An earlier row of this file has the same id and another content.",
                field="external_id",
                hint="Map columns to `external_id` that tell the rows apart.",
            )
        return feedback


def _said(feedback: RawFeedback) -> str:
    """Leave out what the company knows of the customer, as that changes between exports."""
    value = feedback.score.value if feedback.score else None
    when = feedback.occurred_at.isoformat()
    return json.dumps([when, feedback.text, value, feedback.response_id, feedback.customer])
