"""Deciding about an appeal."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from forum.accounts.sessions import member_here
from forum.core.edge import for_moderators
from forum.core.errors import Refused
from forum.moderation import appeals
from forum.moderation.access import item_for
from forum.moderation.queue import AlreadyHandled
from forum.moderation.views.forms import onward, words_typed
from forum.moderation.views.queue import handled_page, refused_page

bp = Blueprint("appeals", __name__)


@bp.post("/moderation/reports/<int:item_id>/appeal")
@for_moderators
def decide(item_id: int) -> ResponseReturnValue:
    member = member_here()
    item = item_for(member, item_id)
    try:
        appeals.decide_appeal(member, item, request.form.get("outcome", ""), words_typed("answer"))
    except AlreadyHandled as handled:
        return handled_page(member, handled)
    except Refused as refused:
        return refused_page(member, item_id, refused)
    return onward(member, "Your answer is on its way to them.", item_id)
