"""What holds for every text, sensible or not."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentary.references.detection import Names, Register, detect
from documents.languages import CODES

from .base import letter, outline, register

# Pieces from which texts are made that nearly mention something.
PIECES = {
    "en": (
        "article VII of the, Treaty, the Treaty of, paragraphs 2 and 3 (a), above, NPT,"
        " (see annex), annex I, resolution 53/77 A, A/54/42, and, of the, IV, 1540"
        " (2004), Treaty of Tlatelolco, treaties of Bangkok, Protocol to the Treaty"
    ),
    "ru": (
        "статьи VII, Договора, пункт 2, и 3 a), выше, ДНЯО, (см. приложение),"
        " резолюции 53/77 A, А/54/42, и, настоящего, IV, Бангкокским договором,"
        " Протоколу к Договору, от 8 сентября, о нераспространении ядерного оружия"
    ),
    "zh-hans": (
        "《不扩散核武器条约》,第七条,第2款,条约,上文第3段,见附件,附件一,"
        "第53/77 A号决议,A/54/42,和,的,《,》,本条约,条约议定书,中亚,"
        "无核武器区,第2758(二十六)号"
    ),
}


def nearly(language: str) -> st.SearchStrategy[str]:
    pieces = st.sampled_from([piece.strip() for piece in PIECES[language].split(",")])
    glue = st.sampled_from([" ", ", ", "", "\n", "\u00a0", "; "])
    pairs = st.lists(st.tuples(pieces, glue), max_size=12)
    return pairs.map(lambda row: "".join(a + b for a, b in row))


any_text = st.sampled_from(CODES).flatmap(
    lambda code: st.tuples(st.just(code), st.one_of(nearly(code), st.text(max_size=99)))
)
PLACE = st.sampled_from(["letter/p1", "statement/op3", "statement/pre1", ""])


@given(any_text, PLACE)
def test_mentions_are_in_bounds_in_order_and_apart(
    given_text: tuple[str, str], place: str
) -> None:
    language, text = given_text
    said = detect(text, language, register(), outline(), place=place)
    edges = [edge for mention in said for edge in (mention.start, mention.end)]
    assert edges == sorted(edges)
    assert all(mention.start < mention.end for mention in said)
    assert not edges or (edges[0] >= 0 and edges[-1] <= len(text))
    assert said == detect(text, language, register(), outline(), place=place)


@given(any_text)
def test_what_is_not_in_the_register_is_not_an_instrument(
    given_text: tuple[str, str],
) -> None:
    language, text = given_text
    said = detect(text, language, Register())
    assert "instrument" not in {mention.target.refers for mention in said}


CITED = [
    (code, names.slug, form)
    for names in register().instruments
    for code in CODES
    for form in names.forms[code]
]


@pytest.mark.parametrize(("language", "slug", "form"), CITED)
@pytest.mark.parametrize("place", [0, 7, 19])
def test_a_name_put_into_a_text_is_found(
    language: str, slug: str, form: str, place: int
) -> None:
    pattern = {"en": "In view of {}.", "ru": "Ввиду {}.", "zh-hans": "鉴于{}。"}
    context = letter(language)[place].text + " "
    text = context + pattern[language].format(form)
    start = text.rindex(form)
    last = detect(text, language, register())[-1]
    assert last.target.key == slug
    assert (last.start, last.end) == (start, start + len(form))


# --- Russian words in every case: the endings, by the kind of word

NOUNS = {
    "договор": "договор договора договору договором договоре",
    "конвенция": "конвенция конвенции конвенцию конвенцией",
    "соглашение": "соглашение соглашения соглашению соглашением соглашении",
    "хартия": "хартия хартии хартию хартией",
    "пакт": "пакт пакта пакту пактом пакте",
    "программа": "программа программы программе программу программой",
    "меморандум": "меморандум меморандума меморандуму меморандумом меморандуме",
    "статья": "статья статьи статье статью статьей статьёй",
}
ADJECTIVES = {
    "договор": "ий ого ому им ом",
    "пакт": "ий ого ому им ом",
    "меморандум": "ий ого ому им ом",
    "соглашение": "ое ого ому им ом",
}
FEMININE = "ая ой ую"
STEMS = ("венск", "стратегическ", "минск", "европейск", "алматинск")


@st.composite
def inflected(draw: Any) -> tuple[str, str]:
    """An adjective and a noun: the name, and the name in some case."""
    noun = draw(st.sampled_from(sorted(NOUNS)))
    stem = draw(st.sampled_from(STEMS))
    endings = ADJECTIVES.get(noun, FEMININE).split()
    case = draw(st.sampled_from(endings))
    form = draw(st.sampled_from(NOUNS[noun].split()))
    return f"{stem}{endings[0]} {noun}", f"{stem}{case} {form}"


@given(inflected())
def test_regular_russian_words_are_known_in_every_case(row: tuple[str, str]) -> None:
    name, words = row
    names = Register((Names("x", {"ru": (name,)}),))
    text = f"в соответствии с {words.capitalize()} стороны"
    [mention] = detect(text, "ru", names)
    assert text[mention.start : mention.end] == words.capitalize()


def test_a_long_text_takes_no_time() -> None:
    many = Register(
        tuple(
            Names(f"n{n}", {"en": (f"Treaty on matter {n} of nuclear weapons",)})
            for n in range(2000)
        )
    )
    text = "The Treaty on matter 7 of nuclear weapons, paragraph 3 above. " * 300
    started = time.perf_counter()
    assert len(detect(text, "en", many)) == 300
    assert time.perf_counter() - started < 5
