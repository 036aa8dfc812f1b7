"""Starting threads and answering, by plain forms."""

from __future__ import annotations

import html
import re

import pytest

from forum.boards.posts import Attachment, Draft, Post
from forum.boards.threads import Thread
from forum.core.pictures import PDF_NOTE
from tests.boards.scene import Scene, box, once_of, picture, say, upload
from tests.cast import Browser, Cast, Person


def test_a_thread_is_started_and_stands_where_its_author_lands(
    scene: Scene, talk: str, patient: Browser
) -> None:
    form = {"title": "  First \n scan ", "body": "\n\nHello **all**.\n", "hope": "company"}
    answer = patient.post(f"/boards/{talk}/new", form, page=f"/boards/{talk}/new")
    page = patient.follow(answer).text
    assert re.fullmatch(r"/threads/\d+#post-\d+", answer.headers["Location"])
    assert '<h1 dir="auto">First scan</h1>' in page
    assert "<strong>all</strong>" in page and "hopes for: company" in page
    assert "Your thread is here." in page
    assert scene.drafts(patient.member_id) == {} and scene.all_counts_are_right()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"title": "", "body": "Words"}, "give your thread a title"),
        ({"title": "x" * 201, "body": "Words"}, "201 characters; 200 fit"),
        ({"title": "x" * 5000, "body": "Words"}, "5,000 characters"),
        ({"title": "T", "body": " \n\t "}, "There is no text yet"),
        ({"title": "\u200b\u200b", "body": "Words"}, "give your thread a title"),
        ({"title": "\u3164", "body": "Words"}, "give your thread a title"),
        ({"title": "T", "body": "\u200b\u200b"}, "There is no text yet"),
        ({"title": "T", "body": "\u2800\n\u2800"}, "There is no text yet"),
        ({"title": "T", "body": "&nbsp; &#8203;"}, "There is no text yet"),
        ({"title": "T", "body": ">"}, "There are no words yet"),
        ({"title": "T", "body": "> >\n> -\n\n#\n\n***"}, "There are no words yet"),
        ({"title": "T", "body": "```python\n\n```"}, "There are no words yet"),
        ({"title": "T", "body": "y" * 50_001}, "50,001 characters"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    scene: Scene, talk: str, patient: Browser, form: dict[str, str], words: str
) -> None:
    answer = patient.post(f"/boards/{talk}/new", form, page=f"/boards/{talk}/new")
    assert answer.status_code == 422 and words in answer.text
    assert f'value="{form["title"]}"' in answer.text and box(answer.text) == form["body"]
    assert scene.drafts(patient.member_id) == {"board:1": form["body"]}
    assert scene.count(Thread) == scene.count(Post) == 0


def test_an_unknown_hope_is_no_hope(scene: Scene, talk: str, patient: Browser) -> None:
    patient.post(f"/boards/{talk}/new", {"title": "T", "body": "B", "hope": "<b>money"})
    assert scene.values(Thread.hope) == [""]


