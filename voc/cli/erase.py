"""`voc erase`: erase a customer, or what is older than a day, and show what was erased."""

from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.options import HERE, MAP_FILE, AsJson, Workspace, open_workspace, write_json

if TYPE_CHECKING:
    from voc.domain.erasure import Erasure
    from voc.store import Store


def erase(
    customer: Annotated[
        str,
        typer.Option(help="Customer id, e-mail address or phone number.", metavar="KEY"),
    ] = "",
    before: Annotated[
        datetime | None,
        typer.Option(help="Erase everything said before this day (UTC).", formats=["%Y-%m-%d"]),
    ] = None,
    requested: Annotated[
        datetime | None,
        typer.Option(help="Day of the request, for the audit.", formats=["%Y-%m-%d"]),
    ] = None,
    log: Annotated[bool, typer.Option("--log", help="List what was erased so far.")] = False,
    workspace: Workspace = HERE,
    as_json: AsJson = False,
) -> None:
    """Erase a customer, or what is older than a day: texts, vectors, analyses, quotes.

    Reading the same exports again doesn't bring it back. Backups, exported files and pages that
    were written elsewhere are not touched. Run `voc night` for figures without it.
    """
    from voc.errors import SettingsInvalid
    from voc.pipeline import erase as pipeline
    from voc.pipeline.declared import written

    if bool(customer) + (before is not None) + log != 1:
        raise SettingsInvalid("Say one of --customer KEY, --before DAY and --log.")
    settings, store = open_workspace(workspace)
    if log:
        _show_log(store, as_json=as_json)
        return
    day, n_shared = requested.date() if requested else None, 0
    if before is not None:
        start = datetime.combine(before.date(), time(), UTC)
        done = pipeline.erase_before(store, start, requested_on=day)
    else:
        keys = written(customer, settings.sources.items(), secret=settings.privacy.secret)
        erased = pipeline.erase_customer(store, keys, requested_on=day)
        done, n_shared = erased.erasure, erased.n_shared_keys
    settings.keeper.forget()
    page, drawn = _rewrite_page(store, workspace), forget_map(workspace)
    if as_json:
        pages = {"page": page and str(page), "deleted": drawn and str(drawn)}
        write_json({**asdict(done), "n_shared_keys": n_shared, **pages})
        return
    _tell(done, n_shared, page, drawn)


def _tell(done: "Erasure", n_shared: int, page: Path | None, drawn: Path | None) -> None:
    typer.echo(_line(done))
    if n_shared:
        typer.echo(
            f"{n_shared} more keys of this customer are shared with others; the records known by "
            "them alone were kept. To erase them too, give --customer such a key."
        )
    if page:
        typer.echo(f"story written anew: {page}")
    if drawn:
        typer.echo(f"deleted, as it showed passages: {drawn}; `voc topics map` draws it anew")
    typer.echo("Run `voc night` for figures without it. Backups and copies elsewhere are yours.")


def _rewrite_page(store: "Store", workspace: Path) -> Path | None:
    """Write the workspace's page anew where there is one, or a part of one."""
    from voc.pipeline.publish import write_page

    page = workspace / "story.html"
    if page.exists() or any(workspace.glob(f".{page.name}*")):
        return write_page(store, page)
    return None


def forget_map(workspace: Path) -> Path | None:
    """Delete the page that `voc topics map` wrote into the workspace, if it did: it holds passages
    that may be gone."""
    page = workspace / MAP_FILE
    if page.is_file():
        page.unlink()
        return page.resolve()
    return None


def _show_log(store: "Store", *, as_json: bool) -> None:
    lines = store.erasures()
    if as_json:
        write_json([asdict(line) for line in lines])
        return
    for line in lines:
        what = f"before {line.before:%Y-%m-%d}" if line.before else f"customer {line.customer_id}"
        asked = f", requested on {line.requested_on}" if line.requested_on else ""
        typer.echo(f"{what}{asked}: {_line(line)}")
    if not lines:
        typer.echo("Nothing was erased yet.")


def _line(done: "Erasure") -> str:
    return (
        f"erased {done.n_records:,} records, {done.n_revisions:,} earlier versions, "
        f"{done.n_passages:,} passages with their vectors, {done.n_quotes:,} quotes in stories"
    )
