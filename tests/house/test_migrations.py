"""The way forward, from the oldest state of the database, with people in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, MetaData, create_engine, insert, inspect, select, update

from forum.migrations import differences, migrate, newest_revision, revision_of
from tests.house.homes import Home

OLDEST = "0001"


@pytest.fixture
def engine(either_home: Home) -> Engine:
    either_home.data.mkdir()
    engine = create_engine(either_home.database_url or f"sqlite:///{either_home.data / 'forum.sqlite3'}")
    yield engine
    engine.dispose()


def test_an_empty_database_becomes_what_the_models_say(engine: Engine) -> None:
    assert revision_of(engine) is None
    migrate(engine)
    assert revision_of(engine) == newest_revision()
    assert differences(engine) == []


def test_people_of_the_first_release_are_still_there(engine: Engine) -> None:
    migrate(engine, OLDEST)
    before = put_people(engine)
    migrate(engine)
    assert people(engine) == before
    assert differences(engine) == []


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
