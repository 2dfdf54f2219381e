"""The form of the search page: that of documents, and what narrows comments."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from django import forms
from django.db.models import Q, TextChoices
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commentary.models import Comment
from commentary.models.saved_searches import NARROWING
from documents.search.forms import SearchForm, offer


class Kind(TextChoices):
    """What can be found, each in a list of its own; the first is shown unasked."""

    TEXT = "text", pgettext_lazy("search results", "Text")
    COMMENTARY = "commentary", _("Commentary")
    INSTRUMENTS = "instruments", _("Instruments")
    DOCUMENTS = "documents", pgettext_lazy("in the navigation", "Documents")
    PAGES = "pages", pgettext_lazy("search results", "Pages")


# The fields of each list: another list does not ask for them.
OF_TEXT: Final = ("sort", "part", "kind", "language", "editions")
OF_COMMENTS: Final = ("said", "language", "author", "after", "before")
CARRIED: Final = ("q", "show", "document", "clause")
LISTS: Final = {Kind.TEXT: OF_TEXT, Kind.COMMENTARY: OF_COMMENTS}


class PageForm(SearchForm):
    """What is looked for, in which list, and among what."""

    show = forms.ChoiceField(required=False, choices=Kind.choices)
    said = forms.ChoiceField(
        label=pgettext_lazy("of a comment", "Kind"),
        required=False,
        choices=offer(Comment.Kind.choices),
    )
    author = forms.CharField(label=_("Author"), required=False, max_length=100)
    after = forms.DateField(label=_("Written since"), required=False)
    before = forms.DateField(label=_("Written until"), required=False)

    @property
    def list_shown(self) -> Kind:
        return Kind(self.asked("show") or Kind.TEXT)

    def comments(self) -> Q:
        """Return the condition for the comments that are asked for."""
        given = {
            "clause__document__slug": self.asked("document"),
            "clause__key": self.asked("clause"),
            "kind": self.asked("said"),
            "language": self.asked("language"),
            "author__display_name__icontains": self.asked("author"),
            "created_at__date__gte": self.asked("after"),
            "created_at__date__lte": self.asked("before"),
        }
        return Q(**{name: value for name, value in given.items() if value})

    @property
    def narrowing(self) -> list[SafeString]:
        """The fields that narrow the list that is shown, as markup."""
        return [self._mark_up(name) for name in self._narrowing]

    @property
    def is_narrowed(self) -> bool:
        return any(self.asked(name) for name in self._narrowing)

    @property
    def is_narrow(self) -> bool:
        """Whether more is asked of what is found than its words; the order is not."""
        names = {"document", "clause", *self._narrowing} - {"sort"}
        return any(self.asked(name) for name in names)

    @property
    def _narrowing(self) -> tuple[str, ...]:
        return LISTS.get(self.list_shown, ())

    @property
    def kept(self) -> dict[str, str]:
        """What is kept of a search that is saved or read as a feed.

        All but the order, and the days and editions that say what is old.
        """
        lasting = (name for name in self._narrowing if name in NARROWING)
        given = {name: self.asked(name) for name in (*CARRIED, *lasting)}
        return {name: value for name, value in given.items() if value}

    @property
    def is_kept_in_part(self) -> bool:
        """Whether the list is narrowed by what is not kept."""
        lost = set(self._narrowing) - {*NARROWING, "sort"}
        return any(self.asked(name) for name in lost)

    @property
    def kept_in_words(self) -> list[str]:
        """The names of the list and of what narrows it, without its document."""
        names = [str(self.list_shown.label)]
        for name in NARROWING:
            field, value = self.fields[name], self.kept.get(name, "")
            choices: Any = getattr(field, "choices", ())
            names.append(str(dict(choices).get(value, value)) if value else "")
        return [name for name in names if name]

    def _mark_up(self, name: str) -> SafeString:
        field = self.fields[name]
        value = self.asked(name)
        if isinstance(field, forms.ChoiceField):
            return _mark_up_choice(name, value, get_language() or "")
        return format_html(
            '<label>{} <input type="{}" name="{}" value="{}"></label>',
            field.label,
            "date" if isinstance(field, forms.DateField) else "text",
            name,
            value,
        )


class _SharedFields(dict[str, forms.Field]):
    """Fields that no form alters: to copy them takes longer than to read a form."""

    def __deepcopy__(self, _memo: Any) -> _SharedFields:
        return self


PageForm.base_fields = _SharedFields(PageForm.base_fields)


# Made by Django's widgets, these took a third of the time of the page.
@lru_cache(maxsize=512)
def _mark_up_choice(name: str, value: str, language: str) -> SafeString:
    """Return a choice as markup in the active language, which is `language`."""
    field = PageForm.base_fields[name]
    choices: Any = getattr(field, "choices", ())
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (code, SafeString(" selected") if code == value else "", label)
            for code, label in choices
        ),
    )
    pattern = '<label>{} <select name="{}">{}</select></label>'
    return format_html(pattern, field.label, name, options)
