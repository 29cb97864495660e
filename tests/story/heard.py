"""The same company heard otherwise: at other times, in one voice, without dates."""

from datetime import date, timedelta
from typing import Any

from voc.domain.snapshot import Coverage, Snapshot


def one_voice(snapshot: Snapshot, *, solicited: bool) -> Snapshot:
    """Silence the other voice."""
    return snapshot.model_copy(
        update={
            name: tuple(one for one in getattr(snapshot, name) if one.solicited == solicited)
            for name in ("cells", "periods", "coverage", "quotes")
        }
    )


def years_before(snapshot: Snapshot, *, solicited: bool) -> Snapshot:
    """Move one voice three years back."""
    back = timedelta(weeks=156)

    def moved(one: Any, **days: Any) -> Any:
        return one.model_copy(update=days) if one.solicited == solicited else one

    return snapshot.model_copy(
        update={
            "cells": tuple(moved(c, start=c.start - back) for c in snapshot.cells),
            "periods": tuple(
                moved(
                    p,
                    current=tuple(day - back for day in p.current),
                    previous=tuple(day - back for day in p.previous),
                )
                for p in snapshot.periods
            ),
            "coverage": tuple(
                moved(c, first_day=c.first_day - back, last_day=c.last_day - back)
                for c in snapshot.coverage
                if c.first_day and c.last_day
            ),
        }
    )


def in_turn(snapshot: Snapshot) -> Snapshot:
    """Let unsolicited feedback be few posts years ago and few reviews now: no quarter is full."""
    times = {
        "social": (date(2015, 2, 16), date(2015, 2, 24)),
        "review": (snapshot.periods[0].previous[0], snapshot.periods[0].current[1]),
    }
    alone = one_voice(snapshot, solicited=False)
    cells = [
        c.model_copy(update={"n_records": min(c.n_records, 200)} if c.span == "current" else {})
        for c in alone.cells
        if c.channel in (*times, "*") and not (c.channel == "social" and c.span != "whole")
    ]
    coverage: list[Coverage] = [
        c.model_copy(update=dict(zip(("first_day", "last_day"), times[c.channel], strict=True)))
        for c in alone.coverage
        if c.channel in times
    ]
    return alone.model_copy(update={"cells": tuple(cells), "coverage": tuple(coverage)})


def undated(snapshot: Snapshot, day: date = date(2021, 1, 1)) -> Snapshot:
    """Give all survey records one date, as a mapping does for an export without any."""
    alone = one_voice(snapshot, solicited=True)
    whole = [c.model_copy(update={"start": day}) for c in alone.cells if c.span == "whole"]
    now = [c.model_copy(update={"span": "current"}) for c in whole]
    on = (day, day)
    before = (day - timedelta(days=1),) * 2
    return alone.model_copy(
        update={
            "cells": (*whole, *now),
            "periods": tuple(
                p.model_copy(update={"current": on, "previous": before}) for p in alone.periods
            ),
            "coverage": tuple(
                c.model_copy(update={"first_day": day, "last_day": day}) for c in alone.coverage
            ),
        }
    )
