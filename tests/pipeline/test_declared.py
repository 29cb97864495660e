"""Which ways of writing a key are the same key, and which values are none."""

from datetime import UTC, datetime

import pytest

from voc.domain.identity import SHARED
from voc.domain.mapping import SourceMapping
from voc.domain.record import RawFeedback
from voc.pipeline.declared import declared, email_key, phone_key

SECRET = "a secret of this test"
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def keys_of(format="csv", source="survey", **fields):
    mapping = SourceMapping(format=format, channel="ticket", solicited=False)
    raw = RawFeedback(external_id="1", occurred_at=NOW, text="", **fields)
    return declared(raw, source=source, mapping=mapping, secret=SECRET)


@pytest.mark.parametrize(
    "written",
    ["020 7946 0018", "(020) 7946-0018", "+44 20 7946 0018", "0044 (0)20 79460018", "442079460018",
     "020 7946 0018 ext. 12"],
)  # fmt: skip
def test_a_number_is_one_however_it_is_written(written) -> None:
    assert phone_key(written, code="44", secret=SECRET) == phone_key(
        "+442079460018", code=None, secret=SECRET
    )


@pytest.mark.parametrize("written", ["1-212-555-0123", "(212) 555-0123", "+1 212 555 0123"])
def test_a_north_american_number_is_one(written) -> None:
    assert phone_key(written, code="1", secret=SECRET) == phone_key(
        "+12125550123", code=None, secret=SECRET
    )


@pytest.mark.parametrize("written", ["", "unknown", "0000000000", "12", "1" * 30])
def test_what_is_no_number_is_no_key(written) -> None:
    assert phone_key(written, code="44", secret=SECRET) is None


def test_numbers_that_differ_in_the_area_alone_are_two() -> None:
    one, other = (phone_key(n, code="1", secret=SECRET) for n in ("2125550123", "3125550123"))
    assert one != other


def test_an_address_is_one_in_any_case_and_a_teams_is_marked() -> None:
    jo = email_key("Jo@Example.com ", secret=SECRET)
    assert jo == email_key("jo@example.com", secret=SECRET)
    assert email_key("jo at example", secret=SECRET) is None
    for team in ("info@shop.example", "No-Reply@shop.example"):
        assert str(email_key(team, secret=SECRET)).startswith(SHARED)


def test_a_customer_id_that_is_an_address_is_one() -> None:
    assert keys_of(customer="jo@example.com").surest == keys_of(email="jo@example.com").surest


def test_a_contact_is_the_same_within_its_tool_alone() -> None:
    same = [keys_of("zendesk", "tickets", contact="7"), keys_of("zendesk_csv", "view", contact="7")]
    others = [keys_of("freshdesk", "desk", contact="7"), keys_of("csv", "list", contact="7")]
    assert same[0] == same[1]
    assert len({keys.surest for keys in (*same, *others)}) == 3
    assert keys_of(customer="7").surest not in {keys.surest for keys in (*same, *others)}
