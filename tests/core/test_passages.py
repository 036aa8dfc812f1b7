"""Links drawn into stored HTML: only around a writer's own words, and no word is changed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.markdown import render_markdown
from forum.core.passages import Link, linkable_text, with_links


def drawn(html: str, word: str = "Zometa") -> str:
    links = [Link(found.start(), found.end(), "/z") for found in re.finditer(word, linkable_text(html))]
    return with_links(html, links, "term")


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="/x" rel="nofollow">Zometa</a></p>',
        "<p><code>Zometa</code></p>",
        "<pre><code>Zometa</code></pre>",
        "<blockquote><p>Zometa</p></blockquote>",
        '<details class="quoted"><summary>Zometa</summary><p>Zometa</p></details>',
        "<h3>Zometa</h3>",
        "<p>Zom<em>eta</em></p>",
        "<p>Zom<br>eta</p>",
    ],
)
def test_these_stay_as_they_are(html: str) -> None:
    assert drawn(html) == html


def test_words_become_links() -> None:
    assert drawn("<p>Is Zometa &amp; <strong>Zometa</strong> one?</p><ul><li>Zometa</li></ul>") == (
        '<p>Is <a class="term" href="/z">Zometa</a> &amp; '
        '<strong><a class="term" href="/z">Zometa</a></strong> one?</p>'
        '<ul><li><a class="term" href="/z">Zometa</a></li></ul>'
    )


def test_a_link_goes_on_in_the_next_line() -> None:
    html = "<p>Our<br>\nzoledronic<br>\nacid<br>day</p><p>zoledronic</p>"
    assert drawn(html, r"zoledronic\s+acid") == (
        '<p>Our<br>\n<a class="term" href="/z">zoledronic<br>\nacid</a><br>day</p><p>zoledronic</p>'
    )


def test_an_address_is_escaped() -> None:
    assert with_links("<p>a</p>", [Link(1, 2, '/?a="&b')], "term") == (
        '<p><a class="term" href="/?a=&quot;&amp;b">a</a></p>'
    )


def test_nothing_to_draw_changes_nothing() -> None:
    html = render_markdown("A < b & c\n\n- *d*\n\n> e\n\n`f` https://example.org")
    assert with_links(html, [], "term") == html


MARKUP = st.text(alphabet="Zometa *_>`&<\"'-\n[]()", max_size=120)


@given(MARKUP, st.lists(st.tuples(st.integers(0, 150), st.integers(1, 9)), max_size=5))
def test_no_word_is_changed_wherever_links_are_drawn(source: str, places: list[tuple[int, int]]) -> None:
    html = render_markdown(source)
    length = len(linkable_text(html))
    links, done = [], 0
    for start, size in sorted(places):
        if start >= done and start + size <= length:
            links.append(Link(start, start + size, "/z"))
            done = start + size
    assert plain(with_links(html, links, "term")) == plain(html)
