"""Publish: tell the story of a snapshot, keep it, and write its page."""

import os
from pathlib import Path
from stat import S_IMODE

from voc.domain.claim import Story
from voc.domain.snapshot import Snapshot
from voc.errors import SnapshotMissing, SourceUnavailable
from voc.store import Store
from voc.story import render_html, tell


def tell_story(store: Store, snapshot: Snapshot) -> Story:
    """Tell and keep the story of a snapshot; telling it again keeps it once."""
    story = tell(snapshot)
    store.save_story(story)
    return story


def latest_story(store: Store) -> Story:
    """Get the latest story.

    Raises:
        SnapshotMissing: no night has run.
    """
    story = store.latest_story()
    if story is None:
        raise SnapshotMissing("There is no story yet.", hint="Run `voc night` first.")
    return story


def latest_page(store: Store) -> str:
    """Render the latest story as a self-contained HTML page."""
    story = latest_story(store)
    return render_html(story, store.snapshot(story.snapshot_id))


def write_page(store: Store, path: Path) -> Path:
    """Write the latest story's page, whole or not at all; give its absolute path.

    Raises:
        SnapshotMissing: no night has run.
        SourceUnavailable: the file can't be written.
    """
    return write_whole(latest_page(store).encode(), path)


def write_whole(content: bytes, path: Path) -> Path:
    """Write a file whole or not at all; give its absolute path. A new one is nobody else's to read;
    one that was there keeps its mode.

    Raises:
        SourceUnavailable: the file can't be written.
    """
    aside = path.parent / f".{path.name}.part"
    try:
        aside.touch(mode=0o600)
        aside.write_bytes(content)
        if path.exists():
            aside.chmod(S_IMODE(path.stat().st_mode))
        return aside.replace(path).resolve()
    except OSError as error:
        raise SourceUnavailable(
            f"{path} can't be written: {error.strerror}.", hint="Check the path."
        ) from error
    finally:
        if os.path.lexists(aside):
            aside.unlink()
