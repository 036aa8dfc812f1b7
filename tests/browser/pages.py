"""Every page of the forum, who looks at it, and how they get there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.demo import Demo

Way = Callable[[Page, Demo], None]


@dataclass(frozen=True, slots=True)
class Sight:
    """A page as somebody sees it; ``way`` leads there from an open window."""

    name: str
    who: str
    way: Way

    def open(self, page: Page, demo: Demo) -> None:
        self.way(page, demo)
        page.wait_for_load_state("load")


def at(path: str) -> Way:
    """Straight to an address."""
    return lambda page, _demo: _go(page, path)


def at_thread(title: str, query: str = "") -> Way:
    return lambda page, demo: _go(page, f"/threads/{demo.thread(title)}{query}")


def at_own_post(handle: str, action: str) -> Way:
    return lambda page, demo: _go(page, f"/posts/{demo.last_post_of(handle)}/{action}")


def at_month(slug: str, order: str = "") -> Way:
    return lambda page, demo: _go(page, f"/boards/{slug}/archive/{demo.month(slug)}{order}")


def _go(page: Page, path: str) -> None:
    page.goto(path)


def _history(page: Page, demo: Demo) -> None:
    edited = demo.one("SELECT id FROM posts WHERE edited_at IS NOT NULL AND state = 'live'")
    page.goto(f"/posts/{edited}/history")


def _mail_about_thread(page: Page, demo: Demo) -> None:
    page.goto(f"/threads/{demo.one('SELECT max(id) FROM threads')}/mail")


def _mail_aside(page: Page, demo: Demo) -> None:
    page.goto(f"/moderation/mail/{demo.one('SELECT id FROM inbound_mails')}")


def at_waiting(place: int) -> Way:
    """What stands at a place of the queue."""

    def way(page: Page, _demo: Demo) -> None:
        page.goto("/moderation")
        page.locator(".queue__title a").nth(place).click()
        page.wait_for_url("**/reports/*")

    return way


def _tick_spam(page: Page, _demo: Demo) -> None:
    page.goto("/moderation")
    page.get_by_label("Spam").first.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Delete those ticked as spam").click()


def _close_wait(page: Page, _demo: Demo) -> None:
    """Off the list without a reason."""
    page.goto("/waiting")
    page.locator("main details").first.evaluate("part => part.open = true")
    with page.expect_navigation():
        page.get_by_role("button", name="Take it off the list").first.click()


def _ready_words(page: Page, demo: Demo) -> None:
    """The first thing that waits is a worry; its letter, with all words taken out."""
    at_waiting(0)(page, demo)
    page.get_by_role("link", name="Words for somebody who despairs").click()
    page.get_by_label("What they read").fill(" ")
    with page.expect_navigation():
        page.get_by_role("button", name="Send these words").click()


def _of_kind(kind: str) -> Way:
    """The first thing of a kind in the queue."""

    def way(page: Page, _demo: Demo) -> None:
        page.goto(f"/moderation?kind={kind}")
        page.locator(".queue__title a").first.click()
        page.wait_for_url("**/reports/*")

    return way


def _undo_memory(page: Page, _demo: Demo) -> None:
    page.goto("/moderation/members/sea-glass/memory")
    with page.expect_navigation():
        page.get_by_role("button", name="They are alive: undo it").click()


def _legacy(page: Page, demo: Demo) -> None:
    """The address that whom somebody chose was sent."""
    page.goto(demo.link_mailed_to("finn@example.org"))


def _hide(page: Page, demo: Demo, reason: str = "a" * 1_001) -> None:
    page.goto(f"/posts/{demo.last_post_of('hazel')}/moderation/hide")
    page.get_by_label("The reason").fill(reason)
    with page.expect_navigation():
        page.get_by_role("button", name="See what they will read").click()


def _letter_of_hiding(page: Page, demo: Demo) -> None:
    _hide(page, demo, "It names somebody's doctor.")
    page.get_by_label("The letter").wait_for()


def _line(page: Page, _demo: Demo) -> None:
    """A line of the log that changed words."""
    page.goto("/moderation/log?action=change+rule")
    page.locator("main").locator(".board-row__title a").first.click()
    page.wait_for_url("**/log/*")


def _public_log(page: Page, _demo: Demo) -> None:
    page.goto("/admin/log")
    switch = page.get_by_role("button", name="Switch it on")
    if switch.count():
        with page.expect_navigation():
            switch.click()
    page.goto("/log")


def _keep_out(page: Page, _demo: Demo) -> None:
    page.goto("/moderation/members/wren/suspend")
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="Keep them out for a time").click()


def _keep_out_letter(page: Page, _demo: Demo) -> None:
    page.goto("/moderation/members/wren/suspend")
    page.get_by_label("7 days").check()
    page.get_by_label("The reason").fill("Three posts named other people's doctors.")
    with page.expect_navigation():
        page.get_by_role("button", name="See what they will read").click()


def _on_a_post(action: str = "") -> Way:
    """What a moderator can do with the post that has a correction."""
    return lambda page, demo: _go(
        page, f"/posts/{demo.one('SELECT post_id FROM corrections')}/moderation{action}"
    )


def _take_out(page: Page, demo: Demo, why: str = "private") -> None:
    _on_a_post("/edit")(page, demo)
    page.get_by_label("The post as it should be").fill("One thing from my dentist.")
    page.locator(f"[name=why][value={why}]").check()
    page.get_by_label("The reason").fill("It names her dentist.")
    with page.expect_navigation():
        page.get_by_role("button", name="See what they will read").click()


def _overtaken_post(page: Page, demo: Demo) -> None:
    """Its author changed it while a moderator had it before them."""
    _on_a_post("/edit")(page, demo)
    page.locator("[name=was]").evaluate("field => field.value = 'old'")
    page.get_by_label("The reason").fill("It names her dentist.")
    with page.expect_navigation():
        page.get_by_role("button", name="See what they will read").click()


def _muting(page: Page, demo: Demo) -> None:
    """A thread with somebody muted in it, and one choice of each kind made."""
    for path in ("/members/moss/mute", "/boards/scans", f"/threads/{demo.thread('Buttons, zips')}"):
        page.goto(path)
        button = page.locator("main").get_by_role("button", name="Mute th")
        if button.count():
            with page.expect_navigation():
                button.click()


def _muted(page: Page, demo: Demo) -> None:
    _muting(page, demo)
    at_thread("Zometa day")(page, demo)


def _quiet(page: Page, demo: Demo) -> None:
    _muting(page, demo)
    page.goto("/settings/quiet")


def _ending(page: Page, demo: Demo) -> None:
    page.goto("/moderation/members/bright-morning")
    page.locator("main").get_by_role("link", name="End it now").first.click()
    page.wait_for_url("**/sanctions/*")


def _menu_open(page: Page, demo: Demo) -> None:
    page.goto(f"/threads/{demo.thread('How this place works')}")
    page.locator(".thread-menu > summary").click()


def _arranging(title: str, action: str, board: str = "", numbers: str = "") -> Way:
    """The second step of an action on a thread."""

    def way(page: Page, demo: Demo) -> None:
        page.goto(f"/threads/{demo.thread(title)}/{action}")
        page.get_by_label("The reason").fill("It belongs there, and more people find it.")
        if board:
            page.get_by_label(board).check()
        if numbers:
            page.get_by_label("The title of the new thread").fill("Good things of another kind")
            page.get_by_label("Or by their numbers").fill(numbers)
        with page.expect_navigation():
            page.get_by_role("button", name="See what").click()

    return way


def _report(page: Page, demo: Demo) -> None:
    page.goto(f"/posts/{demo.last_post_of('hazel')}/report")
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="Tell a moderator").click()


def _watched_word(page: Page, demo: Demo) -> None:
    page.goto(f"/moderation/words/{demo.one('SELECT min(id) FROM watched_words')}")


def _asked_details(page: Page, demo: Demo) -> None:
    """A reply with a phone number in it, which is not posted yet."""
    page.goto(f"/threads/{demo.thread('Buttons, zips')}")
    page.get_by_label("Your words").fill("You can ring me: 020 7946 0958. Ask for Susan Miller.")
    with page.expect_navigation():
        page.get_by_role("button", name="Post reply").click()


def _press(path: str, button: str, **typed: str) -> Way:
    """Fill in the form of a page, without its scripts' help, and send it."""

    def way(page: Page, _demo: Demo) -> None:
        page.goto(path)
        for name, words in typed.items():
            page.locator(f"main [name={name}]").fill(words)
        with page.expect_navigation():
            page.locator("main").get_by_role("button", name=button, exact=True).click()

    return way


