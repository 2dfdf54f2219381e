"""Correction of a document's metadata: one form, recorded for readers to see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from documents.errors import Refused
from documents.integrity.metadata import digest_metadata
from documents.languages import LANGUAGES
from documents.models import Document, Edition, Relation
from documents.models.metadata import METADATA, PLAIN, WORDED
from documents.presenters.metadata import DATES, describe_metadata, name_field, name_in
from documents.services import CORRECTING, MetadataChanged, correct_metadata
from documents.workbench.clause_forms import DayInput, NormalizedTextarea
from documents.workbench.drafts import person_of
from portal.people.models import Visitor

if TYPE_CHECKING:
    DocumentForm = forms.ModelForm[Document]
    RelationModelForm = forms.ModelForm[Relation]
    RelationFormSet = forms.BaseFormSet[Any]
else:  # generic for type checkers only
    DocumentForm = RelationModelForm = forms.ModelForm
    RelationFormSet = forms.BaseFormSet

CONFLICT = 409


class MetadataForm(DocumentForm):
    """What describes a document, and why it is corrected; saved by the service."""

    class Meta:
        model = Document
        fields = METADATA

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1_000,
        help_text=_("Shown to readers beside the correction."),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_published = self.instance.is_published
        self.fields["reason"].required = self.is_published
        for field in PLAIN:
            self.fields[field].label = capfirst(name_field(field))
        for field in DATES:
            self.fields[field].widget = DayInput()
        for field in WORDED:
            self._mark_languages(field)

    def _mark_languages(self, field: str) -> None:
        for language in LANGUAGES:
            worded = self.fields[f"{field}_{language.suffix}"]
            worded.required = False
            worded.label = capfirst(name_in(name_field(field), language))
            if field == "short_title":
                worded.widget.attrs["class"] = "vLargeTextField"
            else:
                worded.widget = NormalizedTextarea(attrs={"rows": 2, "cols": 60})
            worded.widget.attrs["lang"] = language.bcp47

    def plain(self) -> Iterator[forms.BoundField]:
        return (self[field] for field in PLAIN)

    def worded(self) -> Iterator[tuple[str, str, list[forms.BoundField]]]:
        """Yield (name, help, field in each language)."""
        for field in WORDED:
            bound = [self[f"{field}_{language.suffix}"] for language in LANGUAGES]
            yield name_field(field), str(bound[0].help_text), bound

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in METADATA}


class RelationForm(RelationModelForm):
    """One relation; a row left blank is none."""

    class Meta:
        model = Relation
        fields = ("kind", "target", "instrument", "symbol")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        targets: Any = self.fields["target"]
        published = Edition.objects.published().values("document")
        targets.queryset = Document.objects.filter(pk__in=published).order_by("slug")


Relations = forms.formset_factory(RelationForm, extra=1, can_delete=True)


def may_correct(user: Visitor) -> bool:
    return user.has_perm(CORRECTING)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the metadata of a document to be corrected; on POST, correct them.

    Raises PermissionDenied. Answers 409 when they were corrected in the meantime.
    """
    if not may_correct(request.user):
        raise PermissionDenied
    document = get_object_or_404(Document, pk=pk)
    sent = request.POST if request.method == "POST" else None
    initial = {"seen": digest_metadata(document)}
    form = MetadataForm(sent, instance=document, initial=initial)
    relations = Relations(sent, prefix="relations", initial=_stored(document))
    if sent is None or not (form.is_valid() and relations.is_valid()):
        return _page(request, document, form, relations)
    try:
        correct_metadata(
            document,
            form.values(),
            relations=_wanted(relations),
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
            user=person_of(request),
        )
    except MetadataChanged as refusal:
        return _changed_meanwhile(request, pk, form, relations, str(refusal.message))
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return _page(request, document, form, relations)
    messages.success(request, gettext("The metadata have been corrected."))
    url = reverse("admin:documents_document_change", args=[pk])
    return HttpResponseRedirect(url)


def _stored(document: Document) -> list[dict[str, Any]]:
    return [
        {
            "kind": each.kind,
            "target": each.target_id,
            "instrument": each.instrument_id,
            "symbol": each.symbol,
        }
        for each in document.relations.all()
    ]


def _wanted(relations: RelationFormSet) -> list[Relation]:
    """Return the relations of the form, not stored."""
    rows = [
        each.cleaned_data
        for each in relations.forms
        if each.cleaned_data and not each.cleaned_data.get("DELETE")
    ]
    return [
        Relation(**{name: row[name] for name in RelationForm.Meta.fields})
        for row in rows
    ]


def _changed_meanwhile(
    request: HttpRequest,
    pk: int,
    form: MetadataForm,
    relations: RelationFormSet,
    told: str,
) -> HttpResponse:
    """Show what is recorded now beside what was typed, which is sent again or not."""
    document = get_object_or_404(Document, pk=pk)
    form.add_error(None, told)
    typed = request.POST.copy()
    typed["seen"] = digest_metadata(document)
    form.data = typed
    now = describe_metadata(document)
    return _page(request, document, form, relations, now=now, status=CONFLICT)


def _page(
    request: HttpRequest,
    document: Document,
    form: MetadataForm,
    relations: RelationFormSet,
    *,
    now: Any = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "opts": Document._meta,
        "title": gettext("Correct the metadata"),
        "document": document,
        "form": form,
        "relations": relations,
        "metadata": now,
        "back": reverse("admin:documents_document_change", args=[document.pk]),
    }
    template = "admin/documents/metadata_form.html"
    return render(request, template, context, status=status)
