import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.errors import SettingsInvalid
from voc.nlp.clean import Rules, redact, redact_many

PII = Path(__file__).parents[3] / "../shared/data/pii_sentences.json"
KINDS = {
    "EMAIL_ADDRESS": "EMAIL",
    "PHONE_NUMBER": "PHONE",
    "CREDIT_CARD": "CARD",
    "IBAN_CODE": "IBAN",
    "IP_ADDRESS": "IP",
    "US_SSN": "ID",
    "US_DRIVER_LICENSE": "ID",
    "PERSON": "PERSON",
}
PERSONAL = {*KINDS, "STREET_ADDRESS", "ZIP_CODE", "DOMAIN_NAME"}


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
        ("belde mij op 06-12345678", "belde mij op <PHONE>"),
        ("bel 0612345678, klant 0612345678", "bel <PHONE>, klant 0612345678"),
        ("please call me on 9148445695.", "please call me on <PHONE>."),
        ("llámame al 612 345 678", "llámame al <PHONE>"),
        ("customer service on 0300 0830 100", "customer service on <PHONE>"),
        ("jo@example.com, 07700 900123", "<EMAIL>, <PHONE>"),
        ("@jo_doe was rude to @kim99!", "<HANDLE> was rude to <HANDLE>!"),
        ("see https://x.example/reset?token=ab12&u=3.", "see <URL>."),
        ("ssn 125-17-4954, NI BG 12 34 56 C or AB123456C", "ssn <ID>, NI BG 12 34 56 C or <ID>"),
        ("DNI 12345678Z, NIE X1234567L, DNI 12345678A", "DNI <ID>, NIE <ID>, DNI <ID>"),
        ("my driver's license number is F162823540116", "my driver's license number is <ID>"),
        ("move it to 61 Abbot Street, Flat 2, M1 1AE", "move it to <ADDRESS>, <POSTCODE>"),
        ("1668 Glyn St Apt. 4, Dallas, TX 75201", "<ADDRESS>, Dallas, <POSTCODE>"),
        ("Hauptstraße 12, 10115 Berlin", "<ADDRESS> Berlin"),
        ("vivo en Calle de Alcalá 45, 28014 Madrid", "vivo en <ADDRESS> Madrid"),
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
        "rated 10/10 @ home, jo@ nothing",
        "score 0 1 2 3 4 5 6 7 8 9 10",
        "the tweet 570306133677760513",
        "https://www.example.com/help?page=2 and www.example.org",
        "a 4 lane road, 20 minutes down the street, 3 streets away, 24 Hour Drive Time",
        "flight BA 2490 at gate B22, model SW1 is out, call on 555 to pay 12 A",
    ],
)
def test_other_numbers_stay(text):
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


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("Siobhan from chat was lovely", "<PERSON> from chat was lovely"),
        ("it's sorted.\nRegards, J. Patel", "it's sorted.\nRegards, <PERSON>"),
        ("my wife Anna rang on Tuesday", "my wife <PERSON> rang on Tuesday"),
        ("Please call. Thanks,\nPriya Nandakumar (LK-1)", "Please call. Thanks,\n<PERSON> (LK-1)"),
        ("Mrs D. Holroyd spoke to Grace and Tom", "Mrs <PERSON> spoke to <PERSON> and <PERSON>"),
        ("my name is siiri", "my name is <PERSON>"),
        ("follow up with patricia moreau please", "follow up with <PERSON> please"),
        ("mi marido Pablo habló con Iñaki", "mi marido <PERSON> habló con <PERSON>"),
        ("Frau Müller war sehr nett. Gruß, Jens Wortmann",
         "Frau <PERSON> war sehr nett. Gruß, <PERSON>"),
        ("Mevrouw de Vries en meneer van den Berg",
         "Mevrouw de <PERSON> en meneer van den <PERSON>"),
        ("Agent: hello\nTomomi: hi\nAgent: bye", "Agent: hello\n<PERSON>: hi\nAgent: bye"),
        ("THANK YOU MARIA", "THANK YOU <PERSON>"),
        ("Derek's router. Ask Derek.", "<PERSON>'s router. Ask <PERSON>."),
    ],
)  # fmt: skip
def test_names_of_customers_and_staff_are_replaced(text, redacted):
    assert redact(text).text == redacted


