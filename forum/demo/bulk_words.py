"""Titles and texts for the posts that only fill the shelves, put together from handwritten sentences."""

from __future__ import annotations

from pathlib import Path
from random import Random

from forum.core.markdown import render_markdown

SENTENCES = Path(__file__).with_name("words") / "sentences.txt"
TEXTS = 300
SHORTEST, USUAL, LONGEST = 80, 450, 1_500
#: About how long a paragraph grows before the next one begins.
PARAGRAPH = 320

#: What somebody wrote, and its HTML.
Text = tuple[str, str]


def sections() -> dict[str, list[str]]:
    """The sentences of the file by the heading they stand under."""
    found: dict[str, list[str]] = {}
    for block in SENTENCES.read_text("utf-8").strip().split("\n\n"):
        heading, *lines = block.splitlines()
        found[heading.strip("[]")] = lines
    return found


def all_titles(rng: Random) -> list[str]:
    """Every topic seen from every side, well mixed."""
    found = sections()
    titles = [f"{topic}: {angle}" for topic in found["topics"] for angle in found["angles"]]
    rng.shuffle(titles)
    return titles


def all_texts(rng: Random) -> list[Text]:
    """A few hundred different texts, rendered once: so a million posts need no more rendering than these."""
    found = sections()
    sources: dict[str, None] = {}
    while len(sources) < TEXTS:
        sources[_text(rng, found)] = None
    return [(source, render_markdown(source)) for source in sources]


def _text(rng: Random, found: dict[str, list[str]]) -> str:
    """One text: an opening, as much as it takes in the middle, and a last sentence."""
    wanted = min(max(rng.lognormvariate(0, 0.55) * USUAL * 0.86, SHORTEST), LONGEST - 200)
    middles = iter(rng.sample(found["middles"], len(found["middles"])))
    said = [rng.choice(found["openers"]), next(middles)]
    closer = rng.choice(found["closers"])
    length = len(said[0]) + len(said[1]) + len(closer)
    while length < wanted:
        said.append(next(middles))
        length += len(said[-1]) + 1
    return _in_paragraphs([*said, closer] if wanted > SHORTEST * 2 else said)


def _in_paragraphs(sentences: list[str]) -> str:
    paragraphs = [""]
    for sentence in sentences:
        if len(paragraphs[-1]) > PARAGRAPH:
            paragraphs.append("")
        paragraphs[-1] = f"{paragraphs[-1]} {sentence}".strip()
    return "\n\n".join(paragraphs)
