"""Forms of a clause on the workbench: wording, split, place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.languages import BY_CODE, LANGUAGES, Language
from documents.models import ClauseVersion
from documents.services import Renumbering
from documents.text.content import ClauseContent
from documents.text.numbering import LARGEST
from documents.text.numerals import normalise_number

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict

    ModelForm = forms.ModelForm[Any]
else:  # generic for type checkers only
    ModelForm = forms.ModelForm


# The most on one page, within DATA_UPLOAD_MAX_NUMBER_FIELDS.
MAX_UNITS = 4000
DEEPEST = 9
FURTHEST = 999  # by which numbers can be shifted
LONGEST_PRINTED = 40  # ClauseVersion.number
# Length that a number may add to a locator, which has a limit.
LONGEST_NUMBER = 20
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
LANGUAGE_NAMES = [(language.code, language.name) for language in LANGUAGES]


def check_number(number: str) -> None:
    """Raise ValidationError when a printed number cannot be stored."""
    if len(number) > LONGEST_PRINTED or len(normalise_number(number)) > LONGEST_NUMBER:
        raise ValidationError(gettext("This number is too long."))
    if CONTROL.search(number):
        raise ValidationError(gettext("A number must fit on one line."))


def check_depth(depth: str) -> None:
    """Raise ValidationError when this is not a valid depth."""
    is_short = depth.isascii() and depth.isdigit() and len(depth) <= len(str(DEEPEST))
    if not is_short or int(depth) > DEEPEST:
        message = gettext("Levels are counted from 0 to %(deepest)s.")
        raise ValidationError(message % {"deepest": DEEPEST})


# Marks of a cut; the first one that no text contains is used.
MARKS: Final = ("¶", "‖", "⁂", "¶¶¶")
# Places to cut, best first: after a sentence, a clause, a phrase, a word.
ENDINGS: Final = (
    re.compile(r"[.!?。！？]+[\"'»”’)\]）》]*\s*|\n+"),
    re.compile(r"[;:；：]\s*"),
    re.compile(r"[,，、]\s*"),
    re.compile(r"\s+|(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])"),
)


# Unknown initial value: the field is taken as typed.
ABSENT: Final = "\0"


class WordingForm(forms.Form):
    """The content of a clause, with the revision that the editor saw."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=ClauseVersion.Kind.choices, label=_("Kind"))
    depth = forms.IntegerField(
        min_value=0,
        max_value=DEEPEST,
        label=_("Level"),
        help_text=_("0 for a paragraph, 1 for a subparagraph of it, and so on."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            attrs = {"lang": language.bcp47}
            self.fields[f"number_{language.suffix}"] = forms.CharField(
                required=False,
                label=_("Printed number"),
                widget=forms.TextInput(attrs={**attrs, "size": 8}),
            )
            self.fields[f"text_{language.suffix}"] = forms.CharField(
                required=False,
                strip=False,  # leading and trailing blanks belong to the text
                label=_("Text"),
                widget=NormalizedTextarea(attrs={**attrs, "rows": 12, "cols": 40}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for language in LANGUAGES:
            name = f"number_{language.suffix}"
            try:
                check_number(cleaned.get(name) or "")
            except ValidationError as error:
                self.add_error(name, error)
        return cleaned

    def content(self) -> ClauseContent:
        """Return the typed content; a text of blanks alone is empty."""
        typed = ClauseContent.from_columns(self.cleaned_data)
        texts = {code: text for code, text in typed.texts.items() if text.strip()}
        return replace(typed, texts=texts)

    def columns(self) -> list[tuple[Language, forms.BoundField, forms.BoundField]]:
        """Return each language with its fields for number and text."""
        return [
            (lang, self[f"number_{lang.suffix}"], self[f"text_{lang.suffix}"])
            for lang in LANGUAGES
        ]

    def over(
        self, current: ClauseVersion, begun_with: Mapping[str, Any]
    ) -> WordingForm:
        """Return a form with what was typed, to be stored over a newer revision.

        Fields left as they were in `begun_with` take the current value, so that only
        changed fields overwrite the other editor's work.
        """
        data: Any = self.data.copy()  # type: ignore[attr-defined] # a QueryDict
        for name, stored in as_stored(current).items():
            typed = data.get(name, "").replace("\r\n", "\n")
            if name == "revision" or typed == str(begun_with.get(name, ABSENT)):
                data[name] = str(stored)
        merged = WordingForm(data)
        merged.is_valid()
        return merged


class InsertionForm(WordingForm):
    """The content of a new clause; one form inserts one."""

    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)


def as_stored(row: ClauseVersion) -> dict[str, Any]:
    """Return the initial data of a WordingForm for a row."""
    return {"revision": row.revision, **ClauseContent.of(row).columns()}


class SplitForm(forms.Form):
    """The texts of a clause, each with a mark where it is cut.

    Only the mark may be moved: other edits are refused. When the form is valid, `at`
    maps each language to the offset of its cut.
    """

    at: dict[str, int]

    def __init__(self, row: ClauseVersion, data: Any = None) -> None:
        super().__init__(data)
        self._texts = ClauseContent.of(row).texts
        self.mark = mark_for(self._texts.values())
        self.at = {code: best_cut(text) for code, text in self._texts.items()}
        for code, text in self._texts.items():
            language = BY_CODE[code]
            self.fields[language.suffix] = forms.CharField(
                strip=False,
                initial=marked_text(text, self.at[code], self.mark),
                label=language.name,
                widget=NormalizedTextarea(
                    attrs={"lang": language.bcp47, "rows": 14, "cols": 40}
                ),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for code, text in self._texts.items():
            name = BY_CODE[code].suffix
            try:
                self.at[code] = cut_in(cleaned.get(name) or "", text, self.mark)
            except ValidationError as error:
                self.at.pop(code, None)
                if name not in self.errors:
                    self.add_error(name, error)
        return cleaned

    def columns(self) -> list[tuple[Language, forms.BoundField]]:
        return [(BY_CODE[code], self[BY_CODE[code].suffix]) for code in self._texts]

    def pieces(self) -> list[tuple[Language, str, str]]:
        """Return (language, first text, second text) for each valid cut."""
        return [
            (
                BY_CODE[code],
                text[: self.at[code]].rstrip(),
                text[self.at[code] :].lstrip(),
            )
            for code, text in self._texts.items()
            if code in self.at
        ]


def mark_for(texts: Any) -> str:
    return next(
        (mark for mark in MARKS if not any(mark in text for text in texts)), MARKS[-1]
    )


def best_cut(text: str) -> int:
    """Return an offset to start with: the best place near the middle of a text."""
    for ending in ENDINGS:
        places = [match.end() for match in ending.finditer(text)]
        places = [p for p in places if text[:p].strip() and text[p:].strip()]
        if places:
            return min(places, key=lambda place: abs(2 * place - len(text)))
    return len(text) // 2


def marked_text(text: str, place: int, mark: str) -> str:
    """Return a text with the mark on a line of its own."""
    return f"{text[:place].rstrip()}\n{mark}\n{text[place:].lstrip()}"


def cut_in(typed: str, text: str, mark: str) -> int:
    """Return the offset of the mark in a text, in characters.

    Blanks and line ends beside the mark are ignored. Raises ValidationError.
    """
    before, found, after = typed.partition(mark)
    if not found or mark in after:
        message = gettext("Place the mark %(mark)s once, where the new clause begins.")
        raise ValidationError(message % {"mark": mark})
    head, tail = "".join(before.split()), "".join(after.split())
    if head + tail != "".join(text.split()):
        raise ValidationError(
            gettext(
                "Only the mark can be moved here; to change the wording, edit the"
                " clause."
            )
        )
    if not head or not tail:
        raise ValidationError(gettext("There must be words on both sides of the mark."))
    left = len(head)
    for place, character in enumerate(text):
        if left == 0:
            return place
        left -= not character.isspace()
    return len(text)


class PlaceForm(forms.Form):
    """The new place of a clause in its part: the key of the clause before it."""

    after = forms.ChoiceField(required=False, label=_("Place"))

    def __init__(
        self, places: Sequence[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["after"]
        field.choices = places

    def clean_after(self) -> str:
        # The first place is "", so a missing value is not a choice.
        if "after" not in self.data:
            raise ValidationError(gettext("Choose a place."))
        chosen: str = self.cleaned_data["after"]
        return chosen


class RenumberForm(forms.Form):
    """How the clauses from one on are renumbered."""

    # Translators: two ways to renumber clauses
    how = forms.ChoiceField(
        choices=[
            # Translators: a way to renumber clauses: 3, 4, 5 become 4, 5, 6
            ("shift", _("Shift every number by")),
            # Translators: a way to renumber clauses: the number of the first follows
            ("first", _("Number in sequence, starting from")),
        ],
        widget=forms.RadioSelect,
    )
    shift = forms.IntegerField(
        required=False, min_value=-FURTHEST, max_value=FURTHEST, label=_("Shift")
    )
    first = forms.IntegerField(
        required=False, min_value=1, max_value=LARGEST, label=_("First number")
    )
    until = forms.ChoiceField(required=False, label=_("Last clause"))
    sublevels = forms.BooleanField(
        required=False, label=_("Include the levels below these clauses")
    )
    languages = forms.MultipleChoiceField(
        choices=LANGUAGE_NAMES,
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, places: Sequence[tuple[str, str]], data: Any) -> None:
        super().__init__(data)
        field: Any = self.fields["until"]
        field.choices = places

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        how = cleaned.get("how")
        if how and cleaned.get(how) is None and how not in self.errors:
            self.add_error(how, gettext("Enter a number."))
        return cleaned

    def wanted(self, key: str) -> Renumbering:
        """Return what is asked for, from the clause with this key on."""
        asked = self.cleaned_data
        is_shift = asked["how"] == "shift"
        return Renumbering(
            start=key,
            until=asked["until"],
            languages=tuple(asked["languages"]),
            shift=asked["shift"] if is_shift else 0,
            first=None if is_shift else asked["first"],
            sublevels=asked["sublevels"],
        )


def typed_texts(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts sent to a WordingForm, valid or not."""
    return {
        lang.code: (data.get(f"text_{lang.suffix}") or "").replace("\r\n", "\n")
        for lang in LANGUAGES
    }


class NormalizedTextarea(AdminTextareaWidget):
    r"""A text area that returns line ends as "\n", as importing stores them."""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> Any:
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class DayInput(forms.DateInput):
    """A browser's own field for a day, which sends it as 2006-09-15."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
