"""No test sees what another left: each of these would find the other's row."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.models import Member
from forum.core.db import db
from forum.core.limits import within
from tests.cast import Cast


@pytest.mark.parametrize("round_", range(3))
def test_everything_is_empty_at_first(app: Flask, cast: Cast, round_: int) -> None:
    cast.person("somebody")
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Member)) == 1
        assert within("1/hour", "isolation")
