"""One night at a time works on a store, and a dead one holds nobody up."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from store_examples import a_record

from voc.errors import Locked
from voc.store import Store, open_store

HOLDER = """
import sys
from voc.store import open_store
with open_store(sys.argv[1]).night_lock():
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(url: str) -> Iterator[subprocess.Popen[str]]:
    """Run another process that holds the lock until its input ends."""
    command = [sys.executable, "-c", HOLDER, url]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_night_is_refused_at_once_and_let_in_afterwards(
    store: Store, store_url: str
) -> None:
    with holder(store_url) as process:
        with (
            pytest.raises(Locked, match="another change is being written") as caught,
            store.night_lock(),
        ):
            pass
        assert caught.value.retryable
        assert store.upsert_records([a_record("a")]).stored == 1
        process.communicate("")
        with store.night_lock():
            pass


def test_a_killed_night_locks_nobody_out(store: Store, store_url: str) -> None:
    with holder(store_url) as process:
        process.kill()
        process.wait()
        take_soon(store)


def take_soon(store: Store) -> None:
    """Take the lock; a server may need a moment to see that its client died."""
    deadline = time.monotonic() + 30
    while True:
        try:
            with store.night_lock():
                return
        except Locked:
            if time.monotonic() > deadline:
                raise


def test_a_night_that_fails_lets_go(store: Store, store_url: str) -> None:
    with pytest.raises(ZeroDivisionError), store.night_lock():
        raise ZeroDivisionError
    with open_store(store_url) as other:
        with store.night_lock(), pytest.raises(Locked), other.night_lock():
            pass
        with other.night_lock():
            pass
