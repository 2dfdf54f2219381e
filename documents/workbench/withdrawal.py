"""Withdrawal pages: what it would do, the form, undoing it, and the record of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from documents.errors import Refused
from documents.languages import LANGUAGES
from documents.models import Document, Edition, Withdrawal
from documents.presenters.citation import edition_name
from documents.presenters.labels import introduce
from documents.presenters.localized import LocalizedText, localized_field
from documents.services import WITHDRAWING, undo_withdrawal, withdraw
from documents.signals import consequences_of_withdrawing
from documents.workbench.clause_forms import NormalizedTextarea
from documents.workbench.drafts import can_view, person_of
from portal.people.models import User, Visitor

CONFLICT = 409
LONGEST_REASON = 2_000
Kind = Withdrawal.Kind


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a document or an edition: the kind, and whether it is read."""

    kind: str
    text_readable: bool
    label: Promise


OUTCOMES: Final[dict[str, Outcome]] = {
    "unreadable": Outcome(
        Kind.WITHDRAWN,
        False,
        _("Withdraw it, its text can no longer be read (personal data, copyright)"),
    ),
    "readable": Outcome(
        Kind.WITHDRAWN,
        True,
        _("Withdraw it, its text stays readable at its own address, with a notice"),
    ),
    "superseded": Outcome(
        Kind.SUPERSEDED,
        True,
        _("Mark it as superseded, text and comments stay readable, with a notice"),
    ),
}


