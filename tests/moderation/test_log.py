"""The decision log: everything for moderators, narrowed by questions, taken away, never changed."""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

import forum
from forum.boards.models import Board
from forum.core.clock import now
from forum.core.db import db
from forum.core.decisions import Decision
from forum.moderation import log
from forum.moderation.acts import ACTS
from forum.moderation.log import LINES_A_PAGE
from forum.moderation.log_export import harmless
from forum.moderation.models import ModeratorBoard
from forum.moderation.said import SAID
from tests.boards.scene import Scene
from tests.cast import Browser, Cast, Person
from tests.recorder import statements

LOG = "/moderation/log"


@pytest.fixture
def boards(scene: Scene) -> dict[str, int]:
    for slug in ("talk", "other"):
        scene.board(slug)
    found = {slug: scene.values(Board.id, Board.slug == slug)[0] for slug in ("talk", "other")}
    scene.do(lambda: db.session.execute(db.delete(Decision)))
    return found


def write(scene: Scene, *lines: dict[str, object]) -> None:
    """Lines of the log, each a minute after the one before."""
    began = now() - timedelta(days=20)
    given = [
        {"action": "hide", "subject": "post:1", "reason": "", "at": began + timedelta(minutes=number),
         "actor_id": None, "about_id": None, "board_id": None, "rule": None, "before": "", "after": "",
         "letter": "", **line}
        for number, line in enumerate(lines)
    ]  # fmt: skip
    scene.do(lambda: db.session.execute(insert(Decision), given))


def reasons(browser: Browser, query: str = "") -> list[str]:
    """The reasons of the lines on a page, which name them here."""
    page = browser.get(LOG + query)
    assert page.status_code == 200
    return [part.split("<")[0] for part in page.text.split('<p dir="auto">')[1:]]


def older(browser: Browser, query: str) -> str:
    """The question of the next page; "" on the last."""
    link = browser.get(LOG + query).text.partition('rel="next" href="/moderation/log')[2]
    return link.partition('"')[0].replace("&amp;", "&")


def test_each_question_narrows_it(
    scene: Scene, boards: dict[str, int], author: Person, moderator: Browser, second: Browser
) -> None:
    mine, theirs = {"actor_id": moderator.member_id}, {"actor_id": second.member_id}
    talk, other = ({"board_id": boards[slug]} for slug in ("talk", "other"))
    write(
        scene,
        {"reason": "a", **mine, **talk, "about_id": author.id},
        {"reason": "b", **theirs, **talk, "action": "remove"},
        {"reason": "c", **theirs, **other, "about_id": author.id, "action": "remove"},
        {"reason": "d", **mine, "at": now()},
    )
    assert reasons(moderator) == ["d", "c", "b", "a"]
    assert reasons(moderator, "?person=harbour") == ["c", "b"]
    assert reasons(moderator, "?person=@rosalind") == ["c", "a"]
    assert reasons(moderator, f"?board={boards['talk']}") == ["b", "a"]
    assert reasons(moderator, "?action=remove") == ["c", "b"]
    assert reasons(moderator, f"?person=harbour&board={boards['talk']}") == ["b"]
    assert reasons(moderator, "?person=rosalind&action=hide") == ["a"]
    assert reasons(moderator, f"?board={boards['other']}&action=hide") == []
    today, then = f"{now():%Y-%m-%d}", f"{now() - timedelta(days=20):%Y-%m-%d}"
    assert reasons(moderator, f"?from={today}") == ["d"]
    assert "d" not in reasons(moderator, f"?to={then}")
    assert reasons(moderator, f"?from={then}&to={today}&person=moderator") == ["d", "a"]


@pytest.mark.parametrize("query", ["?person=nobody", "?from=yesterday", "?to=2026-13-01", "?person=%00"])
def test_a_question_that_makes_no_sense(scene: Scene, moderator: Browser, query: str) -> None:
    write(scene, {"reason": "a"})
    answer = moderator.get(LOG + query)
    assert answer.status_code == 422 and "One thing needs" in answer.text
    assert moderator.get(LOG + "?board=x&action=zz&after=zz&page=9").status_code == 200
    assert moderator.get(LOG + "?board=999999999999999999&after=999999999999999999").status_code == 200


def test_pages_follow_each_other_without_counting(scene: Scene, moderator: Browser) -> None:
    same = now() - timedelta(days=1)
    write(scene, *({"reason": f"r{number}", "at": same} for number in range(2 * LINES_A_PAGE + 5)))
    seen, query = [], "?"
    while query:
        seen += reasons(moderator, query)
        query = older(moderator, query)
    assert seen == [f"r{number}" for number in reversed(range(2 * LINES_A_PAGE + 5))]


def test_a_page_costs_no_more_for_many_lines(scene: Scene, moderator: Browser) -> None:
    def asked() -> int:
        with statements() as seen:
            moderator.get(LOG)
        assert not [each for each in seen if "count" in each]
        return len(seen)

    write(scene, *({"reason": "x", "subject": "board:1"} for _ in range(3)))
    asked()
    few = asked()
    write(scene, *({"reason": "x", "subject": "board:1"} for _ in range(200)))
    assert asked() == few <= 8


