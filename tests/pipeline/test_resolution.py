"""Which keys are one customer's: laws of joining, and cases that a company meets."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from voc.domain.identity import SHARED, KeyKind, Keys
from voc.pipeline.resolution import resolve

SURER = {kind: tuple(KeyKind)[: kind.rank] for kind in KeyKind}


def some(letter, n):
    return st.none() | st.sampled_from([f"{letter}{i}" for i in range(n)])


links = st.lists(
    st.builds(
        Keys,
        customer=some("C", 3),
        contact=some("zendesk:", 3) | some("intercom:", 2),
        email=some("e", 3),
        phone=some("p", 3),
    ),
    max_size=12,
)


@given(links=links, seed=st.integers(0, 9))
@settings(deadline=None)
def test_the_order_of_what_comes_in_makes_no_difference(links, seed) -> None:
    shuffled = random.Random(seed).sample(links, len(links))
    one, other = resolve(links), resolve([*shuffled, *shuffled])
    assert one == other
    keys = {key for link in links for _, key in link}
    assert one.joins(keys) == other.joins(keys)


@given(links=links)
@settings(deadline=None)
def test_customers_who_differ_in_a_surer_key_are_never_one(links) -> None:
    found = resolve(links)
    owners = {}
    for key, owner in found.owners.items():
        owners.setdefault(owner, set()).add(key)
    for keys in owners.values():
        kinds = [found.kinds[key] for key in keys]
        assert kinds.count(KeyKind.CUSTOMER) <= 1
        tools = [key.partition(":")[0] for key in keys if found.kinds[key] is KeyKind.CONTACT]
        has_customer = KeyKind.CUSTOMER in kinds
        assert has_customer or len(tools) == len(set(tools))
    for one in found.ambiguous:
        assert found.owner(one.key) == one.key


def test_a_mail_is_joined_to_the_one_customer_who_gave_the_address() -> None:
    found = resolve([Keys(customer="C", email="e")])
    [join] = found.joins(["e"]).values()
    assert (join.customer_id, join.via, join.confidence) == ("C", KeyKind.EMAIL, "high")


def test_a_couples_address_joins_neither_and_is_reported() -> None:
    found = resolve([Keys(customer="C1", email="e"), Keys(customer="C2", email="e")])
    assert found.joins(["e"]) == {}
    [one] = found.ambiguous
    assert (one.key, one.kind, one.customer_ids) == ("e", KeyKind.EMAIL, ("C1", "C2"))


def test_a_phone_joins_what_two_tools_know_and_says_that_it_is_less_sure() -> None:
    found = resolve([Keys(customer="C", phone="p"), Keys(email="e", phone="p")])
    [join] = found.joins(["e"]).values()
    assert (join.customer_id, join.via, join.confidence) == ("C", KeyKind.PHONE, "medium")


def test_a_household_phone_joins_no_two_addresses() -> None:
    found = resolve([Keys(email="e1", phone="p"), Keys(email="e2", phone="p")])
    assert found.joins(["e1", "e2", "p"]) == {}
    assert [one.key for one in found.ambiguous] == ["p"]


def test_a_chain_that_would_join_two_customers_joins_nobody() -> None:
    chain = [
        Keys(customer="C1", phone="p1"),
        Keys(email="e", phone="p1"),
        Keys(email="e", phone="p2"),
        Keys(customer="C2", phone="p2"),
    ]
    found = resolve(chain)
    assert found.joins(["e", "p1", "p2"]) == {}
    assert [one.key for one in found.ambiguous] == ["p1", "p2"]


def test_contacts_of_two_tools_may_be_one_customer_and_of_one_tool_not() -> None:
    other = [Keys(contact="zendesk:1", email="e"), Keys(contact="intercom:1", email="e")]
    assert len(set(resolve(other).owners.values())) == 1
    same = [Keys(contact="zendesk:1", email="e"), Keys(contact="zendesk:2", email="e")]
    assert len(set(resolve(same).owners.values())) == 3


def test_a_team_address_and_a_key_that_a_person_undid_join_nobody() -> None:
    team = f"{SHARED}info"
    found = resolve([Keys(customer="C", email=team), Keys(customer="D", email="e")], apart={"e"})
    assert found.joins([team, "e"]) == {}
    assert found.ambiguous == ()
