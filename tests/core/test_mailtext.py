"""A mail from an archive, as its readers see it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import fragment_fromstring

from forum.core.addresses import HIDDEN, hide_addresses
from forum.core.html import TAGS, clean
from forum.core.mailtext import render_mail_text
from tests.pace import takes_under

QUOTED = '<details class="quoted"><summary>Quoted words</summary>'
unhurried = settings(deadline=None)

REL = 'rel="nofollow ugc noopener noreferrer"'
PARTS = ["> ", ">", "\n", "-- \n", "a", " ", "On x wrote:\n", "From: b\nTo: c\nSubject: d\n", "<b>", "&", '"']
PARTS += ["-----Original Message-----\n", "http://x.example", "robin@example.org", "@", "\x00", "\ud800"]
mails = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PARTS)).map("".join))


def words(html):
    return fragment_fromstring(html, create_parent="div").text_content() if html else ""


def test_paragraphs_lines_and_web_addresses():
    assert render_mail_text("a <b>\nc\n\nd http://x.example/?f&g.\n") == (
        f'<p>a &lt;b&gt;<br>c</p><p>d <a href="http://x.example/?f&amp;g" {REL}>http://x.example/?f&amp;g</a>.</p>'
    )


def test_a_quote_is_folded_with_the_line_that_says_whose_it_is():
    mail = "Mine.\n\nOn Tue, 3 May 2005, Robin\n<robin@example.org> wrote:\n\n> a\n>\n> > b\n\n> c"
    assert render_mail_text(mail) == (
        f'<p>Mine.</p>{QUOTED}<p class="attribution">On Tue, 3 May 2005, Robin<br>{HIDDEN} wrote:</p>'
        "<blockquote><p>a</p><blockquote><p>b</p></blockquote><p>c</p></blockquote></details>"
    )


def test_a_short_quote_that_is_answered_stays_open():
    assert render_mail_text("> When?\nAt three.") == "<blockquote><p>When?</p></blockquote><p>At three.</p>"


def test_a_long_quote_is_folded_even_when_answered():
    assert render_mail_text("> a\n" * 6 + "b").startswith(QUOTED)


def test_only_the_attribution_goes_with_the_quote():
    html = render_mail_text("I said:\nOn 3 May\nRobin wrote:\n> a")
    assert html.startswith("<p>I said:</p>")
    assert "<p>before</p>" in render_mail_text("before\n\nRobin wrote:\n> a")


@pytest.mark.parametrize("mark", ["-- ", "--", "_" * 47])
def test_a_signature_is_folded(mark):
    assert render_mail_text(f"a\n{mark}\nAnn\n") == (
        '<p>a</p><details class="signature"><summary>Signature</summary><p>Ann</p></details>'
    )


def test_a_long_text_after_a_line_is_no_signature():
    assert "signature" not in render_mail_text("a\n-- \n" + "b\n" * 13)


def test_words_after_a_signature_and_a_quote_are_still_open():
    assert render_mail_text("a\n-- \nAnn\n> b\nc").endswith("</blockquote><p>c</p>")


@pytest.mark.parametrize(
    "opening",
    [
        "-----Original Message-----",
        "---------- Forwarded message ----------",
        "Begin forwarded message:",
        "From: Ann\nSent: Monday\nTo: Robin\nSubject: Scan",
        "*From:* Ann\n*Date:* Monday\n*Subject:* Scan",
    ],
)
def test_everything_below_a_forwarded_message_is_folded(opening):
    html = render_mail_text(f"Mine.\n\n{opening}\n\ntheirs\n> older")
    assert html.startswith(f"<p>Mine.</p>{QUOTED}<blockquote>")
    assert html.endswith("<p>theirs</p><blockquote><p>older</p></blockquote></blockquote></details>")


def test_a_forwarded_message_without_own_words_stays_open():
    assert "<details" not in render_mail_text("-----Original Message-----\ntheirs")


@pytest.mark.parametrize(
    "header",
    [
        "Von: Robin\nGesendet: Montag\nAn: alle\nBetreff: x",
        "De: Robin\nEnviado: lunes\nPara: todos\nAsunto: x",
        "*De :* Robin\n*Envoyé :* lundi\n*À :* tous\n*Objet :* x",
        "Da: Robin\nInviato: lunedì\nA: tutti\nOggetto: x",
        "보낸 사람: Robin\n보낸 날짜: 2020\n받는 사람: x\n제목: x",
        "________________________________\nFrom: Robin\nSent: Monday\nTo: all\nSubject: x",
        "发件人: Robin\n发送时间: 2020\n收件人: x\n主题: x",
        "-----Ursprüngliche Nachricht-----",
    ],
)
def test_a_mail_under_its_header_is_folded_in_every_language(header):
    html = render_mail_text(f"Mine.\n\n{header}\n\ntheirs")
    own, _, quoted = html.partition("<details")
    assert "Mine." in own and "___" not in own and "theirs" in quoted


@pytest.mark.parametrize(
    "line",
    [
        "On Tuesday, 3 May 2005, 10:00, Robin wrote:",
        "On Tue, May 3, 2005 at 10:00 AM Robin S <robin@example.org>\nwrote:",
        "Am 3. Mai 2005 um 10:00 schrieb Robin:",
    ],
)
def test_what_is_quoted_without_a_mark_is_folded(line):
    own, _, quoted = render_mail_text(f"Mine.\n\n{line}\n\ntheirs\n\nmore of theirs").partition("<details")
    assert "Mine." in own and "wrote" not in own and "theirs" in quoted and "more" in quoted


def test_a_sentence_that_ends_in_said_is_no_quote():
    assert "<details" not in render_mail_text("Mine.\n\nOn Tuesday my doctor said:\n\nrest")


def test_a_sentence_that_begins_with_from_is_no_header():
    assert "<details" not in render_mail_text("a\n\nFrom: what I read\nit is fine\nTo: you")


@pytest.mark.parametrize(
    "address",
    [
        "robin@example.org",
        "<robin@example.org>",
        "mailto:robin.s+list@sub.example.co.uk",
        '"Robin S"@example.org',
        "robin@[192.0.2.1]",
        "robin@...",
        "robin%40example.org",
        "robin (at) example.org",
        "robin @ example.org",
        "rób\u200bin@bücher.example",
        "list-robin@example.org=host@example.net",
        "robin@163.com",
        "robin@example.org@example.net",
        "robin at example.org",
        "robin AT example DOT org",
        "robin.s at mail dot example dot org",
        "robin [at] example [dot] org",
        "robin (a) example.org",
        "robin@\nexample.org",
        "robin at\n> example.org",
        "robin_at_example.org",
        "robin_s at example.pl",
    ],
)
def test_an_address_is_hidden(address):
    assert hide_addresses(f"({address}), ok") == f"({HIDDEN}), ok"


@pytest.mark.parametrize(
    "text",
    [
        "5mg@8am",
        "2 @ 5.5 mg",
        "2@5.5mg",
        "it was @ 2.3cm, now @ 1.5g",
        "38.2U/mL @ 38.2U/mL",
        "a clock @ 3.40GHz",
        "we met @ www.example.org",
        "call me @ 555.123.4567",
        "@robin",
        "look at example.org",
        "look at the dot com years",
        "safe at home.It rained",
        "an error at notes.txt",
        "died at script.pl line 4",
        "https://x.example/@robin",
    ],
)
def test_what_is_no_address_stays(text):
    assert hide_addresses(text) == text


def test_addresses_that_archives_spell_out_are_hidden_in_their_own_lines():
    text = (
        "From: list at example.org (Robin)\n> On Monday, me at example.org wrote:\nPage <me at example.org>"
    )
    hidden = f"From: {HIDDEN} (Robin)\n> On Monday, {HIDDEN} wrote:\nPage {HIDDEN}"
    assert hide_addresses(text) == hidden


def test_an_address_within_a_web_address_is_hidden():
    html = render_mail_text("http://x.example/options/robin%40example.org")
    assert "robin" not in html and "example.org" not in html


@unhurried
@given(mails)
def test_no_address_is_ever_shown(mail):
    html = render_mail_text(f"{mail}robin@example.org {mail} ann@example.org{mail}")
    assert not re.search(r"[\w.+-]@[\w-]+\.[a-z]", html)


@unhurried
@given(mails)
def test_our_markup_would_pass_both_walls(mail):
    html = render_mail_text(mail)
    root = fragment_fromstring(html, create_parent="div")
    assert {element.tag for element in root.iterdescendants()} <= TAGS
    assert words(clean(html)) == words(html)


@unhurried
@given(st.lists(st.sampled_from(["alpha", "> beta", ">> gamma", "", "-- ", "On x wrote:", "delta:"])))
def test_no_word_is_lost(lines):
    shown = words(render_mail_text("\n".join(lines)))
    for word in ("alpha", "beta", "gamma", "delta:", "On x wrote:"):
        assert shown.count(word) == sum(word in line for line in lines)


def test_ten_thousand_quote_marks_nest_ten_deep():
    assert render_mail_text(">" * 10_000 + "a").count("<blockquote>") == 10


BOMBS = [
    "a@",
    "a",
    "a@b.",
    '"',
    '"a',
    "<",
    "> ",
    ">",
    "\n",
    ">\n",
    ">>>>>>>>>>\n>\n",
    "a at b.c ",
    "a at b dot ",
    "a at b.com.",
    "a_at_",
    "a@\n",
    "at ",
    "From: a\n",
]
BOMBS += [
    "From: a at ",
    "-- \na\n",
    "On a wrote:\n> a\n",
    "a wrote",
    "wrote: ",
    "-",
    "--original ",
    "http://a",
]
BOMBS += ["a %40", "a(at)", "\u200b", "_", " ", "\n> ", "a@b.c=", "1.1@", "\x00", "\ud800"]


@pytest.mark.parametrize("bomb", BOMBS)
def test_no_mail_takes_a_second(bomb):
    assert takes_under(1, lambda: render_mail_text((bomb * 50_000)[:50_000]))
