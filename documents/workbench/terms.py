"""Import and export of the term register, as CSV or TBX."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from documents.exports.spreadsheets import CSV_TYPE
from documents.exports.terms import TBX_TYPE, write_csv, write_tbx
from documents.importing.refusals import ImportRefused
from documents.importing.term_files import MOST_BYTES, TermEntry, read_terms
from documents.models import Term
from documents.services import load_terms
from documents.workbench.drafts import person_of
from portal.people.account_locks import lock_permitted_person

NEEDED = ("documents.add_term", "documents.change_term")
WRITERS = {"csv": (write_csv, CSV_TYPE), "tbx": (write_tbx, TBX_TYPE)}


class TermFileForm(forms.Form):
    """A file of terms; when it is valid, `entries` are what it says."""

    file = forms.FileField(
        # Translators: a file of terms to upload
        label=_("File of terms"),
        help_text=_(
            "CSV or TBX, in the form in which terms are exported. A term that is in the"
            " register already is replaced by what the file says."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tbx,.xml"}),
    )

    entries: list[TermEntry]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.entries = read_terms(file.read(MOST_BYTES + 1))
        except ImportRefused as refusal:
            raise ValidationError(refusal.message) from refusal
        return file


@require_http_methods(["GET", "HEAD", "POST"])
def import_terms(request: HttpRequest) -> HttpResponse:
    """Show the upload form; on POST, enter the terms of a file into the register."""
    if not request.user.has_perms(NEEDED):
        raise PermissionDenied
    is_sent = request.method == "POST"
    form = TermFileForm(
        request.POST if is_sent else None, request.FILES if is_sent else None
    )
    if is_sent and form.is_valid() and _store(request, form):
        return HttpResponseRedirect(reverse("admin:documents_term_changelist"))
    context = {
        **admin.site.each_context(request),
        "opts": Term._meta,
        "title": gettext("Import terms"),
        "form": form,
    }
    return render(request, "admin/documents/terms_import.html", context)


def _store(request: HttpRequest, form: TermFileForm) -> bool:
    """Enter the terms; on refusal, have the form say so."""
    try:
        with transaction.atomic():
            lock_permitted_person(person_of(request).pk, *NEEDED)
            done = load_terms(form.entries, replaces=True)
    except ImportRefused as refusal:
        form.add_error("file", refusal.message)
        return False
    said = gettext("Terms entered: %(entered)s; replaced: %(replaced)s.")
    counts = {"entered": len(done.entered), "replaced": len(done.replaced)}
    messages.success(request, said % counts)
    return True


@require_safe
def export_terms(request: HttpRequest, form: str) -> HttpResponse:
    """Send the register as a file."""
    if not request.user.has_perm("documents.view_term"):
        raise PermissionDenied
    write, content_type = WRITERS[form]
    data = write(Term.objects.with_instrument())
    saved_as = {"Content-Disposition": f'attachment; filename="terms.{form}"'}
    return HttpResponse(data, content_type=content_type, headers=saved_as)
