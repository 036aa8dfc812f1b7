"""The other shapes of an English medical word: its plural, and how the other side of the Atlantic spells it.

A shape that nobody writes does no harm, since nobody writes it; so the rules are few and plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Ending -> the ending it has when there are more, of more letters before fewer.
_MANY = {
    "sis": "ses",
    "tis": "tes",
    "oma": "omata",
    "ium": "ia",
    "nx": "nges",
    "ix": "ices",
    "us": "i",
    "ra": "rae",
}
_HISSING = ("s", "x", "z", "ch", "sh")
#: A word alone may be no plural at all, as "hives" and "shingles"; one as long as this is.
LONG_WORD = 9
#: American and British spelling.
_SPELLINGS = (
    ("tumor", "tumour"), ("estrogen", "oestrogen"), ("edema", "oedema"), ("rrhea", "rrhoea"),
    ("emia", "aemia"), ("emic", "aemic"), ("hemo", "haemo"), ("hema", "haema"), ("esophag", "oesophag"),
    ("gynec", "gynaec"), ("pediatr", "paediatr"), ("orthoped", "orthopaed"), ("anesthe", "anaesthe"),
    ("celiac", "coeliac"), ("fetal", "foetal"), ("fetus", "foetus"), ("pnea", "pnoea"), ("yze", "yse"),
    ("iza", "isa"), ("ize", "ise"), ("izing", "ising"), ("center", "centre"), ("fiber", "fibre"),
    ("color", "colour"), ("behavior", "behaviour"), ("counselor", "counsellor"),
    ("counseling", "counselling"), ("etiolog", "aetiolog"),
)  # fmt: skip
_AMERICAN = {british: american for american, british in _SPELLINGS}
_BRITISH = dict(_SPELLINGS)
_IS_BRITISH = re.compile("|".join(_AMERICAN))
_IS_AMERICAN = re.compile("|".join(_BRITISH))


def shapes(form: str) -> set[str]:
    """Every other way to write a form (in small letters), but for an "s" behind it."""
    said = {form, *_inflected(form)}
    spelled = {american for one in said for american in (_american(one), _british(_american(one)))}
    return (said | spelled) - {form}


def _inflected(form: str) -> Iterator[str]:
    before, space, word = form.rpartition(" ")
    for shape in (*_of_many(word), *_of_one(word, alone=not space), *_of_a_verb(word)):
        yield before + space + shape


def _of_many(word: str) -> Iterator[str]:
    if len(word) > 2 and word.endswith("y") and word[-2] not in "aeiou":
        yield word[:-1] + "ies"
    if word.endswith(_HISSING):
        yield word + "es"
    for one, many in _MANY.items():
        if word.endswith(one) and len(word) > len(one) + 2:
            yield word.removesuffix(one) + many
            break


def _of_one(word: str, *, alone: bool) -> Iterator[str]:
    if len(word) < (LONG_WORD if alone else 4) or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return
    yield word[:-1]
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("ses"):
        yield word[:-2] + "is"
    if word.removesuffix("es").endswith(_HISSING):
        yield word[:-2]


def _of_a_verb(word: str) -> Iterator[str]:
    if word.endswith(("ize", "ise", "yze", "yse")):
        yield word + "d"
        yield word[:-1] + "ing"


def _american(form: str) -> str:
    return _IS_BRITISH.sub(lambda found: _AMERICAN[found[0]], form)


def _british(form: str) -> str:
    return _IS_AMERICAN.sub(lambda found: _BRITISH[found[0]], form)
