"""Threads moved, split and merged: numbers, counts, read marks, drafts and links stay right."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from forum.boards import marks, regrouping
from forum.boards.beside import ThreadArticle
from forum.boards.lists import unread_posts
from forum.boards.models import Board
from forum.boards.posts import Draft, MissedPost, Post
from forum.boards.recount import recount
from forum.boards.threads import ReadMark, Thread
from forum.core.clock import now
from forum.core.db import db
from forum.library.articles import Article
from forum.library.front_matter import read_article
from forum.library.writing import put_article
from tests.boards.scene import Scene, box, say
from tests.cast import Browser, Person


def posts_in(scene: Scene, thread: int) -> list[tuple[int, str]]:
    """The numbers and words of a thread, in order."""
    query = select(Post.number, Post.source).where(Post.thread_id == thread, Post.number.is_not(None))
    return scene.do(lambda: [tuple(row) for row in db.session.execute(query.order_by(Post.number))])


def split(scene: Scene, thread: int, *posts: int, title: str = "Apart") -> int:
    return scene.do(lambda: regrouping.split_off(db.session.get_one(Thread, thread), set(posts), title).id)


def merge(scene: Scene, thread: int, home: int) -> list[int]:
    get = db.session.get_one
    return scene.do(lambda: regrouping.merge_into(get(Thread, thread), get(Thread, home)))


def move(scene: Scene, thread: int, slug: str) -> None:
    def take() -> None:
        board = db.session.scalars(select(Board).where(Board.slug == slug)).one()
        regrouping.move_thread(db.session.get_one(Thread, thread), board)

    scene.do(take)


def ages(scene: Scene, thread: int, *days: int) -> None:
    """The posts of a thread were written so many days ago."""
    posts = scene.values(Post.id, Post.thread_id == thread)
    for post, ago in zip(posts, days, strict=True):
        scene.set(Post, post, published_at=now() - timedelta(days=ago))
    scene.do(recount)


def mark(scene: Scene, member: int, thread: int, number: int) -> None:
    scene.do(lambda: marks.set_mark(member, thread, number))


def new_to(scene: Scene, member: int, thread: int) -> tuple[int, set[str]]:
    """How many posts a list says are new to somebody there, and which they are."""
    on = (ReadMark.thread_id == Thread.id) & (ReadMark.member_id == member)
    count = select(unread_posts()).select_from(Thread).outerjoin(ReadMark, on).where(Thread.id == thread)
    mine = select(ReadMark.number).where(ReadMark.member_id == member, ReadMark.thread_id == thread)
    missed = select(MissedPost.post_id).where(MissedPost.member_id == member)

    def ask() -> tuple[int, set[str]]:
        read = db.session.scalar(mine) or 0
        unread = (Post.number > read) | Post.id.in_(missed)
        words = select(Post.source).where(Post.thread_id == thread, Post.state == "live", unread)
        return int(db.session.scalar(count, {"me": member}) or 0), set(db.session.scalars(words))

    return scene.do(ask)


def test_a_split_keeps_numbers_dense_and_links_right(
    scene: Scene, talk: str, author: Person, patient: Browser
) -> None:
    thread = scene.thread(talk, author.id)
    posts = scene.replies(thread, patient.member_id, 5)
    new = split(scene, thread, posts[1], posts[3])
    assert posts_in(scene, thread) == [
        (1, "First words."),
        (2, "Answer 1."),
        (3, "Answer 3."),
        (4, "Answer 5."),
    ]
    assert posts_in(scene, new) == [(1, "Answer 2."), (2, "Answer 4.")]
    assert scene.values(Thread.author_id, Thread.id == new) == [patient.member_id]
    assert scene.all_counts_are_right()
    assert patient.get(f"/posts/{posts[3]}").headers["Location"] == f"/threads/{new}#post-{posts[3]}"
    say(patient, new, "Going on.")
    say(patient, thread, "Going on here.")
    assert posts_in(scene, new)[-1] == (3, "Going on.") and posts_in(scene, thread)[-1][0] == 5
    assert f'href="/threads/{thread}"' in patient.get(f"/threads/{new}").text


def test_an_answer_to_what_stands_elsewhere_says_nothing_of_it_and_finds_back(
    scene: Scene, talk: str, author: Person, patient: Browser
) -> None:
    thread = scene.thread(talk, author.id)
    asked = scene.reply(thread, author.id, "Asked.")
    answer = scene.reply(thread, patient.member_id, "Answered.", parent=asked)
    assert "In reply to" in patient.get(f"/threads/{thread}").text
    new = split(scene, thread, answer)
    assert "In reply to" not in patient.get(f"/threads/{new}").text
    assert "Answers:" not in patient.get(f"/threads/{thread}").text
    merge(scene, new, thread)
    page = patient.get(f"/threads/{thread}").text
    assert "In reply to" in page and "Answers:" in page


def test_what_waits_and_what_is_begun_as_an_answer_goes_along(
    scene: Scene, talk: str, author: Person, patient: Browser, moderator: Browser
) -> None:
    thread = scene.thread(talk, author.id)
    asked = scene.reply(thread, author.id, "Asked.")
    held = scene.reply(thread, patient.member_id, "Waits.", parent=asked)
    scene.hold(held)
    for parent in (asked, None):
        begun = {"place": f"thread:{thread}", "body": str(parent), "once": str(parent), "parent_id": parent}
        scene.add(Draft(member_id=patient.member_id, changed_at=now(), **begun))
    new = split(scene, thread, asked)
    assert scene.values(Post.thread_id, Post.id == held) == [new]
    assert scene.values(Thread.posts_held, Thread.id == new) == [1]
    assert scene.drafts(patient.member_id) == {f"thread:{thread}": "None", f"thread:{new}": str(asked)}
    scene.show_again(held)
    assert posts_in(scene, new) == [(1, "Asked."), (2, "Waits.")] and scene.all_counts_are_right()


def test_a_merge_goes_by_time_and_each_thread_keeps_its_order(
    scene: Scene, talk: str, author: Person, patient: Browser
) -> None:
    home, other = (
        scene.thread(talk, author.id, "Home", "H1"),
        scene.thread(talk, patient.member_id, "O", "O1"),
    )
    for words in ("H2", "H3"):
        scene.reply(home, author.id, words)
    scene.reply(other, author.id, "O2")
    ages(scene, home, 9, 5, 7)
    ages(scene, other, 8, 1)
    assert merge(scene, other, home) == [2, 5]
    assert posts_in(scene, home) == [(1, "H1"), (2, "O1"), (3, "H2"), (4, "H3"), (5, "O2")]
    assert scene.all_counts_are_right()
    assert scene.values(Thread.posts_live, Thread.id == other) == [0]
    assert patient.get(f"/threads/{other}").headers["Location"] == f"/threads/{home}"
    assert patient.get(f"/threads/{other}/unread").status_code == 303
    board = patient.get(f"/boards/{talk}").text
    assert f"/threads/{home}" in board and f'"/threads/{other}' not in board


def test_an_answer_sent_from_a_page_of_before_lands_where_its_thread_went(
    scene: Scene, talk: str, author: Person, patient: Browser
) -> None:
    home, other = scene.thread(talk, author.id, "Home"), scene.thread(talk, author.id, "Other")
    patient.get(f"/threads/{other}")
    patient.post(f"/threads/{other}/replies/draft", {"body": "Half a", "once": "k"})
    merge(scene, other, home)
    assert scene.drafts(patient.member_id) == {f"thread:{home}": "Half a"}
    assert box(patient.get(f"/threads/{home}").text) == "Half a"
    sent = patient.post(f"/threads/{other}/replies", {"body": "Half a sentence.", "once": "k"})
    assert f"/threads/{home}" in sent.headers["Location"]
    assert posts_in(scene, home)[-1] == (3, "Half a sentence.") and scene.drafts(patient.member_id) == {}


def test_what_waits_in_a_merged_thread_waits_in_its_home(
    scene: Scene, talk: str, author: Person, patient: Browser
) -> None:
    home, other = scene.thread(talk, author.id, "Home"), scene.thread(talk, author.id, "Other")
    held = scene.reply(other, patient.member_id, "Waits.")
    scene.hold(held)
    merge(scene, other, home)
    assert scene.values(Thread.posts_held, Thread.id == home) == [1]
    assert patient.get(f"/posts/{held}").headers["Location"].startswith(f"/threads/{home}?")
    scene.show_again(held)
    assert posts_in(scene, home)[-1] == (3, "Waits.") and scene.all_counts_are_right()


def test_two_drafts_of_one_key_both_stay(scene: Scene, talk: str, author: Person) -> None:
    home, other = scene.thread(talk, author.id, "Home"), scene.thread(talk, author.id, "Other")
    for thread in (home, other):
        scene.add(Draft(member_id=author.id, place=f"thread:{thread}", body="x", once="k", changed_at=now()))
    merge(scene, other, home)
    assert scene.count(Draft, Draft.place == f"thread:{home}") == 2


def test_addresses_lead_on_through_several_merges_and_only_whom_they_may(
    scene: Scene, talk: str, author: Person, patient: Browser, stranger: Browser, moderator: Browser
) -> None:
    scene.board("open", "public")
    scene.board("room", "moderators")
    first, second, third = (scene.thread(talk, author.id, title) for title in ("A", "B", "C"))
    merge(scene, first, second)
    merge(scene, second, third)
    for old in (first, second):
        assert patient.get(f"/threads/{old}").headers["Location"] == f"/threads/{third}"
        assert stranger.get(f"/threads/{old}").status_code == 404
    move(scene, third, "open")
    assert stranger.get(f"/threads/{first}").headers["Location"] == f"/threads/{third}"
    move(scene, third, "room")
    for old in (first, second, third):
        assert patient.get(f"/threads/{old}").status_code == 404
    assert moderator.get(f"/threads/{first}").status_code == 303
    assert scene.all_counts_are_right()


def test_what_is_read_stays_read_and_what_is_new_stays_new(
    scene: Scene, talk: str, author: Person, patient: Browser, caregiver: Browser, newcomer: Browser
) -> None:
    home, other = scene.thread(talk, author.id, "H", "H1"), scene.thread(talk, author.id, "O", "O1")
    for words in ("2", "3", "4"):
        scene.reply(home, author.id, f"H{words}")
        scene.reply(other, author.id, f"O{words}")
    ages(scene, home, 8, 6, 4, 2)
    ages(scene, other, 7, 5, 3, 1)
    mark(scene, patient.member_id, home, 4)
    mark(scene, caregiver.member_id, home, 1)
    mark(scene, caregiver.member_id, other, 3)
    merge(scene, other, home)
    assert new_to(scene, patient.member_id, home) == (4, {"O1", "O2", "O3", "O4"})
    assert new_to(scene, caregiver.member_id, home) == (4, {"H2", "H3", "H4", "O4"})
    assert new_to(scene, newcomer.member_id, home)[0] == 8
    odd = scene.values(Post.id, Post.source.startswith("O"))
    new = split(scene, home, *odd)
    assert new_to(scene, patient.member_id, home) == (0, set())
    assert new_to(scene, patient.member_id, new) == (4, {"O1", "O2", "O3", "O4"})
    assert new_to(scene, caregiver.member_id, home) == (3, {"H2", "H3", "H4"})
    assert new_to(scene, caregiver.member_id, new) == (1, {"O4"})
    assert newcomer.get(f"/threads/{new}").status_code == 200
    assert new_to(scene, newcomer.member_id, new) == (0, set())


def test_a_move_takes_months_counts_and_terms_along(
    scene: Scene, talk: str, author: Person, patient: Browser
) -> None:
    scene.board("scans")
    thread = scene.thread(talk, author.id)
    scene.replies(thread, author.id, 2)
    ages(scene, thread, 100, 50, 0)
    scene.set(Thread, thread, is_pinned=True)
    move(scene, thread, "scans")
    assert scene.all_counts_are_right()
    assert scene.values(Thread.is_pinned) == [False]
    assert scene.values(Board.last_post_at, Board.slug == talk) == [None]
    assert "A question" in patient.get("/boards/scans").text
    assert "A question" not in patient.get(f"/boards/{talk}").text


def test_articles_beside_go_along_where_nothing_was_decided(scene: Scene, talk: str, author: Person) -> None:
    home, other = scene.thread(talk, author.id, "Home"), scene.thread(talk, author.id, "Other")
    for slug in ("soup", "stew"):
        text = f"---\ntitle: {slug}\nsummary: On food.\n---\nWarm."
        scene.do(lambda text=text, slug=slug: put_article(read_article(f"{slug}.md", text)))
    soup, stew = scene.values(Article.id)
    for thread, article, choice in ((home, soup, "hidden"), (other, soup, "pinned"), (other, stew, "pinned")):
        scene.add(ThreadArticle(thread_id=thread, article_id=article, choice=choice))
    merge(scene, other, home)
    assert scene.values(ThreadArticle.choice, ThreadArticle.thread_id == home) == ["hidden", "pinned"]
    assert scene.count(ThreadArticle) == 2


def test_moving_merged_threads_of_two_boards(scene: Scene, talk: str, author: Person) -> None:
    scene.board("scans")
    home, other = scene.thread("scans", author.id), scene.thread(talk, author.id)
    scene.replies(other, author.id, 2)
    merge(scene, other, home)
    assert scene.all_counts_are_right()
    assert scene.values(Board.posts_live) == [0, 4] and scene.values(Board.threads_live) == [0, 1]