def test_it_looks_so_far_back_and_says_so(
    scene: Scene, boards: dict[str, int], moderator: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "LOOKED_AT", 10)
    rare = {"action": "remove", "reason": "rare", "board_id": boards["talk"]}
    often = ({"board_id": boards["talk"]}, {"board_id": boards["other"], "action": "remove"})
    write(scene, rare, *(often * 25))
    query, pages = f"?board={boards['talk']}&action=remove", 0
    while not reasons(moderator, query):
        assert "We looked back to" in moderator.get(LOG + query).text
        query, pages = older(moderator, query), pages + 1
    assert pages == 2 and reasons(moderator, query) == ["rare"]
    write(scene, {**rare, "action": "ban"}, *(often * 25))
    assert reasons(moderator, f"?board={boards['talk']}&action=ban") == ["rare"]


def test_a_moderator_of_some_boards_reads_a_part(
    scene: Scene, boards: dict[str, int], author: Person, moderator: Browser, cast: Cast
) -> None:
    limited = cast.member("heron", standing="moderator")
    scene.add(ModeratorBoard(member_id=limited.member_id, board_id=boards["talk"]))
    write(
        scene,
        {"reason": "on theirs", "board_id": boards["talk"], "about_id": author.id},
        {"reason": "elsewhere", "board_id": boards["other"], "about_id": author.id},
        {"reason": "about a person", "about_id": author.id},
        {"reason": "by themselves", "actor_id": limited.member_id, "about_id": author.id},
        {"reason": "the house"},
    )
    assert reasons(limited) == ["the house", "by themselves", "on theirs"]
    assert reasons(limited, "?person=rosalind") == ["by themselves", "on theirs"]
    assert reasons(limited, f"?board={boards['other']}") == []
    assert "elsewhere" not in limited.post(f"{LOG}/export", {}, page=LOG).text
    assert f'value="{boards["other"]}"' not in limited.get(LOG).text
    for line, status in zip(scene.values(Decision.id)[:5], (200, 404, 404, 200, 200), strict=True):
        assert limited.get(f"{LOG}/{line}").status_code == status
        assert moderator.get(f"{LOG}/{line}").status_code == 200


def test_a_line_shows_what_changed(scene: Scene, moderator: Browser) -> None:
    write(
        scene,
        {"before": "Tea and cake.", "after": "Tea and bread."},
        {"before": "Buy my tea.", "after": "live → hidden", "letter": "We have hidden it.", "rule": 4},
    )
    edit, hide = scene.values(Decision.id)
    assert "<del>cake</del><ins>bread</ins>" in moderator.get(f"{LOG}/{edit}").text
    page = moderator.get(f"{LOG}/{hide}").text
    assert "Buy my tea." in page and "live → hidden" in page and "We have hidden it." in page
    assert "Nothing is for sale" in page and "version 1" in page


def test_lines_lead_to_what_they_are_about(scene: Scene, post: int, moderator: Browser) -> None:
    write(
        scene,
        {"subject": f"post:{post}"},
        {"subject": "board:1", "action": "change board"},
        {"subject": "member:1", "action": "warn"},
        {"subject": "heading:99", "action": "remove heading"},
        {"subject": "nonsense", "action": "something new"},
    )
    page = moderator.get(LOG).text
    for words in ("hid a post in “The blue chair”", "warned Rosalind", "something new: nonsense"):
        assert words in page
    links = [moderator.get(f"{LOG}/{line}").text for line in scene.values(Decision.id)]
    assert f'href="/posts/{post}"' in links[0]
    assert 'href="/boards/talk"' in links[1] and 'href="/members/rosalind"' in links[2]
    scene.withdraw(post, "deleted")
    assert f'href="/posts/{post}"' not in moderator.get(f"{LOG}/{scene.values(Decision.id)[0]}").text


def test_it_can_be_taken_away(scene: Scene, post: int, moderator: Browser) -> None:
    write(scene, *({"reason": f"=cmd|{number}", "before": "\t+1", "rule": 4} for number in range(1_203)))
    answer = moderator.post(f"{LOG}/export", {"action": "hide"}, page=LOG)
    assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) == 1_203
    assert rows[0]["why"] == "'=cmd|1202" and rows[0]["before"] == "'\t+1"
    assert rows[0]["rule"] == "4, version 1"
    assert scene.values(Decision.reason, Decision.action == "export log") == ["action=hide"]
    assert moderator.post(f"{LOG}/export", {"from": "never"}).status_code == 422


def test_nobody_waits_while_it_is_taken_away(scene: Scene, moderator: Browser) -> None:
    write(scene, *({"reason": "x"} for _ in range(1_203)))
    pieces = iter(moderator.post(f"{LOG}/export", page=LOG, buffered=False).response)
    assert b"number" in next(pieces) and next(pieces)
    began = now()
    write(scene, {"reason": "meanwhile"})
    assert now() - began < timedelta(seconds=2)
    assert list(pieces)


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r1", " =1", "\n=1"])
def test_a_cell_is_never_calculated(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless(f"a{cell}") == f"a{cell}"


def test_no_line_is_changed_or_removed_anywhere() -> None:
    """The model refuses it for rows; here, that no statement does it to many."""
    folder = Path(forum.__file__).parent
    for file in folder.rglob("*.py"):
        assert not {"update(Decision)", "delete(Decision)"} & set(calls(file)), file


def test_everything_that_is_decided_has_plain_words() -> None:
    assert decided() - SAID.keys() == set()


def calls(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call):
            yield f"{ast.unparse(node.func)}({', '.join(ast.unparse(each) for each in node.args)})"


def decided() -> set[object]:
    """Every action that the program names where it writes a line."""
    found: set[object] = set(ACTS)
    for file in Path(forum.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("record_decision", "_record"):
                found |= {each.value for each in node.args[1:2] if isinstance(each, ast.Constant)}
    return found
