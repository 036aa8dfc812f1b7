"""An author's own words, out of the mails of all sorts of programs."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from forum.mail_in.parse import parse
from forum.mail_in.replies import read_reply
from tests.mail_in.reply_corpus import ATTRIBUTIONS, BARE, HEADERS, HTML, ORIGINALS, QUOTE, SENT_FROM, TEXTS
from tests.pace import takes_under

HEAD = "From: Ann <ann@example.org>\nSubject: Re: Scan\n"
PLAIN = "Content-Type: text/plain; charset=utf-8\n\n"
AS_HTML = "Content-Type: text/html; charset=utf-8\n\n"


def reply(text, kind=PLAIN):
    return parse((HEAD + kind + text).encode()).reply


def ids(cases):
    return [case[0] for case in cases]


@pytest.mark.parametrize(("name", "words", "line"), ATTRIBUTIONS, ids=ids(ATTRIBUTIONS))
@pytest.mark.parametrize("below", [QUOTE, f"\n{QUOTE}"], ids=["near", "apart"])
def test_a_marked_quote_is_folded_with_whose_it_is(name, words, line, below):
    assert reply(f"{words}\n\n{line}\n{below}").words == words
    assert reply(f"{line}\n{below}\n\n{words}").words == words


@pytest.mark.parametrize(("name", "words", "line"), ATTRIBUTIONS, ids=ids(ATTRIBUTIONS))
def test_a_quote_without_marks_is_folded_to_its_end(name, words, line):
    assert reply(f"{words}\n{words}\n\n{line}\n\n{BARE}").words == f"{words}\n{words}"


@pytest.mark.parametrize(("language", "header"), HEADERS, ids=ids(HEADERS))
def test_a_mail_under_its_header_is_folded(language, header):
    assert reply(f"Fine.\n\nAnn\n\n{header}\n\n{BARE}").words == "Fine.\n\nAnn"
    assert reply(f"Fine.\n\n________________________________\n{header}\n\n{BARE}").words == "Fine."


@pytest.mark.parametrize("mark", ORIGINALS)
def test_a_mail_under_a_mark_is_folded(mark):
    assert reply(f"Fine.\n\n{mark}\nFrom: Robin\n\n{BARE}").words == "Fine."
    assert reply(f"Fine.\n\n{mark}\n{BARE}").words == "Fine."


@pytest.mark.parametrize("line", SENT_FROM)
def test_what_a_phone_writes_is_folded(line):
    assert reply(f"Fine.\n\n{line}\n").words == "Fine."
    assert reply(f"Fine.\n\n{line}\n\nOn 3 May 2024, Robin wrote:\n\n{QUOTE}").words == "Fine."


@pytest.mark.parametrize(("text", "words"), TEXTS.values(), ids=TEXTS)
def test_texts(text, words):
    assert reply(text).words == words


@pytest.mark.parametrize(("markup", "words"), HTML.values(), ids=HTML)
def test_pages(markup, words):
    assert reply(markup, AS_HTML).words == words


def test_a_bare_forward_says_so():
    assert reply(TEXTS["bare forward"][0]).is_bare_forward
    assert not reply(TEXTS["forwarded with words"][0]).is_bare_forward


def test_flowed_text_is_joined_before_it_is_read():
    flowed = "Content-Type: text/plain; charset=utf-8; format=flowed\n\n"
    text = "All is \nfine.\n\nOn 3 May 2024, Robin Vale, whose name \nis long, wrote:\n> How \n> was it?\n"
    assert reply(text, flowed).words == "All is fine."


def test_what_is_folded_is_still_there():
    pieces = reply(TEXTS["list above the quote"][0]).pieces
    assert [piece.kind for piece in pieces] == ["words", "footer", "quote"]
    assert "unsubscribe" in pieces[1].text and "How was the scan?" in pieces[2].text


def everything(text):
    return "".join(text.split())


@pytest.mark.parametrize("text", [text for text, _ in TEXTS.values()])
def test_no_word_of_the_corpus_disappears(text):
    whole = reply(text)
    assert everything("".join(piece.text for piece in whole.pieces)) == everything(text)


LINES = [
    "Alpha beta.",
    "> gamma",
    ">> delta",
    "",
    "",
    "-- ",
    "--",
    "On 3 May 2024, Robin <r@example.org> wrote:",
    "From: x",
    "Sent: y",
    "To: z",
    "Subject: q",
    "-----Original Message-----",
    "Sent from my iPhone",
    "_" * 40,
    "-- reply above this line --",
    "---------- Forwarded message ---------",
    "Friends mailing list",
    "> 5 %",
    "-----BEGIN PGP SIGNED MESSAGE-----",
    "-----END PGP SIGNATURE-----",
    "Disclaimer:",
    "http://example.org",
    "To unsubscribe, e-mail: a@example.org",
    "wrote:",
    "Ann Brook",
    "word____________________________________________",
]


@settings(deadline=None, max_examples=400)
@given(st.one_of(st.lists(st.sampled_from(LINES), max_size=25).map("\n".join), st.text(max_size=80)))
def test_no_word_ever_disappears(text):
    pieces = read_reply(text).pieces
    assert "\n".join(piece.text for piece in pieces) == text
    assert all(piece.text in text for piece in pieces)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.sampled_from(["Mine one.", "Mine two, and more", "At three mine", "", "mine:"]),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from([line for _, _, line in ATTRIBUTIONS]),
    st.sampled_from(["", "\nSent from my iPhone", "\n-- \nAnn Brook"]),
)
def test_words_above_a_quote_are_all_kept(lines, attribution, ending):
    own = "\n".join(lines)
    assume(own.strip())
    assert read_reply(f"{own}\n{ending}\n\n{attribution}\n\n{QUOTE}").words == own.strip()


BOMBS = [
    "a",
    "> ",
    ">",
    "\n",
    "a\n",
    "-- \n",
    "___\n",
    "On a wrote:\n",
    "On 3 May 2024 a@b.c wrote",
    "wrote:",
    ":",
    "写道：",
    "From: a\n",
    "From: a Sent: b To: c ",
    "Sent: ",
    "sent from ",
    "sent from my iphone ",
    "iphone ",
    "envoyé de ",
    "-----Original ",
    "-" * 20 + "\n",
    "this message ",
    "this e-mail may be ",
    "confidential ",
    "reply above ",
    "- ",
    "-----BEGIN PGP SIGNED MESSAGE-----\n",
    "-----BEGIN PGP SIGNATURE-----\n",
    "-----END PGP\n",
    "于",
    "在2024",
    "מאת ",
    "a at b.c ",
    "<http://a>",
    "Ann Brook\n",
    "Disclaimer\n",
    "\u200f",
    "2024 ",
    "10:00 ",
    "\xa0",
    "mensaje ,a ",
]


@pytest.mark.parametrize("bomb", BOMBS)
def test_no_reply_takes_a_second(bomb):
    long_lines = ((bomb * 60 + "\n") * 900)[:100_000]
    assert takes_under(1, lambda: read_reply((bomb * 100_000)[:100_000]).words)
    assert takes_under(1, lambda: read_reply(f"Words\n{long_lines}").words)
