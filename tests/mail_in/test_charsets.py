import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.mail_in.charsets import decode, known_codec

RUSSIAN = "Здравствуйте, сегодня у меня хорошие новости от врача. " * 3
CHINESE = "大家好，今天医生告诉我一个好消息，我很高兴。" * 5
JAPANESE = "こんにちは。今日はお医者さんからよい知らせがありました。" * 5
KOREAN = "안녕하세요 오늘 의사 선생님께서 좋은 소식을 주셨습니다. " * 5


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (RUSSIAN, "koi8_r", "koi8-r"),
        (RUSSIAN, "cp1251", '"Windows-1251"'),
        (CHINESE, "gb18030", "GB2312"),
        ("陳小姐您好", "big5", "big5"),
        (JAPANESE, "iso2022_jp", "ISO-2022-JP"),
        (JAPANESE, "cp932", "x-sjis"),
        (KOREAN, "cp949", "ks_c_5601-1987"),
        ("żółw", "iso8859_2", "iso-8859-2"),
        ("Grüße – “hello”", "cp1252", "iso-8859-1"),
        ("café", "utf-8", "unicode-1-1-utf-8"),
    ],
)
def test_right_label(text, codec, label):
    assert decode(text.encode(codec), label) == text


@pytest.mark.parametrize("label", [None, "", "x-unknown", "us-ascii", "utf-8", "charset", "unknown-8bit"])
def test_western_letters_under_a_wrong_label(label):
    assert decode("It’s a café – yes".encode("cp1252"), label) == "It’s a café – yes"


@pytest.mark.parametrize("label", [None, "iso-8859-1", "us-ascii", "windows-1252", "x-unknown"])
def test_utf8_under_a_wrong_label(label):
    assert decode("It’s a café".encode(), label) == "It’s a café"


@pytest.mark.parametrize("label", ["x-unknown", "us-ascii", "utf-8", None])
@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "cp1251"),
        (JAPANESE, "iso2022_jp"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "cp949"),
        (CHINESE, "gb18030"),
    ],
)
def test_other_scripts_without_a_label_or_with_a_wrong_one(text, codec, label):
    assert decode(text.encode(codec), label) == text


def test_plain_letters_labelled_as_two_bytes_each():
    assert decode(b"plain words", "utf-16") == "plain words"
    assert decode("plain words".encode("utf-16"), "utf-16") == "plain words"


@pytest.mark.parametrize("label", ["utf-8", None])
def test_something_from_windows_pasted_into_utf8(label):
    raw = "Grüße, schöne Wünsche\n".encode() + "a “quote”".encode("cp1252")
    assert decode(raw, label) == "Grüße, schöne Wünsche\na “quote”"


def test_a_letter_cut_in_the_middle_does_not_change_the_charset():
    assert decode(RUSSIAN.strip().encode()[:-1] + b"\xd0 end", "utf-8").startswith("Здравствуйте")


@pytest.mark.parametrize(
    "label", ["punycode", "rot13", "base64", "idna", "unicode_escape", "undefined", "x" * 99]
)
def test_what_is_no_charset_is_not_used(label):
    assert known_codec(label) is None


@given(
    st.binary(max_size=300),
    st.one_of(st.none(), st.text(max_size=12), st.sampled_from(["utf-7", "hz", "big5"])),
)
def test_never_fails(raw, label):
    assert isinstance(decode(raw, label), str)


POLISH = "Dzień dobry, dziękuję za życzenia. Wyniki są lepsze, niż myślałam, i jestem szczęśliwa."
CZECH = "Dobrý den, děkuji všem za milá slova. Výsledky jsou lepší, než jsem čekala."
HUNGARIAN = "Köszönöm a jó szavakat: az új szertől nem fáj, gyűlik az erő."
TURKISH = "Teşekkür ederim, bugün doktordan iyi haber aldım. Ağrılarım azaldı, çok mutluyum."
CROATIAN = "Hvala svima na lijepim riječima. Liječnica kaže da je bolje, već šetam i pričam."
NEIGHBOURS = [
    (POLISH, "cp1250"),
    (POLISH, "iso8859_2"),
    (CZECH, "cp1250"),
    (CZECH, "iso8859_2"),
    (HUNGARIAN, "iso8859_2"),
    (TURKISH, "cp1254"),
    (TURKISH, "iso8859_9"),
    (CROATIAN, "cp1250"),
]


@pytest.mark.parametrize("label", [None, "us-ascii", "x-unknown"])
@pytest.mark.parametrize(("text", "codec"), NEIGHBOURS)
def test_languages_east_of_the_west_without_a_label(text, codec, label):
    assert decode(text.encode(codec), label) == text


@pytest.mark.parametrize(
    "text",
    [
        "Ich grüße euch, morgen ist mein großer Tag – „drückt“ die Daumen, schöne Träume!",
        "J’ai reçu les résultats, ça va très bien, même si l’été sera long. À bientôt, ma sœur",
        "Mañana tengo la revisión, ¿quién más? Ánimo, compañeras, el corazón está aquí.",
        "Não sei se amanhã consigo, mas a operação correu bem; três irmãs estão aqui.",
        "Það er gott að vera hér. Ég þakka ykkur öllum fyrir góð orð, við sjáumst á morgun.",
        "Jeg håber det går bedre på lørdag, vi ses til kaffe på øen. Kærlig hilsen, Bjørn",
        "Tack så mycket, jag mår bättre i dag. Hälsningar från Åsa i Malmö.",
        "A café – naïve, but 37.5° and 10² “fine”",
        "Sýkora and Þóra say hello from the café.",
        "Zoë said it costs 5 £ or 6 € at the Nuñez café; São Paulo is far, and Malmö, and Besançon too.",
    ],
)
def test_languages_of_the_west_without_a_label(text):
    assert decode(text.encode("cp1252"), None) == text
