import pytest

from forum.mail_in.markup import looks_like_html, text_of_html


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two &amp; three</p>", "One\n\nTwo & three"),
        ("<style>p {}</style><script>x()</script><title>t</title><p>Hello</p>", "Hello"),
        ("Hello<br>there", "Hello\nthere"),
        ("<ul><li>one<li>two</ul>", "* one\n* two"),
        (
            "<p>Me</p><blockquote>You<blockquote>They</blockquote></blockquote><p>Me</p>",
            "Me\n\n> You\n> > They\n\nMe",
        ),
        ('<p>Me</p><div id="divRplyFwdMsg">From: You</div><p>Old</p>', "Me\n\n> From: You\n>\n> Old"),
        ('<a href="https://example.org/x">here</a> now', "here <https://example.org/x> now"),
        ('<a href="https://example.org/">example.org</a>', "example.org"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ('<?xml version="1.0" encoding="utf-16"?><p>é</p>', "é"),
        ("", ""),
        ("<!-- nothing -->", ""),
    ],
)
def test_text_of_html(markup, text):
    assert text_of_html(markup) == text


def test_deep_nesting_loses_nothing():
    assert text_of_html("<div>" * 600 + "deep down") == "deep down"
    assert "deep down" in text_of_html("<p>Hi</p>" + "<div>" * 600 + "deep down " * 9)


def test_marks_in_the_mail_make_no_quotes():
    assert text_of_html("<p>\ue000mine</p>") == "mine"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("<html><body>x", True), ("\n<!DOCTYPE html>", True), ("<jane@x.org> wrote", False), ("a <p>", False)],
)
def test_looks_like_html(text, expected):
    assert looks_like_html(text) is expected
