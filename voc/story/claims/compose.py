"""Put a claim together: its id, its query and its quotes."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from voc.domain.claim import Claim, ClaimKind
from voc.domain.snapshot import Scope, Snapshot
from voc.metrics.estimate import Estimate
from voc.story.evidence import Messages, quotes_against, quotes_for

Figure = float | int | str | None


def digest(*parts: str) -> str:
    """Derive a short stable id from texts."""
    return sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def figures_of(prefix: str, estimate: Estimate) -> dict[str, Figure]:
    """Name the figures of an estimate."""
    return {
        prefix: estimate.value,
        f"{prefix}_low": estimate.low,
        f"{prefix}_high": estimate.high,
        f"{prefix}_n": estimate.n,
    }


def compose(
    snapshot: Snapshot,
    *,
    kind: ClaimKind,
    scope: Scope,
    key: str,
    days: tuple[date, date],
    sentence: str,
    figures: Mapping[str, Figure],
    messages: Messages,
    solicited: bool | None = None,
    since: date | None = None,
    small_base: bool = False,
) -> Claim:
    """Compose a claim on a stage, a topic or (scope "all") the company.

    `messages` says which sentiment is on message in each voice; `since` prefers later quotes;
    `solicited` narrows the query to one voice.
    """
    subject = key if scope != "all" else "company"
    voice = {} if solicited is None else {"solicited": str(solicited).lower()}
    place = {} if scope == "all" else {scope: key}
    return Claim(
        id=digest(kind, subject, *voice.values(), str(figures.get("measure")), snapshot.id),
        kind=kind,
        subject=subject,
        sentence=f"{sentence} The base is small." if small_base else sentence,
        figures=figures,
        query={**place, **voice, "from": days[0].isoformat(), "to": days[1].isoformat()},
        small_base=small_base,
        evidence=quotes_for(snapshot, messages, scope=scope, key=key, since=since),
        counter_evidence=quotes_against(snapshot, messages, scope=scope, key=key, since=since),
    )
