"""What of the library a post mentions: found when it is written, drawn when it is shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, insert, select, update

from forum.boards.article_links import PATH, PostArticle, slugs_in
from forum.boards.posts import Post
from forum.boards.thread_terms import LONGEST_WRITTEN, PostTerm, add_terms, lock_threads, settle_terms
from forum.boards.threads import Thread
from forum.core.db import AnyRow, db
from forum.core.passages import GAP, Link, linkable_text, with_links
from forum.library.explaining import Glossary, glossary_now
from forum.library.finding import Found

#: More links than this in one post would be in the way of reading it.
MOST_LINKS = 5


def note_mentions(post: Post) -> None:
    """Find the terms and articles that a post mentions, and store them; its words stay as they are."""
    is_new = post.id is None
    db.session.flush()
    glossary, slugs = glossary_now(), slugs_in(post)
    post.term_places, terms = _found(glossary, post)
    post.glossary_version, post.articles = glossary.version, len(slugs)
    if terms or slugs:
        _touch([post.id])
    if not is_new:
        _forget([post.id])
    _keep({post.id: terms}, {post.id: slugs})
    if not is_new:
        settle_terms([post.thread_id])
    elif post.is_live:
        add_terms(post, terms)


def sweep_old_terms(batch: int = 1_000) -> int:
    """Look through posts that were written, or last looked through, before the glossary changed.

    Returns how many there were in this batch. It is safe to stop anywhere: what is left is found next time.
    """
    glossary = glossary_now()
    old = db.session.execute(
        select(Post.id, Post.html, Post.no_terms).where(Post.glossary_version < glossary.version).limit(batch)
    ).all()
    if not old:
        return 0
    found = {post.id: _found(glossary, post) for post in old}
    slugs = {post.id: slugs_in(post) for post in old}
    rows = [
        {
            "id": post_id,
            "term_places": places,
            "glossary_version": glossary.version,
            "articles": len(slugs[post_id]),
        }
        for post_id, (places, _) in found.items()
    ]
    # Threads before posts, as everybody locks them.
    threads = lock_threads(list(found))
    _touch([post_id for post_id, (_, terms) in found.items() if terms or slugs[post_id]])
    db.session.execute(update(Post), rows)
    _forget(list(found))
    _keep({post_id: terms for post_id, (_, terms) in found.items()}, slugs)
    settle_terms(threads)
    return len(old)


def _touch(posts: list[int]) -> None:
    """Have the threads of some posts know that there is something to look up."""
    theirs = select(Post.thread_id).where(Post.id.in_(posts))
    db.session.execute(
        update(Thread)
        .where(Thread.id.in_(theirs), Thread.touches_library.is_(False))
        .values(touches_library=True, version=Thread.version + 1)
        .execution_options(synchronize_session=False)
    )


def _found(glossary: Glossary, post: Post | AnyRow) -> tuple[str, dict[int, str]]:
    """The places as they are stored ([start, end, term, …]), and each term with the word that stands there
    for it first; none if its author wants none.
    """
    if post.no_terms or not post.html:
        return "", {}
    text = _text(post.html)
    places = glossary.in_posts.find(text)
    return json.dumps(places, separators=(",", ":")) if places else "", words_for(places, text)


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


def _keep(terms: dict[int, dict[int, str]], slugs: dict[int, list[str]]) -> None:
    named = [
        {"term_id": term, "post_id": post, "written": written}
        for post, its in terms.items()
        for term, written in sorted(its.items())
    ]
    if named:
        db.session.execute(insert(PostTerm), named)
    leading = [{"slug": slug, "post_id": post} for post, its in slugs.items() for slug in its]
    if leading:
        db.session.execute(insert(PostArticle), leading)


def explained(posts: Sequence[AnyRow]) -> dict[int, str]:
    """The HTML of the posts of a page in order, each term a link the first time it stands there."""
    if not any(post.term_places for post in posts):
        return {post.id: post.html for post in posts}
    glossary, seen = glossary_now(), set[int]()
    return {
        post.id: _with_links(post.html, json.loads(post.term_places or "[]"), glossary, seen)
        for post in posts
    }


def explained_alone(html: str) -> str:
    """The HTML of words that are not posted yet, as they would look in a first post."""
    glossary = glossary_now()
    return _with_links(html, glossary.in_posts.find(_text(html)), glossary, set())


def _with_links(html: str, places: Iterable[Sequence[int]], glossary: Glossary, seen: set[int]) -> str:
    links: list[Link] = []
    for start, end, term in places:
        if term in seen or term not in glossary.paths or len(links) == MOST_LINKS:
            continue
        seen.add(term)
        links.append(Link(start, end, glossary.paths[term]))
    return with_links(html, links, "term") if links else html
