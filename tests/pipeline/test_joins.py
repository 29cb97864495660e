"""Customers joined across sources by the keys that their exports declare."""

import csv
import itertools

import pytest

from voc.domain.mapping import SourceMapping
from voc.errors import NotFound
from voc.pipeline.declared import written
from voc.pipeline.duplicates import compare_new
from voc.pipeline.ingest import ingest, ingest_customers
from voc.pipeline.joins import join_customers, overview, redo, undo
from voc.pipeline.report import whole
from voc.store import RecordFilter, Store

SECRET = "a secret of this test"
COLUMNS = ("id", "when", "said", "customer", "email", "phone", "account")
SURVEY = SourceMapping(
    format="csv", channel="survey", solicited=True, external_id="id", occurred_at="when",
    text="said", customer="customer", email="email", phone="phone", account="account",
    phone_code="44", timezone="UTC",
)  # fmt: skip
# What two exports and the company's own list say of the same people.
TICKETS = [
    ["t1", "2026-03-01", "Where is my parcel?", "", "Ana@Example.com", "", "A-1"],
    ["t2", "2026-03-02", "The line is dead again.", "", "ben@example.com", "", "A-1"],
    ["t3", "2026-03-03", "Nobody called back.", "", "", "(020) 7946 0018", ""],
    ["t4", "2026-03-04", "We need four more lines.", "", "info@bakery.example", "", "A-2"],
]
ANSWERS = [
    ["s1", "2026-03-05", "Quick and friendly.", "C-1", "ana@example.com", "", "A-1"],
    ["s2", "2026-03-06", "Too expensive by far.", "C-2", "ben@example.com", "", "A-1"],
    ["s3", "2026-03-07", "Fine as it is.", "C-3", "ben@example.com", "", "A-1"],
    ["s4", "2026-03-08", "The bread arrives warm.", "C-4", "info@bakery.example", "", "A-2"],
]
LISTED = [["C-5", "dora@example.com", "+44 20 7946 0018"]]


def write(path, header, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def take_in(store, folder, *names):
    rows = {"tickets": TICKETS, "answers": ANSWERS}
    for name in names:
        if name == "customers":
            path = write(folder / "customers.csv", ["customer_id", "email", "phone"], LISTED)
            whole(ingest_customers(store, [path], secret=SECRET))
        else:
            path = write(folder / f"{name}.csv", COLUMNS, rows[name])
            whole(ingest(store, source=name, mapping=SURVEY, paths=[path], secret=SECRET))


@pytest.fixture
def joined(store: Store, tmp_path) -> Store:
    take_in(store, tmp_path, "tickets", "answers", "customers")
    join(store)
    return store


def join(store):
    """Do what a night does before it analyses."""
    join_customers(store)
    compare_new(store)


def who(store):
    found = store.list_records(RecordFilter(), limit=100)
    return {record.external_id: record.customer_id for record, _ in found}


def test_one_customer_is_one_across_sources_and_two_stay_two(joined: Store) -> None:
    customer = who(joined)
    assert customer["t1"] == customer["s1"]
    assert customer["t3"] == written("C-5", [], secret=SECRET)[1]
    assert len(set(customer.values())) == 7
    found = overview(joined)
    assert sorted(join.confidence for join in found.joins) == ["high", "medium"]
    [shared] = found.ambiguous
    assert set(shared.customer_ids) == {customer["s2"], customer["s3"]}
    assert customer["t2"] == shared.key


def test_an_account_and_a_team_address_join_nobody(joined: Store) -> None:
    customer = who(joined)
    assert len({customer[name] for name in ("t1", "t2", "s2", "s3")}) == 4
    assert customer["t4"] != customer["s4"]


def test_the_order_of_the_exports_makes_no_difference(joined: Store, tmp_path) -> None:
    before = dict(joined.dump())
    for order in itertools.permutations(("tickets", "answers", "customers"), 2):
        take_in(joined, tmp_path, *order)
        join(joined)
        assert dict(joined.dump()) == before


def test_a_join_is_an_event_that_can_be_undone_and_redone(joined: Store) -> None:
    ana = written("ana@example.com", [], secret=SECRET)
    before = who(joined)
    undo(joined, ana)
    assert who(joined)["t1"] not in (before["t1"], before["s1"])
    join_customers(joined)
    assert who(joined)["t1"] != before["s1"]
    assert overview(joined).apart == (before["s1"] and who(joined)["t1"],)
    redo(joined, ana)
    assert who(joined) == before
    kinds = [event.kind for event in joined.join_events() if event.key in ana]
    assert kinds == ["joined", "undone", "redone", "joined"]


def test_undoing_what_was_never_joined_says_so(joined: Store) -> None:
    with pytest.raises(NotFound, match="voc customers list"):
        undo(joined, written("ben@example.com", [], secret=SECRET))


def test_a_join_ends_when_its_key_turns_out_to_be_shared(joined: Store, tmp_path) -> None:
    late = [["s5", "2026-03-09", "It is my address too.", "C-9", "ana@example.com", "", ""]]
    path = write(tmp_path / "late.csv", COLUMNS, late)
    whole(ingest(joined, source="late", mapping=SURVEY, paths=[path], secret=SECRET))
    join_customers(joined)
    assert len({who(joined)[name] for name in ("t1", "s1", "s5")}) == 3
    assert joined.join_events()[-1].kind == "parted"


def test_no_key_is_stored_as_it_is_written(joined: Store) -> None:
    stored = repr(dict(joined.dump())).casefold()
    for key in ("example.com", "79460018", "c-1", "bakery", "a-1"):
        assert key not in stored
