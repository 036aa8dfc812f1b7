import pytest

from forum.mail_in.footers import without_footers

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
YAHOO_ADVERT = """\
__________________________________________________
Do You Yahoo!?
Tired of spam?  Yahoo! Mail has the best protection
http://mail.yahoo.com"""


@pytest.mark.parametrize(
    "footer", [MAILMAN, YAHOO, YAHOO_LINKS, GOOGLE, EZMLM, SCRUBBED, ADVERT, YAHOO_ADVERT]
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
    ],
)
def test_own_words_stay(text):
    assert without_footers(text) == text
