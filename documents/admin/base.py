"""Base classes of the documents admin: GuardedAdmin, TranslatedAdmin, and links.

A row that may not be changed or deleted explains on its page why; a POST for it is
answered 403 by Django.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.db.models.deletion import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TabbedTranslationAdmin

from documents.errors import Refused
from documents.languages import BY_CODE, LANGUAGES, Language
from documents.models import Edition, Translated
from documents.presenters.citation import edition_name
from documents.presenters.labels import introduce
from documents.presenters.localized import localized_field
from documents.search.lists import SearchedLists
from documents.workbench.clause_forms import NormalizedTextarea
from portal.people.locking_admin import LockingAdmin

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
else:  # generic for type checkers only
    ModelForm = forms.ModelForm

# No type parameter syntax: we run on Python 3.11.
Row = TypeVar("Row", bound=models.Model)

NEEDED = _("Other records refer to this, so it cannot be deleted.")
EXCERPT = 80  # characters


@dataclass(frozen=True, slots=True)
class Tool:
    """A link beside the title of an admin page."""

    url: str
    name: str | Promise


class GuardedAdmin(SearchedLists, LockingAdmin[Row]):
    """ModelAdmin that explains on a row's page why it cannot be changed or deleted."""

    list_per_page = 50
    note: str | Promise = ""  # shown above the list
    deletes_many = False  # bulk deletion would not check each row's permission

    def frozen_because(self, obj: Row) -> str:
        """Return why the row may not be changed; "" if it may."""
        return ""

    def kept_because(self, obj: Row) -> str:
        """Return why the row may not be deleted; "" if it may."""
        return self.frozen_because(obj)

    def explanation(self, obj: Row) -> str:
        """Return the text above the row's form; "" for none."""
        return self.frozen_because(obj) or self.kept_because(obj)

    def hold(self, obj: Row) -> None:
        """Lock the row's document against publication until the transaction ends."""

    def tools(self, request: HttpRequest, obj: Row | None) -> list[Tool]:
        """Return the links of a row's page, or of the list if `obj` is None."""
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
        # Django's "Select %s to change" needs a case that Russian names lack here.
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
        """Return a row; on POST, lock its document first and read the row again.

        Django calls this in the transaction of the save and before it checks
        permissions: what is read then still holds when the row is saved. None for a row
        that was deleted before the lock was granted.
        """
        obj = super().get_object(request, object_id, from_field)
        if obj is None or request.method != "POST":
            return obj
        try:
            self.hold(obj)
            obj.refresh_from_db()
        except ObjectDoesNotExist:
            return None
        return obj

    def delete_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Delete after confirmation; redirect to the row's page if it is protected."""
        try:
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
        """Return the objects of a deletion's page with the counts of dependent rows.

        Django would list every dependent row and check its permission, with queries for
        each.
        """
        named = {str(self.opts.verbose_name_plural): len(objs)}
        return [str(obj) for obj in objs], {**named, **counts}, set(), []


class TranslatedForm(ModelForm):
    """Requires a translated field in at least one language if the model requires it.

    modeltranslation would require Chinese, which a document need not have.
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
    """Form fields marked with their language; none of them is required by itself."""

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
    """Admin of a model with translated fields, each language on a tab."""

    form = TranslatedForm

    class Media:
        # The order matters: ours extends what modeltranslation's builds.
        js = (
            "modeltranslation/js/tabbed_translation_fields.js",
            "portal/js/admin_tabs.js",
        )


def wording(obj: Translated, field: str) -> SafeString | str:
    """Return a localized field with its `lang` marked, as HTML."""
    found = localized_field(obj, field)
    return marked(found.text, found.language) if found.language else ""


def marked(text: str, language: Language) -> SafeString:
    """Return the beginning of a text as HTML with its `lang`."""
    short = Truncator(text).chars(EXCERPT)
    return format_html('<span lang="{}">{}</span>', language.bcp47, short)


def name_with_document(edition: Edition) -> str:
    """Return an edition's name with its document, for lists of several documents."""
    return introduce(str(edition.document), edition_name(edition))
