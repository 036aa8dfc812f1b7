import base64

import pytest

from forum.mail_in.headers import lenient_base64, readable


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?ISO-8859-1?Q?caf=E9_?= =?ISO-8859-1?Q?cr=E8me?=", "café crème"),
        ("=?utf-8?B?w6Q=?=\n =?utf-8?B?w7Y=?=", "äö"),
        ("Re: =?utf-8*en?q?hello?= there", "Re: hello there"),
        ("a=?utf-8?q?b?=c", "abc"),
        ("=?utf-8?q?two words not coded?=", "two words not coded"),
        ("=?x-unknown?q?plain?=", "plain"),
        ("=?utf-8?b?aGVsbG8?=", "hello"),
        ("=?utf-8?q?never ends", "=?utf-8?q?never ends"),
        ("folded\r\n\tline", "folded line"),
        ("a\x00b\x07c\u202ed", "abcd"),
    ],
)
def test_readable(value, text):
    assert readable(value) == text


def test_a_letter_split_between_two_words():
    first, second = "=?utf-8?b?" + base64.b64encode(b"\xc3").decode() + "?=", "=?utf-8?b?pA==?="
    assert readable(f"{first} {second}") == "ä"


def test_raw_bytes_as_the_parser_keeps_them():
    assert readable(b"caf\xe9".decode("ascii", "surrogateescape")) == "café"
    assert readable("café".encode().decode("ascii", "surrogateescape")) == "café"


@pytest.mark.parametrize("raw", [b"aGVsbG8=", b"aGVsbG8", b"aGVs\r\nbG8=", b"aGVs!bG8=", b"aGVsbG8=a"])
def test_lenient_base64(raw):
    assert lenient_base64(raw).startswith(b"hello")
