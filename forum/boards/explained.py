"""What of the library a post mentions: found when it is written, drawn when it is shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update

from forum.boards.article_links import PATH, PostArticle, slugs_in
from forum.boards.posts import Post
from forum.boards.thread_terms import LONGEST_WRITTEN, PostTerm, add_terms, lock_threads, settle_terms
from forum.boards.threads import Thread
from forum.core.db import AnyRow, Rows, db, rows, use_session_to
from forum.core.passages import GAP, Link, linkable_text, with_links
from forum.library.explaining import Glossary, glossary_held, glossary_now, version_now
from forum.library.finding import Found

#: More links than this in one post would be in the way of reading it.
MOST_LINKS = 5
#: Posts that are looked through before what was found is written: who writes waits for no more than that.
BATCH = 500


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a post mentions: places as they are stored ([start, end, term, …]), each term with the first word
    for it, and articles.
    """

    places: str
    words: dict[int, str]
    slugs: list[str]

    def differ_from(self, post: AnyRow) -> bool:
        return bool(self.places != post.term_places) or len(self.slugs) != post.articles


def note_mentions(post: Post) -> None:
    """Find the terms and articles that a post mentions, and store them; its words stay as they are."""
    is_new = post.id is None
    db.session.flush()
    glossary = glossary_held()
    seen = _look(glossary, post)
    post.term_places, post.articles = seen.places, len(seen.slugs)
    post.glossary_version = glossary.version
    if seen.words or seen.slugs:
        _touch([post.thread_id])
    if not is_new:
        _forget([post.id])
    _keep({post.id: seen})
    if not is_new:
        settle_terms([post.thread_id])
    elif post.is_live:
        add_terms(post, seen.words)


def sweep_old_terms(batch: int = 0) -> int:
    """Look through posts that were written, or last looked through, before the glossary changed.

    Returns how many there were in this batch. It is safe to stop anywhere: what is left is found next time.
    While the words are looked through, nobody has to wait; only what came of it is written in one go.
    """
    use_session_to("read")
    glossary = glossary_now()
    query = select(*_LOOKED_AT, Post.term_places, Post.articles)
    old = rows(query.where(Post.glossary_version < glossary.version).order_by(Post.id).limit(batch or BATCH))
    seen = {post.id: _look(glossary, post) for post in old}
    use_session_to("write")
    if old:
        _store(glossary, old, seen)
    return len(old)


#: Where it stands, too: a post may be taken to another thread meanwhile.
_LOOKED_AT = (Post.id, Post.html, Post.no_terms, Post.thread_id)


def _store(glossary: Glossary, old: Rows, seen: dict[int, Mentions]) -> None:
    """Write what was found in posts; those that were changed meanwhile are left to the next time."""
    changed = [post.id for post in old if seen[post.id].differ_from(post)]
    # Threads before posts, as everybody locks them.
    threads = lock_threads(changed) if changed else []
    if threads:
        _touch(threads)
    as_they_are = select(*_LOOKED_AT).where(Post.id.in_(seen)).order_by(Post.id).with_for_update()
    same = {tuple(post) for post in rows(as_they_are)} & {tuple(post[:4]) for post in old}
    if glossary_held().version != glossary.version:
        return
    ids = {post_id for post_id, *_ in same}
    done = update(Post).where(Post.id.in_(ids)).values(glossary_version=glossary.version)
    db.session.execute(done.execution_options(synchronize_session=False))
    _rewrite({post_id: seen[post_id] for post_id in changed if post_id in ids})
    settle_terms(threads)


def _rewrite(changed: dict[int, Mentions]) -> None:
    if changed:
        places = [
            {"id": post_id, "term_places": each.places, "articles": len(each.slugs)}
            for post_id, each in changed.items()
        ]
        db.session.execute(update(Post), places)
        _forget(list(changed))
        _keep(changed)


def looked_through() -> tuple[int, int] | None:
    """How many posts of how many are looked through with the glossary as it is; None once all of them are."""
    left = select(func.count()).where(Post.glossary_version < version_now())
    still_old = db.session.scalar(left) or 0
    if not still_old:
        return None
    posts = db.session.scalar(select(func.count()).select_from(Post)) or 0
    return posts - still_old, posts


def _touch(threads: list[int]) -> None:
    """Have some threads know that there is something to look up, and to be drawn again."""
    db.session.execute(
        update(Thread)
        .where(Thread.id.in_(threads))
        .values(touches_library=True, version=Thread.version + 1)
        .execution_options(synchronize_session=False)
    )


def _look(glossary: Glossary, post: Post | AnyRow) -> Mentions:
    """What a post mentions; its author may want no words explained."""
    slugs = slugs_in(post)
    if post.no_terms or not post.html:
        return Mentions("", {}, slugs)
    text = _text(post.html)
    places = glossary.in_posts.find(text)
    stored = json.dumps(places, separators=(",", ":")) if places else ""
    return Mentions(stored, words_for(places, text), slugs)


def words_for(places: Iterable[Found], text: str) -> dict[int, str]:
    """Each term that is named, with the first word for it."""
    words: dict[int, str] = {}
    for start, end, term in places:
        if term not in words:
            words[term] = " ".join(text[start:end].split())[:LONGEST_WRITTEN]
    return words


def _text(html: str) -> str:
    # An address is no sentence; blanked out, all other places stay where they are.
    return PATH.sub(lambda found: GAP * len(found[0]), linkable_text(html))


def _forget(posts: list[int]) -> None:
    for mentioned in (PostTerm, PostArticle):
        db.session.execute(delete(mentioned).where(mentioned.post_id.in_(posts)))


def _keep(seen: dict[int, Mentions]) -> None:
    named = [
        {"term_id": term, "post_id": post, "written": written}
        for post, its in seen.items()
        for term, written in sorted(its.words.items())
    ]
    if named:
        db.session.execute(insert(PostTerm), named)
    leading = [{"slug": slug, "post_id": post} for post, its in seen.items() for slug in its.slugs]
    if leading:
        db.session.execute(insert(PostArticle), leading)


def explained(posts: Sequence[AnyRow]) -> dict[int, str]:
    """The HTML of the posts of a page in order, each term a link the first time it stands there."""
    if not any(post.term_places for post in posts):
        return {post.id: post.html for post in posts}
    glossary, seen = glossary_now(), set[int]()
    return {post.id: _with_its_links(post, glossary, seen) for post in posts}


def _with_its_links(post: AnyRow, glossary: Glossary, seen: set[int]) -> str:
    # A number may be given again: what was found before a term was there is another's place.
    looked, since = post.glossary_version, glossary.since
    found = json.loads(post.term_places or "[]")
    places = [place for place in found if since.get(place[2], looked + 1) <= looked]
    return _with_links(post.html, places, glossary, seen)


def explained_alone(html: str) -> str:
    """The HTML of words that are not posted yet, as they would look in a first post."""
    glossary = glossary_now()
    return _with_links(html, glossary.in_posts.find(_text(html)), glossary, set())


def _with_links(html: str, places: Iterable[Sequence[int]], glossary: Glossary, seen: set[int]) -> str:
    links: list[Link] = []
    for start, end, term in places:
        if term in seen or len(links) == MOST_LINKS:
            continue
        seen.add(term)
        links.append(Link(start, end, glossary.paths[term]))
    return with_links(html, links, "term") if links else html
