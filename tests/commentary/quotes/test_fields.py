"""Quoting in a form: pointed at, picked in steps, refused with a reason."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import override

from commentary.quotes.fields import Quoted, QuoteFields, asked_quote
from documents.languages import CODES
from tests.base import flat

EN = "The Treaty is open. It enters into force at once."
ZH = "强调《不扩散核武器条约》𠮷字。其次，重申第七条。"


@dataclass
class FakeVersion:
    texts: dict[str, str] = field(default_factory=lambda: {"en": EN, "zh-hans": ZH})

    def in_language(self, name: str, code: str) -> str:
        assert name == "text"
        return self.texts.get(code, "")


class NoteForm(QuoteFields):
    source = forms.CharField()


def make_form(**data: object) -> NoteForm:
    sent = QueryDict(mutable=True)
    for name, value in data.items():
        sent[name] = str(value)
    return NoteForm(sent, version=FakeVersion())


def pointing(code: str, start: int, end: int, exact: str) -> dict[str, object]:
    return {
        "quote_language": code,
        "quote_start": start,
        "quote_end": end,
        "quote_exact": exact,
    }


def quote_of(form: NoteForm) -> Quoted:
    assert form.is_valid(), form.errors
    quoted = form.cleaned_data["quote"]
    assert isinstance(quoted, Quoted)
    return quoted


def rendered(form: NoteForm) -> str:
    return render_to_string(
        "commentary/quotes/includes/quote_picker.html", {"form": form}
    )


class TestPointing:
    def test_no_quote_is_no_fault(self) -> None:
        form = make_form(source="note")
        assert form.is_valid()
        assert form.cleaned_data["quote"] is None

    def test_words_of_the_text(self) -> None:
        quoted = quote_of(make_form(source="x", **pointing("en", 4, 10, "Treaty")))
        assert quoted.language.code == "en"
        assert quoted.selector.exact == "Treaty"

    def test_offsets_are_code_points(self) -> None:
        quoted = quote_of(make_form(source="x", **pointing("zh-hans", 12, 14, "𠮷字")))
        assert quoted.selector.start == 12

    @pytest.mark.parametrize(
        "sent",
        [
            pointing("en", 4, 10, "treaty"),
            pointing("en", 4, 999, "Treaty"),
            pointing("en", 10, 4, "Treaty"),
            pointing("en", 3, 4, " "),
            pointing("ru", 0, 2, "Мы"),
            pointing("xx", 0, 2, "Мы"),
            {"quote_exact": "Treaty"},
            {"quote_language": "en", "quote_exact": "Treaty"},
            pointing("en", 4, 10, "Treaty") | {"quote_start": "four"},
            pointing("en", 4, 10, "Treaty") | {"quote_end": "9" * 50},
            pointing("en", 4, 10, "Treaty\x00"),
        ],
    )
    def test_anything_else_is_refused_and_not_shown_again(
        self, sent: dict[str, object]
    ) -> None:
        form = make_form(source="typed", **sent)
        assert not form.is_valid()
        assert form.errors["quote_exact"]
        assert form["source"].value() == "typed"
        html = rendered(form)
        assert 'name="quote_exact" value=""' in html
        assert "errorlist" in html

    @pytest.mark.parametrize("code", CODES)
    def test_the_reason_is_in_the_readers_language(self, code: str) -> None:
        with override(code):
            form = make_form(**pointing("en", 4, 10, "treaty"))
            (reason,) = form.errors["quote_exact"]
        words = {"zh-hans": "重新选取", "ru": "выберите", "en": "select"}
        assert words[code] in reason

    def test_an_address_can_bring_a_quote(self) -> None:
        query = QueryDict("quote_language=en&quote_start=4&quote_end=10&x=1")
        initial = asked_quote(query.dict() | {"quote_exact": "Treaty"})
        form = NoteForm(initial=initial, version=FakeVersion())
        assert form.quoted is not None
        assert 'name="quote_start" value="4"' in flat(rendered(form))

    def test_an_address_with_other_words_brings_none(self) -> None:
        form = NoteForm(
            initial={"quote_language": "en", "quote_start": "x", "quote_end": "2"},
            version=FakeVersion(),
        )
        assert form.quoted is None
        assert rendered(form)


class TestPicking:
    def picking(self, step: str, **data: object) -> NoteForm:
        form = make_form(source="", pick=step, **data)
        assert form.is_picking
        form.pick()
        return form

    def test_the_languages_that_the_clause_has(self) -> None:
        html = rendered(NoteForm(version=FakeVersion()))
        assert 'value="zh-hans"' in html
        assert 'name="pick_language" value="ru"' not in html
        assert "pick_sentence" not in html

    def test_a_language_shows_its_sentences(self) -> None:
        form = self.picking("language", pick_language="en")
        assert form.picked_text is not None
        html = rendered(form)
        assert html.count('name="pick_sentence"') == 2
        assert "pick_first" not in html
        assert "errorlist" not in html

    def test_a_sentence_shows_its_words(self) -> None:
        form = self.picking("sentence", pick_language="en", pick_sentence=1)
        words = [word.text for word in form.first_words]
        assert words == ["It", "enters", "into", "force", "at", "once", "."]
        assert form.first_words[0].is_chosen
        assert form.last_words[-1].is_chosen
        assert form.last_words[3].label.endswith("into force")

    def test_one_sentence_needs_no_choice(self) -> None:
        form = NoteForm(
            {"pick": "language", "pick_language": "ru"},
            version=FakeVersion({"ru": "Мы приветствуем договор."}),
        )
        form.pick()
        assert [word.text for word in form.first_words][:2] == ["Мы", "приветствуем"]

    def test_words_become_the_quote(self) -> None:
        form = self.picking(
            "words", pick_language="en", pick_sentence=1, pick_first=30, pick_last=35
        )
        assert form.quoted is not None
        assert form.quoted.selector.exact == "into force"
        html = rendered(form)
        assert 'name="quote_exact" value="into force"' in html
        assert "pick_first" not in html

    def test_ends_the_wrong_way_round(self) -> None:
        form = self.picking(
            "words", pick_language="zh-hans", pick_first=20, pick_last=18
        )
        assert form.quoted is not None
        assert len(form.quoted.selector.exact) == 3

    def test_the_quote_is_removed(self) -> None:
        form = self.picking("remove", **pointing("en", 4, 10, "Treaty"))
        assert form.quoted is None

    def test_nothing_typed_is_lost_and_nothing_checked(self) -> None:
        form = make_form(source="half a thought", pick="language", pick_language="en")
        form.pick()
        assert form["source"].value() == "half a thought"
        assert not form.errors
        form = self.picking(
            "language", pick_language="en", **pointing("en", 4, 10, "Treaty")
        )
        assert form.quoted is not None

    def test_words_that_were_picked_and_not_taken_count(self) -> None:
        form = make_form(source="x", pick_language="en", pick_first=30, pick_last=35)
        assert quote_of(form).selector.exact == "into force"

    @pytest.mark.parametrize(
        "data",
        [
            {"pick_language": "xx", "pick_sentence": "0"},
            {"pick_language": "en", "pick_sentence": "99"},
            {"pick_language": "en", "pick_sentence": "-1"},
            {"pick_language": "en", "pick_sentence": "²"},
            {"pick_language": "en", "pick_first": "0", "pick_last": "9999"},
            {"pick_language": "ru", "pick_first": "0", "pick_last": "1"},
        ],
    )
    @pytest.mark.parametrize("step", ["language", "sentence", "words", "remove", "?"])
    def test_nonsense_does_no_harm(self, step: str, data: dict[str, str]) -> None:
        assert rendered(self.picking(step, **data))


class TestMarkup:
    def test_what_was_written_is_escaped(self) -> None:
        version = FakeVersion({"en": 'a <script>alert(1)</script> "b" b\''})
        form = NoteForm(
            pointing("en", 0, 34, version.texts["en"][:34]), version=version
        )
        html = rendered(form)
        assert "<script>" not in html
        assert "&lt;" in html

    def test_the_words_are_the_text(self) -> None:
        html = flat(rendered(NoteForm(version=FakeVersion())))
        assert '<span data-start="4" data-end="10">Treaty</span>' in html
