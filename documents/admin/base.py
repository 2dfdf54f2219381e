"""What the pages of this administration share: tabs, and rows that say why they stay.

A row that may not be changed or deleted says why on its page; what is sent all the
same is answered 403, by Django.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.deletion import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TabbedTranslationAdmin

from documents.errors import Refused
from documents.languages import BY_CODE, LANGUAGES, Language
from documents.models import Edition, Translated
from documents.presenters.citation import edition_name
from documents.presenters.localized import localized_field
from documents.workbench.clause_forms import NormalizedTextarea

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
else:  # generic for type checkers only
    ModelForm = forms.ModelForm

# A type parameter would be new syntax: we run on Python 3.11.
Row = TypeVar("Row", bound=models.Model)

NEEDED = _("Somebody or something else refers to this: it cannot be deleted.")
EXCERPT = 80  # characters


@dataclass(frozen=True, slots=True)
class Tool:
    """A link beside the title of an administration page."""

    url: str
    name: str | Promise


class GuardedAdmin(admin.ModelAdmin[Row]):
    """Says on a row's page why the row cannot be changed or deleted."""

    list_per_page = 50
    note: str | Promise = ""  # stands above the list
    deletes_many = False  # from the list, where no row is asked whether it may go

    def frozen_because(self, obj: Row) -> str:
        """Return why nothing of a row may be changed; "" when it may."""
        return ""

    def kept_because(self, obj: Row) -> str:
        """Return why a row may not be deleted; "" when it may."""
        return self.frozen_because(obj)

    def explanation(self, obj: Row) -> str:
        """Return what stands above a row's form; "" when there is nothing to say."""
        return self.frozen_because(obj) or self.kept_because(obj)

    def hold(self, obj: Row) -> None:
        """Keep a row's edition from being published while the row is stored."""

    def tools(self, request: HttpRequest, obj: Row | None) -> list[Tool]:
        """Return the links of a row's page, or of the list when there is no row."""
        return []

    def has_change_permission(
        self, request: HttpRequest, obj: Row | None = None
    ) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and not (obj and self.frozen_because(obj))

    def has_delete_permission(
        self, request: HttpRequest, obj: Row | None = None
    ) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj and self.kept_because(obj))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if not self.deletes_many:
            actions.pop("delete_selected", None)
        return actions

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        # Django's "Select %s to change" asks for a case that Russian names lack here.
        title = capfirst(self.opts.verbose_name_plural)
        ours = {"title": title, "note": self.note, "tools": self.tools(request, None)}
        return super().changelist_view(request, {**ours, **(extra_context or {})})

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Row | None = None,
    ) -> Any:
        if change:
            context["title"] = capfirst(self.opts.verbose_name)
        context["explanation"] = self.explanation(obj) if obj else ""
        context["tools"] = self.tools(request, obj) if obj else []
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Row | None:
        """Return a row; hold its edition first when something is to be stored.

        Django asks for it in the transaction in which it stores, before it asks for
        permission: what is found then still holds when the row is stored.
        """
        obj = super().get_object(request, object_id, from_field)
        if obj is not None and request.method == "POST":
            self.hold(obj)
            obj.refresh_from_db()
        return obj

    def delete_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Ask and delete; lead back to the row's page when something is in the way."""
        try:
            with transaction.atomic():
                return super().delete_view(request, object_id, extra_context)
        except Refused as refusal:
            reason = str(refusal.message)
        except (ProtectedError, RestrictedError):
            reason = str(NEEDED)
        messages.error(request, reason)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[unquote(object_id)]))

    def only_these(
        self, objs: Sequence[Row], counts: dict[str, int]
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """Return what a deletion's page tells, with counts for what goes along.

        Django would list every row below and ask about each one's edition.
        """
        named = {str(self.opts.verbose_name_plural): len(objs)}
        return [str(obj) for obj in objs], {**named, **counts}, set(), []


class TranslatedForm(ModelForm):
    """Asks for a translated field in any one language, where the model needs it.

    modeltranslation would ask for Chinese, which a document need not have.
    """

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        for field in self._meta.model._meta.concrete_fields:
            names = [f"{field.name}_{language.suffix}" for language in LANGUAGES]
            asked = not field.blank and set(names) <= set(self.fields)
            if asked and not any(cleaned.get(name) for name in names):
                self.add_error(names[0], ValidationError(self._any_language()))
        return cleaned

    def _any_language(self) -> str:
        return gettext("Fill this in for at least one language.")


class TranslatedFields:
    """Marks the fields of each language as such; asks for none of them by itself."""

    formfield_overrides: ClassVar[
        dict[type[models.Field[Any, Any]], dict[str, Any]]
    ] = {
        models.TextField: {"widget": NormalizedTextarea},
        models.URLField: {"assume_scheme": "https"},
    }

    def patch_translation_field(
        self, db_field: Any, field: forms.Field, request: HttpRequest, **kwargs: Any
    ) -> None:
        super().patch_translation_field(db_field, field, request, **kwargs)  # type: ignore[misc] # modeltranslation's, beside us in the bases
        if hasattr(db_field, "translated_field"):
            field.required = False
            field.widget.attrs["lang"] = BY_CODE[db_field.language].bcp47


class TranslatedAdmin(  # type: ignore[misc] # its own generics are untyped
    TranslatedFields, GuardedAdmin[Row], TabbedTranslationAdmin[Row]
):
    """A model with a column a language, each language a tab."""

    form = TranslatedForm

    class Media:
        # In this order: ours finishes what modeltranslation's begins.
        js = (
            "modeltranslation/js/tabbed_translation_fields.js",
            "portal/js/admin_tabs.js",
        )


def wording(obj: Translated, field: str) -> SafeString | str:
    """Return a field in the reader's language or another, marked as such."""
    found = localized_field(obj, field)
    return marked(found.text, found.language) if found.language else ""


def marked(text: str, language: Language) -> SafeString:
    """Return the beginning of a text, with the language it is in."""
    short = Truncator(text).chars(EXCERPT)
    return format_html('<span lang="{}">{}</span>', language.bcp47, short)


def interface_language() -> Language:
    """Return the language of the interface, as a language of texts."""
    return BY_CODE.get(get_language() or "", BY_CODE[settings.LANGUAGE_CODE])


def name_with_document(edition: Edition) -> str:
    """Return an edition's name as lists of several documents show it."""
    return f"{edition.document}, {edition_name(edition)}"
