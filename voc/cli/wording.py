"""`voc topics word`: let a language model propose labels."""

import os
import time
from typing import TYPE_CHECKING

import typer

from voc.cli.options import HERE, Workspace, models_of, open_workspace

if TYPE_CHECKING:
    from voc.settings import Wording


def word(workspace: Workspace = HERE) -> None:
    """Ask the language model of `wording` in voc.toml for better labels, once per topic.

    Keywords and up to five redacted passages of each topic are sent to it. A label is taken only if
    it is short, no other topic's, made of words that the topic's customers use, and near to what
    they say; locked labels are left alone, and `voc topics undo` takes a label back.
    """
    from voc.errors import SettingsInvalid
    from voc.nlp.language_model import LanguageModel
    from voc.pipeline.wording import word_topics

    settings, store = open_workspace(workspace)
    chosen = settings.wording
    if chosen is None:
        raise SettingsInvalid(
            "No language model is named.", hint="Write [wording] into voc.toml: docs/settings.md."
        )
    encoder = models_of(settings.journey_file, settings.models).encoder
    none = True
    with LanguageModel(chosen.url, chosen.model, key=_key(chosen), wait=time.sleep) as model:
        for one in word_topics(store, model, embed=encoder):
            none = False
            if one.objection is None:
                typer.echo(f"{one.topic_id}  {one.label} → {one.proposed}")
            else:
                typer.echo(f"{one.topic_id}  {one.label}: kept ({one.objection})")
    if none:
        typer.echo("No topic is left to ask for.")


def _key(chosen: "Wording") -> str | None:
    from voc.errors import SettingsInvalid

    if chosen.key is None:
        return None
    held = os.environ.get(chosen.key, "").strip()
    if not held or not (held.isascii() and held.isprintable()):
        raise SettingsInvalid(
            f"The environment variable {chosen.key} holds no key.", hint="Put the key in it."
        )
    return held
