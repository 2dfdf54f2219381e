"""Forms of cross-references: propose one, decide about one, hide one."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commentary.endpoints import instrument_locators
from commentary.models import CrossReference
from commentary.quotes.fields import QuoteFields
from commentary.quotes.reanchoring import Chosen
from commentary.references.target import Target
from commentary.references.target_search import (
    Choice,
    NoSuchTarget,
    choice_of,
    found,
    listed,
    target_named,
)
from commentary.text.markdown import render
from documents.languages import BY_CODE, LANGUAGES
from documents.models import ClauseVersion
from portal.people.models import Visitor

MOST_CHARACTERS = 4_000
NUMBER_CHARACTERS = 20
LANGUAGE_NAMES = [(language.code, language.name) for language in LANGUAGES]


class ReferenceForm(QuoteFields):
    """Form of a cross-reference from a clause or a quote: relation, target, note.

    The target is one of the search results (`target`) or of a plain list (`listed`).
    When the form is valid, `chosen_target` is the Target.
    """

    relation = forms.ChoiceField(
        label=_("This clause"), choices=CrossReference.Relation.choices
    )
    find = forms.CharField(
        label=_("Find what it refers to"),
        help_text=_(
            "A number, words of a clause, or the name of a treaty or other instrument"
            " in any of the three languages."
        ),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    target = forms.CharField(required=False, max_length=300)
    listed = forms.ChoiceField(label=_("Or choose from the list"), required=False)
    article = forms.CharField(
        # Translators: of a treaty
        label=pgettext_lazy("of an instrument", "Article"),
        required=False,
        max_length=NUMBER_CHARACTERS,
    )
    paragraph = forms.CharField(
        # Translators: of an article, or of a resolution
        label=pgettext_lazy("of an instrument", "Paragraph"),
        required=False,
        max_length=NUMBER_CHARACTERS,
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Your reasons. Optional; Markdown may be used."),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(
        label=_("Language of the note"), choices=LANGUAGE_NAMES
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)

    chosen_target: Target

    def __init__(
        self, *args: Any, user: Visitor, version: ClauseVersion, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {
            "language": get_language(),
            "submission": uuid.uuid4(),
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, version=version, **kwargs)
        self.use_required_attribute = False  # an empty form can be searched too
        self.auto_id = "id_reference_%s"  # a comment's form may be beside it
        self._user, self._edition = user, version.edition
        self._offer(listed(version.edition))

    def _offer(self, choices: dict[str, list[Choice]]) -> None:
        groups = {
            "instruments": gettext("Instruments"),
            "parts": gettext("Parts of this document"),
            "clauses": gettext("Clauses of this document"),
        }
        field = self.fields["listed"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", gettext("nothing chosen")),
                *(
                    (name, [(each.value, each.name) for each in choices[group]])
                    for group, name in groups.items()
                ),
            ]

    def asks_only(self) -> bool:
        """Apply a step of choosing a quote; return whether to show the form again.

        What is asked for by the way is no mistake: nothing is checked.
        """
        if self.is_picking:
            self.pick()
        elif "look" in self.data or "preview" in self.data:
            self.show_typed({name: self[name].data for name in self.fields})
        return not self.is_bound

    def chosen(self) -> Chosen | None:
        """Return the quote of a valid form; None without one."""
        quoted = self.cleaned_data["quote"]
        return Chosen(quoted.language.code, quoted.selector) if quoted else None

    @property
    def preview(self) -> str:
        """The note as HTML; "" unless the preview was asked for."""
        if "preview" not in self.data:
            return ""
        return render(str(self["note"].value() or "")[:MOST_CHARACTERS])

    def _typed(self, name: str) -> str:
        """Return a field as it was sent, without U+0000, which no query may hold."""
        return str(self[name].value() or "").replace("\0", "")

    @property
    def has_searched(self) -> bool:
        return bool(str(self["find"].value() or "").strip())

    @property
    def results(self) -> list[Choice]:
        """The search results, and the choice made before among them."""
        return found(self._typed("find"), self._edition, self._user)

    @property
    def kept(self) -> Choice | None:
        """The choice made by the address or before another search; None without one."""
        value = self._typed("target")
        if not value or any(each.value == value for each in self.results):
            return None
        try:
            target = target_named(value, self._user)
        except NoSuchTarget:
            return None
        return choice_of(value, target)

    @property
    def note_lang(self) -> str:
        code = self["language"].value()
        return BY_CODE[code].bcp47 if code in BY_CODE else ""

    def clean_note(self) -> str:
        return str(self.cleaned_data["note"]).replace("\r\n", "\n").strip()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given = {cleaned.get("target"), cleaned.get("listed")} - {"", None}
        if "listed" in self.errors or "target" in self.errors:
            return cleaned
        if len(given) != 1:
            message = (
                gettext("Choose only one thing that the clause refers to.")
                if given
                else gettext("Choose what the clause refers to.")
            )
            raise ValidationError(message)
        self._take(str(given.pop()), cleaned)
        return cleaned

    def _take(self, value: str, cleaned: dict[str, Any]) -> None:
        try:
            target = target_named(value, self._user)
        except NoSuchTarget:
            self.add_error(
                "target", gettext("What you are trying to refer to does not exist.")
            )
            return
        article, paragraph = cleaned.get("article", ""), cleaned.get("paragraph", "")
        if target.instrument is None:
            if article or paragraph:
                message = gettext(
                    "Articles and paragraphs can be given only for instruments."
                )
                self.add_error("article", message)
            self.chosen_target = target
            return
        try:
            locator = instrument_locators.make_locator(
                target.instrument, article=article, paragraph=paragraph
            )
        except ValueError:
            message = gettext("Enter a number such as 7, VII or 2 (a).")
            self.add_error("article" if article else "paragraph", message)
            return
        self.chosen_target = Target(instrument=target.instrument, locator=locator)


class DecisionForm(forms.Form):
    """A decision about a reference, with its reason."""

    ACTIONS = ("accept", "dispute", "withdraw", "confirm")

    action = forms.ChoiceField(choices=[(name, name) for name in ACTIONS])
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class HidingForm(forms.Form):
    """Whether a reference is shown to moderators only, with the reason."""

    hidden = forms.TypedChoiceField(
        choices=[("1", "hide"), ("0", "show")], coerce=lambda value: value == "1"
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Give a reason: it is kept in the history.")},
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
