"""What members write, and what it becomes."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import fragment_fromstring

from forum.core.html import ATTRIBUTES, TAGS
from forum.core.markdown import mentioned_handles, quoted, render_markdown
from tests.pace import takes_under

unhurried = settings(deadline=None)

REL = 'rel="nofollow ugc noopener noreferrer"'
PAGES = {"robin": "/members/robin"}
MARKS = [
    *"*_~`[]()!<>@#-+=\\&:/.|\n\t ",
    "> ",
    "- ",
    "1. ",
    "```",
    "http://a",
    "www.a",
    "javascript:",
    "@robin",
]
markdown = st.one_of(
    st.text(max_size=200), st.lists(st.sampled_from([*MARKS, "a", "\u200b", "\x00"])).map("".join)
)


def render(source, **more):
    return render_markdown(source, PAGES, **more).replace("\n", "")


def elements(html):
    return list(fragment_fromstring(html, create_parent="div").iterdescendants())


def words(html):
    return fragment_fromstring(html, create_parent="div").text_content()


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("a\nb\n\nc", "<p>a<br>b</p><p>c</p>"),
        ("**a** *b* ~~c~~ `d`", "<p><strong>a</strong> <em>b</em> <s>c</s> <code>d</code></p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("3. a", '<ol start="3"><li>a</li></ol>'),
        ("```\n<b>\n```", "<pre><code>&lt;b&gt;</code></pre>"),
        ("ER+ < 5 & <b>x</b>", "<p>ER+ &lt; 5 &amp; &lt;b&gt;x&lt;/b&gt;</p>"),
        ("Robin\n---", "<p>Robin</p><hr>"),
        ("     not code", "<p>not code</p>"),
        ("[1]: stays", "<p>[1]: stays</p>"),
    ],
)
def test_plain_markdown(source, html):
    assert render(source) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("> hers\nmine", "<blockquote><p>hers</p></blockquote><p>mine</p>"),
        ("> > first\n> second\nmine", None),
        ("> - hers\nmine", "<blockquote><ul><li>hers</li></ul></blockquote><p>mine</p>"),
        ("> - hers\n> more\nmine", "<blockquote><ul><li>hers</li></ul><p>more</p></blockquote><p>mine</p>"),
        ("- one\n- two\nmine", "<ul><li>one</li><li>two</li></ul><p>mine</p>"),
        ("1. one\n  goes on\n2. two", "<ol><li>one<br>goes on</li><li>two</li></ol>"),
        ("- one\n  - in it\n    goes on\nmine", None),
        ("- > hers\n  mine", "<ul><li><blockquote><p>hers</p></blockquote>mine</li></ul>"),
        ("- > hers\n  > more", "<ul><li><blockquote><p>hers<br>more</p></blockquote></li></ul>"),
        ("|a|b|\n|-|-|\n|1|2|\n|3|4|", None),
    ],
)
def test_a_line_of_ones_own_ends_the_quote_or_the_list_above(source, html):
    if html:
        assert render(source) == html
    elif "mine" in source:
        assert render(source).endswith("<p>mine</p>")
    else:
        assert render(source).count("<tr>") == 3


def test_headings_become_an_outline_below_the_page_title():
    assert render("### a\n# b\n### c\n###### d") == "<h3>a</h3><h3>b</h3><h4>c</h4><h4>d</h4>"
    assert render("# a\n### b\n# c", top_heading=2) == "<h2>a</h2><h3>b</h3><h2>c</h2>"


@pytest.mark.parametrize(
    ("source", "address", "shown"),
    [
        ("see https://example.org/_a_/b*c.", "https://example.org/_a_/b*c", "https://example.org/_a_/b*c"),
        ("(www.example.org)", "http://www.example.org", "www.example.org"),
        ("https://example.org/a_(b)", "https://example.org/a_(b)", "https://example.org/a_(b)"),
        ("[words](https://example.org)", "https://example.org", "words"),
        ("[words](/threads/4)", "/threads/4", "words"),
        ("<mailto:help@example.org>", "mailto:help@example.org", "mailto:help@example.org"),
        ("![a scan](https://example.org/a.png)", "https://example.org/a.png", "a scan"),
        ("![](https://example.org/a.png)", "https://example.org/a.png", "https://example.org/a.png"),
        ("[![a](https://x.example/a.png)](https://example.org)", "https://example.org", "a"),
    ],
)
def test_links(source, address, shown):
    assert f'<a href="{address}" {REL}>{shown}</a>' in render(source)


@pytest.mark.parametrize(
    "source",
    [
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt&colon;alert(1))",
        "[a](javascript\u200b:alert(1))",
        "[a](//evil.example)",
        "[a](data:text/html,x)",
        "<javascript:alert(1)>",
        "[a](ftp://example.org)",
        "![a](javascript:alert(1))",
        "after the scan.It was",
        "robin@example.org",
        "http://",
    ],
)
def test_what_is_never_a_link(source):
    assert "<a" not in render(source)


def test_a_mention_leads_to_the_member_as_it_was_written():
    mention = f'<a class="mention" href="/members/robin" {REL}>@Robin</a>'
    assert render("Hi @Robin, **@Robin**.") == f"<p>Hi {mention}, <strong>{mention}</strong>.</p>"


@pytest.mark.parametrize(
    "source",
    [
        "@unknown",
        "a@robin",
        "`@robin`",
        "```\n@robin\n```",
        "\\@robin",
        "@robin_",
        "https://x.example/@robin",
    ],
)
def test_what_is_no_mention(source):
    assert 'class="mention"' not in render(source)


def test_a_mention_within_a_link_stays_the_words_of_that_link():
    assert render("[@robin](https://example.org)") == f'<p><a href="https://example.org" {REL}>@robin</a></p>'


def test_handles_are_found_by_the_same_rule():
    source = "@Robin, @a.b. @c-d- @x `@code` [@link](http://x) a@mail @مريم @" + "e" * 30 + " @" + "f" * 31
    assert mentioned_handles(source) == {"robin", "a.b", "c-d", "مريم", "e" * 30}


def test_words_quoted_from_someone_else_call_nobody():
    assert mentioned_handles("> @robin\n\n- @ann") == {"ann"}


def test_a_quote_within_a_quote_is_folded_once():
    fold = '<details class="quoted"><summary>Earlier words</summary>'
    assert render("> a\n> > b\n> > > c") == (
        f"<blockquote><p>a</p>{fold}<blockquote><p>b</p><blockquote><p>c</p></blockquote></blockquote></details>"
        "</blockquote>"
    )


def test_only_a_long_quote_is_folded():
    assert "<details" not in render("> a\n" * 12)
    assert render("> a\n" * 13).startswith("<details")
    assert render("> a\n" * 13 + "> > b").count("<details") == 1


def test_quoting_names_the_writer_and_keeps_the_words():
    assert quoted("a\r\n\r\n> b\n", "Ann") == "> **Ann** wrote:\n>\n> a\n>\n> > b\n\n"


@unhurried
@given(st.text(max_size=30))
def test_a_name_cannot_write_markdown(name):
    name = f"x{name}*_@robin[a](http://b)\n# <"
    html = render_markdown(quoted("theirs", name) + "mine", PAGES)
    assert {element.tag for element in elements(html)} <= {"blockquote", "p", "strong"}
    assert html.endswith("</blockquote>\n<p>mine</p>\n")


@unhurried
@given(markdown)
def test_only_allowed_markup_comes_out(source):
    for element in elements(render_markdown(source, PAGES)):
        assert element.tag in TAGS
        assert set(element.attrib) <= ATTRIBUTES.get(element.tag, set()) | {"rel"}
        assert element.get("href", "/").startswith(("http://", "https://", "mailto:", "/"))


@unhurried
@given(st.lists(st.sampled_from(["> ", "- ", "1) ", "  "]), max_size=60).map("".join))
def test_no_word_is_lost_however_deep_it_stands(marks):
    assert "kept" in words(render_markdown(marks + "kept\n\nafter"))
    assert "after" in words(render_markdown(marks + "kept\n\nafter"))


LONG = 50_000
# Each of these once took seconds in some Markdown library, or is one of the slowest in ours.
BOMBS = [
    ">",
    "[",
    "![",
    "[a](",
    "*a **a ",
    "**a*",
    "~a~~",
    "``a`",
    "<",
    "<http://",
    "http://a",
    "&",
    "- a\n",
    "> a\n",
]
BOMBS += ["\u202e", "\x00", "\ud800", "a@b."]
SHAPES = {
    "emphasis in emphasis": "*a **a " * 3_500 + "a** a*" * 3_500,
    "every length of backticks": " ".join("`" * length for length in range(1, 310)),
    "ever deeper list": "\n".join("  " * depth + "- a" for depth in range(215)),
    "ever deeper quote": "\n".join(">" * depth + " a" for depth in range(300)),
    "links in links": "[" * 900 + "a" + "](b)" * 9_000,
    "address of brackets": "http://a" + ")" * LONG,
}


#: Most of a second each before they were bounded; on a machine with other work, seconds.
SLOW = ["1*_", '"*', "|*_", "www.a.b ", "WWW.a.b ", "*_", "~~a", "<a@b.c>", "http://a ", "\u00a0*"]
WIDE_TABLE = "|a" * 200 + "\n" + "|-" * 200 + "\n" + "a\n" * 4_000


@pytest.mark.parametrize("source", [*(bomb * LONG for bomb in SLOW), WIDE_TABLE])
def test_signs_links_and_cells_are_bounded(source):
    assert takes_under(0.3, lambda: render_markdown(source[:LONG], PAGES))
    assert takes_under(0.1, lambda: mentioned_handles(source[:LONG]))


def test_much_that_a_person_might_write_is_still_formatted():
    assert render("**bold** word. " * 1_400).count("<strong>") == 1_400
    assert render("see https://example.org/a?b " * 700).count("<a ") == 700
    assert render("|a|b|c|d|\n|-|-|-|-|\n" + "|1|2|3|4|\n" * 400).count("<td>") == 1_600


@pytest.mark.parametrize("source", [*(bomb * LONG for bomb in BOMBS), *SHAPES.values()])
def test_nothing_that_can_be_typed_takes_a_second(source):
    assert takes_under(1, lambda: render_markdown(source[:LONG], PAGES))
    assert len(render_markdown(source[:LONG], PAGES)) < 10 * LONG


@pytest.mark.parametrize("bomb", ["@a", "@", "<http://", "`", "> @a\n", "@a."])
def test_looking_for_names_takes_under_a_second(bomb):
    assert takes_under(1, lambda: mentioned_handles((bomb * LONG)[:LONG]))


@pytest.mark.parametrize(
    "source", ["[" * 2_000, "- a\n" * 4_900, "- a\n" * 5_001, "*a **b " * 200 + "c** d*" * 200]
)
def test_a_tangle_is_shown_as_it_was_written(source):
    html = render_markdown(source)
    assert {element.tag for element in elements(html)} <= {"p", "br", "wbr"}
    assert words(html).replace("\n", "") == source.replace("\n", "")
    assert mentioned_handles("@robin" + "[" * 2_000) == set()


def test_eight_threads_never_mix_their_texts():
    sources = [f"{name * 300} *{name}* @robin" for name in "abcdefgh"] * 10
    alone = [render_markdown(source, PAGES) for source in sources]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda source: render_markdown(source, PAGES), sources)) == alone
