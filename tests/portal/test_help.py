"""The help page and its glossary, in each language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from portal.glossary import TERMS, read_glossary
from tests.base import LANGUAGES
from tests.factories import make_edition

ROOT = Path(__file__).resolve().parents[2]
SECTIONS = [
    "reading",
    "standing",
    "commenting",
    "markdown",
    "following",
    "citing",
    "references",
    "roles",
    "glossary",
]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.django_db
def test_every_section_is_there_and_in_the_contents(client: Client, code: str) -> None:
    html = client.get(f"/{code}/help/").text
    assert re.findall(r'<section id="(\w+)">', html) == SECTIONS
    assert re.findall(r'<li><a href="#(\w+)">', html) == SECTIONS


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "cite the authentic text"),
        ("ru", "ссылаться следует на аутентичный текст"),
        ("zh-hans", "引用时请以作准文本为依据"),
    ],
)
@pytest.mark.django_db
def test_it_is_written_in_the_readers_language(
    client: Client, code: str, words: str
) -> None:
    html = client.get(f"/{code}/help/").text
    assert words in re.sub(r"\s+", " ", html)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_glossary_names_each_term_in_the_other_languages(code: str) -> None:
    with translation.override(code):
        entries = read_glossary()
    assert len(entries) == len(TERMS)
    for entry in entries:
        others = [language.code for language, _name in entry.equivalents]
        assert {*others, code} == set(LANGUAGES)
        assert len({entry.name, *(name for _language, name in entry.equivalents)}) == 3


def test_the_glossary_says_what_the_pages_say() -> None:
    with translation.override("ru"):
        [entry] = [
            each for each in read_glossary() if each.name == ("условное обозначение")
        ]
    assert {each.code: name for each, name in entry.equivalents} == {
        "zh-hans": "文号",
        "en": "symbol",
    }


@pytest.mark.django_db
def test_names_every_key_that_works(client: Client) -> None:
    make_edition("memo")
    script = (ROOT / "portal/static/portal/js/reader.js").read_text("utf-8")
    [listed] = re.findall(
        r"const readerKeys = keysHelp \? \{(.*?)\n\}", script, re.DOTALL
    )
    works = set(re.findall(r'^  "?(.)"?: ', listed, re.MULTILINE)) | {"s", "c", "r"}
    for page in ("/en/help/", "/en/documents/memo/"):
        assert works <= set(re.findall("<kbd>(.+?)</kbd>", client.get(page).text))
