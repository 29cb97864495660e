"""Put a claim together: its id, its query and its quotes."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from voc.domain.claim import Claim, ClaimKind
from voc.domain.snapshot import Scope, Snapshot
from voc.metrics.estimate import Estimate
from voc.metrics.movement import SMALL_BELOW
from voc.story.evidence import Messages, quotes_against, quotes_for
from voc.story.strands import ALL
from voc.story.wording import counted

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
    base: int,
    base_unit: str = "customer",
    solicited: bool | None = None,
    channel: str = ALL,
    since: date | None = None,
    before_leaving: bool = False,
) -> Claim:
    """Compose a claim on a stage, a topic or (scope "all") the company.

    `messages` says which sentiment is on message in each voice; `base` is the smallest number of
    customers that a figure of it rests on; `solicited` and `channel` narrow the query; `since`
    prefers later quotes; `before_leaving` takes those of customers who left later, and none
    against them.
    """
    subject = key if scope != "all" else "company"
    voice = {} if solicited is None else {"solicited": str(solicited).lower()}
    voice |= {} if channel == ALL else {"channel": channel}
    place = {} if scope == "all" else {scope: key}
    small_base = base < SMALL_BELOW
    evidence = quotes_for(
        snapshot,
        messages,
        scope=scope,
        key=key,
        channel=channel,
        since=since,
        before_leaving=before_leaving,
    )
    against = quotes_against(
        snapshot, messages, scope=scope, key=key, channel=channel, since=since, beside=evidence
    )
    basis = f" The base is small: {counted(base, base_unit)}." if small_base else ""
    return Claim(
        id=digest(kind, subject, *voice.values(), str(figures.get("measure")), snapshot.id),
        kind=kind,
        subject=subject,
        sentence=f"{sentence}{basis}",
        figures=figures,
        query={**place, **voice, "from": days[0].isoformat(), "to": days[1].isoformat()},
        small_base=small_base,
        evidence=evidence,
        counter_evidence=() if before_leaving else against,
    )
