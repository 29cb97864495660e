"""Topics in scripts that have no capital letters: they are found, and named in their own words."""

import numpy as np
import pytest

from voc.nlp.topics import PassageSet, discover
from voc.nlp.topics.wording import subject

# Bills, internet and engineers, by four customers each.
SAID = {
    "zh": (
        ("账单重复收费了两次", "为什么重复收费", "我被重复收费，请退款", "重复收费问题没有解决"),
        ("网络太慢了", "网络经常断线", "家里网络不稳定", "晚上网络没法用"),
        ("等了一天工程师没来", "工程师迟到三个小时", "工程师没有按时来", "预约的工程师没出现"),
    ),
    "th": (
        ("เก็บเงินสองครั้ง", "ถูกเก็บเงินซ้ำ", "เก็บเงินซ้ำทำไม", "อย่าเก็บเงินอีก"),
        ("เน็ตช้ามาก", "เน็ตหลุดทุกวัน", "บ้านนี้เน็ตช้า", "เน็ตใช้ไม่ได้"),
        ("ช่างไม่มาตามนัด", "รอช่างทั้งวัน", "ช่างมาสาย", "ช่างยังไม่มาเลย"),
    ),
    "hi": (
        ("मेरा बिल दो बार कटा", "इस महीने का बिल गलत है", "बिल बहुत आया", "बिल दोबारा क्यों"),
        ("इंटरनेट बहुत धीमा है", "इंटरनेट रोज़ बंद", "रात में इंटरनेट नहीं चलता", "इंटरनेट की गति कम"),
        ("इंजीनियर नहीं आया", "इंजीनियर का इंतज़ार किया", "इंजीनियर देर से आया", "इंजीनियर कब आएगा"),
    ),
    "ar": (
        ("تم خصم الفاتورة مرتين", "الفاتورة خاطئة", "لماذا الفاتورة مرتفعة", "الفاتورة مكررة"),
        ("الانترنت بطيء جدا", "الانترنت ضعيف", "انقطاع الانترنت كل يوم", "الانترنت لا يعمل"),
        ("الفني لم يحضر", "انتظرت الفني طوال اليوم", "لم يأت الفني", "الفني تأخر ثلاث ساعات"),
    ),
}
NAMES = {
    "zh": {"重复收费", "网络", "工程师"},
    "th": {"เก็บเงิน", "เน็ต", "ช่าง"},
    "hi": {"बिल", "इंटरनेट", "इंजीनियर"},
    "ar": {"الفاتورة", "الانترنت", "الفني"},
}


def _passages(language: str) -> PassageSet:
    texts = [text for said in SAID[language] for text in said for _ in range(15)]
    of = np.repeat(np.arange(3), 60)
    noise = 0.05 * np.random.default_rng(7).standard_normal((len(texts), 16))
    vectors = np.eye(3, 16)[of] + noise
    return PassageSet(
        # Endings, so that there are more than fifty different texts.
        texts=tuple(f"{text} {'!' * (n % 3)}" for n, text in enumerate(texts)),
        vectors=(vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32),
        record_ids=tuple(f"r{n}" for n in range(len(texts))),
        customer_ids=(None,) * len(texts),
    )


@pytest.mark.parametrize("language", SAID)
def test_topics_are_found_and_named_in_their_own_words(language: str) -> None:
    topics = discover(_passages(language))
    assert {topic.label for topic in topics} == NAMES[language]
    assert all(topic.keywords[0] == topic.label for topic in topics)


@pytest.mark.parametrize("text", ["网络", "退款从未到账", "بطيء جدا", "느려요", "请求 <PERSON>"])
def test_texts_without_capitals_have_a_subject(text: str) -> None:
    assert subject(text)


@pytest.mark.parametrize("text", ["<PERSON>", "👍🔥", "12 34", "Yusuf Okafor"])
def test_what_holds_no_word_or_only_names_has_none(text: str) -> None:
    assert not subject(text)
