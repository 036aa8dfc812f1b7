"""Three pictures and a PDF for the demo, drawn here so that nobody's work is borrowed."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFont

SKY, GRASS, LEAF, WOOD, DARK_WOOD = "#dcebef", "#a9c08c", "#6f9160", "#a9794f", "#7d5636"
PAPER, INK, CUP, DEEP_CUP, CREAM = "#fbf5e6", "#3b4a54", "#a9c7d6", "#6f97ab", "#f3e9da"


def garden_bench() -> bytes:
    """A bench under a round tree."""
    picture = Image.new("RGB", (1200, 800), SKY)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((-300, 480, 1500, 1400), fill=GRASS)
    draw.polygon([(520, 800), (680, 800), (640, 610), (600, 610)], fill=CREAM)
    draw.rectangle((880, 330, 930, 600), fill=DARK_WOOD)
    draw.ellipse((720, 90, 1090, 430), fill=LEAF)
    for left, top, right, bottom in ((420, 410, 760, 435), (420, 450, 760, 475), (400, 520, 780, 550)):
        draw.rounded_rectangle((left, top, right, bottom), 8, fill=WOOD)
    for left in (430, 735):
        draw.rectangle((left, 400, left + 18, 640), fill=DARK_WOOD)
    _flowers(draw, 150, 640)
    _flowers(draw, 960, 660)
    return _png(picture)


def _flowers(draw: ImageDraw.ImageDraw, left: int, top: int) -> None:
    for place in range(7):
        x, y = left + place * 26, top + (place % 3) * 22
        draw.line((x, y, x, y + 40), fill=LEAF, width=4)
        draw.ellipse((x - 11, y - 11, x + 11, y + 11), fill=("#c98a9a", "#e2c15f", "#f7f3ea")[place % 3])


def teacup() -> bytes:
    """A pale blue cup that steams."""
    picture = Image.new("RGB", (1000, 800), CREAM)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 560, 1000, 800), fill=WOOD)
    for plank in (620, 690, 755):
        draw.line((0, plank, 1000, plank), fill=DARK_WOOD, width=3)
    draw.ellipse((220, 560, 780, 680), fill=DEEP_CUP)
    draw.arc((610, 370, 790, 530), -100, 110, fill=CUP, width=26)
    draw.pieslice((290, 130, 690, 630), 0, 180, fill=CUP)
    draw.ellipse((290, 345, 690, 415), fill=DEEP_CUP)
    draw.ellipse((310, 355, 670, 410), fill="#8a5a36")
    for left in (410, 490, 570):
        draw.arc((left, 190, left + 50, 260), 90, 270, fill="#ffffff", width=7)
        draw.arc((left, 260, left + 50, 330), -90, 90, fill="#ffffff", width=7)
    return _png(picture)


def hand_drawn_list() -> bytes:
    """Five lines and five small drawings."""
    picture = Image.new("RGB", (800, 1000), PAPER)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(54)
    colours = ("#b5654a", "#5d7fa3", "#3b4a54", "#e2c15f", "#6f9160")
    for row, (words, colour) in enumerate(zip(LIST, colours, strict=True)):
        top = 110 + row * 165
        draw.rounded_rectangle((90, top, 180, top + 80), 10 + row * 7, outline=colour, width=9)
        draw.arc((105, top + 18, 165, top + 66), 20 + row * 40, 250 + row * 20, fill=colour, width=8)
        draw.text((240, top + 4), words, font=font, fill=INK)
        draw.line((235, top + 90, 640 + row % 2 * 40, top + 84), fill="#d6cbb4", width=4)
    return _png(picture)


LIST = ("scarf", "socks", "long cable", "lemon sweets", "a pen")


def _png(picture: Image.Image) -> bytes:
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


QUESTIONS = (
    "Questions that children asked me",
    "",
    "1. Does it hurt?",
    "2. Did I do something wrong?",
    "3. Can I catch it when we hug?",
    "4. Who takes me to school on medicine days?",
    "5. Will it go away?",
    "6. May I tell my friends?",
    "7. Are you sad because of me?",
    "",
    "There is room below each line for your own answer.",
    "It is all right to say: I do not know, and I will tell you when I do.",
)


def children_questions() -> bytes:
    """One page of plain text as a PDF, written by hand."""
    lines = " ".join(f"({line}) Tj T*" for line in QUESTIONS)
    page = f"BT /F1 15 Tf 42 TL 60 760 Td {lines} ET"
    return _pdf(
        "<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(page)} >>\nstream\n{page}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )


def _pdf(*objects: str) -> bytes:
    """The objects, and the table that says at which byte each of them begins."""
    made, places = "%PDF-1.4\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{written}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        f"{made}xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    ).encode("ascii")


#: What the threads call a file, what it is named, and what makes it.
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "bench": ("garden-bench.png", garden_bench),
    "teacup": ("teacup.png", teacup),
    "list": ("what-i-pack.png", hand_drawn_list),
    "questions": ("questions-children-ask.pdf", children_questions),
}
