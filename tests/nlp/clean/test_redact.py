import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.nlp.clean import redact

PII = Path(__file__).parents[3] / "../shared/data/pii_sentences.json"
KINDS = {
    "EMAIL_ADDRESS": "EMAIL",
    "PHONE_NUMBER": "PHONE",
    "CREDIT_CARD": "CARD",
    "IBAN_CODE": "IBAN",
    "IP_ADDRESS": "IP",
}


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("mail me: Jo.O'Neil+x@mail.example.co.uk.", "mail me: <EMAIL>."),
        ("write to jo [at] example.com now", "write to <EMAIL> now"),
        ("mailto:jo@example.com?subject=x", "mailto:<EMAIL>?subject=x"),
        ("my card 4111 1111 1111 1111, exp 12/27", "my card <CARD>, exp 12/27"),
        ("Amex 3782-822463-10005 was charged", "Amex <CARD> was charged"),
        ("pay to DE89 3704 0044 0532 0130 00 please", "pay to <IBAN> please"),
        ("iban gb82west12345698765432.", "iban <IBAN>."),
        ("from 153.69.214.203 again", "from <IP> again"),
        ("+44 20 7946 0958 or 020 7946 0958", "<PHONE> or <PHONE>"),
        ("call 07700 900123, or 07700900123", "call <PHONE>, or <PHONE>"),
        ("(631) 891-5722 x12 or 1-800-433-7300", "<PHONE> or <PHONE>"),
        ("Rückruf unter 0151/23456789 oder +49 (0)30 901820", "Rückruf unter <PHONE> oder <PHONE>"),
        ("au 01 23 45 67 89 merci", "au <PHONE> merci"),
        ("please call me on 9148445695.", "please call me on <PHONE>."),
        ("llámame al 612 345 678", "llámame al <PHONE>"),
        ("customer service on 0300 0830 100", "customer service on <PHONE>"),
        ("jo@example.com, 07700 900123", "<EMAIL>, <PHONE>"),
    ],
)
def test_personal_data_is_replaced(text, redacted):
    assert redact(text).text == redacted


@pytest.mark.parametrize(
    "text",
    [
        "order 2023456789 and order number 0123 456 7890 never came",
        "account LK-2840066, ticket #4821993, invoice 00418832",
        "my account number is 555-123-4567",
        "card ending 4444, order 4111 1111 1111 1112",
        "paid £1,234,567.89 or $1200.00 or 40.15",
        "open 24/7, 0900-1700, from 08:00 to 20:00",
        "on 01/05/2018 20:23, 2018-05-01 10:20, 01.02.2018, 14-04-2015, 05012018",
        "in 2015 2016 2017 and 2018-2019",
        "flight AA1205, 787-9, row 31, seats 24 25 26, 300GB, 180 Mbit",
        "router at 192.168.0.1, firmware 10.2.33.4, version 9.1.0.200",
        "call me in 15 minutes, I rang 3 times in 20 days",
        "@AmericanAir and @jo_doe, rated 10/10",
        "score 0 1 2 3 4 5 6 7 8 9 10",
        "the tweet 570306133677760513",
    ],
)
def test_other_numbers_and_handles_stay(text):
    assert redact(text).text == text


def test_offsets_point_into_the_input():
    text = "é 👍 jo@example.com or 4111111111111111!"
    assert [(text[e.start : e.end], e.type) for e in redact(text).entities] == [
        ("jo@example.com", "EMAIL"),
        ("4111111111111111", "CARD"),
    ]


@given(st.text(st.sampled_from("0123456789 -+().@/aex:DE")))
def test_redaction_keeps_the_rest_and_is_done_after_once(text):
    found = redact(text)
    rest, at = "", 0
    for entity in found.entities:
        assert at <= entity.start < entity.end <= len(text)
        rest += text[at : entity.start] + f"<{entity.type}>"
        at = entity.end
    assert found.text == rest + text[at:]


def test_structured_kinds_are_found_in_sentences_with_known_spans():
    if not PII.exists():
        pytest.skip("shared/data is not beside the repository")
    missed = wrong = found = 0
    for sentence in json.loads(PII.read_text(encoding="utf-8")):
        gold = [
            (span["start_position"], span["end_position"], KINDS[span["entity_type"]])
            for span in sentence["spans"]
            if span["entity_type"] in KINDS
        ]
        entities = redact(sentence["full_text"]).entities
        hits = [
            any(e.type == k and e.start < b and a < e.end for e in entities) for a, b, k in gold
        ]
        missed += hits.count(False)
        found += hits.count(True)
        wrong += sum(not any(e.start < b and a < e.end for a, b, _ in gold) for e in entities)
    assert found / (found + missed) >= 0.95
    assert found / (found + wrong) >= 0.95
