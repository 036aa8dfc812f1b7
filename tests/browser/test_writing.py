"""Writing in a real browser: with scripts and without, by keyboard, over a bad line; no word is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.demo import Demo
from tests.browser.windows import Windows, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def reply_box(page: Page, thread: int) -> None:
    page.goto(f"/threads/{thread}?page=last#reply")


def written(page: Page) -> str:
    return page.get_by_label("Your words").input_value()


def test_a_newcomer_joins_answers_and_leaves_without_scripts(windows: Windows, demo: Demo) -> None:
    page = windows.open(java_script_enabled=False)
    page.goto("/join")
    page.locator("[name=handle]").fill("plain-paper")
    page.locator("[name=email]").fill("plain-paper@example.org")
    page.locator("[name=password]").fill("a quiet walk by the lake")
    page.locator("[name=roles][value=patient]").check()
    page.locator("[name=health]").check()
    page.locator("[name=rules]").check()
    page.locator("main button[type=submit], main .button--primary").first.click()
    page.goto(demo.link_mailed_to("plain-paper@example.org"))
    page.locator("main .button--primary").first.click()
    page.goto(f"/threads/{demo.thread('Buttons, zips')}?page=last")
    page.get_by_label("Your words").fill("From a **plain** phone.")
    page.get_by_role("button", name="Preview").click()
    assert page.locator(".editor__preview strong").inner_text() == "plain"
    page.get_by_role("button", name="Keep as draft").click()
    assert written(page) == "From a **plain** phone."
    # A first post that took less than three seconds waits for a moderator: people take longer.
    page.wait_for_timeout(3_100)
    page.get_by_role("button", name="Post reply").click()
    assert page.get_by_text("Your reply is here.").is_visible()
    mine = page.locator(".post--own").last
    mine.get_by_role("link", name="Edit").click()
    page.get_by_label("Your words").fill("From an old phone.")
    page.get_by_role("button", name="Save changes").click()
    page.locator(".post--own").last.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete my words").click()
    assert demo.posts_saying("From an old phone.") == 0
    page.get_by_role("button", name="Larger text").click()
    assert page.locator("html").get_attribute("data-size") == "l"
    page.goto("/")
    assert page.locator("html").get_attribute("data-size") == "l"


def test_words_survive_a_closed_tab(windows: Windows, demo: Demo) -> None:
    thread = demo.thread("When everything tastes")
    page = windows.open("caregiver")
    reply_box(page, thread)
    page.get_by_label("Your words").press_sequentially("Half a thought")
    status = page.locator(".editor__status", has_text="Draft kept")
    assert re.fullmatch(r"Draft kept at [0-2]\d:[0-5]\d", status.inner_text())
    page.close()
    again = windows.open("caregiver")
    reply_box(again, thread)
    assert written(again) == "Half a thought"


def test_words_survive_a_session_that_ended(windows: Windows, demo: Demo) -> None:
    thread = demo.thread("Buttons, zips")
    page = windows.open()
    sign_in(page, "moderator2")
    reply_box(page, thread)
    page.get_by_label("Your words").fill("Written while signed out elsewhere")
    page.context.clear_cookies()
    page.get_by_role("button", name="Post reply").click()
    page.wait_for_url("**/sign-in**")
    page.get_by_label("Your e-mail address").fill("moderator2@example.org")
    page.get_by_label("Your password").fill("demo-forum-2026")
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/threads/**")
    assert written(page) == "Written while signed out elsewhere"
    assert demo.posts_saying("Written while signed out elsewhere") == 0


def test_a_draft_is_kept_again_after_signing_in_in_another_tab(windows: Windows, demo: Demo) -> None:
    page = windows.open()
    sign_in(page, "moderator2")
    reply_box(page, demo.thread("When everything tastes"))
    page.context.clear_cookies()
    page.get_by_label("Your words").press_sequentially("One tab")
    page.locator(".editor__status", has_text="Sign in in another tab").wait_for()
    sign_in(page.context.new_page(), "moderator2")
    page.get_by_label("Your words").press_sequentially(" and another")
    page.locator(".editor__status", has_text="Draft kept").wait_for()
    other = page.context.new_page()
    reply_box(other, demo.thread("When everything tastes"))
    assert written(other) == "One tab and another"


def test_a_draft_is_not_kept_for_somebody_else_who_signs_in(windows: Windows, demo: Demo) -> None:
    page = windows.open()
    sign_in(page, "moderator2")
    reply_box(page, demo.thread("Buttons, zips"))
    page.context.clear_cookies()
    sign_in(page.context.new_page(), "admin")
    page.get_by_label("Your words").press_sequentially("Not for the other")
    page.locator(".editor__status", has_text="Not kept yet").wait_for()
    assert demo.one("SELECT count(*) FROM drafts WHERE body LIKE 'Not for the other%'") == 0


def test_words_left_in_a_tab_are_offered_to_their_writer_alone(windows: Windows, demo: Demo) -> None:
    thread = demo.thread("Buttons, zips")
    page = windows.open()
    for who, offered in (("moderator2", 0), ("admin", 0), ("moderator2", 1)):
        page.context.clear_cookies()
        sign_in(page, who)
        reply_box(page, thread)
        assert page.get_by_role("button", name="Put them back").count() == offered
        if who == "moderator2" and not offered:
            page.context.set_offline(True)
            page.get_by_label("Your words").press_sequentially("On a shared device")
            page.locator(".editor__status", has_text="Not kept").wait_for()
            page.context.set_offline(False)


def test_a_double_click_posts_once(windows: Windows, demo: Demo) -> None:
    page = windows.open("greeter")
    reply_box(page, demo.thread("Buttons, zips"))
    page.get_by_label("Your words").fill("Pressed twice with numb fingers")
    page.get_by_role("button", name="Post reply").dblclick()
    page.get_by_text("Pressed twice with numb fingers").first.wait_for()
    page.wait_for_load_state("networkidle")
    assert demo.posts_saying("Pressed twice with numb fingers") == 1


def test_words_survive_a_lost_line(windows: Windows, demo: Demo) -> None:
    page = windows.open("moderator")
    thread = demo.thread("When everything tastes")
    reply_box(page, thread)
    page.context.set_offline(True)
    page.get_by_label("Your words").press_sequentially("On a train, in a tunnel")
    page.locator(".editor__status", has_text="Not kept").wait_for()
    page.context.set_offline(False)
    page.get_by_label("Your words").press_sequentially(".")
    page.locator(".editor__status", has_text="Draft kept").wait_for()
    reply_box(page, thread)
    assert written(page) == "On a train, in a tunnel."


def test_enter_in_the_title_posts_and_removes_nothing(windows: Windows, demo: Demo) -> None:
    page = windows.open("admin")
    page.goto("/boards/everyday/new")
    page.get_by_text("Add a picture or a file").click()
    page.get_by_label("Pictures or PDF files").set_input_files(
        {"name": "list.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    )
    with page.expect_navigation():
        page.get_by_role("button", name="Add picture or file").click()
    page.get_by_label("Your words").fill("Words with a file")
    page.get_by_label("Title").fill("Entered with the keyboard")
    page.get_by_label("Title").press("Enter")
    page.get_by_text("Your thread is here.").wait_for()
    assert page.get_by_role("link", name="list.pdf").is_visible()


def test_the_writing_box_works_by_keyboard(windows: Windows, demo: Demo) -> None:
    page = windows.open("patient")
    reply_box(page, demo.thread("Buttons, zips"))
    page.get_by_role("button", name="Bold").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "Link"
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    assert written(page).startswith("**")


def test_everything_can_be_reached_by_tab_and_seen(windows: Windows, demo: Demo) -> None:
    page = windows.open("patient")
    page.goto(f"/threads/{demo.thread('Buttons, zips')}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("skip-link")
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "() => { const e = document.activeElement, b = e.getBoundingClientRect();"
            " const s = getComputedStyle(e);"
            " return [e.outerHTML.slice(0, 80), s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,"
            " b.top >= 0 && b.bottom <= innerHeight || e.tagName === 'TEXTAREA' || e.tagName === 'BODY'] }"
        )
        if "<body" not in seen[0] and not (seen[1] and seen[2]):
            unseen.append(seen)
    assert unseen == []


def test_a_whole_post_is_quoted_without_scripts(windows: Windows, demo: Demo) -> None:
    page = windows.open("moderator", java_script_enabled=False)
    page.goto(f"/threads/{demo.thread('Buttons, zips')}")
    page.get_by_role("link", name="Quote").first.click()
    assert written(page).startswith("> **")


def test_a_passage_that_is_selected_is_quoted_alone(windows: Windows, demo: Demo) -> None:
    page = windows.open("admin")
    page.goto(f"/threads/{demo.thread('Buttons, zips')}")
    passage = page.locator(".post__body p").first
    passage.select_text()
    page.get_by_role("link", name="Quote").first.click()
    assert page.get_by_label("This answers").is_checked()
    assert written(page).strip() == "> " + passage.inner_text().replace("\n", "\n> ")


def test_an_article_is_picked_by_keyboard(windows: Windows, demo: Demo) -> None:
    page = windows.open("greeter", width=320)
    reply_box(page, demo.thread("Buttons, zips"))
    page.get_by_label("Your words").fill("Before.And after")
    page.get_by_label("Your words").evaluate("box => box.setSelectionRange(0, 7)")
    page.get_by_role("button", name="Add an article").press("Enter")
    page.get_by_role("dialog").wait_for()
    page.keyboard.type("bone metastases")
    page.get_by_role("status").get_by_text("1 article", exact=True).wait_for()
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    link = "[Bone metastases and medicines that protect bone](/articles/bone-mets-and-bone-drugs)"
    assert written(page) == f"Before. {link} And after"
    assert page.evaluate("document.activeElement.name") == "body"
    page.get_by_role("button", name="Add an article").click()
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Add an article"
    assert page.get_by_role("dialog").count() == 0


def test_without_scripts_an_article_is_picked_on_a_page(windows: Windows, demo: Demo) -> None:
    page = windows.open("greeter", java_script_enabled=False)
    page.goto("/boards/everyday/new")
    page.get_by_label("Title").fill("A title")
    page.get_by_label("Your words").fill("Some words.")
    page.get_by_role("button", name="Add an article").click()
    page.get_by_label("Words to look for").fill("bone metastases")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("button", name="Add this article").click()
    assert written(page).startswith("Some words.\n\n[Bone metastases")
    assert page.get_by_label("Title").input_value() == "A title"
