"""The form that narrows a search: an address that asks for nonsense asks nothing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.languages import LANGUAGES
from documents.models import ClauseVersion, Part
from documents.search.clauses import ClauseFilter
from documents.search.vector import WEIGHTS

# Translators: no narrowing: of any kind, in any text
ANY: Final = pgettext_lazy("in a search", "any")


def offer(choices: Iterable[tuple[Any, Any]]) -> list[tuple[str, str | Promise]]:
    """Return choices of which one need not be made."""
    return [("", ANY), *choices]


class SearchForm(forms.Form):
    """What is looked for, and among what."""

    q = forms.CharField(required=False, strip=True)
    document = forms.SlugField(required=False)
    clause = forms.SlugField(required=False)
    part = forms.ChoiceField(
        label=_("Part"), required=False, choices=offer(Part.Kind.choices)
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("of a clause", "Kind"),
        required=False,
        choices=offer(ClauseVersion.Kind.choices),
    )
    language = forms.ChoiceField(
        label=_("Found in the text in"),
        required=False,
        choices=offer(
            (each.code, each.name) for each in LANGUAGES if each.code in WEIGHTS
        ),
    )
    editions = forms.ChoiceField(
        label=_("Editions"),
        required=False,
        choices=[
            ("", pgettext_lazy("of editions", "current ones")),
            (ClauseFilter.ALL, pgettext_lazy("of editions", "earlier ones, too")),
        ],
    )
    sort = forms.ChoiceField(
        label=pgettext_lazy("of search results", "Order"),
        required=False,
        choices=[
            ("", pgettext_lazy("order of search results", "best matches first")),
            ("place", pgettext_lazy("order of search results", "as in the documents")),
        ],
    )

    def asked(self, name: str) -> str:
        """Return what is asked for in a field; "" for nothing and for nonsense."""
        return str(self._given.get(name) or "")

    @cached_property
    def _given(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data

    @property
    def clauses(self) -> ClauseFilter:
        """Which clauses are asked for."""
        names = ("document", "clause", "part", "kind", "editions", "language")
        return ClauseFilter(**{name: self.asked(name) for name in names})
