import pytest

from forum.mail_in.subjects import read_subject, subject_key


@pytest.mark.parametrize(
    ("line", "text", "is_reply"),
    [
        ("Hair loss", "Hair loss", False),
        ("Re: Hair loss", "Hair loss", True),
        ("RE[2]: hair", "hair", True),
        ("[friends] Re: [friends] AW: Hair", "Hair", True),
        ("SV: VS: Antw: x", "x", True),
        ("Fwd: Hair", "Hair", False),
        ("Fw: Re: Hair", "Hair", True),
        ("回复：Hair", "Hair", True),
        ("Regarding: hair", "Regarding: hair", False),
        ("Result [today]", "Result [today]", False),
        ("[good news]", "good news", False),
        ("Re: AW: SV: [list] [Fwd: x]", "x", True),
        ("[Fwd: Re: x]", "x", True),
        ("R: x", "x", True),
        ("Réf : x", "x", True),
        ("Re: x (fwd)", "x", True),
        ("[friends] [HER2] trial", "[HER2] trial", False),
        ("[SOLVED] x", "[SOLVED] x", False),
        ("[friends:1234] x", "x", False),
        ("(see below) x", "(see below) x", False),
        ("Re:", "", True),
        ("", "", False),
    ],
)
def test_read_subject(line, text, is_reply):
    subject = read_subject(line)
    assert (subject.text, subject.is_reply) == (text, is_reply)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("[Friends] x", "x"),
        ("Re: [fri-ends] Re: [Friends:12] x", "x"),
        ("(friends) x", "x"),
        ("[EXT] Re: [friends] x", "x"),
        ("[Scans] x", "[Scans] x"),
        ("[friends] [Scans] x", "[Scans] x"),
        ("[Friends]", "Friends"),
    ],
)
def test_a_list_that_is_known_takes_only_its_own_tag(line, text):
    assert read_subject(line, {"friends"}).text == text


def test_long_subjects_are_shortened():
    assert len(read_subject("word " * 100).text) <= 200
    assert read_subject("word " * 100).text.endswith("…")


def test_same_key_for_what_reads_the_same():
    assert subject_key("Hair  Loss!") == subject_key("hair loss") != subject_key("hair")
