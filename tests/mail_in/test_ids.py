import pytest

from forum.mail_in.ids import message_id, references


@pytest.mark.parametrize(
    ("value", "expected"),
    [("<a@x>", "a@x"), (" <a@x> (added by)", "a@x"), ("a@x", "a@x"), ("<a\n b@x>", "ab@x"), ("", None),
     ("<>", None), ("none", None), (f"<{'a' * 400}@x>", None)],
)  # fmt: skip
def test_message_id(value, expected):
    assert message_id(value) == expected


@pytest.mark.parametrize(
    ("chain", "reply", "expected"),
    [
        ("<a@x> <b@x>", "<b@x>", ("a@x", "b@x")),
        ("<a@x>", "<b@x>", ("a@x", "b@x")),
        ("<a@x>\r\n\t<a@x>", "", ("a@x",)),
        ("", "your message of Friday", ()),
        ("", 'Your message of "Fri" <b@x>', ("b@x",)),
        ("", "<b@x> from Jane <jane@x>", ("b@x",)),
        ("", "Jane <jane@x> wrote <b@x>", ("b@x",)),
        ("", "b@x", ("b@x",)),
        ("a@x b@x", "", ("a@x", "b@x")),
        ("", "your message of Friday, jane@x", ()),
        ("<a@x> <b@x>", "<a@x>", ("b@x", "a@x")),
    ],
)
def test_references(chain, reply, expected):
    assert references(chain, reply) == expected


def test_the_nearest_fifty_are_kept():
    kept = references(" ".join(f"<{n}@x>" for n in range(80)), "")
    assert len(kept) == 50
    assert kept[-1] == "79@x"
