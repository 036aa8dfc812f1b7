from email.message import Message

import pytest

from forum.mail_in.senders import NOBODY, Author, author, list_id, list_names


def header(**fields):
    message = Message()
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    return message


@pytest.mark.parametrize(
    ("line", "name", "address"),
    [
        ("Jane Doe <Jane@Example.org>", "Jane Doe", "jane@example.org"),
        ('"Doe, Jane" <jane@example.org>', "Doe, Jane", "jane@example.org"),
        ("jane@example.org (Jane Doe)", "Jane Doe", "jane@example.org"),
        ("jane at example.org (Jane Doe)", "Jane Doe", "jane@example.org"),
        ("=?utf-8?q?J=C3=BCrgen_=28home=29?= <j@example.org>", "Jürgen (home)", "j@example.org"),
        ("jane.doe47@example.org", "Jane", "jane.doe47@example.org"),
        ('"jane@example.org" <jane@example.org>', "Jane", "jane@example.org"),
        ("'jane_doe at example.org' <x@example.org>", "X", "x@example.org"),
        ("Jane (jane@example.org) <jane@example.org>", "Jane", "jane@example.org"),
        ("jane.doe--- <x@example.org>", "Jane", "x@example.org"),
        ("<1920jane@example.org>", "Jane", "1920jane@example.org"),
        ('"Jane \\(home\\)" <j@example.org>', "Jane (home)", "j@example.org"),
        ("Jane AT example DOT org <j@example.org>", "J", "j@example.org"),
        ("jane (at) example dot org", "Jane", "jane@example.org"),
        ("jane47--- <x@example.org>", "jane47", "x@example.org"),
        ("example.org!jane", "Jane", None),
        ("<1234@example.org>", NOBODY, "1234@example.org"),
        ("", NOBODY, None),
        ("Jane Doe", "Jane Doe", None),
        ("Jane\x00 Doe\x1b <j@example.org>", "Jane Doe", "j@example.org"),
    ],
)
def test_author(line, name, address):
    assert author(header(From=line)) == Author(name, address)


def test_an_address_that_an_archive_masked_is_none():
    assert author(header(From='"Jane" <jane47@...>')) == Author("Jane", None, "jane47@...")
    assert author(header(From="jane47@...")) == Author("Jane", None, "jane47@...")


def test_the_names_of_a_list():
    known = header(List_Id="Our friends <Friends.lists.example.org>", To="fri-ends2@example.org")
    assert list_names(known) == {"ourfriends", "friends", "friends2"}
    assert list_names(header(List_Post="<mailto:all-of-us@example.org>")) == {"allofus"}
    assert list_names(header(To="jane@example.org")) == set()


def test_long_names_are_cut():
    assert len(author(header(From="J" * 500 + " <j@example.org>")).name) == 80


LISTED = {
    "From": "'Jane Doe' via Friends <friends@lists.example.org>",
    "List_Post": "<mailto:friends@lists.example.org>",
}


def test_the_person_behind_a_list():
    assert author(header(**LISTED, Reply_To="Jane <jane@example.org>")) == Author(
        "Jane Doe", "jane@example.org"
    )
    assert author(header(**LISTED, X_Original_From="jane@example.org")) == Author(
        "Jane Doe", "jane@example.org"
    )


@pytest.mark.parametrize("reply_to", ["", "friends@lists.example.org", "a@example.org, b@example.org"])
def test_nobody_is_guessed_behind_a_list(reply_to):
    assert author(header(**LISTED, Reply_To=reply_to)) == Author("Jane Doe", None)


def test_the_list_is_never_the_person():
    found = author(header(From="Friends <friends@example.org>", List_Id="All <friends.example.org>"))
    assert found == Author("Friends", None)


def test_a_name_with_via_in_it_and_an_address_of_its_own():
    assert author(header(From="Jane via Rome <jane@example.org>")).address == "jane@example.org"


def test_list_id():
    assert list_id(header(List_Id="All our friends <Friends.example.org>")) == "friends.example.org"
    assert list_id(header()) is None