@pytest.mark.parametrize(
    "text",
    [
        "Alexa and Siri stopped on Monday in May. Will you mark it?",
        "The Max plan with Netflix, Amazon and Sky is great. Grace period is over.",
        "Moved from Virginia to Paris, Charlotte and San Jose via Santa Maria Airport",
        "Ward staff at St Thomas Hospital, Elizabeth House, James Street",
        "Bill is too high. Price went up. Hope it gets better. Mark my words",
        "Der Techniker war im Keller, die Rechnung kam am Montag",
        "Pero mira, una semana sin internet y nada",
        "Jun 4 the bill came, on 5 Jun another. La señora de la tienda, madame de service",
        "The SIM and TV box, MIA airport, ADA rules, on 9 Jan or 25 Jan",
    ],
)
def test_brands_places_products_and_dates_stay(text):
    assert redact(text).text == text


def test_own_brands_and_handles_are_kept_and_own_numbers_replaced():
    rules = Rules(keep=("Larkline", "Vera"), patterns={"account": r"LK-\d{7}"})
    text = "@LarklineHelp Vera box, LK-2840066, ask @jo_doe or Derek"
    assert redact(text, rules=rules).text == (
        "@LarklineHelp Vera box, <ACCOUNT>, ask <HANDLE> or <PERSON>"
    )


@pytest.mark.parametrize("patterns", [{"account": "LK-("}, {"My Number": "x"}])
def test_a_wrong_pattern_is_named(patterns):
    with pytest.raises(SettingsInvalid, match=next(iter(patterns))):
        Rules(patterns=patterns)


def test_an_expression_that_never_ends_is_named_and_shows_no_text():
    text = "a" * 60 + " and jo@example.com"
    with pytest.raises(SettingsInvalid, match=r"privacy\.patterns\.account: .*second") as refused:
        redact(text, rules=Rules(patterns={"account": r"(a|aa)+$"}))
    assert "jo@example.com" not in str(refused.value)


def test_names_can_be_left_alone():
    assert redact("Derek: jo@example.com", rules=Rules(names=False)).text == "Derek: <EMAIL>"


def test_a_batch_gives_what_each_text_gives_alone():
    texts = [
        "Thanks to Akifumi Hamaguchi for the help",
        "We had a chat with Zbyszek Okonedo about it",
        "no names here",
        "Thanks gate agent extraordinaire Seau Fong for helping me",
    ] * 20
    together = redact_many(texts)
    assert together[:4] == [redact(text) for text in texts[:4]]
    assert together[:4] * 20 == together
    assert together[3].text == "Thanks gate agent extraordinaire <PERSON> for helping me"


def test_nothing_is_fetched():
    code = """
import socket
def refuse(*_, **__): raise OSError("no network here")
socket.socket = socket.create_connection = socket.getaddrinfo = refuse
from voc.nlp.clean import redact
print(redact("Thanks gate agent extraordinaire Seau Fong, jo@example.com").text)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "Thanks gate agent extraordinaire <PERSON>, <EMAIL>"


@pytest.mark.parametrize("piece", ["Thanks ", "Anna, ", "@jo ", "12 Abbot Street ", "J. Smith\n"])
def test_long_texts_are_redacted_to_the_end(piece):
    text = piece * (20_000 // len(piece)) + "jo@example.com"
    assert redact(text).text.endswith("<EMAIL>")


def test_personal_data_is_found_in_sentences_with_known_spans():
    if not PII.exists():
        pytest.skip("shared/data is not beside the repository")
    sentences = json.loads(PII.read_text(encoding="utf-8"))
    found = redact_many([sentence["full_text"] for sentence in sentences])
    hits, predicted = Counter(), Counter()
    wanted = Counter()
    for sentence, redacted in zip(sentences, found, strict=True):
        spans = [(s["start_position"], s["end_position"], KINDS.get(s["entity_type"]))
                 for s in sentence["spans"] if s["entity_type"] in PERSONAL]  # fmt: skip
        for start, end, kind in spans:
            wanted[kind] += 1
            hits[kind] += any(
                e.type == kind and e.start < end and start < e.end for e in redacted.entities
            )
        for entity in redacted.entities:
            right = any(entity.start < end and start < entity.end for start, end, _ in spans)
            predicted[right] += 1
    structured = [kind for kind in wanted if kind not in {None, "PERSON"}]
    assert sum(hits[kind] for kind in structured) / sum(wanted[k] for k in structured) >= 0.95
    assert hits["PERSON"] / wanted["PERSON"] >= 0.9
    assert predicted[True] / predicted.total() >= 0.9
