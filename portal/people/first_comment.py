"""First comment: a visitor writes, tells name and address, confirms, and it is posted.

What was written is kept in the session from the first step, so that signing in instead
loses nothing. Each step is a part of the panel, or a page without htmx.
"""

from __future__ import annotations

import uuid
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from allauth.account.internal.stagekit import clear_login
from allauth.account.views import ConfirmEmailVerificationCodeView, SignupView
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from commentary.comments.discussion import commentary_url, form_in
from commentary.comments.forms import CommentForm
from commentary.comments.posting import posted, take_comment, version_read
from commentary.reading.views import show_form_again
from commentary.responses import HtmxRequest, store_draft_form, take_draft_form
from commentary.text.markdown import render as render_markdown
from documents.languages import BY_CODE
from documents.models import Clause
from documents.permissions import get_clause_or_404
from portal.people.allauth_forms import FirstSignupForm
from portal.templatetags.account_menu import MENU, read_account

PAGE = "account/first_comment.html"
ACCOUNT = "account/includes/first_comment_account.html"
CODE = "account/includes/first_comment_code.html"


@csrf_exempt  # pages for visitors are the same for all of them: they have no token
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HtmxRequest, slug: str, key: str) -> HttpResponse:
    """Take what a visitor wrote, and ask who writes; nothing is published yet."""
    clause = get_clause_or_404(request.user, slug, key)
    if request.method != "POST":
        return HttpResponseRedirect(f"{clause.get_absolute_url()}#write")
    refuse_other_sites(request)
    form = form_in(request, version_read(request, clause))
    is_asking = form.asks_only() or not form.is_valid()
    if is_asking or request.user.is_authenticated:
        return show_form_again(request, clause, form)
    number = str(uuid.uuid4())
    store_draft_form(request, commentary_url(clause), submission=number)
    context = {"form": FirstSignupForm(), **describe_step(request, clause, ACCOUNT)}
    return render_step(request, context)


def refuse_other_sites(request: HttpRequest) -> None:
    """Raise PermissionDenied unless the form was sent from a page of the portal."""
    origin = request.headers.get("Origin", "")
    is_own = urlsplit(origin).netloc == request.get_host()
    if not is_own and origin not in settings.CSRF_TRUSTED_ORIGINS:
        raise PermissionDenied


def describe_step(request: HtmxRequest, clause: Clause, step: str) -> dict[str, Any]:
    """Return the context of a step: what was written, and where the step leads."""
    kept = read_draft(request, clause)
    page = request.htmx.current_url_abs_path if request.htmx else None
    back = page or f"{clause.get_absolute_url()}#write"
    quoted = BY_CODE.get(kept.get("quote_language", ""))
    return {
        "step": step,
        "clause": clause,
        "draft": commentary_url(clause),
        "html": render_markdown(kept.get("source", "")),
        "quote": kept.get("quote_exact", ""),
        "quote_lang": quoted.bcp47 if quoted else "",
        "sign_in_url": f"{reverse('account_login')}?{urlencode({'next': back})}",
    }


def read_draft(request: HttpRequest, clause: Clause) -> dict[str, str]:
    """Return the fields kept in the session for a clause; they stay there."""
    fields = take_draft_form(request, commentary_url(clause))
    if fields:
        store_draft_form(request, commentary_url(clause), only=fields)
    return fields


def render_step(request: HtmxRequest, context: dict[str, Any]) -> HttpResponse:
    """Render a step in the place of the form, or as a page."""
    response = render(request, context["step"] if request.htmx else PAGE, context)
    response["HX-Retarget"], response["HX-Reswap"] = "#write", "innerHTML"
    return response


def lead_on(request: HtmxRequest, response: HttpResponse) -> HttpResponse:
    """Let a redirect leave the page: htmx would load its target into the panel."""
    if request.htmx and response.has_header("Location"):
        return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
    return response


class FirstCommentAccount(SignupView):  # type: ignore[misc] # allauth is untyped
    """Ask for name and address; send the code that confirms them."""

    def dispatch(self, request: HtmxRequest, slug: str, key: str) -> HttpResponse:
        self.clause = get_clause_or_404(request.user, slug, key)
        if request.method != "POST" or not read_draft(request, self.clause):
            return redirect("first-comment", slug, key)
        return lead_on(request, cast(HttpResponse, super().dispatch(request)))

    def get_form_class(self) -> type[FirstSignupForm]:
        return FirstSignupForm

    def form_valid(self, form: FirstSignupForm) -> HttpResponse:
        # The answer is the same whether there is an account with this address or not.
        super().form_valid(form)
        slug, key = self.clause.document.slug, self.clause.key
        request = self.request
        request.method = "GET"
        return cast(HttpResponse, FirstCommentCode.as_view()(request, slug, key))

    def form_invalid(self, form: FirstSignupForm) -> HttpResponse:
        step = describe_step(self.request, self.clause, ACCOUNT)
        return render_step(self.request, {"form": form, **step})

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: object) -> None:
        """Begin anew, where someone went back to another address."""
        clear_login(request)


class FirstCommentCode(ConfirmEmailVerificationCodeView):  # type: ignore[misc]
    """Confirm the address by its code, and post what was written."""

    def dispatch(self, request: HtmxRequest, slug: str, key: str) -> HttpResponse:
        self.clause = get_clause_or_404(request.user, slug, key)
        return lead_on(request, cast(HttpResponse, super().dispatch(request)))

    def render_to_response(self, context: dict[str, Any], **_: Any) -> HttpResponse:
        step = describe_step(self.request, self.clause, CODE)
        return render_step(self.request, {**context, **step})

    def form_valid(self, form: Any) -> HttpResponse:
        response = cast(HttpResponse, super().form_valid(form))
        if self._action == "resend":
            return self.render_to_response(self.get_context_data())
        if not self.request.user.is_authenticated:
            return response
        answer = post_first_comment(self.request, self.clause)
        answer.cookies.update(response.cookies)
        return answer


def post_first_comment(request: HtmxRequest, clause: Clause) -> HttpResponse:
    """Post what was kept in the session by whoever has just signed up."""
    fields = take_draft_form(request, commentary_url(clause))
    data = QueryDict(mutable=True)
    data.update(fields)
    request.POST = data  # type: ignore[assignment] # as if sent in this request
    written = take_comment(request, version_read(request, clause))
    if isinstance(written, CommentForm):
        return show_form_again(request, clause, written)
    messages.success(
        request,
        gettext(
            "Your account has been created. To sign in the next time, set a password"
            " or a passkey under “Your account”."
        ),
    )
    response = posted(request, written)
    if request.htmx:
        own = {**read_account(request, {}), "is_replacing": True}
        menu = render_to_string(MENU, own)
        response.content += menu.encode()
    return response
