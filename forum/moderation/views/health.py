"""How the group fares, for moderators: no names, so those of some boards see the whole, too."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.core.edge import for_moderators
from forum.moderation.health import health

bp = Blueprint("health_of_group", __name__)


@bp.get("/moderation/health")
@for_moderators
def show() -> ResponseReturnValue:
    return render_template("moderation/health.html", health=health())
