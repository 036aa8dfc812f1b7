"""The starter glossary as two files: what is wrong there is refused with its file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from forum.core.errors import Refused
from forum.library.glossary_files import FORMS, TERMS, read_glossary

HEAD_OF_TERMS = "name\tkind\tbelongs_to\texplanation\tsources\tmore\n"
HEAD_OF_FORMS = "written\tname\tmode\tnearby\n"
SOUP = "soup\ttest\t\tOn soup.\t\t\n"


def read(folder: Path, terms: str, forms: str = "") -> list[str]:
    (folder / TERMS).write_bytes((HEAD_OF_TERMS + terms).encode("latin-1"))
    (folder / FORMS).write_bytes((HEAD_OF_FORMS + forms).encode("latin-1"))
    return [draft.as_text() for draft in read_glossary(folder)]


def test_what_is_right_is_read(tmp_path: Path) -> None:
    [soup] = read(tmp_path, SOUP, "soup\tsoup\talways\t\nSO\tsoup\tnearby\tbroth|okra\n")
    assert "Always a link: soup" in soup and "Only near certain words: SO: broth, okra" in soup


@pytest.mark.parametrize(
    ("terms", "forms", "words"),
    [
        ("soup\n", "", "terms.tsv, line 2: 1 fields, not 6."),
        (SOUP + "x\tpoison\t\tWords.\t\t\n", "", "terms.tsv, line 3: Choose what kind of word it is."),
        (SOUP + SOUP, "", "terms.tsv, line 3: “soup” stands here twice."),
        (SOUP + "so\xfcp\n", "", "terms.tsv, line 3: this is not UTF-8."),
        (SOUP.replace("soup", "new"), "", "terms.tsv, line 2: /glossary/new is a page of its own."),
        (SOUP, "us\tsoup\talways\t\n", "forms.tsv, line 2: “us” is too short"),
        (SOUP, "soup\tsoup\tsometimes\t\n", "forms.tsv, line 2: “sometimes” is none of"),
        (SOUP, "SO\tsoup\tnearby\t\n", "forms.tsv, line 2: “SO” needs the words"),
        (SOUP, "stew\tstew\talways\t\n", "forms.tsv: no line of terms.tsv names “stew”."),
    ],
)
def test_what_is_wrong_is_refused_with_file_and_line(
    tmp_path: Path, terms: str, forms: str, words: str
) -> None:
    with pytest.raises(Refused, match=re.escape(words)):
        read(tmp_path, terms, forms)


def test_the_first_line_names_the_fields(tmp_path: Path) -> None:
    (tmp_path / FORMS).write_text("word\tmode\n")
    with pytest.raises(Refused, match=r"forms\.tsv, line 1: this line names the fields: written, name,"):
        read_glossary(tmp_path)