def _preview(page: Page, demo: Demo) -> None:
    page.goto(f"/threads/{demo.thread('Buttons, zips')}")
    page.get_by_label("Your words").fill(
        "**Bold**, a [link](https://example.org) and\n\n- a list\n\n> a quote"
    )
    page.get_by_role("button", name="Preview").click()
    page.locator(".editor__preview").get_by_text("Bold").wait_for()


def _with_file(page: Page, _demo: Demo) -> None:
    page.goto("/boards/everyday/new")
    page.locator(".editor__attach", has_text="Add a picture").evaluate("part => part.open = true")
    page.get_by_label("Pictures or PDF files").set_input_files(
        {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    )
    with page.expect_navigation():
        page.get_by_role("button", name="Add picture or file").click()


def _joining(page: Page, demo: Demo) -> None:
    page.goto("/join")
    page.get_by_label("The name others see").fill("quiet-guest")
    page.get_by_label("Your e-mail address").fill("quiet-guest@example.org")
    page.get_by_label("A password").fill("a quiet walk by the lake")
    page.get_by_label("I would rather not say").check()
    page.get_by_label("I have read the rules").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Join", exact=True).click()


def _confirming(page: Page, demo: Demo) -> None:
    _joining(page, demo)
    page.goto(demo.link_mailed_to("quiet-guest@example.org"))


def _resetting(page: Page, demo: Demo) -> None:
    _press("/password/forgot", "Send the link", email="greeter@example.org")(page, demo)
    page.goto(demo.link_mailed_to("greeter@example.org"))


def _group(page: Page, demo: Demo, more: str = "") -> None:
    """The entry of the demo that has meetings."""
    page.goto(f"/support/{demo.one('SELECT entry_id FROM help_meetings')}{more}")


def _refused(page: Page, demo: Demo) -> None:
    """A thread where somebody may read and not start one, with words already typed."""
    page.goto("/boards/caregivers/new")


def _stale(page: Page, demo: Demo) -> None:
    """A form whose token is from another sign-in."""
    page.goto(f"/threads/{demo.thread('Buttons, zips')}")
    page.locator(".editor [name=csrf_token]").evaluate("field => field.value = 'old'")
    page.get_by_label("Your words").fill("Words from another time.")
    with page.expect_navigation():
        page.get_by_role("button", name="Post reply").click()


def _with_articles(page: Page, demo: Demo, below: str = "") -> None:
    """The thread that speaks most of what an article is about."""
    thread = demo.one(
        "SELECT posts.thread_id FROM posts JOIN post_terms ON post_id = posts.id"
        " JOIN article_terms USING (term_id) JOIN threads ON threads.id = posts.thread_id"
        " JOIN boards ON boards.id = posts.board_id"
        " WHERE posts.state = 'live' AND threads.state = 'live' AND audience <> 'moderators'"
        " GROUP BY posts.thread_id ORDER BY count(*) DESC"
    )
    page.goto(f"/threads/{thread}{below}")


def _choosing_articles(page: Page, demo: Demo) -> None:
    _with_articles(page, demo, "/articles")


def _overtaken_links(page: Page, _demo: Demo) -> None:
    """Another editor's version came between."""
    page.goto("/articles/side-effects/links")
    page.locator("[name=version]").evaluate("field => field.value = '0'")
    with page.expect_navigation():
        page.get_by_role("button", name="Save what is chosen").first.click()


def _explained(page: Page, _demo: Demo) -> None:
    """A word in a table, with its card open."""
    page.goto("/articles/bone-mets-and-bone-drugs")
    page.locator("td a.term").first.click()
    page.locator(".term-card").wait_for()


def _asked(page: Page, _demo: Demo) -> None:
    page.goto("/boards/everyday/new")
    page.get_by_label("Title").fill("Bones, scans and Zometa")
    page.locator(".asked").wait_for()


def _pick(page: Page, demo: Demo) -> None:
    """The page that the button leads to where no script listens."""
    page.goto("/boards/everyday/new")
    page.get_by_label("Your words").fill("Half a thought")
    button = page.get_by_role("button", name="Add an article")
    button.evaluate("button => button.replaceWith(button.cloneNode(true))")
    with page.expect_navigation():
        button.click()


def _pick_here(page: Page, demo: Demo) -> None:
    page.goto("/boards/scans/new")
    page.get_by_role("button", name="Add an article").click()
    page.get_by_role("dialog").wait_for()


def _preview_with_card(page: Page, demo: Demo) -> None:
    page.goto("/boards/scans/new")
    page.get_by_label("Your words").fill("Zometa, see /articles/bone-mets-and-bone-drugs")
    page.get_by_role("button", name="Preview").click()
    page.locator(".editor__preview .article-card").wait_for()


def _two_at_once(page: Page, _demo: Demo) -> None:
    page.goto("/glossary/letrozole/edit")
    page.locator("[name=version]").evaluate("field => field.value = '0'")
    page.get_by_label("Explanation").fill("Other words.")
    with page.expect_navigation():
        page.get_by_role("button", name="Save changes").click()


STRANGERS = [
    Sight("first visit", "", at("/")),
    Sight("about", "", at("/about")),
    Sight("help", "", at("/help")),
    Sight("privacy", "", at("/privacy")),
    Sight("rules", "", at("/rules")),
    Sight("a rule and its wordings", "", at("/rules/3")),
    Sight("articles", "", at("/articles")),
    Sight("article", "", at("/articles/bone-mets-and-bone-drugs")),
    Sight("article, continued", "", at("/articles/palliative-vs-hospice/sections/2")),
    Sight("report an error", "", _press("/articles/side-effects/report", "Send to the editors")),
    Sight("report an error, sent", "", at("/articles/side-effects/report/sent")),
    Sight("threads about an article", "", at("/articles/bone-mets-and-bone-drugs/threads")),
    Sight("glossary", "", at("/glossary")),
    Sight("glossary, looked up", "", at("/glossary?q=zometa")),
    Sight("glossary, not found", "", at("/glossary?q=xyzzy")),
    Sight("term", "", at("/glossary/zoledronic-acid")),
    Sight("where else to find help", "", at("/support")),
    Sight("help in one country", "", at("/support?country=DE&language=de")),
    Sight("help, nothing fits", "", at("/support?country=JP&language=ja")),
    Sight("help, a group", "", _group),
    Sight("threads with a term", "", at("/glossary/zoledronic-acid/threads")),
    Sight("sign in", "", at("/sign-in")),
    Sight("sign in, refused", "", _press("/sign-in", "Sign in", email="wren", password="no")),
    Sight("join", "", at("/join")),
    Sight("join, refused", "", _press("/join", "Join", handle="")),
    Sight("join, mail sent", "", _joining),
    Sight("join, confirm", "", _confirming),
    Sight("link gone", "", at("/confirm/not-a-link")),
    Sight("forgotten", "", at("/password/forgot")),
    Sight("forgotten, sent", "", at("/password/forgot/sent")),
    Sight("new password", "", _resetting),
    Sight("public board", "", at("/boards/how-it-works")),
    Sight("public thread", "", at_thread("How do I quote")),
    Sight("public archive", "", at("/boards/how-it-works/archive")),
    Sight("public month", "", at_month("how-it-works")),
    Sight("nothing here", "", at("/boards/caregivers-only")),
    Sight("not from here", "", at("/display")),
    Sight("what somebody left in one's hands", "", _legacy),
    Sight("a link that has ended", "", at("/legacy/nope")),
]
MEMBERS = [
    Sight("home", "patient", at("/")),
    Sight("home of a newcomer", "newcomer", at("/")),
    Sight("board", "patient", at("/boards/scans")),
    Sight("board that is closed", "patient", at("/boards/guestbook")),
    Sight("board with something held", "newcomer", at("/boards/introductions")),
    Sight("thread", "patient", at_thread("Buttons, zips")),
    Sight("thread, locked", "patient", at_thread("Mushrooms, turmeric")),
    Sight("thread, long title", "patient", at_thread("When the letter says")),
    Sight("thread in Arabic", "patient", at_thread("مرحبا")),
    Sight("thread with pictures", "patient", at_thread("My brother has built")),
    Sight("thread, hidden post", "patient", at_thread("Another word than")),
    Sight("thread, many pages", "patient", at_thread("Three good things", "?page=2")),
    Sight("thread, held", "newcomer", at_thread("I don't know how to begin")),
    Sight("thread with a draft", "patient", at_thread("When everything tastes")),
    Sight("reply, empty", "patient", lambda page, demo: _empty_reply(page, demo)),
    Sight("reply, preview", "patient", _preview),
    Sight("new thread", "patient", at("/boards/everyday/new")),
    Sight("new thread, empty", "patient", _press("/boards/scans/new", "Post thread")),
    Sight("new thread, asked before", "patient", _asked),
    Sight("new thread, pick an article", "patient", _pick),
    Sight("new thread, pick an article in the dialog", "patient", _pick_here),
    Sight("new thread, preview with a card", "patient", _preview_with_card),
    Sight("new thread, file", "moderator2", _with_file),
    Sight("new thread, not here", "patient", _refused),
    Sight("edit", "patient", at_own_post("wren", "edit")),
    Sight("delete", "patient", at_own_post("wren", "delete")),
    Sight("history", "patient", _history),
    Sight("drafts", "patient", at("/drafts")),
    Sight("no drafts", "greeter", at("/drafts")),
    Sight("archive", "patient", at("/boards/side-effects/archive")),
    Sight("month by thread", "patient", at_month("side-effects")),
    Sight("month by date", "patient", at_month("side-effects", "/by-date")),
    Sight("member", "patient", at("/members/marisol")),
    Sight("own page", "patient", at("/members/wren")),
    Sight("settings", "patient", at("/settings")),
    Sight("profile", "patient", at("/settings/profile")),
    Sight("reading", "patient", at("/settings/reading")),
    Sight("security", "patient", at("/settings/security")),
    Sight("own privacy", "patient", at("/settings/privacy")),
    Sight("settings for mail", "patient", at("/settings/mail")),
    Sight("mail about a thread", "patient", _mail_about_thread),
    Sight("an address that ends no mails", "", at("/unsubscribe/nope")),
    Sight("nothing here, for members", "patient", at("/threads/99999")),
    Sight("stale form", "patient", _stale),
    Sight("administration", "admin", at("/admin/boards")),
    Sight("make a board", "admin", at("/admin/boards/new")),
    Sight("make a board, refused", "admin", _press("/admin/boards/new", "Make the board")),
    Sight("change a board", "admin", at("/admin/boards/caregivers")),
    Sight("help, for editors", "moderator", _group),
    Sight("help, what to check", "moderator", at("/support/desk")),
    Sight("help, change", "moderator", lambda page, demo: _group(page, demo, "/edit")),
    Sight("help, add, refused", "moderator", _press("/support/new", "Put it on the list", name="A line")),
    Sight("help, meeting", "moderator", lambda page, demo: _group(page, demo, "/meetings/new")),
    Sight("article's older versions", "moderator", at("/articles/side-effects/history")),
    Sight("article, for a member", "patient", at("/articles/side-effects")),
    Sight("saved articles", "patient", at("/saved")),
    Sight("ask about an article", "patient", at("/articles/side-effects/question")),
    Sight("editors' desk", "moderator", at("/articles/desk")),
    Sight("write an article", "moderator", at("/articles/new")),
    Sight("write an article, refused", "moderator", _press("/articles/new", "Save among the drafts")),
    Sight("edit an article", "moderator", at("/articles/side-effects/edit")),
    Sight("where an article stands", "moderator", at("/articles/side-effects/standing")),
    Sight("links of an article", "moderator", at("/articles/side-effects/links")),
    Sight("links of an article, overtaken", "moderator", _overtaken_links),
    Sight("article, a word explained", "patient", _explained),
    Sight("people of the library", "moderator", at("/articles/people")),
    Sight("add somebody, refused", "moderator", _press("/articles/people/new", "Add them")),
    Sight("the queue", "moderator", at("/moderation")),
    Sight("waiting for an answer", "greeter", at("/waiting")),
    Sight("waiting for an answer, refused", "moderator", _close_wait),
    Sight("ready words, refused", "moderator", _ready_words),
    Sight("when somebody may be in danger", "moderator", at("/moderation/guidance")),
    Sight("a guide, refused", "moderator", _press("/moderation/guidance/intent", "Use these words")),
    Sight("who is on duty", "moderator", at("/moderation/duty")),
    Sight("who is on duty, refused", "admin", _press("/moderation/duty", "Put it on the rota")),
    Sight("something that waits", "moderator", at_waiting(0)),
    Sight("delete as spam", "moderator", _tick_spam),
    Sight("tell a moderator of an article", "patient", at("/articles/side-effects/tell")),
    Sight("an appeal", "moderator", at_waiting(-1)),
    Sight("a member may have died", "moderator", _of_kind("memorial")),
    Sight("in memory, for moderators", "moderator", at("/moderation/members/sea-glass/memory")),
    Sight("undo a mistake, refused", "moderator", _undo_memory),
    Sight("somebody who is remembered", "patient", at("/members/sea-glass")),
    Sight("a thread in memory", "patient", at_thread("Remembering Sea Glass")),
    Sight("tell that a member has died", "patient", at("/members/pebble/remember")),
    Sight("tell it, refused", "patient", _press("/members/pebble/remember", "Tell the moderators")),
    Sight("who looks after my words", "patient", at("/settings/legacy")),
    Sight("who looks after my words, refused", "patient", _press("/settings/legacy", "Save", name="Finn")),
    Sight("how the group fares", "moderator", at("/moderation/health")),
    Sight("a mail that was set aside", "moderator", _mail_aside),
    Sight("hide a post, refused", "moderator", _hide),
    Sight(
        "watched words, refused", "moderator", _press("/moderation/words", "Put it on the list", phrase="x")
    ),
    Sight("watched words, tried", "moderator", _press("/moderation/words", "Try it", text="Hope powder!")),
    Sight("a watched word", "moderator", _watched_word),
    Sight("asked about a phone number", "patient", _asked_details),
    Sight("members, for moderators", "moderator", at("/moderation/members")),
    Sight("a member, for moderators", "moderator", at("/moderation/members/bright-morning")),
    Sight("keep somebody out, refused", "moderator", _keep_out),
    Sight("keep somebody out, the letter", "moderator", _keep_out_letter),
    Sight("a note", "moderator", at("/moderation/members/wren/note")),
    Sight("end something", "moderator", _ending),
    Sight("where nobody can join from", "moderator", _press("/moderation/blocks", "Close it")),
    Sight("who looks after the group", "admin", at("/admin/moderators")),
    Sight("what somebody looks after", "admin", at("/admin/moderators/juniper")),
    Sight("the group is closed", "suspended", at("/")),
    Sight("letters, when it is closed", "suspended", at("/letters")),
    Sight("settings, when it is closed", "suspended", at("/settings")),
    Sight("hide a post, the letter", "moderator", _letter_of_hiding),
    Sight("thread, pinned, for moderators", "moderator", _menu_open),
    Sight("thread, slow", "patient", at_thread("The powder")),
    Sight("close a thread", "moderator", at_thread("Buttons, zips", "/lock")),
    Sight("close a thread, the letter", "moderator", _arranging("Buttons, zips", "lock")),
    Sight("close a closed thread", "moderator", at_thread("Mushrooms, turmeric", "/lock")),
    Sight("move a thread", "moderator", at_thread("Buttons, zips", "/move")),
    Sight(
        "move a thread, who reads it",
        "moderator",
        _arranging("Buttons, zips", "move", board="How this place"),
    ),
    Sight("split a thread", "moderator", at_thread("Three good things", "/split?page=2")),
    Sight("split a thread, refused", "moderator", _arranging("Three good things", "split", numbers="1")),
    Sight("split a thread, what goes", "moderator", _arranging("Three good things", "split", numbers="5–9")),
    Sight("merge a thread", "moderator", at_thread("Buttons, zips", "/merge")),
    Sight("slow down a thread", "moderator", at_thread("Buttons, zips", "/slow")),
    Sight("close after silence", "moderator", at_thread("Buttons, zips", "/silence")),
    Sight("what can be done with a post", "moderator", _on_a_post()),
    Sight("take something out of a post", "moderator", _take_out),
    Sight("take something out of a post, overtaken", "moderator", _overtaken_post),
    Sight("correct a post", "moderator", _on_a_post("/correct")),
    Sight("put a content note on a post", "moderator", _on_a_post("/note")),
    Sight("post with a correction", "patient", at_thread("Zometa day")),
    Sight("thread with a content note", "patient", at_thread("Remembering Sea Glass")),
    Sight("thread with a content note, opened", "patient", at_thread("Remembering Sea Glass", "?unfold=yes")),
    Sight("mute somebody", "patient", at("/members/hazel/mute")),
    Sight("nobody to mute", "patient", at("/members/juniper/mute")),
    Sight("somebody muted", "greeter", _muted),
    Sight("what one would rather not see", "greeter", _quiet),
    Sight("the decision log", "moderator", at("/moderation/log")),
    Sight("the decision log, refused", "moderator", at("/moderation/log?person=nobody")),
    Sight("a decision", "moderator", _line),
    Sight("words of letters", "moderator", at("/moderation/letters")),
    Sight("words of a letter", "moderator", at("/moderation/letters/hide")),
    Sight(
        "words of a letter, refused",
        "moderator",
        _press("/moderation/letters/hide", "Write letters like this", letter="{x}"),
    ),
    Sight("rules, for administrators", "admin", at("/admin/rules")),
    Sight("change a rule", "admin", at("/admin/rules/3")),
    Sight("add a rule, refused", "admin", _press("/admin/rules/new", "Add this rule")),
    Sight("switching the public log", "admin", at("/admin/log")),
    Sight("the public log", "admin", _public_log),
    Sight("rules, after a change", "patient", at("/rules")),
    Sight("tell a moderator, refused", "patient", _report),
    Sight("what one reported", "patient", at("/reports")),
    Sight("letters", "patient", at("/letters")),
    Sight("moderators' board", "moderator", at("/boards/moderators-room")),
    Sight("threads with a term, for members", "patient", at("/glossary/zoledronic-acid/threads")),
    Sight("article, for members", "patient", at("/articles/bone-mets-and-bone-drugs")),
    Sight(
        "threads about an article, for members", "patient", at("/articles/bone-mets-and-bone-drugs/threads")
    ),
    Sight("thread with articles beside it", "patient", _with_articles),
    Sight("articles beside a thread", "moderator", _choosing_articles),
    Sight("term, for moderators", "moderator", at("/glossary/zoledronic-acid")),
    Sight("glossary, not found, for moderators", "moderator", at("/glossary?q=xyzzy")),
    Sight("explain a word", "moderator", at("/glossary/new?name=XQZ9")),
    Sight("explain a word, refused", "moderator", _press("/glossary/new", "Put it into the glossary")),
    Sight("correct a term", "moderator", at("/glossary/zoledronic-acid/edit")),
    Sight("correct a term, two at once", "moderator", _two_at_once),
    Sight("take a term away", "moderator", at("/glossary/zoledronic-acid/delete")),
]
ALL = STRANGERS + MEMBERS


def _empty_reply(page: Page, demo: Demo) -> None:
    page.goto(f"/threads/{demo.thread('Buttons, zips')}")
    with page.expect_navigation():
        page.get_by_role("button", name="Post reply").click()
