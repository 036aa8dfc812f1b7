import gzip
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.errors import Refused
from forum.transfer.mbox import CUT_SHORT, LARGEST_MAIL, TOO_LARGE, mails, size

FIRST = b"From jane@example.org Mon Mar  3 10:00:00 2003\n"
MAIL = b"From: Jane <jane@example.org>\nSubject: Hello\n\nHello\n\n"


@pytest.fixture
def archive(tmp_path):
    def write(content: bytes, name: str = "list.mbox") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def bodies(path: Path) -> list[bytes]:
    return [mail.raw.partition(b"\n\n")[2].strip() for mail in mails(path)]


@pytest.mark.parametrize(
    "separator",
    [
        b"From jane@example.org Mon Mar  3 10:00:00 2003",
        b"From jane at example.org  Mon Mar  3 10:00:00 2003",
        b"From friends@yahoogroups.com Tue Mar  4 10:00 2003",
        b"From 1234567890123456789@xxx Mon Mar 03 10:00:00 +0000 2003",
        b"From mboxrd@z Thu Jan  1 00:00:00 1970",
        b"From - Mon Mar  3 10:00:00 2003",
        b"From jane@example.org Mon Mar  3 10:00:00 CET 2003",
        b"From jane@example.org Mon Mar  3 10:00:00 2003 +0100",
        b"From MAILER-DAEMON Mon Mar  3 10:00:00 2003 remote from host",
        b"From -5383538403804020583",
        b"From 1234567890123456789",
        b"From jane@example.org",
        b"From -",
        b"From MAILER-DAEMON",
    ],
)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_separators_of_every_house(archive, separator, line_end):
    content = ((separator + b"\n" + MAIL) * 3).replace(b"\n", line_end)
    found = list(mails(archive(content)))
    assert [mail.raw for mail in found] == [MAIL.replace(b"\n", line_end)] * 3
    assert [mail.problem for mail in found] == [None] * 3


@pytest.mark.parametrize(
    "body",
    [
        b"Text\n\nFrom my notes in 2003\nmore",
        b"Text\n\nFrom Monday at 10:00 in 2003 on\n\nmore",
        b"Text\nFrom jane@example.org Mon Mar  3 10:00:00 2003\nNote: x",
        b"Text\nFrom jane Mon Mar 3 10:00 2003 was the day\nSubject: x",
        b"Text\nFrom -5383538403804020583\nSubject: x",
        b"Text\n\nFrom then on I slept well.\nNote: really",
        b"Text\n\nFrom here\nSubject: x",
    ],
)
def test_sentences_that_begin_with_from(archive, body):
    path = archive(FIRST + b"From: x\n\n" + body + b"\n\n" + FIRST + MAIL)
    assert bodies(path) == [body, b"Hello"]


@pytest.mark.parametrize(
    "separator",
    [
        b"From jane@example.org Mon Mar  3 10:00:00 2003",
        b"From jane at example.org  Mon Mar 13 10:00:00 2003",
        b"From 1234567890123456789@xxx Mon Mar 03 10:00:00 +0000 2003",
        b"From jane@example.org Mon Mar  3 10:00:00 CET 2003",
        b"From jane@example.org Mon Mar  3 10:00:00 2003 +0100",
        b"From jane@example.org Mon, 3 Mar 2003 10:00:00 +0100",
    ],
)
def test_mails_without_an_empty_line_between_them(archive, separator):
    path = archive((separator + b"\nFrom: Jane\nSubject: Hello\n\nWords\n") * 3)
    assert bodies(path) == [b"Words"] * 3


def test_a_mail_comes_with_its_envelope(archive):
    assert [mail.envelope for mail in mails(archive(FIRST + MAIL))] == [FIRST[5:-1]]


def test_one_mark_is_taken_off_an_escaped_line(archive):
    path = archive(FIRST + b"From: x\n\nText\n>From here\n> quoted\n>From there\n>>From them\n")
    assert bodies(path) == [b"Text\nFrom here\n> quoted\n>From there\n>>From them"]


def test_every_level_is_unescaped_where_the_file_says_so(archive):
    path = archive(b"From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: x\n\n> q\n>From here\n>>From them\n")
    assert bodies(path) == [b"> q\nFrom here\n>From them"]


@pytest.mark.parametrize("compress", [False, True])
def test_going_on_from_where_it_stopped(archive, compress):
    content = b"".join(FIRST + MAIL.replace(b"Hello", b"Mail %d" % number) for number in range(5))
    path = archive(gzip.compress(content) if compress else content)
    whole = list(mails(path))
    assert [content[mail.offset : mail.end].partition(b"\n")[2] for mail in whole] == [
        mail.raw for mail in whole
    ]
    for number, mail in enumerate(whole):
        assert [rest.raw for rest in mails(path, mail.end)] == [rest.raw for rest in whole[number + 1 :]]
    assert whole[-1].position == size(path)


def test_a_file_cut_in_the_middle_of_its_compression(archive):
    content = gzip.compress(b"".join(FIRST + b"From: x\n\n%d\n\n" % n**9 for n in range(20_000)))
    found = list(mails(archive(content[: len(content) // 2])))
    assert len(found) > 5_000
    assert [mail.problem for mail in found[:-1]] == [None] * (len(found) - 1)
    assert found[-1].problem == CUT_SHORT


def test_compressed_nonsense_is_refused(archive):
    with pytest.raises(Refused):
        list(mails(archive(b"\x1f\x8bnonsense")))


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_holds_nothing(archive, content):
    assert list(mails(archive(content))) == []


@pytest.mark.parametrize(
    "content", [b"Hello there\n", b"From: jane@example.org\n\nHello", b"PK\x03\x04\x00", b"\x00" * 99]
)
def test_what_is_no_archive_is_refused(archive, content):
    with pytest.raises(Refused, match="not a mail archive"):
        list(mails(archive(content)))


def test_blank_lines_and_a_mark_of_byte_order_before_the_first_mail(archive):
    marked = archive(b"\xef\xbb\xbf" + (FIRST + MAIL) * 2)
    assert bodies(marked) == [b"Hello"] * 2
    assert [mail.raw for mail in mails(marked, next(mails(marked)).end)] == [MAIL]
    assert bodies(archive(b"\n\r\n" + FIRST + MAIL)) == [b"Hello"]


def test_a_mail_too_large_is_set_aside_without_being_held(archive):
    line = b"A" * 75 + b"\n"
    path = archive(FIRST + b"From: x\n\n" + line * (LARGEST_MAIL // 76 * 2) + b"\n" + FIRST + MAIL)
    tracemalloc.start()
    large, small = mails(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (large.problem, len(large.raw), small.raw) == (TOO_LARGE, 64_000, MAIL)
    assert peak < LARGEST_MAIL * 1.5


@given(st.lists(st.binary(max_size=80), max_size=6))
def test_nothing_is_lost(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("wild") / "list.mbox"
    content = b"".join(FIRST + b"From: x\n\n" + text + b"\n\n" for text in texts)
    path.write_bytes(content)
    found = list(mails(path))
    assert [mail.offset for mail in found] == [0, *(mail.end for mail in found)][: len(found)]
    assert (found[-1].end if found else 0) == len(content)
    assert len(found) == len(texts)
