"""`voc ingest --dry-run` and `--save`: guess a mapping, show what it gives, write it down."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from voc.cli.options import progress, write_json

if TYPE_CHECKING:
    from voc.domain.mapping import SourceMapping
    from voc.pipeline.preview import Preview
    from voc.sources.guess import Guess

_SHOWN_TEXT = 90


def assignments(given: Sequence[str]) -> dict[str, Any]:
    """Read `field=value` options; a field given several times has several values. `field.key=value`
    is for those that map one thing to another: `answers.Delighted=5`.

    Raises:
        SettingsInvalid: one is no such assignment, or names no field of a mapping.
    """
    from voc.domain.mapping import SourceMapping
    from voc.errors import SettingsInvalid

    found: dict[str, Any] = {}
    for one in given:
        name, equals, value = one.partition("=")
        field, dot, key = name.partition(".")
        known = SourceMapping.model_fields.get(field)
        if not equals or known is None or bool(dot) != (known.default_factory is dict):
            listed = ", ".join(
                f"{name}.KEY" if field.default_factory is dict else name
                for name, field in SourceMapping.model_fields.items()
            )
            raise SettingsInvalid(
                f"--set {one!r} is no field=value of a mapping.", hint=f"Fields: {listed}."
            )
        if dot:
            found.setdefault(field, {}).setdefault(key, []).append(value)
        else:
            found.setdefault(field, []).append(value)
    return {
        name: {key: _single(inner) for key, inner in values.items()}
        if isinstance(values, dict)
        else _single(values)
        for name, values in found.items()
    }


def _single(values: list[str]) -> str | tuple[str, ...]:
    return values[0] if len(values) == 1 else tuple(values)


def dry_run(path: Path, found: "Guess", *, workspace: Path, as_json: bool) -> None:
    """Show a guessed mapping, five rows mapped by it, redacted, and what would be refused. What is
    personal data, voc.toml says where there is one."""
    from voc.nlp.clean import Rules
    from voc.pipeline.preview import preview
    from voc.settings import FILE, load_settings

    rules = load_settings(workspace).rules if (workspace / FILE).is_file() else Rules()

    shown = None
    if not found.questions.keys() & {"text", "occurred_at"}:
        with progress() as show:
            shown = preview(
                path,
                mapping=_assumed(found),
                rules=rules,
                on_progress=lambda read: show(f"read {path.name}", read, None),
            )
    if as_json:
        write_json(_as_data(path, found, shown))
    else:
        _show(path, found, shown)


def check_answered(found: "Guess") -> None:
    """Refuse a guess that leaves something open.

    Raises:
        SettingsInvalid: naming what must be answered, and how.
    """
    from voc.errors import SettingsInvalid

    if found.questions:
        raise SettingsInvalid(
            f"Not decided: {', '.join(found.questions)}.",
            hint=" ".join(f"--set {name}=…" for name in found.questions),
        )


def _assumed(found: "Guess") -> "SourceMapping":
    """Fill in what is still asked, to be able to show rows; nothing of it is saved."""
    stand_in = {"channel": "other", "solicited": False, "timezone": "UTC"}
    if rivals := found.rivals:
        stand_in["date_formats"] = rivals
    return found.mapping(**{k: v for k, v in stand_in.items() if k in found.questions})


def _as_data(path: Path, found: "Guess", shown: "Preview | None") -> dict[str, Any]:
    return {
        "file": str(path),
        "format": found.format,
        "mapping": dict(found.fields),
        "questions": dict(found.questions),
        "notes": list(found.notes),
        "preview": asdict(shown) if shown else None,
    }


def _show(path: Path, found: "Guess", shown: "Preview | None") -> None:
    typer.echo(f"{path}: {found.title}")
    for field, value in found.fields.items():
        typer.echo(f"  {field:<18} {_written(value)}")
    for note in found.notes:
        typer.echo(f"  ({note})")
    if shown:
        _show_rows(shown, dated="date_formats" not in found.questions)
    for field, question in found.questions.items():
        typer.echo(f"? {question} Answer with --set {field}=…")


def _written(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} = {_written(one)}" for key, one in value.items())
    if isinstance(value, float):
        return f"{value:g}"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _show_rows(shown: "Preview", *, dated: bool) -> None:
    typer.echo("\n   row  day         score  customer  text (redacted)")
    for row in shown.rows:
        text = " ".join(row.verbatim.split())
        text = f"{text[:_SHOWN_TEXT]}…" if len(text) > _SHOWN_TEXT else text
        score = "" if row.score is None else f"{row.score:g}"
        customer = "yes" if row.has_customer else ""
        day = row.day if dated else "?"
        typer.echo(f"{row.row:>6}  {day:<10}  {score:>5}  {customer:<8}  {text}")
    by_size = sorted(shown.languages.items(), key=lambda item: -item[1])
    languages = ", ".join(f"{name} {n}" for name, n in by_size[:5])
    typer.echo(
        f"\n{shown.read:,} rows read, {shown.rejected:,} would be rejected, "
        f"{shown.without_text:,} have no text; languages: {languages or 'none'}"
    )
    if shown.skipped:
        typer.echo(f"  {shown.skipped:,} are left out by `only` or `unless`")
    if shown.broken:
        typer.echo("  The file can't be read on from there.")
    if shown.withdrawn:
        typer.echo(f"  {shown.withdrawn:,} are deleted at the source: what is stored of them goes")
    if shown.short:
        typer.echo(
            f"  {shown.short:,} have fewer cells than the header, first row {shown.first_short:,}: "
            "those missing at their end are taken as empty"
        )
    for refusal in shown.refusals:
        typer.echo(
            f"  {refusal.rows:,} × {refusal.field}, first in row {refusal.first:,}: "
            f"{refusal.reason}"
        )
