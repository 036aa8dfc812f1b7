"""The people of the library, added and changed by editors."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.sessions import member_here
from forum.core.edge import for_moderators
from forum.core.errors import Refused
from forum.library import people
from forum.library.people import KINDS, Person, PersonForm
from forum.library.removing import articles_naming, remove_person
from forum.library.writing import render_again

bp = Blueprint("people", __name__, url_prefix="/articles/people")


@bp.get("")
@for_moderators
def index() -> ResponseReturnValue:
    return render_template("library/people.html", people=people.all_people(), kinds=KINDS)


@bp.get("/new")
@for_moderators
def new() -> ResponseReturnValue:
    return _form(PersonForm(), None)


@bp.post("/new")
@for_moderators
def create() -> ResponseReturnValue:
    member, form = member_here(), PersonForm.from_form(request.form)
    try:
        person = people.add_person(form, by=member)
    except Refused as refused:
        return _form(form, None, refused), 422
    flash(f"{person.name} is there. Files call them {person.slug}.", "ok")
    return redirect("/articles/people", 303)


@bp.get("/<slug>")
@for_moderators
def edit(slug: str) -> ResponseReturnValue:
    person = people.person_called(slug)
    return _form(PersonForm.of_person(person), person)


@bp.post("/<slug>")
@for_moderators
def change(slug: str) -> ResponseReturnValue:
    member, person = member_here(), people.person_called(slug)
    form = PersonForm.from_form(request.form)
    try:
        people.change_person(person, form, by=member)
    except Refused as refused:
        return _form(form, person, refused), 422
    render_again(person)
    flash(f"{person.name} is changed, wherever an article names them.", "ok")
    return redirect("/articles/people", 303)


@bp.post("/<slug>/delete")
@for_moderators
def remove(slug: str) -> ResponseReturnValue:
    member, person = member_here(), people.person_called(slug)
    try:
        remove_person(person, by=member)
    except Refused as refused:
        return _form(PersonForm.of_person(person), person, refused), 422
    flash(f"{person.name} is no longer among the people of the library.", "ok")
    return redirect("/articles/people", 303)


def _form(form: PersonForm, person: Person | None, refused: Refused | None = None) -> str:
    errors = refused.errors if refused else {}
    naming = articles_naming(person) if person else ()
    return render_template(
        "library/person.html", form=form, person=person, errors=errors, kinds=KINDS, naming=naming
    )
