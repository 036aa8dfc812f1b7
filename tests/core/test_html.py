"""What is allowed through the walls, and what never is."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml.html import fragment_fromstring
from markupsafe import Markup

from forum.core.html import (
    ATTRIBUTES,
    CLASSES,
    TAGS,
    as_written,
    clean,
    difference,
    plain_text,
    readable,
    shows_no_words,
    shows_nothing,
    trusted,
)
from forum.core.markdown import render_markdown
from tests.pace import takes_under

unhurried = settings(deadline=None)

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><p><style><img src=x onerror=alert(1)></style>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=1 onerror=alert(1)>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='javascript\u200b:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href=' data:text/html,x'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='/\\evil.example'>x</a>",
    "<a href='/\t/evil.example'>x</a>",
    "<p style='position:fixed' id=main class='quoted'>x</p>",
    "<details ontoggle=alert(1) open class=mention>x</details>",
    "<form action=/leave><button>x</button></form>",
    "<ol start='1;alert(1)'><li>x</ol>",
    "<base href=//evil><meta http-equiv=refresh content=0><iframe srcdoc=x>",
    "<p>\x00\ud800</p>",
    "</p></div><em>",
]
wild_html = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(HOSTILE + [f"<{tag}>" for tag in TAGS] + ["x", "</p>", "</a>", "<"])).map(
        "".join
    ),
)


def assert_only_what_is_allowed(html):
    for element in fragment_fromstring(html, create_parent="div").iterdescendants():
        assert element.tag in TAGS
        assert set(element.attrib) <= ATTRIBUTES.get(element.tag, set()) | {"rel"}
        assert element.get("class") in {None, *CLASSES.get(element.tag, ())}
        address = element.get("href", "/")
        assert address.startswith(("http://", "https://", "mailto:", "/"))
        assert not address.startswith(("//", "/\\"))
        assert element.get("start", "1").isdecimal()
        assert element.get("rel") in {None, "nofollow ugc noopener noreferrer"}


@unhurried
@given(wild_html)
def test_only_allowed_tags_attributes_and_addresses_come_through(html):
    assert_only_what_is_allowed(clean(html))


@pytest.mark.parametrize("html", HOSTILE)
def test_each_known_attack_is_harmless(html):
    safe = clean(html)
    assert_only_what_is_allowed(safe)
    assert "script:" not in safe and "onerror=" not in safe.replace("&", "")


def test_the_first_wall_stands_when_the_second_falls(monkeypatch):
    monkeypatch.setattr("forum.core.html.clean_own_markup", lambda html: html)
    assert clean("<script>a</script><a href='javascript\u200b:b'>c</a>") == "a<a>c</a>"


@unhurried
@given(wild_html)
def test_cleaning_twice_changes_nothing_more(html):
    once = clean(html)
    assert clean(once) == once


def test_what_is_allowed_stays():
    html = (
        '<p class="attribution">a<br><strong>b</strong></p>'
        '<details class="quoted"><summary>c</summary><blockquote><p>d</p></blockquote></details>'
        '<ol start="3"><li>e</li></ol>'
        '<p><a class="mention" href="/members/robin" rel="nofollow ugc noopener noreferrer">@robin</a></p>'
    )
    assert clean(html) == html


def test_a_class_with_another_meaning_does_not_come_through():
    assert clean('<p class="mention">a</p>') == "<p>a</p>"


@pytest.mark.parametrize(
    "bomb", ["<ul><li>", "<blockquote>", "<em><p>", "<details>", "<s x='</s>'>", "<", "<a "]
)
def test_tags_inside_each_other_without_end_take_no_time(bomb):
    html = (bomb * 50_000)[:50_000]
    assert takes_under(1, lambda: clean(html))
    assert_only_what_is_allowed(clean(html))


def test_eight_threads_never_mix_their_texts():
    texts = [f"<p>{(name * 90 + ' ') * 4}<em>{name}</em></p>" for name in "abcdefgh"] * 20
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(clean, texts)) == texts


def test_readable_mends_line_ends_and_drops_what_cannot_be_seen():
    assert readable("a\r\nb\rc\x00\ud800\x07\u202e d") == "a\nb\nc\ufffd\ufffd d"


@pytest.mark.parametrize(
    "text", ["", " \n", "\u200b", "\u2800", "&nbsp;", "\ufe0f\u0301", "\u3164", "\u2066\u2069"]
)
def test_what_shows_nothing(text):
    assert shows_nothing(text)


@pytest.mark.parametrize("text", ["a", ".", "❤️", "مريم", "\u200b)", "&", "&amp;", "🫩", "1"])
def test_what_shows_something(text):
    assert not shows_nothing(text)


def test_as_written_keeps_paragraphs_and_lines():
    assert as_written("a <b>\nc\n \n\nd") == "<p>a &lt;b&gt;<br>c</p><p>d</p>"


def test_trusted_is_not_escaped_again():
    assert Markup("<p>{}</p>").format(trusted("<em>a</em>")) == "<p><em>a</em></p>"


def test_excerpt_has_words_and_no_tags():
    html = "<p>One <em>t</em>wo &amp; three</p><ul><li>four</li><li>five</li></ul>"
    assert plain_text(html) == "One two & three four five"


def test_excerpt_leaves_quoted_words_out_unless_there_are_no_others():
    fold = '<details class="quoted"><summary>Earlier words</summary>'
    quote = f"{fold}<blockquote><p>theirs</p></blockquote></details>"
    assert plain_text(quote + "<p>mine</p>") == "mine"
    assert plain_text(quote) == "theirs"


def test_excerpt_is_cut_between_words():
    assert plain_text("<p>one two three</p>", limit=9) == "one two…"
    assert plain_text("<p>one two three</p>", limit=8) == "one two…"
    assert plain_text("<p>one two three</p>", limit=7) == "one…"
    assert plain_text("<p>one two three</p>", limit=13) == "one two three"
    assert plain_text("<p>abcdefgh</p>", limit=5) == "abcd…"


@unhurried
@given(st.text(max_size=80), st.integers(2, 40))
def test_excerpt_is_never_longer_than_asked(text, limit):
    assert len(plain_text(as_written(text), limit)) <= limit


def test_difference_marks_words():
    assert difference("a b c\nsame\n", "a d c\nsame\nmore <b>\n") == (
        "a <del>b</del><ins>d</ins> c\nsame\n<ins>more &lt;b&gt;\n</ins>"
    )


@unhurried
@given(st.text(max_size=60), st.text(max_size=60))
@example("<ins>", "</ins>")
def test_difference_holds_both_texts(old, new):
    shown = str(difference(old, new))
    before = re.sub(r"<ins>[^<]*</ins>|</?del>", "", shown)
    after = re.sub(r"<del>[^<]*</del>|</?ins>", "", shown)
    assert (unescape(before), unescape(after)) == (readable(old), readable(new))


WORDS = " ".join(str(number * number % 1_009) for number in range(14_000))
SCATTERED = (WORDS, WORDS[::-1])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\n", "b\n"),
        ("a b\n", "b a\n"),
        ("a b c d ", "d c b a "),
        ("x", "y"),
        ("\n", "\n\n"),
        ("(", ")("),
        SCATTERED,
    ],
)
def test_difference_of_long_texts_takes_under_a_second(old, new):
    old, new = (old * (50_000 // len(old) + 1))[:50_000], (new * (50_000 // len(new) + 1))[:50_000]
    assert takes_under(1, lambda: difference(old, new))


BLANK = [
    ">",
    "#",
    "-",
    "*",
    "+",
    "```",
    "~~~\n\n~~~",
    "---",
    "> > >",
    "- - -",
    "# &nbsp;",
    "|  |\n|--|",
    ">\n" * 30,
]
WORDS = ["3.", "> yes", "- a", "`x`", "?", "…", "❤", "<b>", "&amp;nbsp;", "![](https://example.org)"]


@pytest.mark.parametrize("source", BLANK)
def test_marks_alone_show_no_words(source):
    assert shows_no_words(render_markdown(source))


@pytest.mark.parametrize("source", WORDS)
def test_what_is_read_as_words(source):
    assert not shows_no_words(render_markdown(source))
