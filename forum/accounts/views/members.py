"""A member, as far as they chose to be seen."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.access import member_called

bp = Blueprint("members", __name__)


@bp.get("/members/<handle>")
def show(handle: str) -> ResponseReturnValue:
    return render_template("accounts/member.html", member=member_called(handle))
