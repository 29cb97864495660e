"""What an ingestion remembers of a file's rows: enough to tell them apart, outside of memory."""

import hashlib
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.errors import StoreError
from voc.store import Seen

DIGESTS = st.lists(st.sampled_from(["00" * 12, "ab" * 12, "ff" * 12]), max_size=12)


@given(DIGESTS)
def test_it_counts_how_often_a_digest_came(digests: list[str]) -> None:
    seen = Seen()
    assert [seen.count(one) for one in digests] == [
        digests[: place + 1].count(one) for place, one in enumerate(digests)
    ]


@given(DIGESTS, DIGESTS)
def test_the_content_that_came_first_holds(ids: list[str], contents: list[str]) -> None:
    seen, first = Seen(), dict[str, str]()
    for id_, content in zip(ids, contents, strict=False):
        assert seen.first(id_, content) == first.setdefault(id_, content)


def test_memory_does_not_grow_with_the_file() -> None:
    seen = Seen()
    tracemalloc.start()
    for number in range(5_000):
        digest = hashlib.sha256(str(number).encode()).hexdigest()[:24]
        seen.first(digest, digest)
        seen.count(digest)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 100_000


def test_a_full_disk_is_named() -> None:
    seen = Seen()
    seen._ask("PRAGMA max_page_count = 4")
    with pytest.raises(StoreError, match="TMPDIR"):
        for number in range(5_000):
            seen.count(f"{number:024x}")