class ReasonForm(forms.Form):
    """A reason in every language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            self.fields[f"reason_{language.suffix}"] = forms.CharField(
                label=gettext("Reason (%(language)s)") % {"language": language.name},
                max_length=LONGEST_REASON,
                widget=NormalizedTextarea(
                    attrs={"lang": language.bcp47, "rows": 3, "cols": 60}
                ),
            )

    def reason(self) -> dict[str, str]:
        """Return the reason of a valid form, by language code."""
        said = self.cleaned_data
        return {each.code: said[f"reason_{each.suffix}"] for each in LANGUAGES}


class WithdrawalForm(ReasonForm):
    """What becomes of a document or an edition, what stands in its place, and why."""

    outcome = forms.ChoiceField(
        label=_("What is to happen"),
        choices=[(name, each.label) for name, each in OUTCOMES.items()],
        widget=forms.RadioSelect,
    )
    successor = forms.ModelChoiceField(
        Document.objects.none(),
        required=False,
        label=_("Document that stands in its place"),
        help_text=_("Leave blank if there is none, or if it is not in the portal."),
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        successor = self.fields["successor"]
        if isinstance(successor, forms.ModelChoiceField):
            standing = Edition.objects.standing().values("document")
            others = Document.objects.filter(pk__in=standing).exclude(pk=document.pk)
            successor.queryset = others.order_by("slug")


def may_withdraw(user: Visitor) -> bool:
    return user.has_perm(WITHDRAWING)


def withdrawal_url(target: Document | Edition) -> str:
    name = f"admin:documents_{target._meta.model_name}_withdrawal"
    return reverse(name, args=[target.pk])


def withdrawal_tool(
    user: Visitor, target: Document | Edition
) -> tuple[str, Promise] | None:
    """Return address and name of the link to the page; None for nothing to do there."""
    is_closed = _own(target).in_force().exists()
    if may_withdraw(user):
        # Translators: links that lead to the page on which it is confirmed
        name = _("Undo the withdrawal") if is_closed else _("Withdraw")
        return withdrawal_url(target), name
    if can_view(user) and _own(target).exists():
        return withdrawal_url(target), _("Withdrawal")
    return None


def _own(target: Document | Edition) -> Any:
    if isinstance(target, Edition):
        return Withdrawal.objects.filter(edition=target)
    return Withdrawal.objects.of_document(target)


@require_http_methods(["GET", "HEAD", "POST"])
def show_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is withdrawn of an edition; on POST, withdraw it or undo that."""
    _refuse_unless_viewer(request)
    published = Edition.objects.published().with_document()
    return _answer(request, get_object_or_404(published, pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
def show_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Show whether a document is withdrawn; on POST, withdraw it or undo that."""
    _refuse_unless_viewer(request)
    published = Edition.objects.published().values("document")
    documents = Document.objects.filter(pk__in=published)
    return _answer(request, get_object_or_404(documents, pk=pk))


def _refuse_unless_viewer(request: HttpRequest) -> None:
    if not can_view(request.user):
        raise PermissionDenied


def _answer(request: HttpRequest, target: Document | Edition) -> HttpResponse:
    """Show the page of a target, or do what its form asks. Raises PermissionDenied."""
    before = _own(target).in_force().with_target().first()
    sent = request.POST if request.method == "POST" else None
    if sent is not None and not may_withdraw(request.user):
        raise PermissionDenied
    if sent is not None and (sent.get("undo") == "1") != (before is not None):
        return _page(request, target, before, _build_form(target, before), CONFLICT)
    form = _build_form(target, before, sent)
    if sent is None or not form.is_valid():
        return _page(request, target, before, form)
    try:
        _store(target, before, form, person_of(request))
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return _page(request, target, before, form, CONFLICT)
    messages.success(request, _tell_done(form))
    return HttpResponseRedirect(withdrawal_url(target))


def _build_form(
    target: Document | Edition, before: Withdrawal | None, sent: Any = None
) -> ReasonForm:
    if before is not None:
        return ReasonForm(sent)
    return WithdrawalForm(sent, document=_document_of(target))


def _document_of(target: Document | Edition) -> Document:
    return target.document if isinstance(target, Edition) else target


def _store(
    target: Document | Edition,
    before: Withdrawal | None,
    form: ReasonForm,
    person: User,
) -> Withdrawal:
    if before is not None:
        return undo_withdrawal(before, reason=form.reason(), user=person)
    outcome = OUTCOMES[form.cleaned_data["outcome"]]
    return withdraw(
        target,
        kind=outcome.kind,
        reason=form.reason(),
        text_readable=outcome.text_readable,
        successor=form.cleaned_data["successor"],
        user=person,
    )


def _tell_done(form: ReasonForm) -> str:
    if not isinstance(form, WithdrawalForm):
        return gettext("Undone: readers see it again as before.")
    if OUTCOMES[form.cleaned_data["outcome"]].kind == Kind.SUPERSEDED:
        return gettext("Marked as superseded.")
    return gettext("Withdrawn: its addresses say so from now on.")


# --- The page


def _page(
    request: HttpRequest,
    target: Document | Edition,
    before: Withdrawal | None,
    form: ReasonForm,
    status: int = 200,
) -> HttpResponse:
    document = _document_of(target)
    context = {
        **admin.site.each_context(request),
        "opts": target._meta,
        "title": _name_page(target),
        "back": reverse(
            f"admin:documents_{target._meta.model_name}_change", args=[target.pk]
        ),
        "withdrawal": before,
        "reason": localized_field(before, "reason") if before else None,
        "form": form if may_withdraw(request.user) else None,
        "is_conflict": status == CONFLICT and not form.errors,
        "remaining": "" if before else _tell_remaining(document, target),
        "has_draft": document.editions.filter(state=Edition.State.DRAFT).exists(),
        "consequences": [] if before else consequences_of_withdrawing(target),
        "record": [_read_entry(each) for each in _own(target).for_list()],
    }
    template = "admin/documents/withdrawal.html"
    return render(request, template, context, status=status)


def _name_page(target: Document | Edition) -> str:
    document = _document_of(target)
    name = (
        edition_name(target) if isinstance(target, Edition) else gettext("Withdrawal")
    )
    return introduce(str(document), name)


def _tell_remaining(document: Document, target: Document | Edition) -> str:
    """Return what readers find at the document's address after a withdrawal."""
    rest = document.editions.standing().latest_first()
    if isinstance(target, Edition):
        current = rest.exclude(pk=target.pk).first()
        if current is not None:
            told = gettext("Current edition after a withdrawal: %(name)s")
            return told % {"name": edition_name(current)}
    return gettext("After a withdrawal nothing of the document can be found in lists.")


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """A withdrawal in the record: what was done, by whom, and why; and its undoing."""

    withdrawal: Withdrawal
    reason: LocalizedText
    undone_reason: LocalizedText


def _read_entry(withdrawal: Withdrawal) -> RecordEntry:
    return RecordEntry(
        withdrawal,
        localized_field(withdrawal, "reason"),
        localized_field(withdrawal, "undone_reason"),
    )
