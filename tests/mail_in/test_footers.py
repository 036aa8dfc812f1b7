import pytest

from forum.mail_in.footers import split_footers
from tests.pace import takes_under

MAILMAN = """\
_______________________________________________
Friends mailing list
Friends@example.org
http://example.org/mailman/listinfo/friends"""
YAHOO = """\
------------------------ Yahoo! Groups Sponsor ---------------------~-->
Buy things
http://us.click.yahoo.com/x
---------------------------------------------------------------------~->

To unsubscribe from this group, send an email to:
friends-unsubscribe@yahoogroups.com

Your use of Yahoo! Groups is subject to http://docs.yahoo.com/info/terms/"""
YAHOO_LINKS = """\
Yahoo! Groups Links

<*> To visit your group on the web, go to:
    http://groups.yahoo.com/group/friends/

<*> To unsubscribe from this group, send an email to:
    friends-unsubscribe@yahoogroups.com"""
GOOGLE = """\
--\x20
You received this message because you are subscribed to the Google Groups "Friends" group.
To unsubscribe from this group, send email to friends+unsubscribe@googlegroups.com."""
EZMLM = """\
---------------------------------------------------------------------
To unsubscribe, e-mail: friends-unsubscribe@example.org
For additional commands, e-mail: friends-help@example.org"""
SCRUBBED = """\
-------------- next part --------------
An HTML attachment was scrubbed...
URL: <http://example.org/a.html>"""
ADVERT = """\
_________________________________________________________________
Get your FREE download of MSN Explorer at http://explorer.msn.com"""
YAHOO_BAR = """\
__._,_.___

Posted by: Ann <ann@example.org>

Reply via web post  Reply to sender  Start a New Topic

VISIT YOUR GROUP  New Members 2

Yahoo! Groups
Privacy . Unsubscribe . Terms of Use

.

__,_._,___"""
YAHOO_LONG = """\
------------------------------------

------------------------------------

Yahoo! Groups Links

<*> To visit your group on the web, go to:
    http://groups.yahoo.com/group/friends/

<*> Your email settings:
    Individual Email | Traditional

<*> To change settings online go to:
    http://groups.yahoo.com/group/friends/join
    (Yahoo! ID required)

<*> To change settings via email:
    friends-digest@yahoogroups.com
    friends-fullfeatured@yahoogroups.com

<*> To unsubscribe from this group, send an email to:
    friends-unsubscribe@yahoogroups.com

<*> Your use of Yahoo! Groups is subject to:
    http://docs.yahoo.com/info/terms/"""
MAILMAN_3 = """\
_______________________________________________
Friends mailing list -- friends@example.org
To unsubscribe send an email to friends-leave@example.org"""
GOOGLE_TODAY = """\
--\x20
You received this message because you are subscribed to the Google Groups "Friends" group.
To unsubscribe from this group and stop receiving emails from it, send an email to off@googlegroups.com.
To view this discussion visit https://groups.google.com/d/msgid/friends/123%40mail.example.org."""
YAHOO_ADVERT = """\
__________________________________________________
Do You Yahoo!?
Tired of spam?  Yahoo! Mail has the best protection
http://mail.yahoo.com"""


@pytest.mark.parametrize(
    "footer",
    [
        MAILMAN,
        MAILMAN_3,
        YAHOO,
        YAHOO_LINKS,
        YAHOO_LONG,
        YAHOO_BAR,
        GOOGLE,
        GOOGLE_TODAY,
        EZMLM,
        SCRUBBED,
        ADVERT,
        YAHOO_ADVERT,
    ],
)
def test_a_footer_is_cut_off_at_the_end_only(footer):
    assert without_footers(f"Hello\n\nJane\n\n{footer}\n\n") == "Hello\n\nJane"
    assert without_footers(f"{footer}\n\nHello") == f"{footer}\n\nHello"


def test_several_footers():
    assert without_footers(f"Hello\n\n{YAHOO_ADVERT}\n{MAILMAN}\n\n{SCRUBBED}") == "Hello"


def test_a_rule_glued_to_the_last_word():
    assert without_footers(f"Hello, Jane {MAILMAN}") == "Hello, Jane"


@pytest.mark.parametrize(
    "text",
    [
        "How do I leave this mailing list? Jane",
        "Hello\n-- \nJane\njane@example.org",
        "Hello\n____________\nmy own rule, and words",
        "Do you Yahoo!? I do not.",
        "\n".join("> " + line for line in MAILMAN.split("\n")),
        "Hello\n\n-- \nJane Doe\nModerator of the Friends mailing list\nhttp://www.example.org",
        "See:\n\n==========\nMy subscription to trial news ends, see http://example.org for more.\nI start.",
        f"> old words\n\n{MAILMAN}\nMy answer stands below.",
        f"{MAILMAN}\n\nAlso, if you try the other one, write to me.",
        "Hello\n\n---- command line end ----",
    ],
)
def test_own_words_stay(text):
    assert without_footers(text) == text
    assert without_footers(f"{text}\n\n{MAILMAN}") == text


def without_footers(text):
    return split_footers(text)[0]


BOMBS = [
    "a",
    "a ",
    "to unsubscribe ",
    "http://a ",
    "-- \n",
    "_" * 12 + "\n",
    "list ",
    "a@b ",
    "a at b.c ",
    "a: ",
]


@pytest.mark.parametrize("bomb", [*BOMBS, "for more information ", "unsubscrib", "Yahoo! Groups Links\n"])
def test_no_footer_takes_a_second(bomb):
    rule = "_" * 12 + "\n"
    assert takes_under(1, lambda: without_footers(rule + (bomb * 100_000)[:100_000]))
    assert takes_under(1, lambda: without_footers(rule + (bomb * 40 + "\n") * 12))
