"""The way forward, from the oldest state of the database, with people in it."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from sqlalchemy import Column, Engine, MetaData, create_engine, func, insert, inspect, select, update

from forum.core.db import prepare_sqlite
from forum.migrations import differences, migrate, newest_revision, revision_of
from tests.house.homes import Home

OLDEST = "0001"


@pytest.fixture
def engine(either_home: Home) -> Engine:
    either_home.data.mkdir()
    engine = create_engine(either_home.database_url or f"sqlite:///{either_home.data / 'forum.sqlite3'}")
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine)  # As the forum has it: what is referred to cannot be dropped.
    yield engine
    engine.dispose()


def test_an_empty_database_becomes_what_the_models_say(engine: Engine) -> None:
    assert revision_of(engine) is None
    migrate(engine)
    assert revision_of(engine) == newest_revision()
    assert differences(engine) == []


MIGRATE = """
from forum import create_app
from forum.config import load_settings
from forum.core.db import db
from forum.migrations import migrate
app = create_app(load_settings())
with app.app_context():
    migrate(db.engine)
"""


def test_servers_that_start_at_the_same_moment(either_home: Home) -> None:
    either_home.app()  # what it makes on disk is not looked at here
    command = [sys.executable, "-c", MIGRATE]
    servers = [subprocess.Popen(command, env=either_home.environment) for _ in range(3)]
    assert [server.wait(60) for server in servers] == [0, 0, 0]


def test_people_of_the_first_release_are_still_there(engine: Engine) -> None:
    migrate(engine, OLDEST)
    before = put_people(engine)
    migrate(engine)
    assert people(engine) == before
    assert differences(engine) == []


def test_what_refers_to_one_another_goes_forward(engine: Engine) -> None:
    migrate(engine, "0033")
    put_people(engine)
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    with engine.begin() as connection:
        kept = MetaData()
        kept.reflect(connection, only=("members", "boards", "threads", "posts", "read_marks"))
        member = connection.scalar(select(kept.tables["members"].c.id).limit(1))
        ids = {"id": 1, "board_id": 1, "thread_id": 1, "author_id": member, "member_id": member, "number": 1}
        for name in ("boards", "threads", "posts", "read_marks"):
            table = kept.tables[name]
            needed = [each for each in table.c if not each.nullable and each.server_default is None]
            connection.execute(
                insert(table), {each.name: ids.get(each.name, _some(each, moment)) for each in needed}
            )
    migrate(engine)
    assert differences(engine) == []
    with engine.connect() as connection:
        for name in ("boards", "threads", "posts", "read_marks"):
            assert connection.scalar(select(func.count()).select_from(kept.tables[name])) == 1


def _some(column: Column[object], moment: datetime) -> object:
    """Any value that a column takes."""
    kind = column.type.python_type
    return moment if kind is datetime else kind()


def test_going_forward_again_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    before = put_people(engine)
    migrate(engine)
    assert people(engine) == before


def test_a_column_too_many_is_noticed(engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE members ADD COLUMN shoe_size INTEGER")
    assert len(differences(engine)) == 1


def test_health_without_consent_is_forgotten(engine: Engine) -> None:
    migrate(engine, "0005")
    put_people(engine)
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    metadata = MetaData()
    metadata.reflect(engine)
    members, consents = metadata.tables["members"], metadata.tables["consents"]
    with engine.begin() as connection:
        for number, roles in ((1, "patient,family"), (2, "patient,family"), (3, "patient")):
            connection.execute(update(members).where(members.c.id == number).values(roles=roles))
        for number, withdrawn_at in ((1, None), (2, moment)):
            given = {"wording": "Yes", "given_at": moment, "withdrawn_at": withdrawn_at}
            connection.execute(insert(consents).values(member_id=number, purpose="health", **given))
    migrate(engine)
    with engine.connect() as connection:
        found = list(connection.scalars(select(members.c.roles).order_by(members.c.id)))
    assert found == ["patient,family", "family", ""]


def test_of_two_handles_that_look_alike_the_later_gets_a_number(engine: Engine) -> None:
    migrate(engine, "0005")
    put_people(engine)
    metadata = MetaData()
    metadata.reflect(engine, only=["members"])
    members = metadata.tables["members"]
    with engine.begin() as connection:
        for number, handle in ((1, "j0y"), (2, "joy"), (3, "corn")):
            named = {"handle": handle, "handle_key": handle}
            connection.execute(update(members).where(members.c.id == number).values(**named))
    migrate(engine)
    with engine.connect() as connection:
        found = connection.execute(
            select(members.c.handle, members.c.handle_key).order_by(members.c.id)
        ).all()
    assert [tuple(row) for row in found] == [("j0y", "joy"), ("joy-2", "joy-2"), ("corn", "com")]


def put_people(engine: Engine) -> list[tuple[object, ...]]:
    """Members as the oldest release wrote them: whatever columns there are, each with a value."""
    metadata = MetaData()
    metadata.reflect(engine)
    members = metadata.tables["members"]
    with engine.begin() as connection:
        for number in range(1, 4):
            values = {column.name: value_for(column.type.python_type, number) for column in members.columns}
            connection.execute(insert(members).values(**values))
    return people(engine)


def value_for(kind: type, number: int) -> object:
    if kind is datetime:
        return datetime(2026, 3, number, 12, tzinfo=UTC)
    if kind is bool:
        return True
    return number if kind is int else f"words {number}"[-10:]


def people(engine: Engine) -> list[tuple[object, ...]]:
    names = ("id", "handle", "email", "password_hash", "joined_at")
    metadata = MetaData()
    metadata.reflect(engine, only=["members"])
    members = metadata.tables["members"]
    assert inspect(engine).has_table("members")
    with engine.connect() as connection:
        query = select(*(members.c[name] for name in names)).order_by(members.c.id)
        return [tuple(row) for row in connection.execute(query)]


def test_articles_keep_their_dates_and_learn_the_names_of_their_sources(engine: Engine) -> None:
    migrate(engine, "0005")
    article = (
        "INSERT INTO articles (id, slug, title, summary, audience, topics, related, language, state,"
        " content_note, urgent_help, body, published_on, updated_on) VALUES (1, 'soup', 'Soup', '', '', '',"
        " '', 'en', 'unreviewed', '', false, 'A [S7], [S2]', '2026-01-02', '2026-01-02')"
    )
    section = (
        "INSERT INTO article_sections (article_id, number, title, html) VALUES (1, 0, '',"
        ' \'<a href="/articles/soup#source-2">[2]</a> <a href="/articles/soup#source-1">[1]</a>\')'
    )
    source = (
        "INSERT INTO article_sources (article_id, number, title, publisher, address, read)"
        " VALUES (1, {}, '', '', '', '')"
    )
    with engine.begin() as connection:
        for statement in (article, section, source.format(1), source.format(2)):
            connection.exec_driver_sql(statement)
    migrate(engine)
    with engine.connect() as connection:
        [found] = connection.exec_driver_sql("SELECT state, published_on FROM articles").all()
        assert (found[0], str(found[1])) == ("published", "2026-01-02")
        keys = connection.exec_driver_sql("SELECT key FROM article_sources ORDER BY number").all()
        assert [key for (key,) in keys] == ["S2", "S7"]
        assert connection.exec_driver_sql("SELECT count(*) FROM article_sections").scalar() == 1
