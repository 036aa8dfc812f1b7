"""Members made by an administrator's hand."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.accounts.actions import add_member, list_members
from forum.accounts.models import Member
from forum.core.db import db
from forum.core.errors import Refused
from tests.cast import PASSWORD, Cast, Person


def test_a_member_is_added_and_can_sign_in(app: Flask, cast: Cast) -> None:
    with app.app_context():
        member = add_member("Anna@Example.org", "anna", "moderator", PASSWORD)
        db.session.commit()
        assert (member.email, member.standing) == ("anna@example.org", "moderator")
        person = Person(member.id, "anna", "anna@example.org")
    assert cast.stranger().sign_in(person).status_code == 303


def test_without_a_handle_they_are_called_after_their_address(app: Flask, cast: Cast) -> None:
    cast.person("anna.b", email="other@example.org")
    cast.person("anna-b", email="another@example.org")
    with app.app_context():
        assert add_member("anna.b@example.org", None, "member", None).handle == "anna-b-2"


def test_without_a_password_nobody_signs_in(app: Flask, cast: Cast) -> None:
    with app.app_context():
        member = add_member("anna@example.org", "anna", "member", None)
        db.session.commit()
        person = Person(member.id, "anna", "anna@example.org")
    assert cast.stranger().sign_in(person, "").status_code == 422
    assert cast.stranger().sign_in(person).status_code == 422


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (("known@example.org", "anna", "member", None), "email"),
        (("nobody", "anna", "member", None), "email"),
        (("anna@example.org", "KNOWN", "member", None), "handle"),
        (("anna@example.org", "admin", "member", None), "handle"),
        (("anna@example.org", "anna", "king", None), "standing"),
        (("anna@example.org", "anna", "member", "short"), "password"),
    ],
)
def test_a_refusal_names_its_field(
    app: Flask, cast: Cast, given: tuple[str, str, str, str | None], field: str
) -> None:
    cast.person("known")
    with app.app_context(), pytest.raises(Refused) as refused:
        add_member(*given)
    assert refused.value.field == field


def test_somebody_from_the_archive_is_taken_in(app: Flask, cast: Cast) -> None:
    old = cast.person("jane-doe", email="jane@example.org", claimed_at=None)
    with app.app_context():
        assert list_members() == []
        member = add_member("jane@example.org", "jane", "member", None)
        assert member.id == old.id
        assert list_members() == [db.session.get_one(Member, old.id)]
