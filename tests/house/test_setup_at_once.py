"""Two people, or a person and a script, who set the same forum up at the same moment."""

from __future__ import annotations

import subprocess
import sys

from forum.accounts.models import Member
from forum.boards.models import Board, Heading
from forum.boards.starter import starter_boards
from forum.core.db import db
from forum.library.articles import Article
from tests.house.homes import Home


def test_setups_that_start_at_once_take_turns(either_home: Home) -> None:
    command = [sys.executable, "-m", "forum", "setup", "--admin-email", "ada@example.org"]
    keepers = [
        subprocess.Popen(command, env=either_home.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    said = [keeper.communicate(timeout=120)[1] for keeper in keepers]
    assert [(keeper.returncode, words) for keeper, words in zip(keepers, said, strict=True)] == [(0, b"")] * 3
    with either_home.app().app_context():
        assert db.session.query(Board).count() == len(starter_boards())
        assert db.session.query(Heading).count() == 4
        assert db.session.query(Member).filter_by(standing="admin").count() == 1
        slugs = [slug for (slug,) in db.session.query(Article.slug)]
        assert slugs and len(slugs) == len(set(slugs))
