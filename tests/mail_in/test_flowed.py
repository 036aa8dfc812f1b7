import pytest

from forum.mail_in.flowed import unwrap


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one \ntwo\nthree", "one two\nthree"),
        ("> one \n> two\nmine", "> one two\nmine"),
        ("> one \n>> other", "> one \n>> other"),
        ("text \n-- \nJane", "text \n-- \nJane"),
        (" From me", "From me"),
        ("last ", "last "),
    ],
)
def test_unwrap(text, expected):
    assert unwrap(text, delete_space=False) == expected


def test_delsp_takes_the_space_away():
    assert unwrap("漢 \n字", delete_space=True) == "漢字"
