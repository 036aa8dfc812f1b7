"""The empty box below a thread is kept once rendered; what is somebody's own is put in each time."""

from __future__ import annotations

import re

from flask import Flask

from tests.boards.scene import Scene, once_of
from tests.cast import TOKEN, Browser


def form(browser: Browser, thread: int) -> str:
    return re.search(r'<form class="editor".*?</form>', browser.get(f"/threads/{thread}").text, re.S)[0]  # type: ignore[index]


def test_each_reader_has_a_box_of_their_own(app: Flask, patient: Browser, caregiver: Browser) -> None:
    scene = Scene(app)
    scene.board("talk")
    thread, other = (scene.thread("talk", patient.member_id) for _ in range(2))
    boxes = [form(patient, thread), form(caregiver, thread), form(caregiver, other)]
    for box, who, where in zip(boxes, (patient, caregiver, caregiver), (thread, thread, other), strict=True):
        assert f'data-writer="{who.member_id}"' in box
        assert f'action="/threads/{where}/replies"' in box and f"/threads/{where}/replies/preview" in box
    assert len({once_of(box) for box in boxes}) == 3
    assert len({TOKEN.search(box)[1] for box in boxes[:2]}) == 2  # type: ignore[index]
    assert "\0" not in "".join(boxes)


def test_what_is_sent_from_it_is_posted_once(app: Flask, patient: Browser, caregiver: Browser) -> None:
    scene = Scene(app)
    scene.board("talk")
    thread = scene.thread("talk", patient.member_id)
    form(patient, thread)
    box = form(caregiver, thread)
    sent = {"body": "An answer.", "once": once_of(box), "csrf_token": TOKEN.search(box)[1]}  # type: ignore[index]
    for _ in range(2):
        assert caregiver.post(f"/threads/{thread}/replies", sent).status_code == 303
    assert caregiver.get(f"/threads/{thread}").text.count("An answer.") == 1


def test_what_was_begun_is_in_the_box(app: Flask, patient: Browser) -> None:
    scene = Scene(app)
    scene.board("talk", guide="Be gentle here.")
    thread = scene.thread("talk", patient.member_id)
    assert "Be gentle here." in form(patient, thread)
    patient.post(f"/threads/{thread}/replies/draft", {"body": "Half a thought"})
    assert "Half a thought" in form(patient, thread)
