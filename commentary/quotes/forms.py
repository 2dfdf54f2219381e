"""Quote form: the author chooses the words of a quote again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from commentary.quotes.anchoring.selectors import QuoteError, Selector, select
from documents.models import ClauseVersion

MOST_CHARACTERS = 10_000


class ChooseForm(forms.Form):
    """Words of one of several texts: as they were marked, or as they were typed.

    Whoever marks words with a picker sends `clause`, `start` and `end`; whoever types
    or pastes them sends `words`, which must be found in one place only.
    """

    words = forms.CharField(
        label=gettext_lazy("The current wording"),
        max_length=MOST_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    clause = forms.CharField(required=False, widget=forms.HiddenInput)
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        wordings: Sequence[ClauseVersion],
        language: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._texts = [(row, row.in_language("text", language)) for row in wordings]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        marked = said.get("start") is not None and said.get("end") is not None
        found = self._marked(said) if marked else self._typed(said.get("words", ""))
        if found is not None:
            said["version"], said["selector"] = found
        return said

    def _marked(self, said: dict[str, Any]) -> tuple[ClauseVersion, Selector] | None:
        for version, text in self._texts:
            if version.clause.key != said.get("clause"):
                continue
            try:
                return version, select(text, said["start"], said["end"])
            except QuoteError:
                break
        self.add_error(
            None, gettext("These words cannot be quoted: please choose others.")
        )
        return None

    def _typed(self, words: str) -> tuple[ClauseVersion, Selector] | None:
        words = words.replace("\r\n", "\n").strip()
        if not words:
            self.add_error("words", gettext("Write the words, or mark them."))
            return None
        places = [
            (version, text, text.find(words))
            for version, text in self._texts
            if words in text
        ]
        if not places:
            message = gettext("These exact words are not in the new wording.")
        elif len(places) > 1 or places[0][1].count(words) > 1:
            message = gettext(
                "These words occur more than once in the new wording: enter more of"
                " them."
            )
        else:
            version, text, start = places[0]
            try:
                return version, select(text, start, start + len(words))
            except QuoteError:
                message = gettext("These words cannot be quoted: please choose others.")
        self.add_error("words", message)
        return None