def test_a_reply_stands_last_and_to_one_post_says_so(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    thread = scene.thread(talk, author.id)
    first = scene.first_post(thread)
    page = patient.get(f"/threads/{thread}?reply={first}").text
    assert f'name="parent" type="checkbox" value="{first}"' in page
    answer = patient.post(f"/threads/{thread}/replies", {"body": "Yes.", "parent": str(first)})
    page = patient.follow(answer).text
    assert "Your reply is here." in page
    assert f'In reply to <a href="/threads/{thread}#post-{first}"><bdi>Rosalind</bdi>, #1</a>' in page
    assert re.search(r'Answers: <a href="/threads/\d+#post-\d+">#2</a>', page)
    assert scene.all_counts_are_right()


def test_the_box_names_whom_it_answers_until_the_tick_is_taken_away(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    thread = scene.thread(talk, author.id)
    first = scene.first_post(thread)
    assert "This answers Rosalind, #1" in patient.get(f"/threads/{thread}?reply={first}").text
    form = {"body": "Yes.", "parent": str(first)}
    patient.post(f"/threads/{thread}/replies/draft", form)
    assert "This answers Rosalind, #1" in patient.get(f"/threads/{thread}").text
    patient.post(f"/threads/{thread}/replies/draft", {"body": "Yes."})
    page = patient.get(f"/threads/{thread}").text
    assert "This answers" not in page and 'name="parent"' not in page


def test_a_post_that_is_gone_is_answered_no_more(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    thread = scene.thread(talk, author.id)
    gone = scene.reply(thread, author.id)
    patient.post(f"/threads/{thread}/replies/draft", {"body": "Yes.", "parent": str(gone)})
    scene.withdraw(gone)
    assert 'name="parent"' not in patient.get(f"/threads/{thread}").text


@pytest.mark.parametrize("parent", ["999999", "x", "-1", "9" * 30, "٣"])
def test_an_answer_to_nothing_is_an_answer_to_the_thread(
    scene: Scene, talk: str, patient: Browser, author: Person, parent: str
) -> None:
    thread = scene.thread(talk, author.id)
    assert say(patient, thread, "Yes.", parent=parent).status_code == 303
    assert scene.count(Post, Post.parent_id.is_not(None)) == 0


def test_an_answer_does_not_hang_on_a_post_of_another_thread(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    thread, other = scene.thread(talk, author.id), scene.thread(talk, author.id)
    say(patient, thread, "Yes.", parent=str(scene.first_post(other)))
    assert scene.count(Post, Post.parent_id.is_not(None)) == 0


def test_quoting_puts_the_words_into_the_box_and_keeps_what_is_there(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    thread = scene.thread(talk, author.id, body="One line.\nTwo lines.")
    first = scene.first_post(thread)
    patient.post(f"/threads/{thread}/replies/draft", {"body": "Begun."})
    words = box(patient.get(f"/threads/{thread}?quote={first}").text)
    assert words.startswith("Begun.\n\n") and "> One line." in words and "Rosalind" in words
    for nothing in ("999999", "x", "9" * 30, "-1", "²"):
        assert box(patient.get(f"/threads/{thread}?quote={nothing}").text) == "Begun."


def test_what_cannot_be_read_cannot_be_quoted(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    room = scene.board("room", "moderators")
    secret = scene.first_post(scene.thread(talk, author.id, body="hidden words"))
    scene.withdraw(secret)
    thread = scene.thread(talk, author.id)
    private = scene.first_post(scene.thread(room, author.id, body="hidden words"))
    for post in (secret, private):
        assert box(patient.get(f"/threads/{thread}?quote={post}").text) == ""


def test_a_mention_leads_to_the_member_and_an_unknown_one_nowhere(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    thread = scene.thread(talk, author.id)
    page = patient.follow(say(patient, thread, "Thank you @Rosalind and @nobody.")).text
    assert 'href="/members/rosalind"' in page and "/members/nobody" not in page


def test_a_preview_shows_and_keeps_nothing_else(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    thread = scene.thread(talk, author.id)
    for path in (f"/threads/{thread}/replies/preview", f"/boards/{talk}/new/preview"):
        answer = patient.post(path, {"body": "So *much*", "title": "T<i>", "once": "k1"})
        assert answer.status_code == 200
        assert "So <em>much</em>" in answer.text and box(answer.text) == "So *much*"
        assert once_of(answer.text) == "k1"
    assert 'value="T&lt;i&gt;"' in answer.text
    assert scene.count(Post) == 1


def test_the_draft_button_keeps_words_until_they_are_posted(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    thread = scene.thread(talk, author.id)
    answer = patient.post(f"/threads/{thread}/replies/draft", {"body": "Not yet"}, page=f"/threads/{thread}")
    page = patient.get(answer.headers["Location"].partition("#")[0]).text
    assert "Your draft is kept." in page and box(page) == "Not yet"
    listed = patient.get("/drafts").text
    assert "A reply in A question" in listed and "Not yet" in listed
    assert patient.follow(say(patient, thread, "Now", once=once_of(page))).status_code == 200
    assert scene.drafts(patient.member_id) == {}


def test_while_somebody_types_the_page_keeps_a_draft_quietly(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    thread = scene.thread(talk, author.id)
    quiet = {"headers": {"Accept": "application/json"}}
    path = f"/threads/{thread}/replies/draft"
    assert (
        patient.post(path, {"body": " ", "once": "a"}, page=f"/threads/{thread}", **quiet).status_code == 204
    )
    assert scene.count(Draft) == 0
    for words in ("He", "Hello", "Hello\x00 you"):
        assert patient.post(path, {"body": words, "once": "a"}, **quiet).status_code == 204
    assert scene.drafts(patient.member_id) == {f"thread:{thread}": "Hello you"}
    assert patient.post(path, {"body": "", "once": "a"}, **quiet).status_code == 204
    assert scene.count(Draft) == 0


def test_a_page_that_keeps_a_draft_hears_that_somebody_is_signed_out(
    scene: Scene, talk: str, stranger: Browser
) -> None:
    answer = stranger.post(f"/boards/{talk}/new/draft", {"body": "x"}, headers={"Accept": "application/json"})
    assert answer.status_code == 401 and "Location" not in answer.headers


def test_a_draft_sent_while_its_post_was_on_the_way_is_not_kept(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    thread = scene.thread(talk, author.id)
    say(patient, thread, "Hello\r\n", once="k")
    patient.post(f"/threads/{thread}/replies/draft", {"body": "Hello\r\n", "once": "k"})
    assert scene.count(Draft) == 0
    patient.post(f"/threads/{thread}/replies/draft", {"body": "Hello again", "once": "k"})
    assert scene.drafts(patient.member_id) == {f"thread:{thread}": "Hello again"}


def test_two_tabs_of_one_place_keep_a_draft_each(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    path = f"/threads/{scene.thread(talk, author.id)}"
    one, two, three = (once_of(patient.get(path).text) for _ in range(3))
    patient.post(f"{path}/replies/draft", {"body": "A long one", "once": one})
    patient.post(f"{path}/replies/draft", {"body": "Another", "once": two})
    assert patient.post(f"{path}/replies", {"body": "Thanks", "once": three}).status_code == 303
    assert scene.values(Draft.body) == ["A long one", "Another"]
    assert box(patient.get(path).text) == "Another"
    links = re.findall(r'class="button" href="([^"]+)">Go on writing', patient.get("/drafts").text)
    pages = [patient.get(html.unescape(link)).text for link in links]
    assert [(box(page), once_of(page)) for page in pages] == [("Another", two), ("A long one", one)]
    patient.post(f"{path}/replies", {"body": "A long one, done", "once": one})
    assert scene.values(Draft.body) == ["Another"]


@pytest.mark.parametrize("asked", ["x", "0", "9" * 30, "٣", "1"])
def test_a_draft_that_is_not_ones_own_is_not_shown_when_asked_for(
    cast: Cast, scene: Scene, talk: str, patient: Browser, asked: str
) -> None:
    path = f"/threads/{scene.thread(talk, patient.member_id)}"
    cast.member("other").post(f"{path}/replies/draft", {"body": "Theirs"})
    patient.post(f"{path}/replies/draft", {"body": "Mine"})
    assert box(patient.get(f"{path}?draft={asked}").text) == "Mine"


def test_a_draft_is_dropped_by_its_author_alone(
    cast: Cast, scene: Scene, talk: str, patient: Browser
) -> None:
    patient.post(f"/boards/{talk}/new/draft", {"body": "Mine"})
    [draft] = scene.values(Draft.id)
    other = cast.member("other")
    assert other.post(f"/drafts/{draft}/delete").status_code == 404
    assert other.post(f"/drafts/{'9' * 30}/delete").status_code == 404
    assert patient.post(f"/drafts/{draft}/delete").status_code == 303
    assert "You have no drafts." in patient.get("/drafts").text


def test_beside_the_button_stands_what_may_be_added_and_what_is_not_cleaned(
    scene: Scene, talk: str, patient: Browser
) -> None:
    thread = scene.thread(talk, patient.member_id)
    for path in (f"/boards/{talk}/new", f"/threads/{thread}", f"/posts/{scene.first_post(thread)}/edit"):
        page = patient.get(path).text
        assert PDF_NOTE in page and all(limit in page for limit in ("8 with one", "15 MB", "50 megapixels"))


def test_a_file_is_added_to_the_draft_and_goes_out_with_the_words(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    thread = scene.thread(talk, author.id)
    form = {"body": "Look", "description": "A lake", "files": upload()}
    answer = patient.post(f"/threads/{thread}/replies/files", form, page=f"/threads/{thread}")
    page = patient.get(answer.headers["Location"].partition("#")[0]).text
    assert "Added." in page and "holiday.png" in page and box(page) == "Look"
    page = patient.follow(say(patient, thread, "Look")).text
    assert re.search(r'<img src="/attachments/\d+/holiday.png\?v=\w+" alt="A lake"', page)
    assert scene.values(Post.files) == [0, 1]


def described(page: str) -> dict[str, str]:
    """What the editor on a page says of each file kept with it."""
    return dict(re.findall(r'name="description-(\d+)" type="text" value="([^"]*)"', page))


def alts(page: str) -> list[str]:
    return re.findall(r'<img src="/attachments/[^"]+" alt="([^"]*)"', page)


def test_each_picture_has_a_description_of_its_own(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    thread = scene.thread(talk, author.id)
    replies = f"/threads/{thread}/replies"
    both = {"body": "Look", "description": "Two lakes", "files": [upload(), upload(name="b.png")]}
    patient.post(f"{replies}/files", both, page=f"/threads/{thread}")
    kept = described(patient.get(f"/threads/{thread}?page=last").text)
    first, second = kept
    assert list(kept.values()) == ["Two lakes (1 of 2)", "Two lakes (2 of 2)"]
    one = {"body": "Look", f"description-{first}": " A lake\nat dawn"}
    for tail in ("/preview", "/draft"):
        patient.post(replies + tail, one)
        page = patient.get(f"/threads/{thread}?page=last").text
        assert described(page) == {first: "A lake at dawn", second: "Two lakes (2 of 2)"}
    page = patient.follow(say(patient, thread, "Look", **{f"description-{second}": ""})).text
    assert alts(page) == ["A lake at dawn", "A picture without a description"]


def test_a_description_is_changed_after_posting(
    scene: Scene, talk: str, patient: Browser, caregiver: Browser
) -> None:
    thread = scene.thread(talk, patient.member_id)
    post = scene.first_post(thread)
    file = scene.file(post=post, member=patient.member_id)
    assert alts(caregiver.get(f"/threads/{thread}").text) == ["A picture without a description"]
    page = patient.get(f"/posts/{post}/edit").text
    assert f'action="/attachments/{file}/description"' in page and 'name="description"' in page
    patient.post(f"/attachments/{file}/description", {"description": "x" * 900})
    patient.post(f"/attachments/{file}/description", {"description": "My scan"})
    assert alts(caregiver.get(f"/threads/{thread}").text) == ["My scan"]


def test_nobody_describes_a_strangers_file_nor_one_that_is_posted_by_its_field(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    thread = scene.thread(talk, author.id)
    theirs = scene.file(post=scene.first_post(thread), member=author.id)
    posted = scene.file(post=scene.reply(thread, patient.member_id), member=patient.member_id)
    fields = {f"description-{file}": "Not this" for file in (theirs, posted, "9" * 18)}
    say(patient, thread, "Look", **fields)
    assert scene.values(Attachment.description) == ["", ""]


def test_files_sent_with_words_that_are_refused_are_still_there(
    scene: Scene, talk: str, patient: Browser
) -> None:
    new = f"/boards/{talk}/new"
    answer = patient.post(new, {"title": "", "body": "Look", "files": upload()}, page=new)
    assert answer.status_code == 422
    [shown] = re.findall(r"/attachments/(\d+)/delete", answer.text)
    assert scene.values(Attachment.id) == [int(shown)]
    assert patient.post(new, {"title": "T", "body": "Look"}).status_code == 303
    assert scene.values(Post.files) == [1]


def test_a_draft_that_was_emptied_is_gone_but_for_its_files(
    scene: Scene, talk: str, patient: Browser
) -> None:
    new = f"/boards/{talk}/new"
    patient.post(f"{new}/draft", {"body": "Never mind", "once": "a"})
    page = patient.follow(patient.post(f"{new}/draft", {"body": " ", "once": "a"})).text
    assert "There is nothing in the box to keep." in page and scene.count(Draft) == 0
    patient.post(f"{new}/files", {"body": "Look", "once": "a", "files": upload()})
    page = patient.follow(patient.post(f"{new}/draft", {"body": "", "once": "a"})).text
    assert "Your draft is kept." in page and "holiday.png" in page and scene.count(Attachment) == 1


@pytest.mark.parametrize("press", ["preview", "draft"])
def test_a_chosen_file_is_taken_in_whichever_button_is_pressed(
    scene: Scene, talk: str, patient: Browser, author: Person, press: str
) -> None:
    path = f"/threads/{scene.thread(talk, author.id)}"
    form = {"body": "Look", "once": "a", "description": "A lake", "files": upload()}
    answer = patient.post(f"{path}/replies/{press}", form)
    page = answer.text if press == "preview" else patient.follow(answer).text
    assert "What does holiday.png show?" in page and "A lake" in page and box(page) == "Look"
    assert 'name="description" type="text" value=""' in page
    answer = patient.post(f"{path}/replies/{press}", form | {"files": upload(b"no", "notes.txt")})
    assert answer.status_code == 422 and "“notes.txt” was not added. This kind of file" in answer.text
    assert "What does holiday.png show?" in answer.text and box(answer.text) == "Look"
    say(patient, int(path.rpartition("/")[2]), "Look", once="a")
    assert scene.values(Post.files) == [0, 1]


def test_what_a_preview_says_of_a_file_that_is_yet_to_be_chosen_stays(talk: str, patient: Browser) -> None:
    answer = patient.post(f"/boards/{talk}/new/preview", {"body": "Look", "description": "A lake"})
    assert 'name="description" type="text" value="A lake"' in answer.text


@pytest.mark.parametrize("button", ["", "/files", "/draft", "/preview"])
def test_of_several_files_the_bad_one_is_named_and_the_good_one_kept(
    scene: Scene, talk: str, patient: Browser, button: str
) -> None:
    files = [upload(b"", "blank <1>.png"), upload(name="lake.png")]
    form = {"title": "T", "body": "B", "once": "a", "files": files}
    answer = patient.post(f"/boards/{talk}/new{button}", form)
    assert answer.status_code == 422 and "“blank &lt;1&gt;.png” was not added." in answer.text
    assert "What does lake.png show?" in answer.text and scene.values(Attachment.filename) == ["lake.png"]
    assert scene.count(Post) == 0


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "x.png", "empty"),
        (b"<svg onload='alert(1)'/>", "x.svg", "cannot be added"),
        (b"\x89PNG\r\n\x1a\n broken", "x.png", "could not be read"),
        (b"x" * (15 * 2**20 + 1), "x.jpg", "larger than 15 MB"),
    ],
)
def test_a_file_that_cannot_be_taken_leaves_words_and_earlier_files(
    scene: Scene, talk: str, patient: Browser, content: bytes, name: str, words: str
) -> None:
    new = f"/boards/{talk}/new"
    patient.post(f"{new}/files", {"title": "T", "body": "First", "files": upload()}, page=new)
    for path in (new, f"{new}/files"):
        answer = patient.post(path, {"title": "T", "body": "Second", "files": upload(content, name)})
        assert answer.status_code == 422 and words in answer.text
        assert box(answer.text) == "Second" and "holiday.png" in answer.text
    assert scene.drafts(patient.member_id) == {"board:1": "Second"}
    assert scene.count(Attachment) == 1 and scene.count(Post) == 0


def test_a_ninth_file_is_one_too_many(scene: Scene, talk: str, patient: Browser) -> None:
    new = f"/boards/{talk}/new"
    many = [upload() for _ in range(9)]
    answer = patient.post(new, {"title": "T", "body": "B", "files": many}, page=new)
    assert answer.status_code == 422 and "at most 8" in answer.text
    assert (
        patient.post(f"{new}/files", {"body": "B", "files": [upload() for _ in range(8)]}).status_code == 303
    )
    assert patient.post(f"{new}/files", {"body": "B", "files": upload(picture((3, 3)))}).status_code == 422
    assert scene.count(Attachment) == 8


def test_a_file_is_removed_and_the_words_around_it_stay(scene: Scene, talk: str, patient: Browser) -> None:
    new = f"/boards/{talk}/new"
    patient.post(f"{new}/files", {"title": "T", "body": "Old", "files": upload()}, page=new)
    [file] = scene.values(Attachment.id)
    answer = patient.post(f"/attachments/{file}/delete", {"title": "T", "body": "New"})
    assert answer.headers["Location"].startswith(f"{new}?draft=")
    assert scene.count(Attachment) == 0 and scene.drafts(patient.member_id) == {"board:1": "New"}


def test_a_store_that_does_not_answer_keeps_the_words(
    scene: Scene, talk: str, patient: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object, **_options: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("forum.core.storage.obstore.put", broken)
    new = f"/boards/{talk}/new"
    answer = patient.post(new, {"title": "T", "body": "Look", "files": upload()}, page=new)
    assert answer.status_code == 503 and box(answer.text) == "Look"
    assert scene.drafts(patient.member_id) == {"board:1": "Look"}
    assert scene.count(Attachment) == scene.count(Post) == 0


def test_nobody_else_sees_the_file_of_a_draft(cast: Cast, scene: Scene, talk: str, patient: Browser) -> None:
    patient.post(f"/boards/{talk}/new/files", {"body": "Look", "files": upload()})
    [file] = scene.values(Attachment.id)
    path = f"/attachments/{file}/holiday.png"
    assert patient.get(path).status_code == 200
    for other in (cast.member("other"), cast.member("mod", standing="moderator"), cast.stranger()):
        assert other.get(path).status_code == 404
