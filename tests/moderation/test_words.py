"""The watched words: a list that moderators read, try and change, with a line in the log for each change."""

from __future__ import annotations

import pytest

from forum.boards.watched import WatchedWord, bring_watched_words
from forum.core.decisions import Decision
from forum.moderation.models import ModeratorBoard
from tests.boards.scene import Scene
from tests.cast import Browser

PAGE = "/moderation/words"
FORM = {"phrase": "Hope  Powder", "does": "hold", "message": "", "unless": "no hope powder , "}


def words(scene: Scene) -> list[tuple[str, str, bool, str]]:
    columns = (WatchedWord.phrase, WatchedWord.does, WatchedWord.whole, WatchedWord.unless)
    return list(zip(*(scene.values(column) for column in columns), strict=True))


def test_a_word_is_put_on_the_list_changed_and_taken_off(scene: Scene, moderator: Browser) -> None:
    assert moderator.post(PAGE, FORM, page=PAGE).status_code == 303
    assert words(scene) == [("Hope Powder", "hold", True, "no hope powder")]
    assert "Hope Powder" in moderator.get(PAGE).text
    one = f"{PAGE}/{scene.values(WatchedWord.id)[0]}"
    assert 'value="Hope Powder"' in moderator.get(one).text
    for _ in range(2):
        changed = FORM | {"does": "block", "message": "Not here.", "within": "yes"}
        assert moderator.post(one, changed).status_code == 303
    assert moderator.post(f"{one}/delete").status_code == 303 and words(scene) == []
    assert scene.values(Decision.action) == ["change word", "unwatch word", "watch word"]
    changed = Decision.action == "change word"
    assert "hold, unless: no hope powder" in scene.values(Decision.before, changed)[0]
    assert "block, also within words, message: Not here." in scene.values(Decision.after, changed)[0]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"phrase": ""}, "a word or a phrase"),
        ({"phrase": " ?! "}, "a word or a phrase"),
        ({"phrase": "x"}, "a word or a phrase"),
        ({"phrase": "x" * 101}, "At most 100 characters"),
        ({"does": ""}, "choose what it does"),
        ({"does": "explode"}, "choose what it does"),
        ({"does": "block"}, "what its author is told"),
        ({"message": "x" * 1_001}, "At most 1,000"),
        ({"unless": "x" * 2_001}, "At most 2,000"),
        ({"phrase": "snake oil"}, "on the list already"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    scene: Scene, moderator: Browser, wrong: dict[str, str], said: str
) -> None:
    scene.add(WatchedWord(phrase="snake oil", does="hold"))
    scene.add(WatchedWord(phrase="other", does="hold"))
    for page in (PAGE, f"{PAGE}/2"):
        answer = moderator.post(page, FORM | wrong, page=PAGE)
        assert answer.status_code == 422 and said in answer.text
        assert 'value="no hope powder ,"' in answer.text or "unless" in wrong
    assert scene.values(WatchedWord.phrase) == ["other", "snake oil"] and scene.count(Decision) == 0


def test_the_test_box_says_what_a_text_would_do(scene: Scene, moderator: Browser) -> None:
    scene.do(bring_watched_words)
    scene.add(WatchedWord(phrase="the c word", does="replace", message="cancer"))
    for text, said in (
        (
            "I will k i l l  m y s e l f & <b>the C-word</b>",
            "“kill myself</bdi>” on the list. Look after its author",
        ),
        ("I will kill myself, the C-word", "It becomes “<bdi>cancer</bdi>”"),
        ("I am dying to see you", "Nothing of it is on the list."),
    ):
        page = moderator.post(f"{PAGE}/try", {"text": text}, page=PAGE)
        assert page.status_code == 200 and said.replace("“kill", "“<bdi>kill") in page.text
        assert "<b>the C-word" not in page.text


def test_the_starter_list_is_brought_once(scene: Scene) -> None:
    many = scene.do(bring_watched_words)
    assert many == scene.count(WatchedWord) > 20 and scene.do(bring_watched_words) == 0
    assert set(scene.values(WatchedWord.does)) == {"worry"}


def test_who_looks_after_some_boards_reads_and_changes_nothing(scene: Scene, moderator: Browser) -> None:
    scene.board("talk")
    scene.add(WatchedWord(phrase="snake oil", does="hold"))
    scene.add(ModeratorBoard(member_id=moderator.member_id, board_id=1))
    for path, form in ((PAGE, FORM), (f"{PAGE}/1", FORM), (f"{PAGE}/1/delete", {})):
        answer = moderator.post(path, form, page=PAGE)
        assert answer.status_code == 422 and "This list is for all boards" in answer.text
    assert scene.values(WatchedWord.phrase) == ["snake oil"]
    assert moderator.post(f"{PAGE}/try", {"text": "Snake oil"}).status_code == 200
